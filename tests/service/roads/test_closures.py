"""Closures: what they mean on the map, which days they hold, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import ConfigError, InputError, LedgerError, NotFoundError
from service.pipeline.roads.closures import ClosureWish, close_roads, end_closures, list_closures
from service.pipeline.roads.loading import load_roads
from service.pipeline.roads.travel import town_travel
from service.pipeline.week.making import plan_week
from service.printing.road import close_lines
from tests.service.conftest import on_file, search
from tests.service.roadtown import LAT, LON, write_osm, write_ways

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

FIRST, LAST = date(2026, 11, 24), date(2026, 11, 25)
DAYS = {"from_day": FIRST, "to_day": LAST}
NEAR = [LON, LON + 0.02], [LAT, LAT]
"""The base, and where the two ways meet again."""


@pytest.fixture
def town(road_town: Store) -> Store:
    """Give the tiny town, in a file and on a server."""
    return road_town


def line_file(folder: Path, *points: tuple[float, float]) -> Path:
    """Write a line, degrees from the corner of the town, as GeoJSON."""
    places = [[LON + east, LAT + north] for east, north in points]
    geometry = {"type": "LineString", "coordinates": places}
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    file = folder / "drawn.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return file


@pytest.mark.parametrize("asked", ["10", "way/10", "东大街"])
@on_file
def test_a_way_is_closed_by_number_or_name(town: Store, asked: str) -> None:
    """Way 10 is one road between two junctions, 1.8 km long, whatever its directions."""
    result = close_roads(town, ClosureWish(roads=(asked,), **DAYS))
    (closure,) = result.closures
    assert (closure.closure_id, closure.roads) == ("R1", 1)
    assert closure.km == pytest.approx(1.81, abs=0.01)


def merged_street(folder: Path) -> Path:
    """Write an eastern and a western street that meet where nothing else does: one road to 3.

    ::

        1 -- 东街 (way 7) -- 2 -- 西街 (way 12) -- 3 -- 西街 (way 12) -- 5
                                                   |
                                                   4
    """
    nodes = {1: (0, 0), 2: (0.01, 0), 3: (0.02, 0), 4: (0.02, 0.01), 5: (0.03, 0)}
    ways = {
        7: ((1, 2), {"highway": "residential", "name": "东街"}),
        12: ((2, 3, 5), {"highway": "residential", "name": "西街"}),
        30: ((3, 4), {"highway": "residential"}),
    }
    return write_ways(folder / "merged.osm", nodes, ways)


@on_file
def test_a_name_does_not_close_the_street_behind(town: Store, tmp_path: Path) -> None:
    """The road to 3 has both names; what is only 西街 stays open when 东街 is closed."""
    load_roads(town, merged_street(tmp_path))
    assert close_roads(town, ClosureWish(roads=("东街",), **DAYS)).closures[0].roads == 1
    behind = [LON + 0.021, LON + 0.029], [LAT, LAT]
    usual, closed = (town_travel(town, days=days).network for days in ((), [FIRST]))
    assert closed.matrix(*behind).duration_s[0, 1] == usual.matrix(*behind).duration_s[0, 1]


@on_file
def test_a_name_keeps_the_way_numbers_that_are_its_own(town: Store, tmp_path: Path) -> None:
    """Both roads of 西街 are of way 12, and no other road is."""
    load_roads(town, merged_street(tmp_path))
    assert close_roads(town, ClosureWish(roads=("西街",), **DAYS)).closures[0].roads == 2
    assert orjson.loads(town.read("closure")["ways"].iloc[0]) == ["12"]


@on_file
def test_a_road_number_closes_the_road(town: Store) -> None:
    """An office knows its roads as X101."""
    assert close_roads(town, ClosureWish(roads=("X101",), **DAYS)).closures[0].roads == 1


def test_a_closed_road_is_driven_around_on_its_days(town: Store) -> None:
    """
    The north way is longer and faster; without it one takes 东大街; on other days nothing changes.

    A degree is 111.2 km; at 35.5 degrees one of longitude 90.5 km. So 东大街 is 0.02 x 90.5 km =
    1.81 km, and the way over the north 2 x hypot(0.905, 1.112) km = 2.867 km.
    """
    usual = town_travel(town).network.legs([((LON, LAT), (LON + 0.02, LAT))])[0]
    close_roads(town, ClosureWish(roads=("20",), **DAYS))
    closed = town_travel(town, days=[LAST]).network.legs([((LON, LAT), (LON + 0.02, LAT))])[0]
    after = town_travel(town, days=[date(2026, 11, 26)]).network
    assert usual.metres == pytest.approx(2867, rel=0.005)
    assert closed.metres == pytest.approx(1810, rel=0.005)
    assert closed.seconds > usual.seconds
    assert after.legs([((LON, LAT), (LON + 0.02, LAT))])[0].seconds == usual.seconds


@on_file
def test_the_slowest_of_several_closures_counts(town: Store) -> None:
    """Snow on all roads and works on one: the works decide there."""
    close_roads(town, ClosureWish(everything=True, speed_factor=0.5, **DAYS))
    usual = town_travel(town).network.matrix(*NEAR).duration_s[0, 1]
    snow = town_travel(town, days=[FIRST]).network.matrix(*NEAR).duration_s[0, 1]
    close_roads(town, ClosureWish(roads=("20",), speed_factor=0.1, **DAYS))
    both = town_travel(town, days=[FIRST]).network.matrix(*NEAR).duration_s[0, 1]
    assert usual < snow < both


@on_file
def test_a_class_is_slowed(town: Store) -> None:
    """Two of the three roads are residential."""
    wish = ClosureWish(classes=("residential",), speed_factor=0.5, **DAYS)
    assert close_roads(town, wish).closures[0].roads == 2


def test_a_drawn_line_closes_the_road_it_runs_along(town: Store, tmp_path: Path) -> None:
    """A line 10 m beside the lane means the lane, and no other road."""
    file = line_file(tmp_path, (0.021, 0.00009), (0.029, 0.00009))
    (closure,) = close_roads(town, ClosureWish(file=file, **DAYS)).closures
    assert (closure.kind, closure.name, closure.roads) == ("drawn", "drawn.geojson", 1)


@on_file
def test_a_line_that_only_crosses_closes_nothing(town: Store, tmp_path: Path) -> None:
    """Who draws a river has not closed the road over it; the store stays as it was."""
    file = line_file(tmp_path, (0.015, -0.002), (0.015, 0.002))
    with pytest.raises(NotFoundError, match="none of the roads on the map"):
        close_roads(town, ClosureWish(file=file, **DAYS))
    assert not len(town.read("closure"))


@on_file
def test_lines_that_mean_no_road_are_told_by_their_place_in_the_file(
    town: Store, tmp_path: Path
) -> None:
    """The first line is the river, the second runs along the lane, the third is far off."""
    lines = (
        ((0.015, -0.002), (0.015, 0.002)),
        ((0.021, 0.0), (0.029, 0.0)),
        ((0.021, 0.005), (0.029, 0.005)),
    )
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {
                "type": "LineString",
                "coordinates": [[LON + east, LAT + north] for east, north in line],
            },
        }
        for line in lines
    ]
    file = tmp_path / "three.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = close_roads(town, ClosureWish(file=file, **DAYS))
    assert result.closures[0].roads == 1
    assert result.unknown == ("three.geojson #1", "three.geojson #3")


@on_file
def test_a_table_of_ways_is_read(town: Store, tmp_path: Path) -> None:
    """Numbers that the map does not have are told, the others count."""
    file = tmp_path / "closed.csv"
    file.write_text("osmid,备注\n30,修路\n99,不在图上\n", encoding="utf-8")
    result = close_roads(town, ClosureWish(file=file, **DAYS))
    assert (result.closures[0].roads, result.unknown) == (1, ("99",))


@on_file
def test_a_file_without_roads_is_refused(town: Store, tmp_path: Path) -> None:
    """The message says what would help."""
    file = tmp_path / "list.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="holds neither lines or areas nor a column of roads"):
        close_roads(town, ClosureWish(file=file, **DAYS))


def test_a_closure_outlives_new_way_numbers(town: Store, tmp_path: Path) -> None:
    """A map loaded anew may number its ways otherwise: then the place of the road counts."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    load_roads(town, write_osm(tmp_path, first_way=1000))
    assert list_closures(town).closures[0].roads == 1


