"""The rules that a week is planned by, in words: what the office changed, and campaigns then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planning.clauses.commentary import comment_in
from service.pipeline.rules.listing import list_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.store import Store
    from data.words import Lang
    from service.results.rules import OwnTable, RulesResult

CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """A rule that the office changed: its value, the default, and what is said of it."""

    name: str
    value: Any
    default: Any
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """
    The rules of a week.

    Attributes
    ----------
    fingerprint
        The same for the same rules.
    own
        What differs from the defaults.
    campaigns
        Those with a day in the week: name, first and last day.
    others
        Closed hours and departments that the office wrote, by name.
    """

    fingerprint: str
    own: tuple[OwnRule, ...]
    campaigns: tuple[tuple[str, str, str], ...]
    others: tuple[str, ...]


def rules_of_week(store: Store, days: Sequence[date], *, lang: Lang) -> Ruled:
    """
    Say by which rules a week is planned.

    Raises
    ------
    ConfigError
        If the rules kept with the store are damaged.
    """
    listed = list_rules(store, None, keep=False, forget=False, only_own=True)
    return Ruled(
        fingerprint=listed.fingerprint,
        own=_own(listed, lang),
        campaigns=tuple(
            (_name(table, lang), str(table.written["from"]), str(table.written["to"]))
            for table in listed.tables
            if table.kind == CAMPAIGN and _touches(table, days)
        ),
        others=tuple(_name(table, lang) for table in listed.tables if table.kind != CAMPAIGN),
    )


def _own(listed: RulesResult, lang: Lang) -> tuple[OwnRule, ...]:
    return tuple(
        OwnRule(
            name=f"{rule.section}.{rule.key}",
            value=rule.value,
            default=rule.default,
            said=comment_in(rule.said, lang),
        )
        for rule in listed.rules
        if rule.is_own
    )


def _touches(table: OwnTable, days: Sequence[date]) -> bool:
    first, last = str(table.written["from"]), str(table.written["to"])
    return first <= days[-1].isoformat() and last >= days[0].isoformat()


def _name(table: OwnTable, lang: Lang) -> str:
    return table.zh if lang == "zh" else table.en
