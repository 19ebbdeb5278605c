"""What the week must hold: promises, the draw, types, hours, and what is not offered."""

from __future__ import annotations

import pandas as pd
import pytest

from data.errors import ConfigError
from data.schema import FINDING, INSPECTION, SCORE, SITE, TIP, as_table
from planning.demand import weekly_demand
from planning.problem import Bar
from planning.rules import default_rules
from tests.planning.town import MONDAY, ago, demand, only_want, shifts

SEEN = {"site_id": "S00001", "mode": "inspection"}
MANY = tuple({"village": f"V{n % 3}"} for n in range(9))


def test_every_site_is_wanted_or_left_out_once() -> None:
    """Nothing is lost between the table and the engine."""
    asked = demand(MANY, rules={"offer": {"capacity_times": 0.05}, "random": {"share": 0.1}})
    ids = [want.site_id for want in asked.wants] + [left.site for left in asked.left_out]
    assert sorted(ids) == [f"S{n:05d}" for n in range(1, 10)]


def test_a_red_site_is_a_promise_when_its_week_is_over() -> None:
    """Last seen eight days before Monday: the seven days are over."""
    want = only_want(grades=("red",), visits=({**SEEN, "day": ago(8)},))
    assert (want.must, want.must_rank, want.why[0].code) == (True, 0, "duty")
    assert "2026-11-15" in want.why[0].zh


def test_a_yellow_site_in_its_month_has_no_duty() -> None:
    """Seen 20 days ago, due in ten, after the week."""
    want = only_want(grades=("yellow",), visits=({**SEEN, "day": ago(20)},))
    assert not want.must
    assert "duty" not in [why.code for why in want.why]


def test_points_by_hand() -> None:
    """Risk 0.4 is 40 points, three visits add 100 x 0.5 x sqrt(0.4 x 0.6 / 4); nothing else."""
    visits = tuple({**SEEN, "day": ago(days)} for days in (20, 30, 40))
    assert only_want(grades=("yellow",), visits=visits).prize == pytest.approx(40 + 50 * 0.06**0.5)


def last_code(looks: int, explore: float = 0.5) -> str:
    """Tell which of the two a site of risk 0.4 is wanted for, seen so often."""
    visits = tuple({**SEEN, "day": ago(20 + n)} for n in range(looks))
    return only_want(visits=visits, rules={"prize": {"explore": explore}}).why[-1].code


def test_little_is_known_where_the_standard_error_exceeds_the_risk() -> None:
    """sqrt(0.24) = 0.49 unseen, more than 0.4; after one look sqrt(0.12) = 0.35."""
    assert [last_code(looks) for looks in (0, 1)] == ["uncertain", "risk"]


def test_who_does_not_explore_goes_for_the_risk_alone() -> None:
    """No visit is explained by a bonus that it did not get."""
    assert last_code(0, explore=0.0) == "risk"


def finding(**what: object) -> tuple[dict[str, object], ...]:
    """Build one ordinary finding of 60 days ago."""
    base = {"site_id": "S00001", "level": "ordinary", "found": ago(60), "state": "rectifying"}
    return ({**base, **what},)


def test_a_recheck_due_this_week_is_a_promise_from_its_day() -> None:
    """Due on Wednesday: not before, and two card holders go."""
    want = only_want(findings=finding(due=ago(-2)), visits=({**SEEN, "day": ago(60)},))
    assert (want.must, want.visit_type, want.card_holders) == (True, "recheck", 2)
    assert want.windows[0][0] == 2 * 86_400 + 30_600


def test_a_finding_said_to_be_mended_is_asked_for_as_such() -> None:
    """The inspector hears that the owner has reported, not only that a day is near."""
    want = only_want(
        findings=finding(due=ago(-10), state="submitted"), visits=({**SEEN, "day": ago(60)},)
    )
    assert want.must
    assert f"已报整改完成，待复查（期限 {ago(-10)}）" in want.why[0].zh
    assert f"is said to be mended (due {ago(-10)})" in want.why[0].en


def test_a_finding_due_on_a_day_off_is_looked_at_from_the_next_workday() -> None:
    """Due on the Saturday of the week: not yet; a week later first of all, and no neglect."""
    seen = ({**SEEN, "day": ago(60)},)
    ahead = only_want(findings=finding(due=ago(-5)), visits=seen)
    assert "due" not in [why.code for why in ahead.why]
    want = only_want(findings=finding(due=ago(2)), visits=seen)
    assert (want.must, want.windows[0][0]) == (True, 30_600)
    assert "整改期限 2026-11-21 为休息日，2026-11-23 起复查" in want.why[0].zh
    assert "days ago" not in want.why[0].en


