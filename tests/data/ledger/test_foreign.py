"""Map files and old workbooks through the whole import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from data.ledger import read_ledgers
from tests.data.formats.oldbooks import Day, ods, xls
from tests.data.ledger.office import KnownTables

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

ROWS = [
    ["某镇企业台账", None, None, None, None],
    ["企业名称", "村", "经度", "纬度", "坐标系"],
    ["甲木器厂", "东村", 115.0, 35.5, "GPS"],
    ["乙板材厂", "东村", 115.01, 35.5, "GPS"],
]


def imported(path: Path, content: bytes | None = None) -> LedgerImport:
    """Import one file."""
    if content is not None:
        path.write_bytes(content)
    return read_ledgers([path], known=KnownTables())


@pytest.mark.parametrize(
    ("name", "content"), [("a.xls", xls(ROWS)), ("a.et", xls(ROWS)), ("a.ods", ods(ROWS))]
)
def test_old_workbooks_are_ledgers_like_any_other(
    tmp_path: Path, name: str, content: bytes
) -> None:
    """Title row, header, two sites."""
    result = imported(tmp_path / name, content)
    assert result.tables["site"]["name"].tolist() == ["甲木器厂", "乙板材厂"]
    assert result.tables["site"]["lon_deg"].tolist() == [115.0, 115.01]


def test_dates_of_an_old_workbook(tmp_path: Path) -> None:
    """45788 in a date style is 11 May 2025."""
    rows = [[*ROWS[1], "最近检查日期"], [*ROWS[2], Day(45788)]]
    site = imported(tmp_path / "a.xls", xls(rows)).tables["site"].iloc[0]
    assert site["stated_visit"].date().isoformat() == "2025-05-11"


def test_a_layer_of_points_is_a_ledger_of_sites(tmp_path: Path) -> None:
    """In metres of CGCS2000 zone 38, whose middle meridian, 114 degrees, has x = 38,500,000."""
    shapes = [shapely.Point(38_500_000, 3_900_000)]
    layer = gpd.GeoDataFrame({"企业名称": ["甲"], "备用": ["x"]}, geometry=shapes, crs=4526)
    layer.to_file(tmp_path / "a.gpkg", engine="pyogrio")
    site = imported(tmp_path / "a.gpkg").tables["site"].iloc[0]
    assert (site["datum"], site["datum_stated"]) == ("cgcs2000", True)
    assert site["lon_deg"] == pytest.approx(114.0, abs=1e-9)
    assert json.loads(site["extra"]) == {"fid": "1", "备用": "x"}


def test_a_layer_of_premises_gives_sites_on_them(tmp_path: Path) -> None:
    """A point inside, with a note, and the outline kept as an extra field."""
    shapes = [shapely.box(115, 35, 115.25, 35.5)]
    layer = gpd.GeoDataFrame({"企业名称": ["甲"], "行业": ["木器"]}, geometry=shapes, crs=4326)
    layer.to_file(tmp_path / "a.geojson", driver="GeoJSON", engine="pyogrio")
    result = imported(tmp_path / "a.geojson")
    site = result.tables["site"].iloc[0]
    assert (site["lon_deg"], site["lat_deg"]) == (115.125, 35.25)
    assert result.repairs == {"point_on_shape": 1}
    assert json.loads(site["extra"])["几何WKT"].startswith("POLYGON")


def test_a_layer_of_villages_is_areas(tmp_path: Path) -> None:
    """Outlines whole, keepers beside them, and no note about points nobody uses."""
    shapes = [shapely.box(115, 35, 115.25, 35.5), shapely.box(115.25, 35, 115.5, 35.5)]
    columns = {"名称": ["东村", "西村"], "网格员": ["张三", None]}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(
        tmp_path / "a.gpkg", engine="pyogrio"
    )
    result = imported(tmp_path / "a.gpkg")
    table = result.tables["area"].set_index("name")
    assert table["kind"].tolist() == ["village", "village"]
    assert table.loc["东村", "keeper"] == "张三"
    assert table.loc["西村", "geometry"].equals(shapes[1])
    assert "point_on_shape" not in result.repairs


def test_reading_a_map_file_again_changes_nothing(tmp_path: Path) -> None:
    """Same ids, same places."""
    shapes = [shapely.Point(115.123456789, 35.1)]
    layer = gpd.GeoDataFrame({"企业名称": ["甲"]}, geometry=shapes, crs=4326)
    layer.to_file(tmp_path / "a.gpkg", engine="pyogrio")
    first = imported(tmp_path / "a.gpkg")
    again = read_ledgers([tmp_path / "a.gpkg"], known=KnownTables(first.tables))
    assert (again.files[0].new, again.files[0].unchanged) == (0, 1)
