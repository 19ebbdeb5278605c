"""Campaigns: rules with a first and a last day, for a season, an alert or one industry."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError
from data.words import VISIT_TYPES
from planning.clauses.values import check_code, check_keys, read_part
from planning.clauses.whom import WHOM_KEYS, Whom, read_whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """
    A dated rule; on any other day it is as if it were not there.

    Parameters
    ----------
    zh, en
        What it is called.
    first, last
        Its first and last day; ``from`` and ``to`` in the file.
    whom
        The sites it concerns.
    prize_factor
        The points of a visit are multiplied by it, >= 1.
    points
        Points added to a visit.
    every_days
        Each site is visited within so many days while it lasts; 0: no further duty.
    promise
        Whether that duty is a promise.
    visit_type
        Type of its visits, a code of ``VISIT_TYPES``; empty: as ``[type] campaign`` says.
    at_night
        Whether its visits are made in night shifts.
    night_share
        Share of the week's visits, 0-1, that are made at night at its sites, the worthiest first,
        as far as the night shifts hold them.
    random_share
        The random share of the week is at least this, in [0, 1).
    """

    zh: str
    en: str
    first: date
    last: date
    whom: Whom = field(default_factory=Whom)
    prize_factor: float = 1.0
    points: float = 0.0
    every_days: int = 0
    promise: bool = False
    visit_type: str = ""
    at_night: bool = False
    night_share: float = 0.0
    random_share: float = 0.0

    def days_within(self, monday: date, last_day: date) -> tuple[date, date] | None:
        """Return its first and last day between two days; ``None`` where it has none there."""
        first, last = max(self.first, monday), min(self.last, last_day)
        return (first, last) if first <= last else None


_RENAMED = {"first": "from", "last": "to"}
"""Fields that the file calls by other words."""
_KEYS = (
    frozenset(Campaign.__dataclass_fields__) - {"whom", "first", "last"}
    | WHOM_KEYS
    | set(_RENAMED.values())
)


def read_campaigns(tables: Iterable[Mapping[str, Any]]) -> tuple[Campaign, ...]:
    """
    Read the tables ``[[campaign]]`` of a rules file, in their order.

    Raises
    ------
    ConfigError
        If a key is unknown or missing, or a value outside its range; two bear one name.
    """
    read = tuple(_campaign(number, table) for number, table in enumerate(tables, start=1))
    names = [one.zh for one in read]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ConfigError(
            f"Rules: two campaigns are called {twice[0]!r}.",
            zh=f"规则：有两个专项都叫“{twice[0]}”。",
        )
    return read


def _campaign(number: int, table: Mapping[str, Any]) -> Campaign:
    name = f"campaign {number}"
    check_keys(name, table, _KEYS)
    given = {key: table[key] for key in table if key not in WHOM_KEYS}
    campaign = replace(read_part(Campaign, name, given, keys=_RENAMED), whom=read_whom(name, table))
    _check(name, campaign)
    return campaign


def _check(name: str, one: Campaign) -> None:
    if one.first > one.last:
        raise ConfigError(
            f"Rules: {name} ({one.en}) ends on {one.last}, before it begins on {one.first}.",
            zh=f"规则：专项“{one.zh}”的结束日 {one.last} 早于开始日 {one.first}。",
        )
    if one.visit_type:
        check_code(f"{name}.visit_type", one.visit_type, VISIT_TYPES)
    for key, value, is_fine, en, zh in (
        ("prize_factor", one.prize_factor, one.prize_factor >= 1, "of 1 or more", "不小于 1"),
        ("night_share", one.night_share, one.night_share <= 1, "in [0, 1]", "在 0 到 1 之间"),
        ("random_share", one.random_share, one.random_share < 1, "in [0, 1)", "小于 1"),
        (
            "promise",
            one.promise,
            one.every_days or not one.promise,
            "with every_days",
            "与 every_days 同写",
        ),
    ):
        if not is_fine:
            raise ConfigError(
                f"Rules: expected {name}.{key} {en}, got {value}.",
                zh=f"规则：{name}.{key} 应{zh}，现为 {value}。",
            )
