"""Exports as KML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyogrio
import pytest
import shapely
from defusedxml.ElementTree import parse

from data.export.kml import write_kml
from data.export.places import area_marks, area_sheet, cell_marks, cell_sheet
from data.export.sites import site_marks
from data.export.table import plain_text
from data.export.week import week_marks
from data.schema import AREA, as_table
from tests.data.export.goods import FACTS, ODD_NAMES, listed
from tests.maps.town import cells_table, week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from data.export.table import Mark

KML = "{http://www.opengis.net/kml/2.2}"


def written(folder: Path, marks: Sequence[Mark], *, datum: str = "wgs84") -> Element:
    """Write a KML file and read its tree."""
    write_kml(folder / "a.kml", marks, replace(FACTS, datum=datum), lang="zh")
    root: Element = parse(folder / "a.kml").getroot()
    return root


def texts(root: Element, path: str) -> list[str | None]:
    """Read the texts at a path of tags."""
    steps = "/".join(KML + step for step in path.split("/"))
    return [element.text for element in root.iterfind(f".//{steps}")]


def test_sites_lie_in_folders_by_grade_worst_first(tmp_path: Path) -> None:
    """In Google Earth and Ovital one ticks a folder."""
    goods = listed({"name": "甲"}, {"name": "乙"}, {"name": "丙"}, grades=("blue", "red"))
    root = written(tmp_path, site_marks(goods, datum="wgs84", lang="zh"))
    assert texts(root, "Folder/name") == ["红", "蓝", "未评分"]
    assert texts(root, "Placemark/name") == ["乙", "甲", "丙"]
    assert texts(root, "Placemark/styleUrl") == ["#style-red", "#style-blue", "#style-plain"]


def test_every_style_that_is_named_is_there(tmp_path: Path) -> None:
    """A style that is missing draws everything alike."""
    cells = cell_marks(cell_sheet(cells_table(), datum="wgs84"), datum="wgs84", lang="zh")
    for marks in (cells, week_marks(week(), datum="wgs84", lang="zh")):
        root = written(tmp_path, marks)
        known = {f"#{style.get('id')}" for style in root.iter(f"{KML}Style")}
        assert set(texts(root, "Placemark/styleUrl")) <= known


def test_a_week_has_a_folder_per_team_and_day_with_its_way(tmp_path: Path) -> None:
    """Base, stops in order, base, and the line along the roads."""
    root = written(tmp_path, week_marks(week(), datum="wgs84", lang="zh"))
    assert texts(root, "Folder/name") == ["2026-11-23 一队", "2026-11-24 二队"]
    assert len(texts(root, "LineString/coordinates")) == 2
    assert "2. 第2厂" in texts(root, "Placemark/name")


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """A name that closes a tag must not open another."""
    names = [plain_text(name) for name in ODD_NAMES]
    goods = listed(*({"name": name} for name in names))
    root = written(tmp_path, site_marks(goods, datum="wgs84", lang="zh"))
    assert texts(root, "Placemark/name") == names


def test_gdal_reads_squares_and_holes(tmp_path: Path) -> None:
    """Another program's view of every kind of shape."""
    ring = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    several = shapely.MultiPolygon([shapely.box(5, 5, 6, 6), shapely.box(7, 7, 8, 8)])
    rows = [
        {"area_id": f"A{number}", "kind": "village", "name": f"村{number}", "geometry": shape}
        for number, shape in enumerate((ring, several, shapely.LineString([(0, 0), (1, 1)])))
    ]
    areas = as_table(rows, AREA)
    marks = area_marks(area_sheet(areas, datum="wgs84"), datum="wgs84", lang="zh")
    written(tmp_path, marks)
    read = pyogrio.read_dataframe(tmp_path / "a.kml")
    drawn = shapely.force_2d(read.geometry.to_numpy())
    assert shapely.equals(drawn, [ring, several, rows[2]["geometry"]]).all()


def test_it_says_its_datum(tmp_path: Path) -> None:
    """KML is WGS-84 by its standard; whoever asked for another must be told inside, too."""
    root = written(
        tmp_path, site_marks(listed({}, datum="bd09"), datum="bd09", lang="zh"), datum="bd09"
    )
    (said,) = texts(root, "Document/description") or [""]
    assert "坐标系：BD-09(百度)" in str(said)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_squares_move_with_the_datum(datum: str) -> None:
    """Every corner does: by 0.3 to 1.5 km in China."""
    cells = cells_table()
    plain = cell_marks(cell_sheet(cells, datum="wgs84"), datum="wgs84", lang="zh")
    moved = cell_marks(cell_sheet(cells, datum=datum), datum=datum, lang="zh")
    away = [shapely.hausdorff_distance(a.shape, b.shape) for a, b in zip(plain, moved, strict=True)]
    assert all(0.003 < deg < 0.015 for deg in away)
