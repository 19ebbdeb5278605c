"""What is really there in the living town, and what a visit sees of it."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from data.errors import ConfigError
from data.model import Roads
from data.sample import SampleTown
from data.sample.life import Call, LifeParams, World
from data.schema import SITE, as_table

MONDAY = date(2026, 11, 23)
CALM = {"told": 0.0, "told_hazard": 0.0, "untrue": 0.0, "shut": 0.0}
SHARP, BLIND = "sharp", "blind"


def small_town(count: int, *, kind: str, rate: float, seed: int = 3) -> SampleTown:
    """Make a town of like places; one team sees everything, another nothing."""
    rows = [
        {
            "site_id": f"S{number:03d}",
            "kind": kind,
            "name": f"place {number}",
            "village": "v1",
            "status": "idle" if kind == "idle_factory" else "operating",
            "lon_deg": 119.9 + 0.001 * number,
            "lat_deg": 31.9,
        }
        for number in range(count)
    ]
    sites = as_table(rows, SITE)
    nothing = Roads(nodes=pd.DataFrame(), edges=pd.DataFrame(), places=pd.DataFrame(), source="")
    truth = pd.DataFrame({"true_rate": rate}, index=sites.index)
    odds = {SHARP: 1e12, BLIND: 1e-12}
    return SampleTown("town", {"site": sites}, nothing, truth, odds, date(2026, 11, 22), seed)


def call(site: str, team: str, day: date = MONDAY) -> Call:
    """Visit a place."""
    return Call(site_id=site, day=day, team=team, visit_type="inspection")


def test_nothing_is_hidden_where_nothing_ever_is() -> None:
    """A true rate of nothing: no workshop in a year, and no look finds any."""
    world = World(small_town(20, kind="idle_factory", rate=0.0), LifeParams(weeks=9, **CALM))
    for _ in range(9):
        world.next_week()
        assert not any(world.look(call(f"S{n:03d}", SHARP), ()).is_new for n in range(20))
    assert world.episodes == ()


def test_a_sharp_look_finds_each_workshop_once_and_closes_it() -> None:
    """All that is hidden is found on the first round; at once afterwards there is nothing."""
    world = World(small_town(60, kind="idle_factory", rate=0.4), LifeParams(**CALM))
    world.next_week()
    hidden = len(world.episodes)
    first = [world.look(call(f"S{n:03d}", SHARP), ()) for n in range(60)]
    assert 0 < sum(one.is_new for one in first) == hidden
    assert {one.result for one in first if one.is_new} == {"illegal"}
    assert all(one.found == MONDAY for one in world.episodes)
    assert not any(world.look(call(f"S{n:03d}", SHARP), ()).is_new for n in range(60))


def test_a_team_that_sees_nothing_leaves_every_workshop_open() -> None:
    """Workshops stay until somebody finds them: none of the first ones is gone after a year."""
    world = World(small_town(40, kind="idle_factory", rate=0.4), LifeParams(weeks=20, **CALM))
    world.next_week()
    first = {one.site_id for one in world.episodes}
    for _ in range(19):
        world.next_week()
        assert not any(world.look(call(f"S{n:03d}", BLIND), ()).is_new for n in range(40))
    assert first <= {one.site_id for one in world.episodes if one.found is None}


def test_a_closed_workshop_is_tempted_to_open_again() -> None:
    """Relapse made certain: each found workshop is back a week later, as a new episode."""
    params = LifeParams(relapses=1.0, relapse_weeks=2, **CALM)
    world = World(small_town(30, kind="idle_factory", rate=0.2), params)
    world.next_week()
    found = {n for n in range(30) if world.look(call(f"S{n:03d}", SHARP), ()).is_new}
    world.next_week()
    again = {one.site_id for one in world.episodes if one.opened == MONDAY + timedelta(days=7)}
    assert found
    assert {f"S{n:03d}" for n in found} <= again


def test_hazards_come_and_go_around_their_share() -> None:
    """A true rate of 0.255 is three tenths of the time: 0.3 x 0.85; 500 places stay near it."""
    params = LifeParams(weeks=40, fades=0.2, **CALM)
    world = World(small_town(500, kind="enterprise", rate=0.255), params)
    shares = []
    for _ in range(40):
        world.next_week()
        shares.append(world.hidden_share)
    assert sum(shares) / len(shares) == pytest.approx(0.3, abs=0.02)
    assert world.episodes == ()


def test_a_shut_gate_shows_nothing() -> None:
    """Nobody there: no look, nothing found, nothing mended."""
    params = LifeParams(**{**CALM, "shut": 1.0})
    world = World(small_town(9, kind="idle_factory", rate=0.7), params)
    world.next_week()
    seen = [world.look(call(f"S{n:03d}", SHARP), ("F1",)) for n in range(9)]
    assert {(one.result, one.is_new, one.mended) for one in seen} == {("closed", False, ())}


@pytest.mark.parametrize(
    ("mended", "result", "closed"), [(1.0, "clean", ("F1", "F2")), (0.0, "finding", ())]
)
def test_a_recheck_sees_whether_known_findings_are_mended(
    mended: float, result: str, closed: tuple[str, ...]
) -> None:
    """What was known is never a new find, mended or not."""
    world = World(small_town(1, kind="enterprise", rate=0.0), LifeParams(mended=mended, **CALM))
    world.next_week()
    seen = world.look(call("S000", SHARP), ("F1", "F2"))
    assert (seen.result, seen.is_new, seen.mended) == (result, False, closed)


def test_luck_does_not_depend_on_who_looks_where() -> None:
    """Two years with different visits: what opens where nobody went is the same."""
    town = small_town(50, kind="idle_factory", rate=0.3)
    looked, left = (
        World(town, LifeParams(weeks=12, **CALM)),
        World(town, LifeParams(weeks=12, **CALM)),
    )
    for _ in range(12):
        looked.next_week()
        left.next_week()
        for number in range(10):
            looked.look(call(f"S{number:03d}", SHARP), ())
    untouched = [
        {one for one in world.episodes if one.site_id >= "S010"} for world in (looked, left)
    ]
    assert untouched[0] == untouched[1]
    assert untouched[0]


def test_tips_come_the_day_before_from_where_something_is() -> None:
    """Everybody tells, nobody invents: one tip for each workshop, dated Sunday, not verified."""
    params = LifeParams(**{**CALM, "told": 1.0})
    world = World(small_town(40, kind="idle_factory", rate=0.3), params)
    tips, _ = world.next_week()
    assert len(tips) == len(world.episodes) > 0
    assert set(tips["day"].dt.date) == {date(2026, 11, 22)}
    assert set(tips["verified"]) == {"open"}


def test_meters_betray_a_workshop_and_nothing_else() -> None:
    """Six months of every idle plant; where a workshop was through the month, more than 500 kWh."""
    params = LifeParams(metered=1.0, betrays=1.0, watched=0.0, **CALM)
    world = World(small_town(40, kind="idle_factory", rate=0.4), params)
    readings = world.past_readings()
    assert readings["month"].nunique() == 6
    last = readings[readings["month"] == "2026-10"].set_index("site_id")["kwh"]
    worked = {one.site_id for one in world.episodes if one.opened <= date(2026, 10, 15)}
    assert set(last.index[last > 500]) == worked != set()
    assert last.drop(list(worked)).max() < 30


def test_meters_are_read_when_a_month_is_over() -> None:
    """From Monday, 23 November: the first week after a month's end is that of 7 December."""
    params = LifeParams(weeks=4, metered=1.0, **CALM)
    world = World(small_town(5, kind="idle_factory", rate=0.1), params)
    months = [sorted(set(world.next_week()[1]["month"])) for _ in range(4)]
    assert months == [[], [], ["2026-11"], []]


@pytest.mark.parametrize("wrong", [{"fades": 1.5}, {"shut": -0.1}, {"weeks": 0}])
def test_figures_outside_their_range_are_refused(wrong: dict[str, float]) -> None:
    """A chance above one is a slip of the hand."""
    with pytest.raises(ConfigError, match="Expected"):
        LifeParams(**wrong)
