"""Villages, water and schools of a map file become areas."""

from __future__ import annotations

import pytest
import shapely

from data.roads.needs import Box
from data.roads.osm import OsmNode, OsmRelation, OsmWay, osm_text
from data.roads.places import places
from data.schema import AREA, check_table

RING = (1, 2, 3, 4, 1)
CORNERS = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (1.0, 1.0), 4: (0.0, 1.0)}


def kinds(*ways: OsmWay, nodes: tuple[OsmNode, ...] = ()) -> dict[str, str]:
    """List the places of some ways and nodes: id to kind."""
    table = places(OsmText(dict(CORNERS), list(nodes), list(ways)), source="a.osm")
    return dict(zip(table.index, table["kind"], strict=True))


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("place", "town", "town"),
        ("place", "village", "village"),
        ("place", "hamlet", "village"),
        ("amenity", "school", "school"),
        ("amenity", "hospital", "medical"),
    ],
)
def test_named_points(key: str, value: str, kind: str) -> None:
    """What inspectors steer by, and what must be kept safe."""
    assert kinds(nodes=(OsmNode(3, {key: value, "name": "A"}),)) == {"n3": kind}


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("natural", "water", "water"),
        ("landuse", "industrial", "industrial"),
        ("landuse", "residential", "residential"),
        ("leisure", "park", "green"),
        ("building", "yes", "building"),
        ("building", "warehouse", "building"),
    ],
)
def test_outlines(key: str, value: str, kind: str) -> None:
    """A closed way is an area."""
    assert kinds(OsmWay(5, RING, {key: value})) == {"w5": kind}


def test_school_building_is_a_school() -> None:
    """What matters most about a place decides."""
    assert kinds(OsmWay(5, RING, {"building": "yes", "amenity": "school"})) == {"w5": "school"}


def test_what_is_left_out() -> None:
    """Nameless villages, taken-down buildings, open outlines, farmland, trees."""
    ways = (
        OsmWay(5, RING, {"building": "no"}),
        OsmWay(6, (1, 2, 3), {"landuse": "industrial"}),
        OsmWay(7, RING, {"landuse": "farmland"}),
        OsmWay(8, (1, 2, 99, 1), {"building": "yes"}),
    )
    nodes = (OsmNode(3, {"place": "village"}), OsmNode(4, {"natural": "tree"}))
    assert kinds(*ways, nodes=nodes) == {}


def test_river_is_a_line() -> None:
    """Even one that comes back to where it began."""
    text = OsmText(dict(CORNERS), [], [OsmWay(5, RING, {"waterway": "canal"})])
    assert places(text, source="a.osm").geometry.iloc[0].geom_type == "LineString"


def test_outline_that_crosses_itself_is_mended() -> None:
    """A bow tie of two triangles, each a quarter of the unit square."""
    text = OsmText(dict(CORNERS), [], [OsmWay(5, (1, 2, 4, 3, 1), {"building": "yes"})])
    shape = places(text, source="a.osm").geometry.iloc[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


def test_outline_without_area_is_left_out() -> None:
    """Three points on a line enclose nothing."""
    assert kinds(OsmWay(5, (1, 2, 1, 1), {"building": "yes"})) == {}


def test_table_follows_the_schema() -> None:
    """Ordered by id, with the file as source and positions in degrees."""
    text = OsmText(
        dict(CORNERS),
        [OsmNode(3, {"place": "village", "name": "磨坊村"})],
        [OsmWay(5, RING, {"building": "yes"})],
    )
    table = places(text, source="a.osm")
    check_table(table, AREA)
    assert table.index.tolist() == ["n3", "w5"]
    assert table["name"].tolist()[0] == "磨坊村"
    assert set(table["source"]) == {"a.osm"}
    assert table.geometry.iloc[1].equals(shapely.box(0, 0, 1, 1))
    assert table.crs == "EPSG:4326"


def test_no_place_gives_an_empty_table() -> None:
    """Many rural files hold roads alone."""
    assert places(OsmText(), source="a.osm").empty
