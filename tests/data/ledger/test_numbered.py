"""New, changed, unchanged, duplicate, or a number that two records claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from data.ledger.numbered import Identity, Numbered
from tests.data.ledger.office import row

if TYPE_CHECKING:
    from data.ledger.outcomes import Outcome, Record

DAY = date(2026, 1, 2)
VISIT: Record = {
    "inspection_id": "JC1",
    "site_id": "S1",
    "day": DAY,
    "result": "clean",
}
VISITS = Identity(key="inspection_id", same=("site_id", "day"))
HAZARDS = Identity(
    key="finding_id",
    same=("site_id",),
    progress="state",
    order=(("found",), ("rectifying",), ("closed",)),
    moves=("closed",),
    filled=("level", "state"),
)
HAZARD: Record = {
    "finding_id": "YH1",
    "site_id": "S1",
    "level": "major",
    "state": "rectifying",
    "closed": None,
    "source": "first",
}


def numbered(before: dict[str, Record] | None = None) -> Numbered:
    """Start an import of inspections."""
    return Numbered(VISITS, before=before or {})


def settle_all(*records: Record, before: dict[str, Record] | None = None) -> list[Outcome]:
    """Settle hazards, one per row, level and state stated where they are there."""
    hazards = Numbered(HAZARDS, before=before or {})
    outcomes = []
    for number, record in enumerate(records, start=2):
        stated = {name: record[name] for name in ("level", "state") if record[name] is not None}
        here = replace(row("findings", **stated), number=number)
        filled = {**record, "level": record["level"] or "ordinary"}
        outcomes.append(hazards.settle(here, {**filled, "source": here.source}, []))
    return hazards.final(outcomes)


def test_new_record() -> None:
    """Nothing of that number is known."""
    outcome = numbered().settle(row(), VISIT, [])
    assert (outcome.fate, outcome.change, outcome.target) == ("accepted", "new", "JC1")


def test_unchanged_record() -> None:
    """The second import of a file reports nothing new."""
    outcome = numbered({"JC1": VISIT}).settle(row(), dict(VISIT), [])
    assert outcome.change == "unchanged"


def test_changed_record_names_the_columns() -> None:
    """The planner sees what a correction changed."""
    outcome = numbered({"JC1": VISIT}).settle(row(), {**VISIT, "result": "finding"}, [])
    assert outcome.change == "updated"
    assert outcome.notes[-1].en == "updates JC1 in the store: result"


def test_number_twice_with_one_content_is_a_duplicate() -> None:
    """Copied rows."""
    visits = numbered()
    visits.settle(row(), VISIT, [])
    assert visits.settle(row(), VISIT, []).fate == "duplicate"


def test_number_twice_with_two_contents_is_a_question() -> None:
    """Two offices may count from 1; neither record may overwrite the other."""
    visits = numbered({"JC1": VISIT})
    other = {**VISIT, "site_id": "S2"}
    assert visits.settle(row(), other, []).fate == "question"
    assert visits.settle(row(), VISIT, []).change == "unchanged"


@pytest.mark.parametrize("column", ["result", "team"])
def test_rows_that_contradict_each_other_are_a_question(column: str) -> None:
    """Calling the second a duplicate would lose a find."""
    visits = numbered()
    first = {**VISIT, "team": "一队"}
    visits.settle(row(), first, [])
    outcome = visits.settle(row(), {**first, column: "other"}, [])
    assert (outcome.fate, outcome.notes[-1].code) == ("question", "rows_differ")
    assert outcome.notes[-1].en.endswith(f"but differs in {column}")


def test_a_later_state_wins_whatever_the_order() -> None:
    """One finding, told while it is mended and again when it is closed."""
    closed = {**HAZARD, "state": "closed", "closed": DAY}
    for told in permutations([HAZARD, closed]):
        outcomes = settle_all(*told)
        (kept,) = [o for o in outcomes if o.record is not None]
        (other,) = [o for o in outcomes if o.record is None]
        assert kept.record is not None
        assert (kept.record["state"], kept.record["closed"]) == ("closed", DAY)
        assert (other.fate, other.target) == ("duplicate", "YH1")
        assert other.notes[-1].en == f"duplicate of YH1: {kept.row.source} tells the later state"


def test_three_states_leave_the_last() -> None:
    """Each row but the last is a duplicate."""
    states = [{**HAZARD, "state": state} for state in ("found", "rectifying", "closed")]
    assert [o.fate for o in settle_all(*states)] == ["duplicate", "duplicate", "accepted"]


def test_another_level_is_a_question() -> None:
    """A hazard does not become ordinary by a second row."""
    outcomes = settle_all(HAZARD, {**HAZARD, "level": "ordinary"})
    assert [o.fate for o in outcomes] == ["accepted", "question"]


def test_a_default_contradicts_nothing() -> None:
    """An empty level is taken as ordinary, but not said."""
    outcomes = settle_all({**HAZARD, "level": None}, {**HAZARD, "state": "closed"})
    assert outcomes[1].record is not None
    assert outcomes[1].record["level"] == "major"


def test_a_default_overwrites_nothing_stored() -> None:
    """A list without a column for the level must not turn major hazards into ordinary ones."""
    (outcome,) = settle_all({**HAZARD, "level": None}, before={"YH1": HAZARD})
    assert outcome.change == "unchanged"


def test_gaps_are_filled_by_a_duplicate() -> None:
    """What only the second row states is not lost."""
    visits = numbered()
    first = visits.settle(row(), {**VISIT, "team": None}, [])
    second = visits.settle(replace(row(), number=3), {**VISIT, "team": "一队"}, [])
    kept, repeated = visits.final([first, second])
    assert (kept.record or {}).get("team") == "一队"
    assert repeated.fate == "duplicate"
