"""Double random: the team of a drawn visit is drawn among those that may make it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from planning.able import able_teams
from planning.double import with_drawn_teams
from planning.ground import Ground
from planning.rules import default_rules
from tests.planning.town import demand, shifts

if TYPE_CHECKING:
    from planning.demand import Demand

CREWS = (
    {"team_id": "T1", "name": "一队"},
    {"team_id": "T2", "name": "二队"},
    {"team_id": "T3", "name": "三队", "card_holders": 0},
)
NAMES = Ground(team_names={"T1": "一队", "T2": "二队", "T3": "三队"})
SITES = tuple({"village": "V1"} for _ in range(30))


def week(
    crews: tuple[dict[str, Any], ...] = CREWS, *, seed: int = 1, types: tuple[str, ...] = ()
) -> Demand:
    """Draw a third of a week's visits; all are inspections by two card holders."""
    rules = {
        "random": {"share": 0.34, "double_types": list(types or ("inspection",))},
        "frequency": {"village_weekly": False},
    }
    return demand(SITES, rules=rules, crews=crews, ground=NAMES, seed=seed)


def test_one_team_is_left_and_the_reason_names_it() -> None:
    """Of the two teams with cards one was drawn; both others are kept away."""
    asked = week()
    told = [want for want in asked.wants if want.why[0].code == "random"]
    assert len(told) == len(asked.lots.teams) > 5
    for want in told:
        lot = asked.lots.teams[want.site_id]
        assert want.kept_from == {"T1", "T2", "T3"} - {lot.team}
        assert (lot.among, lot.chance) == (2, pytest.approx(0.5))
        assert NAMES.team_names[lot.team] in want.why[0].zh


def test_teams_share_the_draws_evenly() -> None:
    """Two teams with the same hours: each has half of the visits, to within one."""
    for seed in range(4):
        lots = week(seed=seed).lots.teams
        count = Counter(lot.team for lot in lots.values())
        assert abs(count["T1"] - len(lots) / 2) < 1


def test_a_site_gets_either_team_with_its_chance() -> None:
    """Of 400 draws half go to T1; a standard error is 0.025, so 0.13 is five of them."""
    drawn = [want for want in week(types=("night",)).wants if want.why[0].code == "random"]
    teams, rules = shifts(crews=CREWS), default_rules()
    lots = [
        with_drawn_teams(drawn, teams, rules=rules, seed=seed, names={})[1] for seed in range(400)
    ]
    first = [lot[drawn[0].site_id].team for lot in lots]
    assert abs(first.count("T1") / 400 - 0.5) < 0.13


def test_nobody_goes_to_the_own_village() -> None:
    """T1 lives in V1: T2 is the only one, and was bound to be drawn."""
    asked = week(({**CREWS[0], "home_village": "V1"}, CREWS[1], CREWS[2]))
    assert {(lot.team, lot.chance, lot.among) for lot in asked.lots.teams.values()} == {
        ("T2", 1.0, 1)
    }


def test_other_types_keep_their_choice_of_team() -> None:
    """The office drew teams for night checks alone; inspections are none."""
    asked = week(types=("night",))
    assert asked.lots.teams == {}
    assert all(not want.kept_from for want in asked.wants)


def test_hours_are_counted_where_the_visit_may_begin() -> None:
    """Monday 8:30 to 17:30 less the kept reserve; the visit may begin until it still ends."""
    (monday, *_) = shifts()
    want = next(iter(demand(rules={"random": {"share": 0.0}}).wants))
    expected = sum(
        min(s.back_s - want.service_s, s.end_s) - s.start_s for s in shifts() if s.team == "T1"
    )
    assert able_teams(want, "V1", shifts()) == {"T1": expected}
    assert able_teams(want, "V1", [monday])["T1"] == monday.back_s - want.service_s - monday.start_s
