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
    table = places(osm_text(CORNERS, ways, nodes=nodes), source="a.osm")
    return dict(zip(table.index, table["kind"], strict=True))


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("place", "town", "town"),
        ("place", "village", "village"),
        ("place", "hamlet", "village"),
        ("amenity", "school", "school"),
        ("amenity", "hospital", "medical"),
        ("man_made", "monitoring_station", "station"),
    ],
)
def test_named_points(key: str, value: str, kind: str) -> None:
    """What inspectors steer by, and what must be kept safe."""
    assert kinds(nodes=(OsmNode(3, {key: value, "name": "A"}, CORNERS[3]),)) == {"n3": kind}


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
    nodes = (
        OsmNode(3, {"place": "village"}, CORNERS[3]),
        OsmNode(4, {"natural": "tree"}, CORNERS[4]),
    )
    assert kinds(*ways, nodes=nodes) == {}


def test_river_is_a_line() -> None:
    """Even one that comes back to where it began."""
    text = osm_text(CORNERS, [OsmWay(5, RING, {"waterway": "canal"})])
    assert places(text, source="a.osm").geometry.iloc[0].geom_type == "LineString"


def test_outline_that_crosses_itself_is_mended() -> None:
    """A bow tie of two triangles, each a quarter of the unit square."""
    text = osm_text(CORNERS, [OsmWay(5, (1, 2, 4, 3, 1), {"building": "yes"})])
    shape = places(text, source="a.osm").geometry.iloc[0]
    assert shape.is_valid
    assert shape.area == pytest.approx(0.5)


def test_outline_without_area_is_left_out() -> None:
    """Three points on a line enclose nothing."""
    assert kinds(OsmWay(5, (1, 2, 1, 1), {"building": "yes"})) == {}


def test_table_follows_the_schema() -> None:
    """Ordered by id, with the file as source and positions in degrees."""
    village = OsmNode(3, {"place": "village", "name": "磨坊村"}, CORNERS[3])
    text = osm_text(CORNERS, [OsmWay(5, RING, {"building": "yes"})], nodes=[village])
    table = places(text, source="a.osm")
    check_table(table, AREA)
    assert table.index.tolist() == ["n3", "w5"]
    assert table["name"].tolist()[0] == "磨坊村"
    assert set(table["source"]) == {"a.osm"}
    assert table.geometry.iloc[1].equals(shapely.box(0, 0, 1, 1))
    assert table.crs == "EPSG:4326"


def test_no_place_gives_an_empty_table() -> None:
    """Many rural files hold roads alone."""
    assert places(osm_text({}), source="a.osm").empty


BORDER = {"type": "boundary", "boundary": "administrative", "name": "磨坊村"}
HALVES = (OsmWay(5, (1, 2, 3), {}), OsmWay(6, (3, 4, 1), {}))


@pytest.mark.parametrize(("level", "kind"), [("8", "town"), ("10", "village")])
def test_border_of_several_ways_becomes_an_area(level: str, kind: str) -> None:
    """Two ways from corner to corner enclose the unit square."""
    border = OsmRelation(7, (5, 6), {**BORDER, "admin_level": level})
    table = places(osm_text(CORNERS, HALVES, relations=[border]), source="a.osm")
    assert table["kind"].to_dict() == {"r7": kind}
    assert table.geometry.iloc[0].equals(shapely.box(0, 0, 1, 1))


def test_ring_within_a_ring_is_a_hole() -> None:
    """An island in a lake: 1 less a sixteenth."""
    island = {number + 10: (0.25 + x / 4, 0.25 + y / 4) for number, (x, y) in CORNERS.items()}
    rings = (OsmWay(5, RING, {}), OsmWay(6, (11, 12, 13, 14, 11), {}))
    lake = OsmRelation(7, (5, 6), {"type": "multipolygon", "natural": "water"})
    table = places(osm_text({**CORNERS, **island}, rings, relations=[lake]), source="a.osm")
    assert table.geometry.iloc[0].area == pytest.approx(1 - 1 / 16)


def test_border_that_the_extract_cuts_is_left_out() -> None:
    """Half a border encloses nothing, and a guess at the rest would name the wrong village."""
    border = OsmRelation(7, (5, 99), {**BORDER, "admin_level": "10"})
    assert places(osm_text(CORNERS, HALVES, relations=[border]), source="a.osm").empty


def test_places_outside_the_clip_are_left_out_and_those_around_it_stay() -> None:
    """A lake larger than the clip has no corner in it."""
    lake = OsmWay(5, RING, {"natural": "water"})
    village = OsmNode(3, {"place": "village", "name": "磨坊村"}, CORNERS[3])
    text = osm_text(CORNERS, [lake], nodes=[village])
    inner = Box(0.4, 0.4, 0.6, 0.6)
    assert places(text, source="a.osm", within=inner).index.tolist() == ["w5"]
    assert places(text, source="a.osm", within=Box(2.0, 2.0, 3.0, 3.0)).empty