def test_a_closure_taken_back_is_kept_in_the_history(town: Store) -> None:
    """Its number is not given again: plans may name it."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    assert end_closures(town, ["r1"]).done == "ended"
    assert list_closures(town).closures == ()
    assert close_roads(town, ClosureWish(roads=("30",), **DAYS)).closures[0].closure_id == "R2"
    assert "R1" in set(town.read("history")["row_id"])


@on_file
def test_an_unknown_closure_cannot_be_ended(town: Store) -> None:
    """The message lists those there are."""
    with pytest.raises(NotFoundError, match="There is no closure R9; known: none"):
        end_closures(town, ["R9"])


@on_file
def test_a_road_not_on_the_map_is_refused(town: Store) -> None:
    """Nothing is stored for it."""
    with pytest.raises(NotFoundError, match="None of these roads is on the map: 99, 无名路"):
        close_roads(town, ClosureWish(roads=("99", "无名路"), **DAYS))
    assert not len(town.read("closure"))


@on_file
def test_a_closure_over_before_the_scores_is_refused(town: Store) -> None:
    """No plan could count it."""
    wish = ClosureWish(roads=("10",), from_day=date(2026, 1, 1), to_day=date(2026, 1, 2))
    with pytest.raises(InputError, match="on or after 2026-11-20, the day of the scores"):
        close_roads(town, wish)


def test_days_must_be_in_order() -> None:
    """From after to is a slip of the pen."""
    with pytest.raises(ConfigError, match="Expected --from not after --to"):
        ClosureWish(roads=("1",), from_day=LAST, to_day=FIRST)


@pytest.mark.parametrize("speed", [-0.1, 1.0, 2.0, float("nan")])
def test_a_speed_outside_its_range_is_refused(speed: float) -> None:
    """1 would be no closure at all."""
    with pytest.raises(ConfigError, match=r"Expected --speed in \[0, 1\)"):
        ClosureWish(roads=("1",), speed_factor=speed, **DAYS)


def test_roads_are_told_in_one_way_only() -> None:
    """All roads and one of them at once is a contradiction."""
    with pytest.raises(ConfigError, match="Expected one of: roads"):
        ClosureWish(roads=("1",), everything=True, **DAYS)


def test_a_week_counts_the_closures_of_its_working_days(town: Store) -> None:
    """The plan keeps what it counted; a site behind the closed lane is told, not driven to."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    plan = plan_week(town, week="2026-W48", search=search(1))
    assert [closure.closure_id for closure in plan.closures] == ["R1"]
    assert {site.site_id: site.cause for site in plan.unreachable} == {
        "S00002": "closed",
        "S00003": "far",
    }
    params = orjson.loads(town.read("plan")["params"].iloc[0])
    assert params["travel"]["closures"][0]["closure_id"] == "R1"
    left = town.read("unplanned").set_index("site_id")
    assert left["reason"]["S00003"] == "unreachable"
    assert left["en"]["S00003"] == "499 m from the nearest road; look on foot or by drone"


