"""Files that say which roads are meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.datum import from_wgs84
from data.errors import LedgerError
from data.ledger.roadlists import read_road_list, read_way
from tests.data.ledger.office import write_book, write_text

if TYPE_CHECKING:
    from pathlib import Path

LINE = [[115.0, 35.5], [115.01, 35.5]]


def drawn(folder: Path, *shapes: tuple[str, object]) -> Path:
    """Write shapes, each a kind of geometry and its positions, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"路名": "老桥路"},
            "geometry": {"type": kind, "coordinates": positions},
        }
        for kind, positions in shapes
    ]
    file = folder / "drawn.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("123", "123"),
        ("way/123", "123"),
        ("Way: 123", "123"),
        ("１２３", "123"),
        ("S101", None),
        ("12.5", None),
        ("1" * 20, None),
        ("", None),
    ],
)
def test_way_numbers(text: str, way: str | None) -> None:
    """As OpenStreetMap shows them, or as a person copies them; a road number is a name."""
    assert read_way(text) == way


def test_a_table_of_ways_and_names(tmp_path: Path) -> None:
    """Each road once, in the order of the list; an empty cell is none."""
    file = write_text(tmp_path / "a.csv", "osmid,道路名称", "12,老桥路", ",S101", "12,老桥路")
    found = read_road_list(file)
    assert (found.ways, found.names, found.shapes) == (("12",), ("老桥路", "S101"), ())


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    """A workbook of the roads office begins with its own name."""
    rows = [["封闭道路一览"], ["序号", "路名"], [1, "老桥路"]]
    assert read_road_list(write_book(tmp_path / "a.xlsx", {"封路": rows})).names == ("老桥路",)


def test_a_drawn_line_is_meant_as_drawn(tmp_path: Path) -> None:
    """Not also by the names of its fields; and a point is no road."""
    found = read_road_list(drawn(tmp_path, ("LineString", LINE), ("Point", LINE[0])))
    assert [shape.wkt for shape in found.shapes] == ["LINESTRING (115 35.5, 115.01 35.5)"]
    assert found.names == ()


def test_a_line_drawn_on_another_datum_is_moved(tmp_path: Path) -> None:
    """Drawn on Gaode's map, it lies where the road is."""
    moved = [list(map(float, from_wgs84(lon, lat, datum="gcj02"))) for lon, lat in LINE]
    (shape,) = read_road_list(drawn(tmp_path, ("LineString", moved)), datum="gcj02").shapes
    assert list(shape.coords) == [pytest.approx(place, abs=1e-7) for place in LINE]


def test_a_file_without_roads_says_how_to_name_them(tmp_path: Path) -> None:
    """A list of firms was picked by mistake."""
    with pytest.raises(LedgerError, match="neither lines or areas nor a column") as told:
        read_road_list(write_text(tmp_path / "a.csv", "企业名称,村", "永盛木材厂,刘湾村"))
    assert "或在“osmid”列写路段编号" in str(told.value.zh)


def test_too_many_roads_are_refused(tmp_path: Path) -> None:
    """A whole town's roads are closed by class, not one by one."""
    lines = map(str, range(1, 10_002))
    with pytest.raises(LedgerError, match="lists 10001 roads, more than 10000; use --all") as told:
        read_road_list(write_text(tmp_path / "a.csv", "osmid", *lines))
    assert "整类道路请用 --all 或 --class" in str(told.value.zh)
