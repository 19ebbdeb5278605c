"""Places in no ledger are swept within a share of the week, by lot."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from planning.ground import Ground
from planning.rules import default_rules, parse_rules
from planning.sweeps import Blind, sweep_points, sweep_s, sweep_wants
from tests.planning.town import MONDAY, ago, demand, shifts

if TYPE_CHECKING:
    from planning.visits import Want

RULES = default_rules()
IDLE = Blind(id="sweep:a", village="V1", idle=2)
WEEK_S = 40 * 3600
SHIFTS = shifts()


def wants(
    *places: Blind, capacity_s: int = WEEK_S, seed: int = 1
) -> tuple[tuple[Want, ...], dict[str, float], int]:
    """Draw with the default rules."""
    return sweep_wants(places, SHIFTS, capacity_s=capacity_s, as_of=MONDAY, rules=RULES, seed=seed)


def test_points_by_hand() -> None:
    """3 ha x 4 + 2 idle x 12 + 1 tip x 40 + 1.5 km x 4 = 82; nobody ever looked."""
    place = Blind(id="sweep:a", village=None, land_ha=3, idle=2, tips=1, lane_km=1.5)
    assert sweep_points(place, as_of=MONDAY, rules=RULES) == pytest.approx(82.0)


@pytest.mark.parametrize(("days", "points"), [(45, 6.0), (180, 24.0), (400, 24.0), (0, 0.0)])
def test_points_grow_with_the_days_unseen(days: int, points: float) -> None:
    """Two idle plants are 24 points after 180 days, a quarter of it after 45."""
    place = replace(IDLE, seen=ago(days))
    assert sweep_points(place, as_of=MONDAY, rules=RULES) == pytest.approx(points)


def test_a_large_park_does_not_weigh_without_end() -> None:
    """100 ha would be 400 points; 100 is the most."""
    place = Blind(id="sweep:a", village=None, land_ha=100)
    assert sweep_points(place, as_of=MONDAY, rules=RULES) == 100.0


@pytest.mark.parametrize(
    ("land_ha", "lane_km", "minutes"), [(0, 0, 30), (10, 0, 50), (0, 2, 46), (60, 0, 90)]
)
def test_minutes_follow_the_area(land_ha: float, lane_km: float, minutes: int) -> None:
    """30 + 2 for each hectare + 8 for each kilometre, 90 at most."""
    place = Blind(id="sweep:a", village=None, land_ha=land_ha, lane_km=lane_km)
    assert sweep_s(place, RULES) == 60 * minutes


def test_a_sweep_is_a_promise_of_the_last_rank() -> None:
    """It needs no card, keeps its village's team away, and says what is there."""
    ((want,), chances, pool) = wants(IDLE)
    assert (want.site_id, want.must, want.must_rank) == ("sweep:a", True, 3)
    assert (want.visit_type, want.card_holders, want.village) == ("sweep", 0, "V1")
    assert (chances, pool) == ({"sweep:a": 1.0}, 1)
    assert "闲置厂房 2 处" in want.why[0].zh
    assert "no look on record" in want.why[0].en


def test_the_share_of_the_week_holds_on_average() -> None:
    """Each takes 30 + 4.5 min; 4 h, a tenth of 40, hold six of them (3.45 h) and not seven."""
    places = [replace(IDLE, id=f"sweep:{n}") for n in range(50)]
    drawn, _, pool = wants(*places)
    assert (len(drawn), pool) == (6, 50)


def test_no_time_no_sweep() -> None:
    """A tenth of two hours holds none."""
    assert wants(IDLE, capacity_s=7200)[0] == ()


def test_what_was_swept_rests() -> None:
    """27 days ago is too soon, 28 is not."""
    assert wants(replace(IDLE, seen=ago(27), swept=ago(27)))[2] == 0
    assert wants(replace(IDLE, seen=ago(28), swept=ago(28)))[2] == 1


def test_a_place_that_holds_nothing_is_not_swept() -> None:
    """There is no reason to go."""
    assert wants(Blind(id="sweep:a", village=None))[2] == 0


def test_places_are_drawn_in_proportion_to_their_points() -> None:
    """One of five in an hour or so: 12 and 4 x 6 points are chances 1/3 and 4 x 1/6."""
    places = [replace(IDLE, id="sweep:0", idle=1)]
    places += [replace(IDLE, id=f"sweep:{n}", idle=1, seen=ago(90)) for n in range(1, 5)]
    count: Counter[str] = Counter()
    for seed in range(600):
        drawn, chances, _ = wants(*places, capacity_s=6 * 3600, seed=seed)
        assert len(drawn) == 1
        assert chances[drawn[0].site_id] == pytest.approx(1 / 3 if drawn[0].prize == 12 else 1 / 6)
        count[drawn[0].site_id] += 1
    assert abs(count["sweep:0"] / 600 - 1 / 3) < 0.1


def test_sweeps_follow_the_sites_in_the_demand() -> None:
    """They are wanted beside the sites, and nothing of the ledger is lost."""
    asked = demand(({}, {}), ground=Ground(blind=(IDLE,)))
    assert [want.site_id for want in asked.wants] == ["S00001", "S00002", "sweep:a"]
    assert asked.lots.listed()["sweeps"] == {"sweep:a": 1.0}


def test_an_office_may_switch_sweeps_off() -> None:
    """A share of 0 leaves them out; a share of 1 would leave no week."""
    rules = {"sweep": {"share": 0.0}}
    assert len(demand(({},), rules=rules, ground=Ground(blind=(IDLE,))).wants) == 1
    with pytest.raises(ConfigError, match=r"sweep\.share in \[0, 1\)"):
        parse_rules({"sweep": {"share": 1.0}})
    with pytest.raises(ConfigError, match="stale_days >= 1"):
        parse_rules({"sweep": {"stale_days": 0}})