@on_file
def test_a_week_before_a_closure_does_not_count_it(town: Store) -> None:
    """Closed from Tuesday of week 49 on: week 48 drives as usual, and is not stale."""
    plan_week(town, week="2026-W48", search=search(1))
    wish = ClosureWish(roads=("30",), from_day=date(2026, 12, 1), to_day=date(2026, 12, 2))
    assert close_roads(town, wish).stale_weeks == ()
    assert plan_week(town, week="2026-W48", search=search(1)).closures == ()


def test_a_closure_after_the_plan_names_the_week(town: Store) -> None:
    """Nobody drives to a closed bridge because the plan was printed on Friday."""
    plan_week(town, week="2026-W48", search=search(1))
    assert close_roads(town, ClosureWish(roads=("30",), **DAYS)).stale_weeks == ("2026-W48",)


@on_file
def test_a_closure_names_the_sites_that_it_cuts_off(town: Store) -> None:
    """Now, not when the plan of that week is made; what no car reached before is not its doing."""
    closed = close_roads(town, ClosureWish(roads=("30",), **DAYS))
    assert [(site.site_id, site.cause) for site in closed.lost] == [("S00002", "closed")]
    assert any("S00002" in line for line in close_lines(closed, "en"))


@on_file
def test_a_closure_with_a_way_round_cuts_nothing_off(town: Store) -> None:
    """Slower is not cut off."""
    slowed = close_roads(town, ClosureWish(roads=("30",), speed_factor=0.5, **DAYS))
    assert slowed.lost == ()
