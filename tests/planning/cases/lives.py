"""Small findings that tests of their life share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planning.cases.finding import Case, Step, begin
from planning.cases.taking import take
from planning.rules import default_rules, parse_rules

if TYPE_CHECKING:
    from planning.caserules import MendingRules

MONDAY = date(2026, 11, 2)
MENDING = default_rules().mending


def on(days: int) -> date:
    """Give the day so many days after the finding was made."""
    return MONDAY + timedelta(days=days)


def found(level: str = "ordinary", *, team: str | None = "一队", due: int = 15) -> Case:
    """Begin a finding that is due after so many days."""
    first = Step(step="found", day=MONDAY, due=on(due))
    return begin("YH-1", site_id="S00001", level=level, first=first, team=team)


def step(kind: str, days: int, **said: Any) -> Step:  # noqa: ANN401 - any field of a step
    """Take a step so many days after; ``due`` may be given as days too."""
    if isinstance(said.get("due"), int):
        said["due"] = on(said["due"])
    return Step(step=kind, day=on(days), **said)


def taken(case: Case, *steps: Step, **mending: Any) -> Case:  # noqa: ANN401 - any rule
    """Take steps by the defaults, or by rules that differ in some values."""
    rules = ruled(**mending)
    for one in steps:
        case = take(case, one, rules=rules)
    return case


def ruled(**mending: Any) -> MendingRules:  # noqa: ANN401 - any rule
    """Give the section of the rules with some values changed."""
    return parse_rules({"mending": mending}).mending if mending else MENDING
