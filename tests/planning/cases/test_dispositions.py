"""Dispositions: what makes a site shut down, and what cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.errors import InputError
from planning.cases.dispositions import Disposition, Measure, carry_out

DAY = date(2026, 11, 2)
TORN = Measure(day=date(2026, 11, 4), proof="photo-1")
CUT = Measure(day=date(2026, 11, 9), proof="photo-2")
CLEARED = Measure(proof="nothing was left", applies=False)


def decided(**known: Any) -> Disposition:  # noqa: ANN401 - as the disposition takes them
    """Decide on 2 November to shut a site down."""
    return Disposition(
        **{"disposition_id": "CZ1", "site_id": "S1", "kind": "shut", "day": DAY, **known}
    )


def test_a_site_is_shut_with_the_last_of_three_measures() -> None:
    """Torn down on the 4th, cut off on the 9th, nothing to clear: finished on the 9th."""
    begun = carry_out(decided(), {"torn_down": TORN})
    assert (begun.finished, begun.missing) == (None, ("cut_off", "cleared"))
    done = carry_out(begun, {"cut_off": CUT, "cleared": CLEARED})
    assert (done.finished, done.missing, done.status_after) == (date(2026, 11, 9), (), "shut")


def test_where_nothing_applies_the_decision_finishes_it() -> None:
    """An empty yard: no day of a measure is later than the decision."""
    none = dict.fromkeys(("torn_down", "cut_off", "cleared"), CLEARED)
    assert carry_out(decided(), none).finished == DAY


def test_shutting_down_is_not_finished_by_saying_so() -> None:
    """The message names what is missing."""
    with pytest.raises(InputError, match="no day and evidence of cut off, cleared") as caught:
        carry_out(decided(), {"torn_down": TORN}, finished=date(2026, 11, 9))
    assert "断、清" in (caught.value.zh or "")


def test_the_other_kinds_are_finished_by_saying_so() -> None:
    """A site that moved has nothing to cut."""
    moved = carry_out(decided(kind="move"), {}, finished=date(2026, 11, 9))
    assert (moved.finished, moved.status_after) == (date(2026, 11, 9), "moved")
    raised = carry_out(decided(kind="standard"), {}, finished=date(2026, 11, 9))
    assert raised.status_after is None


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"kind": "burn"}, "a disposition among shut, standard"),
        ({"measures": {"torn_down": Measure(day=TORN.day)}}, "torn down needs evidence"),
        ({"measures": {"cleared": Measure(applies=False)}}, "cleared needs evidence"),
        ({"measures": {"cut_off": Measure(date(2026, 11, 1), "x")}}, "before it was decided"),
        ({"kind": "move", "measures": {"cut_off": CUT}}, "belongs to a site that is shut down"),
        ({"relapsed": date(2026, 11, 1)}, "found working again on 2026-11-01, before"),
        ({"withdrawn": date(2026, 11, 1)}, "withdrawn on 2026-11-01, before"),
    ],
)
def test_what_cannot_be_is_refused(known: dict[str, Any], message: str) -> None:
    """One line each, in both languages."""
    with pytest.raises(InputError, match=message) as caught:
        decided(**known)
    assert caught.value.zh


def test_nothing_more_is_entered_into_a_decision_taken_back() -> None:
    """A new decision is a new row."""
    with pytest.raises(InputError, match="was withdrawn on 2026-11-05; decide anew"):
        carry_out(decided(withdrawn=date(2026, 11, 5)), {"torn_down": TORN})
