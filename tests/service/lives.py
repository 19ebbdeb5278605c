"""Findings that live through whatever an office may try, on a store, held against a plain model."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from data.errors import InputError
from data.schema import as_records
from planning.cases.finding import Step, blank_of, retold
from planning.rules import default_rules
from service.pipeline.cases.standing import read_cases
from service.pipeline.cases.steps import open_findings, take_steps
from tests.builders import sites

if TYPE_CHECKING:
    from data.store import Store

FIRST = date(2026, 11, 2)
RULES = default_rules()
_RUNS = count(1)
_TEAMS = ("一队", "二队")
_STEPS = (
    *("notified", "rectifying", "submitted", "rechecked", "held", "closed", "reopened"),
    *("extended", "escalated", "transferred", "voided"),
)
_FOLDED = ("state", "due", "closed", "escalated", "transferred_to", "voided")


def lives_on(store: Store) -> type[RuleBasedStateMachine]:
    """
    Make a machine whose findings live in a store; each run adds findings of its own.

    It knows three things by itself: which findings there are, how many steps each took, and the
    text of every step that was stored. What is refused must leave all three as they were.
    """

    class Lives(RuleBasedStateMachine):
        findings = Bundle("findings")

        @initialize()
        def _begin(self) -> None:
            self.run = next(_RUNS)
            self.numbers = count(1)
            self.known: dict[str, list[str]] = {}

        @rule(
            target=findings,
            level=st.sampled_from(["ordinary", "major"]),
            on_the_spot=st.booleans(),
        )
        def find(self, *, level: str, on_the_spot: bool) -> str:
            finding = f"R{self.run}-{next(self.numbers)}"
            made = {
                "finding_id": finding,
                "site_id": "S00001",
                "level": level,
                "found": FIRST,
                "team": _TEAMS[0],
                "on_the_spot": on_the_spot and level == "ordinary",
            }
            with store.writing() as unit:
                open_findings(unit, [made], rules=RULES, source="run")
            self.known[finding] = stored_steps(store, finding)
            assert len(self.known[finding]) == 1 + bool(made["on_the_spot"])
            return finding

        @rule(
            finding=findings,
            kind=st.sampled_from(_STEPS),
            days=st.integers(0, 40),
            due=st.none() | st.integers(0, 60),
            who=st.sampled_from([None, *_TEAMS]),
            said=st.booleans(),
        )
        def step(
            self, *, finding: str, kind: str, days: int, due: int | None, who: str, said: bool
        ) -> None:
            one = Step(
                step=kind,
                day=FIRST + timedelta(days=days),
                due=None if due is None else FIRST + timedelta(days=due),
                who=who,
                note="因" if said else None,
                handed_to="公安" if kind == "transferred" and said else None,
            )
            self._try(finding, one)

        @rule(finding=findings)
        def undo(self, finding: str) -> None:
            case = read_cases(store, [finding])[finding].case
            number, _ = case.effective[-1]
            day = case.steps[-1].day
            self._try(finding, Step(step="corrected", day=day, note="误", takes_back=number))

        def _try(self, finding: str, one: Step) -> None:
            before, row = self.known[finding], finding_row(store, finding)
            try:
                with store.writing() as unit:
                    take_steps(unit, [(finding, one)], rules=RULES, source="run")
            except InputError:
                assert stored_steps(store, finding) == before
                assert finding_row(store, finding) == row
                return
            after = stored_steps(store, finding)
            assert after[:-1] == before, "a step of the past changed"
            self.known[finding] = after
            check_life(store, finding)

        @invariant()
        def counts_add_up(self) -> None:
            if not getattr(self, "known", None):
                return
            rows = as_records(store.read("finding", where={"finding_id": list(self.known)}))
            states = Counter("closed" if row["state"] == "closed" else "open" for row in rows)
            assert len(rows) == len(self.known)
            assert sum(states.values()) == len(self.known)
            assert states["closed"] == sum(bool(row["closed"] == row["closed"]) for row in rows)

    return Lives


def check_life(store: Store, finding: str) -> None:
    """Check that the row is the fold of its steps, and that what is closed has a proof."""
    held = read_cases(store, [finding])[finding]
    case = retold(blank_of(held.case), held.case.steps)
    for name in _FOLDED:
        assert held.record[name] == getattr(case, name), name
    kinds = [one.step for _, one in case.effective]
    assert (case.state == "closed") == (kinds[-1] in {"closed", "voided"})
    if case.state == "closed" and case.voided is None:
        assert case.on_the_spot or "rechecked" in kinds or case.transferred_to


def stored_steps(store: Store, finding: str) -> list[str]:
    """Read the steps of a finding as texts, in order."""
    rows = as_records(store.read("finding_step", where={"finding_id": [finding]}))
    return [str(row) for row in sorted(rows, key=lambda row: int(row["number"]))]


def finding_row(store: Store, finding: str) -> str:
    """Read the row of a finding as a text."""
    rows: list[dict[str, Any]] = as_records(store.read("finding", where={"finding_id": [finding]}))
    return str(rows)


def prepare(store: Store) -> None:
    """Give the store the one site where all is found."""
    with store.writing() as unit:
        unit.upsert("site", sites({}))
