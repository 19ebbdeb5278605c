"""Deadlines of next week come forward where this week is light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.planning.town import ago, demand, only_want

if TYPE_CHECKING:
    from planning.visits import Want

SEEN = {"site_id": "S00001", "mode": "patrol"}
AHEAD = {"ahead": {"days": 7}}


def due_in(days: int, **what: Any) -> tuple[dict[str, Any], ...]:  # noqa: ANN401  # as a finding
    """Build one ordinary finding, due so many days after the week's Monday."""
    base = {"site_id": "S00001", "level": "ordinary", "found": ago(20), "state": "rectifying"}
    return ({**base, "due": ago(-days), **what},)


def wanted(days: int, rules: dict[str, Any] | None = None) -> Want:
    """Ask for a site seen ten days ago with a finding due so many days after Monday."""
    visits = ({**SEEN, "day": ago(10)},)
    return only_want(findings=due_in(days), visits=visits, rules=rules or AHEAD)


def test_a_recheck_of_next_week_comes_forward() -> None:
    """Due on the Tuesday after: wanted now, as a re-check, and no promise."""
    want = wanted(8)
    assert (want.why[0].code, want.visit_type, want.must) == ("due", "recheck", False)
    assert want.why[0].en.endswith("is due 2026-12-01; there is time for it now")


def test_what_is_due_later_waits() -> None:
    """The week ends on Friday the 27th; seven days on is 4 December."""
    assert wanted(11).why[0].code == "due"
    assert "due" not in [why.code for why in wanted(12).why]


def test_an_office_may_leave_deadlines_where_they_are() -> None:
    """0 days: nothing is pulled forward."""
    assert "due" not in [why.code for why in wanted(8, {"ahead": {"days": 0}}).why]


def test_a_duty_of_next_week_comes_forward() -> None:
    """Yellow, seen 25 days ago: due after 30, on Saturday; ten points more."""
    rules = AHEAD | {"frequency": {"yellow_days": 30}}
    visits = ({**SEEN, "day": ago(25)},)
    early = only_want(grades=("yellow",), visits=visits, rules=rules)
    late = only_want(grades=("yellow",), visits=visits, rules={"ahead": {"days": 0}})
    assert early.why[0].code == "duty"
    assert not early.must
    assert early.prize - late.prize == 10


def test_a_week_full_of_promises_stays_as_it_is() -> None:
    """Light means that promises fill less than the share: here nothing may be filled."""
    assert "due" not in [why.code for why in wanted(8, {"ahead": {"light_share": 0.0}}).why]


def test_the_earliest_deadlines_come_first() -> None:
    """40.5 h of work a week, 3 % are 73 min: of three re-checks of 29.5 min two fit."""
    findings = tuple(one for n in (1, 2, 3) for one in due_in(11 - n, site_id=f"S0000{n}"))
    visits = tuple({"site_id": f"S0000{n}", "day": ago(10)} for n in (1, 2, 3))
    rules = {"ahead": {"light_share": 0.03}}
    asked = demand(({}, {}, {}), findings=findings, visits=visits, rules=rules)
    early = [want.site_id for want in asked.wants if want.why[0].code == "due"]
    assert early == ["S00002", "S00003"]


def test_a_site_that_is_promised_needs_no_pull() -> None:
    """It is visited anyway; its reasons stay as they are."""
    want = only_want(grades=("red",), visits=({**SEEN, "day": ago(10)},), rules=AHEAD)
    assert [why.code for why in want.why] == ["duty", "risk"]