def test_what_was_handed_in_is_named_before_what_is_late() -> None:
    """The inspector comes for it; the late one beside it is counted, not called handed in."""
    late, handed_in = finding(due=ago(30)), finding(due=ago(-9), state="submitted")
    both = only_want(findings=(*late, *handed_in), visits=({**SEEN, "day": ago(60)},))
    assert both.why[0].zh.endswith("F1 已报整改完成，待复查（期限 2026-12-02）；另有 1 条一并查看")
    assert both.why[0].en.endswith("; 1 more are looked at there")


def test_an_old_ordinary_recheck_is_wanted_but_not_promised() -> None:
    """30 days late, the rule's promise ends after 14; 40 + 15 points speak for it."""
    want = only_want(findings=finding(due=ago(30)), visits=({**SEEN, "day": ago(60)},))
    assert not want.must
    assert want.why[0].code == "due"
    assert "30 days ago" in want.why[0].en


def test_many_findings_are_one_visit() -> None:
    """Two of 30 days: 40 + 30 x 0.5 for one, 10 for the other; risk 40, and 50 sqrt(0.24 / 2)."""
    due = finding(due=ago(30)) * 2
    want = only_want(findings=due, visits=({**SEEN, "day": ago(60)},))
    assert want.prize == pytest.approx(65 + 40 + 50 * 0.12**0.5)


def test_a_finding_due_is_rechecked_where_no_inspection_may_be_made() -> None:
    """Red and capped: the duty's patrol could not see what was mended; a re-check can."""
    visits, rules = ({**SEEN, "day": ago(60)},), {"cap": {"red": 1}}
    capped = only_want(grades=("red",), findings=finding(due=ago(30)), visits=visits, rules=rules)
    assert ([why.code for why in capped.why][:2], capped.visit_type) == (["duty", "due"], "recheck")


def test_a_finding_due_in_an_idle_plant_is_rechecked() -> None:
    """A fresh tip comes first, and idle plants are looked at from outside, findings apart."""
    want = only_want(sites=({"kind": "idle_factory"},), findings=finding(due=ago(30)), tips=tip())
    assert ([why.code for why in want.why][:2], want.visit_type) == (["tip", "due"], "recheck")


def test_a_late_major_recheck_stays_a_promise() -> None:
    """Major hazards are followed until they are closed."""
    assert only_want(findings=finding(due=ago(300), level="major")).must


def test_a_closed_finding_asks_for_nothing() -> None:
    """Closed ten days ago, and seen since: neither re-check nor look-back."""
    closed = finding(due=ago(30), state="closed", closed=ago(10))
    want = only_want(findings=closed, visits=({**SEEN, "day": ago(9)},))
    assert {why.code for why in want.why} <= {"duty", "risk", "uncertain"}


def test_a_finding_due_after_the_week_can_wait() -> None:
    """Due on the Monday after."""
    want = only_want(findings=finding(due=ago(-7)), visits=({**SEEN, "day": ago(60)},))
    assert "due" not in [why.code for why in want.why]


def test_a_lookback_is_due_after_its_time() -> None:
    """Closed 45 days ago, not seen since; the span is 30 to 90 days."""
    closed = finding(state="closed", closed=ago(45))
    want = only_want(findings=closed, visits=({**SEEN, "day": ago(60)},))
    assert want.why[0].code == "lookback"


def tip(**what: object) -> tuple[dict[str, object], ...]:
    """Build one open tip-off of three days ago at the first site."""
    base = {"day": ago(3), "verified": "open", "lon_deg": 115.001, "lat_deg": 35.5}
    return ({**base, **what},)


def test_a_fresh_tip_is_a_promise_at_the_nearest_site() -> None:
    """The second site is 91 m away (0.001 degrees of longitude): wanted more, not promised."""
    first, second = demand(({}, {}), tips=tip()).wants
    assert (first.must, second.must) == (True, False)
    assert "相距 0 米" in first.why[0].zh
    assert "91 米" in next(why.zh for why in second.why if why.code == "tip")


@pytest.mark.parametrize("what", [{"verified": "false"}, {"day": ago(90)}, {"lon_deg": None}])
def test_tips_that_say_nothing(what: dict[str, object]) -> None:
    """Untrue, too old, or nowhere."""
    assert "tip" not in [why.code for why in only_want(tips=tip(**what)).why]


def test_a_capped_enterprise_is_looked_at_from_outside() -> None:
    """Blue: one inspection a year, and it was made; the year's duty becomes a patrol."""
    visits = ({**SEEN, "day": ago(360)},)
    rules = {"frequency": {"blue_days": 200}}
    want = only_want(visits=visits, rules=rules)
    assert (want.why[0].code, want.visit_type, want.card_holders) == ("duty", "patrol", 0)


