"""Villages of the map and of the office in one store, whichever came first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import shapely

from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.roads.loading import load_roads
from tests.data.ledger.office import SITE_HEADER, write_text
from tests.service.conftest import on_file

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

OUTLINE = shapely.box(114.99, 35.49, 115.02, 35.52)
ROADS = """<osm version="0.6">
<node id="1" lon="115.000" lat="35.500"/><node id="2" lon="115.010" lat="35.500"/>
<node id="7" lon="115.005" lat="35.501"><tag k="place" v="village"/>
<tag k="name" v="刘湾村"/></node>
<node id="8" lon="115.012" lat="35.502"><tag k="place" v="hamlet"/>
<tag k="name" v="前杨村"/></node>
<way id="5"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>"""


def villages(store: Store, folder: Path) -> None:
    """Import the outline of 刘湾村 with its keeper."""
    feature = {
        "type": "Feature",
        "properties": {"村名": "刘湾村", "网格员": "张三"},
        "geometry": shapely.geometry.mapping(OUTLINE),
    }
    file = folder / "villages.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    import_ledgers(store, [file])


def roads(store: Store, folder: Path, name: str = "town.osm") -> None:
    """Load the map, which has both villages as points."""
    file = folder / name
    file.write_text(ROADS, encoding="utf-8")
    load_roads(store, file)


ORDERS = ((roads, villages), (villages, roads), (roads, villages, roads))


@pytest.mark.parametrize(
    ("address", "order"),
    [("server", ORDERS[-1]), *(("file", order) for order in ORDERS)],
    indirect=["address"],
)
def test_a_village_is_there_once_in_any_order(
    store: Store, tmp_path: Path, order: tuple[object, ...]
) -> None:
    """With its outline and its keeper, and again after both files came once more."""
    for _ in range(2):
        for step in order:
            step(store, tmp_path)  # type: ignore[operator]
        areas = store.read("area")
        assert sorted(areas["name"]) == ["刘湾村", "前杨村"]
        mine = areas[areas["name"] == "刘湾村"].iloc[0]
        assert mine["geometry"].equals(OUTLINE)
        assert mine["keeper"] == "张三"


def test_a_village_drawn_anew_stays_on_the_map_and_in_the_history(
    store: Store, tmp_path: Path
) -> None:
    """Maps name it, the point it had is told, and another road file leaves it alone."""
    roads(store, tmp_path)
    villages(store, tmp_path)
    assert sorted(store.read_roads().places["name"]) == ["刘湾村", "前杨村"]
    history = store.read("history", where={"row_id": ["n7"]})
    before = [json.loads(text) for text in history["before"]]
    assert [row["geometry"] for row in before] == ["POINT (115.005 35.501)"]
    roads(store, tmp_path, "newer.osm")
    assert store.read("area").index.tolist() == ["n7", "n8"]
    assert len(store.read("history", where={"row_id": ["n7"]})) == 1


SECOND = """<node id="9" lon="115.075" lat="35.501"><tag k="place" v="village"/>
<tag k="name" v="刘湾村"/></node><way"""


def two_villages(store: Store, folder: Path) -> None:
    """Load a map with two villages of one name, 6 km apart."""
    file = folder / "town.osm"
    file.write_text(ROADS.replace("<way", SECOND), encoding="utf-8")
    load_roads(store, file)


@on_file
def test_two_villages_of_one_name_are_two_for_a_week(store: Store, tmp_path: Path) -> None:
    """Both are seen weekly, and a team from one may go to the other; ledgers keep their words."""
    two_villages(store, tmp_path)
    rows = (
        "甲厂,刘湾,115.004,35.5,GPS",
        "乙厂,刘湾村,115.07,35.5,GPS",
        "丙厂,前杨村,115.01,35.5,GPS",
    )
    import_ledgers(store, [write_text(tmp_path / "a.csv", SITE_HEADER, *rows)])
    sites = tell_villages_apart(store, store.read("site"), "village")
    assert sites["village"].tolist() == ["刘湾村（西）", "刘湾村（东）", "前杨村"]
    assert store.read("site")["village"].tolist() == ["刘湾", "刘湾村", "前杨村"]


@on_file
def test_what_has_no_position_keeps_the_village_it_states(store: Store, tmp_path: Path) -> None:
    """Nobody can say which of the two it means; one with a base can be told."""
    two_villages(store, tmp_path)
    nowhere = float("nan")
    teams = pd.DataFrame(
        {
            "home_village": ["刘湾村", "刘湾村", None],
            "lon_deg": [nowhere, 115.07, 115.07],
            "lat_deg": [nowhere, 35.5, 35.5],
        }
    )
    told = tell_villages_apart(store, teams, "home_village")["home_village"]
    assert told.tolist()[:2] == ["刘湾村", "刘湾村（东）"]
    assert told.isna().tolist() == [False, False, True]
