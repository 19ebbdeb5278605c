"""An office's own rules laid over the defaults: what it states, and nothing else, changes."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from data.errors import ConfigError
from planning.clauses.values import check_industry, check_keys

Table = Mapping[str, Any]

LISTS = ("campaign", "closed", "department")
"""Tables that an office adds as its own; the program comes with none."""
NATURE = "nature"
"""The section that says which sections are law, promise or wish."""
_BY_INDUSTRY = ("needs", "frequency.industry", "cap.industry")
"""Sections that take beginnings of industry classes as keys."""


def laid_over(
    defaults: Mapping[str, Table], own: Table
) -> tuple[dict[str, dict[str, Any]], dict[str, list[Table]]]:
    """
    Join the defaults with an office's table.

    Parameters
    ----------
    defaults
        Sections of ``rules.toml``.
    own
        Decoded TOML of the office.

    Returns
    -------
    sections, lists
        Every section in full, and the tables of each of ``LISTS`` that the office wrote.

    Raises
    ------
    ConfigError
        If a section or key is unknown, or one is no section.
    """
    sections = {name: dict(section) for name, section in defaults.items()}
    lists = {}
    for name, section in own.items():
        if name in LISTS:
            lists[name] = _tables(name, section)
        else:
            _check_section(name, section, sections)
            sections[name] = _merged(name, section, sections[name])
    return sections, lists


def _tables(name: str, listed: object) -> list[Table]:
    """Take a list of tables, as ``[[campaign]]`` writes it."""
    if isinstance(listed, list) and all(isinstance(one, Mapping) for one in listed):
        return listed
    raise ConfigError(
        f"Rules: expected tables [[{name}]], got {listed!r}.",
        zh=f"规则：{name} 应写成 [[{name}]]，现为“{listed}”。",
    )


def _check_section(name: str, section: object, known: Container[str]) -> None:
    if name == NATURE:
        raise ConfigError(
            "Rules: section [nature] says what the program takes as law and cannot be changed.",
            zh="规则：[nature] 一节说明哪些规则按法定处理，不能修改。",
        )
    if name not in known:
        raise ConfigError(
            f"Rules: there is no section [{name}].",
            zh=f"规则：没有 [{name}] 这一节。",
        )
    if not isinstance(section, Mapping):
        raise ConfigError(
            f"Rules: expected a section [{name}], got {section!r}.",
            zh=f"规则：[{name}] 应是一节，现为“{section}”。",
        )


def _merged(name: str, section: Table, known: Table) -> dict[str, Any]:
    """Put an office's values in the place of the defaults, tables within a section too."""
    industries = [key for key in section if name in _BY_INDUSTRY and key[:1].isupper()]
    for key in industries:
        check_industry(name, key)
    check_keys(name, section, {*known, *industries})
    merged = {**known, **section}
    for key, default in known.items():
        if isinstance(default, Mapping) and key in section:
            _check_section(f"{name}.{key}", section[key], {f"{name}.{key}"})
            merged[key] = _merged(f"{name}.{key}", section[key], default)
    return merged