def test_a_capped_enterprise_without_patrols_is_left_out() -> None:
    """The office wants no patrols in place of inspections."""
    rules = {"frequency": {"blue_days": 200}, "cap": {"patrol_instead": False}}
    (left,) = demand(visits=({**SEEN, "day": ago(360)},), rules=rules).left_out
    assert (left.reason, left.detail) == ("cap_reached", {"visits": 1})


def test_without_a_skilled_team_the_visit_stays_outside() -> None:
    """C26 asks for chem to go in; nobody has it, so a patrol looks from outside."""
    want = only_want(sites=({"industry_code": "C2614"},), grades=("red",))
    assert (want.visit_type, want.needs) == ("patrol", frozenset())


def test_a_night_workshop_is_visited_at_night() -> None:
    """Tuesday's night shift, 19:00 to 23:00."""
    want = only_want(sites=({"hours": "night"},), night=True)
    assert want.windows == ((86_400 + 68_400, 86_400 + 82_800),)


def test_a_skill_that_only_works_by_day_does_not_open_a_night_workshop() -> None:
    """The team with chem has no night: a night check from outside, not a promise none can keep."""
    crews = ({"skills": '["chem"]', "team_id": "T2"}, {})
    staff = shifts(night=True, crews=crews)
    assert {one.team for one in staff if one.kind == "night"} == {"T1"}
    want = only_want(
        sites=({"industry_code": "C2614", "hours": "night"},),
        grades=("red",),
        night=True,
        crews=crews,
    )
    assert (want.visit_type, want.needs) == ("night", frozenset())
    by_day = only_want(sites=({"industry_code": "C2614"},), grades=("red",), crews=crews)
    assert (by_day.visit_type, by_day.needs) == ("inspection", frozenset({"chem"}))


def test_a_recheck_at_a_night_workshop_may_be_made_by_day() -> None:
    """What was to be mended can be seen while the machines stand still: five days and a night."""
    want = only_want(sites=({"hours": "night"},), findings=finding(due=ago(9)), night=True)
    assert (want.visit_type, len(want.windows)) == ("recheck", 6)


def test_without_a_night_shift_a_night_workshop_is_visited_by_day() -> None:
    """Better a closed door than no visit."""
    assert len(only_want(sites=({"hours": "night"},)).windows) == 5


def test_a_place_just_seen_rests() -> None:
    """Seen three days ago, nothing else speaks for it, and its village has another site."""
    asked = demand(({}, {}), visits=({**SEEN, "day": ago(3)},))
    (left,) = asked.left_out
    assert (left.site, left.reason) == ("S00001", "not_due")
    assert left.detail["not_before"] == "2026-11-27"


def test_a_village_is_offered_somebody_even_if_just_seen() -> None:
    """The only site of its village: coverage comes before rest."""
    want = only_want(visits=({**SEEN, "day": ago(3)},))
    assert want.why[0].code == "cover"


def test_each_village_is_a_cover() -> None:
    """With all its offered sites, once a week."""
    covers = demand(MANY).covers
    assert [cover.name for cover in covers] == ["V0", "V1", "V2"]
    assert covers[0].sites == ("S00001", "S00004", "S00007")


@pytest.mark.parametrize(
    "what",
    [
        {"grades": ("red",)},
        {"findings": ({"level": "major", "site_id": "S00001", "found": ago(60), "due": ago(30)},)},
    ],
)
def test_a_promise_at_an_unreachable_site_stays_a_promise(what: dict) -> None:
    """What cannot be kept must be seen to be broken, with its reason."""
    what = {**what, "findings": tuple({**f, "state": "found"} for f in what.get("findings", ()))}
    want = only_want(reachable=pd.Series({"S00001": False}), **what)
    assert (want.must, want.must_rank, want.bar) == (True, 0, Bar("unreachable"))


def test_a_promise_beyond_the_cap_stays_a_promise() -> None:
    """The office wants no patrols in its place; the law allows no inspection."""
    rules = {"cap": {"red": 1, "patrol_instead": False}}
    want = only_want(grades=("red",), visits=({**SEEN, "day": ago(60)},), rules=rules)
    assert (want.must, want.bar) == (True, Bar("cap_reached", {"visits": 1}))


def test_a_barred_promise_does_not_stand_in_for_its_village() -> None:
    """Another site of the village is offered, though it was seen three days ago."""
    visits = ({"site_id": "S00002", "day": ago(3)},)
    lost = pd.Series({"S00001": False, "S00002": True})
    wants = demand(({}, {}), grades=("red",), visits=visits, reachable=lost).wants
    assert [(want.site_id, want.bar is None) for want in wants] == [
        ("S00001", False),
        ("S00002", True),
    ]
    assert wants[1].why[0].code == "cover"


