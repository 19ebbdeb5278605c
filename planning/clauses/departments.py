"""Departments whose tasks at one site are one visit: 综合查一次."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from data.model import Why
from planning.clauses.values import check_keys, read_part
from planning.clauses.whom import WHOM_KEYS, Whom, read_whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planning.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """
    A department and what it looks at.

    Parameters
    ----------
    zh, en
        What it is called.
    task_zh, task_en
        What it looks at, in words.
    minutes
        What its part adds to the visit.
    whom
        The sites where it has something to look at.
    """

    zh: str
    en: str
    task_zh: str
    task_en: str
    minutes: int = 0
    whom: Whom = field(default_factory=Whom)


def read_departments(tables: Iterable[Mapping[str, Any]]) -> tuple[Department, ...]:
    """
    Read the tables ``[[department]]`` of a rules file, in their order.

    Raises
    ------
    ConfigError
        If a key is unknown or missing, or a value outside its range.
    """
    return tuple(_department(number, table) for number, table in enumerate(tables, start=1))


def _department(number: int, table: Mapping[str, Any]) -> Department:
    name = f"department {number}"
    check_keys(name, table, set(Department.__dataclass_fields__) - {"whom"} | WHOM_KEYS)
    given = {key: table[key] for key in table if key not in WHOM_KEYS}
    return replace(read_part(Department, name, given), whom=read_whom(name, table))


def joining(departments: Sequence[Department], row: Row, grade: str) -> tuple[Department, ...]:
    """List the departments with a task at a site, in the order of the rules."""
    return tuple(one for one in departments if one.whom.meets(row, grade))


def joint_why(joined: Sequence[Department]) -> Why | None:
    """Say whose tasks one visit does; ``None`` where fewer than two have any."""
    if len(joined) < 2:  # noqa: PLR2004  # one department alone joins nobody
        return None
    zh = "；".join(f"{one.zh}：{one.task_zh}" for one in joined)
    en = "; ".join(f"{one.en}: {one.task_en}" for one in joined)
    return Why(
        "joint",
        f"{len(joined)} 个部门一次查完：{zh}",
        f"One visit for {len(joined)} departments: {en}",
    )
