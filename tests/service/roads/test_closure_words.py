"""What people read of closures: near names, several ends at once, a history without coordinates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from data.store import open_store
from service.pipeline.roads.checking import check_town_roads
from service.pipeline.roads.closures import ClosureWish, close_roads, end_closures, list_closures
from service.pipeline.roads.loading import load_roads
from service.pipeline.upkeep.past import read_past
from service.printing.road import close_lines
from service.printing.summary import summary
from tests.service.roadtown import AS_OF, LAT, LON, fill, write_osm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

DAYS = {"from_day": date(2026, 11, 20), "to_day": date(2026, 11, 25)}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Give the tiny town in a file."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        fill(store, tmp_path)
        yield store


@pytest.mark.parametrize("asked", ["东大道", "东大街北段", "大街"])
def test_a_name_much_like_one_of_the_map_is_offered(town: Store, asked: str) -> None:
    """Two of three signs agree, or one name holds the other; 无名路 is like none."""
    with pytest.raises(NotFoundError, match="did you mean 东大街"):
        close_roads(town, ClosureWish(roads=(asked,), **DAYS))
    with pytest.raises(NotFoundError, match=r"无名路; nothing was stored\.$"):
        close_roads(town, ClosureWish(roads=("无名路",), **DAYS))


def test_a_name_beside_known_ones_is_told_with_what_is_like_it(town: Store) -> None:
    """X101 is on the map and closed; 东大道 is not, and is not counted."""
    result = close_roads(town, ClosureWish(roads=("X101", "东大道"), **DAYS))
    assert result.unknown == ("东大道",)
    assert result.similar == {"东大道": ("东大街",)}
    assert "  '东大道' is not on the map; did you mean 东大街?" in close_lines(result, "en")


def test_several_closures_end_at_once_or_none(town: Store) -> None:
    """A slip in one id must not end the others unasked."""
    for road in ("10", "20", "30"):
        close_roads(town, ClosureWish(roads=(road,), **DAYS))
    with pytest.raises(NotFoundError, match=r"no closure R9; known: R1, R2, R3; nothing was"):
        end_closures(town, ["R1", "R9"])
    assert len(list_closures(town).closures) == 3
    assert [one.closure_id for one in end_closures(town, ["r3", "R1"]).closures] == ["R1", "R3"]
    assert [one.closure_id for one in list_closures(town).closures] == ["R2"]


def test_the_history_of_a_closure_is_words_and_not_coordinates(town: Store) -> None:
    """Way 10 runs 0.02 degrees of longitude at 35.5 north: 1.8 km around 115.01."""
    close_roads(town, ClosureWish(roads=("10",), **DAYS))
    end_closures(town, ["R1"])
    told = "\n".join(summary(read_past(town, "R1", limit=9), "en"))
    assert "LINESTRING" not in told
    assert f"lines of 1.8 km (middle {LON + 0.01:.6f},{LAT:.6f})" in told
    assert "way numbers 10" in told
    assert "these roads" in told


def test_the_history_of_the_store_names_the_roads(town: Store) -> None:
    """Of a town's year of closures one line each, with id and name."""
    close_roads(town, ClosureWish(roads=("东大街",), **DAYS))
    close_roads(town, ClosureWish(everything=True, speed_factor=0.7, **DAYS))
    end_closures(town, ["R1"])
    told = "\n".join(summary(read_past(town, limit=9), "zh"))
    assert "：封闭 R1 东大街" in told
    assert "：封闭 R2 全部道路" in told
    assert "：撤销封闭 R1 东大街" in told


def test_the_check_counts_closures_of_the_day_of_the_scores(town: Store) -> None:
    """Way 30 is the second site's only way and closed on the day of the scores; way 10 later."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    later = {"from_day": date(2026, 11, 24), "to_day": date(2026, 11, 25)}
    close_roads(town, ClosureWish(roads=("10",), **later))
    result = check_town_roads(town)
    assert {site.site_id: site.cause for site in result.lost} == {
        "S00002": "closed",
        "S00003": "far",
    }
    assert result.counted == ("R1",)
    told = "\n".join(summary(result, "en"))
    assert f"the check counts those of {AS_OF}: R1" in told


def test_the_check_names_the_sites_of_a_part_that_is_cut_off(town: Store, tmp_path: Path) -> None:
    """The island's lane ends 111 m south of way 10; a yard at its far end is nearest to it."""
    with town.writing() as unit:
        sites = unit.read("site").loc[["S00001"]]
        yard = sites.assign(lon_deg=LON + 0.005, lat_deg=LAT - 0.0135)
        unit.upsert("site", yard)
    load_roads(town, write_osm(tmp_path, island=True))
    result = check_town_roads(town)
    assert [part.near for part in result.parts] == [(), ("S00001 甲厂",)]
    assert any(line.endswith("nearest to 1 sites: S00001 甲厂") for line in summary(result, "en"))
