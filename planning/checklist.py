"""What to look at during a visit, from a readable table of rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_RULE_KEYS = frozenset(
    {"visit_types", "kinds", "chemicals", "industry_prefixes", "inside", "lines"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRule:
    """
    Lines to show where any of the conditions holds; a rule without conditions always applies.

    Attributes
    ----------
    visit_types, kinds
        Codes of ``data.words`` that trigger the rule.
    chemicals
        True to trigger on sites with hazardous chemicals.
    industry_prefixes
        Beginnings of GB/T 4754 classes that trigger the rule.
    inside
        True where one must go in to see it: nothing is said then for a visit that stays outside.
    lines
        What to look at, each as (Chinese, English).
    """

    visit_types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    chemicals: bool = False
    industry_prefixes: tuple[str, ...] = ()
    inside: bool = False
    lines: tuple[tuple[str, str], ...] = ()

    def applies(
        self, *, visit_type: str, kind: str, has_chemicals: bool, industry_code: str
    ) -> bool:
        """Say whether the rule has something to say for this visit."""
        conditions = (self.visit_types, self.kinds, self.chemicals, self.industry_prefixes)
        if not any(conditions):
            return True
        return (
            visit_type in self.visit_types
            or kind in self.kinds
            or (self.chemicals and has_chemicals)
            or industry_code.startswith(self.industry_prefixes or ("\0",))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """
    Rules in the order in which they speak, and how many lines an inspector is given.

    ``outside_types`` are the visit types that never enter.
    """

    rules: tuple[ChecklistRule, ...]
    limit: int
    outside_types: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ConfigError(
                f"Expected a checklist limit of at least 1, got {self.limit}.",
                zh=f"检查清单的 limit 至少为 1，现为 {self.limit}。",
            )


def parse_checklist(table: Mapping[str, Any]) -> Checklist:
    """
    Read a checklist from the mapping of its TOML file.

    Raises
    ------
    ConfigError
        If a rule has an unknown key or a line is not a pair of texts.
    """
    return Checklist(
        rules=tuple(_parse_rule(rule, number) for number, rule in enumerate(table["rule"], 1)),
        limit=int(table.get("limit", 6)),
        outside_types=tuple(table.get("outside_types", ())),
    )


def _parse_rule(rule: Mapping[str, Any], number: int) -> ChecklistRule:
    unknown = sorted(set(rule) - _RULE_KEYS)
    if unknown:
        raise ConfigError(
            f"Checklist rule {number} has unknown key(s) {', '.join(unknown)}.",
            zh=f"检查清单第 {number} 条有不认识的项：{'、'.join(unknown)}。",
        )
    lines = []
    for line in rule.get("lines", ()):
        if len(line) != 2:  # noqa: PLR2004 - Chinese and English
            raise ConfigError(
                f"Checklist rule {number}: expected [Chinese, English], got {line!r}.",
                zh=f"检查清单第 {number} 条应写成 [中文， 英文]，现为“{line}”。",
            )
        lines.append((str(line[0]), str(line[1])))
    return ChecklistRule(
        visit_types=tuple(rule.get("visit_types", ())),
        kinds=tuple(rule.get("kinds", ())),
        chemicals=bool(rule.get("chemicals", False)),
        industry_prefixes=tuple(rule.get("industry_prefixes", ())),
        inside=bool(rule.get("inside", False)),
        lines=tuple(lines),
    )


@lru_cache(maxsize=1)
def default_checklist() -> Checklist:
    """Give the checklist that comes with the program."""
    text = files("planning").joinpath("checklist.toml").read_text(encoding="utf-8")
    return parse_checklist(tomllib.loads(text))


def visit_checks(
    checklist: Checklist, *, visit_type: str, kind: str, has_chemicals: bool, industry_code: str
) -> tuple[tuple[str, str], ...]:
    """
    List what to look at during one visit.

    Parameters
    ----------
    checklist
        The rules.
    visit_type, kind
        Codes of ``data.words.VISIT_TYPES`` and ``data.words.SITE_KINDS``.
    has_chemicals
        Whether the ledger says so; unknown counts as no.
    industry_code
        GB/T 4754 class; empty where unknown.

    Returns
    -------
    lines
        At most ``checklist.limit`` pairs of (Chinese, English), most specific first.
    """
    lines = [
        line
        for rule in checklist.rules
        if not (rule.inside and visit_type in checklist.outside_types)
        and rule.applies(
            visit_type=visit_type,
            kind=kind,
            has_chemicals=has_chemicals,
            industry_code=industry_code,
        )
        for line in rule.lines
    ]
    return tuple(lines[: checklist.limit])
