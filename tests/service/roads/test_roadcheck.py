"""The check of a town's roads: far and cut-off sites, closures, the file for other programs."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, NotFoundError
from geo.roads.speeds import SpeedParams
from planning.rules import default_rules
from service.pipeline.roads.checking import check_town_roads, lost_sites
from service.pipeline.roads.closures import ClosureWish, close_roads
from service.pipeline.roads.loading import load_roads
from service.pipeline.roads.travel import town_travel
from tests.service.conftest import on_file
from tests.service.roadtown import fill, write_osm

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

DAYS = {"from_day": date(2026, 11, 24), "to_day": date(2026, 11, 25)}


@pytest.fixture
def town(road_town: Store) -> Store:
    """Give the tiny town, in a file and on a server."""
    return road_town


@on_file
def test_a_site_beyond_300_m_is_far(town: Store) -> None:
    """The third site lies 0.0045 degrees north of node 4, which is 499 m."""
    (site,) = check_town_roads(town).lost
    assert (site.site_id, site.cause) == ("S00003", "far")
    assert site.access_m == pytest.approx(499, abs=1)


def test_loading_and_checking_agree_on_what_is_far(town: Store, tmp_path: Path) -> None:
    """One of three sites lies 499 m from the road; gone, it is no concern of either."""
    loaded, checked = load_roads(town, write_osm(tmp_path)), check_town_roads(town)
    assert (loaded.sites, loaded.far_sites) == (3, len(checked.lost)) == (3, 1)
    assert loaded.limit_m == checked.limit_m
    with town.writing() as unit:
        sites = unit.read("site").loc[["S00003"]]
        unit.upsert("site", sites.assign(status="gone"))
    loaded, checked = load_roads(town, write_osm(tmp_path)), check_town_roads(town)
    assert (loaded.sites, loaded.far_sites) == (2, len(checked.lost)) == (2, 0)


def test_nobody_walks_farther_to_the_car_than_the_rules_say() -> None:
    """The walk that the roads allow and the one that a plan allows are one distance."""
    assert SpeedParams().walk_limit_m == default_rules().reach.walk_m


@on_file
def test_a_site_behind_a_closed_road_is_cut_off(town: Store) -> None:
    """The lane is the only way to the second site; on its days no base gets there."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    travel = town_travel(town, days=[date(2026, 11, 24)])
    lost = lost_sites(town.read("site"), town.read("team"), travel, limit_m=300.0)
    assert {site.site_id: site.cause for site in lost} == {"S00002": "closed", "S00003": "far"}


def test_closures_not_yet_over_are_listed(town: Store) -> None:
    """The day of the scores decides."""
    close_roads(town, ClosureWish(roads=("30",), **DAYS))
    result = check_town_roads(town)
    assert [closure.closure_id for closure in result.closures] == ["R1"]
    assert result.as_of == "2026-11-20"


def test_everything_found_is_written_as_geojson(town: Store, tmp_path: Path) -> None:
    """Each spot is a point that says what it is."""
    out = tmp_path / "spots.geojson"
    check_town_roads(town, out=out)
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    kinds = {feature["properties"]["kind"] for feature in features}
    assert kinds == {"far", "dead_end"}
    assert all(feature["geometry"]["type"] == "Point" for feature in features)


@on_file
def test_a_missing_folder_is_named(town: Store, tmp_path: Path) -> None:
    """Nothing is written anywhere else."""
    with pytest.raises(NotFoundError):
        check_town_roads(town, out=tmp_path / "none" / "spots.geojson")


def test_the_store_is_not_written_over(tmp_path: Path) -> None:
    """A slip of the pen must not cost the town its data."""
    from data.store import open_store  # noqa: PLC0415 - only this test needs a file

    path = tmp_path / "town.gpkg"
    with open_store(str(path), create=True) as made:
        fill(made, tmp_path)
        with pytest.raises(InputError, match="is the store itself"):
            check_town_roads(made, out=path)