def test_a_shut_gate_keeps_no_weekly_promise() -> None:
    """Nobody saw inside for nine days, whoever stood at the gate two days ago."""
    visits = ({**SEEN, "day": ago(9)}, {**SEEN, "day": ago(2), "result": "closed"})
    want = only_want(grades=("red",), visits=visits)
    assert want.must
    assert want.why[0].en == f"A red site is due every 7 days, last seen {ago(9)}"


def test_a_site_only_ever_found_shut_was_never_seen_inside() -> None:
    """The sentence does not claim that nobody went."""
    want = only_want(grades=("red",), visits=({**SEEN, "day": ago(2), "result": "closed"},))
    assert "2026-11-21 去过但未能查看" in want.why[0].zh


def test_a_stated_visit_counts_for_the_duty() -> None:
    """The ledger says ten days ago: a yellow site is not due, and the reason says so."""
    want = only_want(sites=({"stated_visit": ago(10)},), grades=("yellow",))
    assert "duty" not in [why.code for why in want.why]
    assert "last seen 2026-11-13" in want.why[-1].en


def test_sites_that_could_not_be_offered_are_not_drawn() -> None:
    """Their chance would be counted, and never come true."""
    visits = tuple({**SEEN, "site_id": f"S{n:05d}", "day": ago(30)} for n in (1, 2, 3))
    rules = {"cap": {"patrol_instead": False}, "random": {"share": 0.5}}
    asked = demand(({}, {}, {}, {}), visits=visits, rules=rules)
    assert set(asked.draw) == {"S00004"}
    assert set(asked.drawn) <= {want.site_id for want in asked.wants}


def test_a_week_without_shifts_is_refused() -> None:
    """Nothing can be promised in it."""
    tables = (as_table([], schema) for schema in (SITE, SCORE, INSPECTION, FINDING, TIP))
    with pytest.raises(ConfigError, match="at least one shift") as caught:
        weekly_demand(
            *tables, shifts=(), monday=MONDAY, as_of=MONDAY, rules=default_rules(), seed=1
        )
    assert caught.value.zh


def test_a_capped_site_is_looked_at_in_the_time_of_a_patrol() -> None:
    """Two sites alike, one capped: 45 minutes of inspection against 20 of patrol."""
    visits = tuple({"site_id": f"S0000{n}", "day": ago(30)} for n in (1, 2))
    visits = ({**visits[0], "mode": "inspection"}, {**visits[1], "mode": "patrol"})
    rules = {"type": {"uncertain": "inspection"}}
    first, second = demand(({}, {}), visits=visits, rules=rules).wants
    assert (first.visit_type, first.service_s) == ("patrol", 20 * 60)
    assert (second.visit_type, second.service_s) == ("inspection", 45 * 60)


def test_an_unreachable_site_is_left_out_and_its_village_stays_promised() -> None:
    """The promise that cannot be kept must be seen."""
    asked = demand(reachable=pd.Series({"S00001": False}))
    assert [(left.site, left.reason) for left in asked.left_out] == [("S00001", "unreachable")]
    assert asked.covers[0].sites == ()


def test_drawn_sites_are_promises_of_the_second_rank() -> None:
    """A tenth of nine visits, rounded up: all nine blue sites seen in this year are in the draw."""
    visits = tuple({"site_id": f"S{n:05d}", "day": ago(30)} for n in range(1, 10))
    asked = demand(MANY, visits=visits, rules={"random": {"share": 0.1}})
    ranks = {want.site_id: (want.must, want.must_rank) for want in asked.wants}
    assert len(asked.draw) == 9
    assert sum(asked.draw.values()) == pytest.approx(len(asked.drawn))
    assert len(asked.drawn) == 1
    assert all(ranks[site] == (True, 1) for site in asked.drawn)


def test_a_draw_at_a_night_workshop_is_a_night_check() -> None:
    """A night holds a handful of visits; inspections of 45 minutes would break the draw."""
    rules = {"random": {"share": 0.5}}
    visits = ({**SEEN, "day": ago(30)},)
    want = only_want(sites=({"hours": "night"},), visits=visits, rules=rules, night=True)
    assert (want.why[0].code, want.visit_type) == ("random", "night")


def test_longer_unseen_is_drawn_more_often() -> None:
    """Ten weeks against five: weights 100 and 25."""
    visits = ({"site_id": "S00001", "day": ago(70)}, {"site_id": "S00002", "day": ago(35)})
    rules = {"random": {"share": 0.02}}
    draw = demand(({}, {}), visits=visits, rules=rules).draw
    assert draw == pytest.approx({"S00001": 0.8, "S00002": 0.2})


def test_records_of_the_week_itself_do_not_count() -> None:
    """As of Monday, Monday's visit has not happened."""
    want = only_want(grades=("red",), visits=({**SEEN, "day": MONDAY},))
    assert "never seen" in want.why[0].en
