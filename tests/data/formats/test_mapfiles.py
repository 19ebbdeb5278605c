"""Map files as sheets: fields, positions, systems, oddities."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.errors import LedgerError
from data.formats import CagedSheet, read_caged

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = shapely.box(115.0, 35.0, 115.25, 35.5)


def frame(*shapes: shapely.Geometry, crs: object = 4326, **columns: object) -> gpd.GeoDataFrame:
    """Build a layer."""
    named = columns or {"企业名称": [f"{n}厂" for n in range(len(shapes))]}
    return gpd.GeoDataFrame(named, geometry=list(shapes), crs=crs)


def gpkg(folder: Path, layer: gpd.GeoDataFrame, **more: gpd.GeoDataFrame) -> list[CagedSheet]:
    """Write a GeoPackage with GDAL and read it with our reader."""
    path = folder / "a.gpkg"
    layer.to_file(path, layer="一", engine="pyogrio")
    for name, other in more.items():
        other.to_file(path, layer=name, engine="pyogrio")
    return list(read_caged(path.read_bytes(), "geopackage", file="a.gpkg"))


def zipped(folder: Path, layer: gpd.GeoDataFrame, **changed: bytes | None) -> bytes:
    """Write a shapefile with GDAL and zip it; members may be replaced or left out."""
    layer.to_file(folder / "a.shp", engine="pyogrio", encoding="UTF-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for ending in ("shp", "shx", "dbf", "prj", "cpg"):
            content = changed.get(ending, (folder / f"a.{ending}").read_bytes())
            if content is not None:
                archive.writestr(f"企业.{ending}", content)
    return stream.getvalue()


def head(sheet: CagedSheet) -> tuple[object, ...]:
    """Return the row of headers."""
    return next(iter(sheet.rows)).cells


def body(sheet: CagedSheet) -> list[dict[object, object]]:
    """Return the features by header."""
    rows = list(sheet.rows)
    return [dict(zip(rows[0].cells, row.cells, strict=True)) for row in rows[1:]]


def test_many_layers_are_many_sheets(tmp_path: Path) -> None:
    """In their order."""
    point = frame(shapely.Point(115, 35))
    assert [sheet.name for sheet in gpkg(tmp_path, point, 二=point, 三=point)] == ["一", "二", "三"]


def test_a_point_is_two_columns(tmp_path: Path) -> None:
    """Exactly the degrees of the file, to the last bit."""
    (row,) = body(gpkg(tmp_path, frame(shapely.Point(115.009235, 35.553164)))[0])
    assert (row["经度"], row["纬度"], row["坐标系"]) == (115.009235, 35.553164, "WGS-84")


def test_an_outline_is_kept_whole_and_a_point_on_it_is_given(tmp_path: Path) -> None:
    """The middle of a box of 0.25 by 0.5 degrees."""
    (sheet,) = gpkg(tmp_path, frame(SQUARE))
    (row,) = body(sheet)
    assert shapely.from_wkt(str(row["几何WKT"])).equals(SQUARE)
    assert (row["经度"], row["纬度"]) == (115.125, 35.25)
    assert list(sheet.rows)[1].remarks == (("point_on_shape", {}),)


def test_projected_cgcs2000_becomes_its_own_degrees(tmp_path: Path) -> None:
    """On the middle meridian of zone 38, false easting 38,500,000 m, x says 114 degrees exactly."""
    (row,) = body(gpkg(tmp_path, frame(shapely.Point(38_500_000, 3_900_000), crs=4526))[0])
    assert row["坐标系"] == "CGCS2000"
    assert row["经度"] == pytest.approx(114.0, abs=1e-12)
    # 3,900,000 m of meridian are 35.229 degrees: 111 km a degree to a tenth of a percent.
    assert float(str(row["纬度"])) == pytest.approx(3_900_000 / 110_702, abs=0.02)


def test_another_known_system_is_converted_and_said(tmp_path: Path) -> None:
    """Xian 1980: its parameters are not published, so the move is rough."""
    (sheet,) = gpkg(tmp_path, frame(shapely.Point(115, 35), crs=4610))
    assert list(sheet.rows)[1].remarks[0][0] == "crs_other"


def test_a_shapefile_without_a_system_states_no_datum(tmp_path: Path) -> None:
    """Whoever settles positions decides, as for a spreadsheet."""
    content = zipped(tmp_path, frame(shapely.Point(115, 35), name=["甲厂"]), prj=None)
    (row,) = body(read_caged(content, "shapefile", file="a.zip")[0])
    assert (row["经度"], row["坐标系"]) == (115.0, "")


def test_a_member_named_in_gbk_names_the_sheet(tmp_path: Path) -> None:
    """As archives from Chinese Windows hold it: bytes of GBK, and no mark of UTF-8."""
    content = zipped(tmp_path, frame(shapely.Point(115, 35), name=["甲厂"]))
    old = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(old, "w") as target:
        for entry in source.infolist():
            target.writestr("??." + entry.filename.rpartition(".")[2], source.read(entry))
    gbk = old.getvalue().replace(b"??.", "厂".encode("gbk") + b".")
    assert read_caged(gbk, "shapefile", file="a.zip")[0].name == "厂"


@pytest.mark.parametrize("page", [b"GBK", b"936", b"ANSI 936", b"CP936", None])
def test_a_table_in_gbk(tmp_path: Path, page: bytes | None) -> None:
    """However the .cpg says it, and where there is none."""
    layer = frame(shapely.Point(115, 35), name=["某某木器厂"])
    zipped(tmp_path, layer)
    table = (tmp_path / "a.dbf").read_bytes()
    plain = "某某木器厂".encode()
    coded = "某某木器厂".encode("gbk").ljust(len(plain), b" ")
    content = zipped(tmp_path, layer, dbf=table.replace(plain, coded), cpg=page)
    (row,) = body(read_caged(content, "shapefile", file="a.zip")[0])
    assert row["name"] == "某某木器厂"


def test_a_sign_cut_in_two_by_its_field_is_left_out(tmp_path: Path) -> None:
    """A field of dBASE is as long as it is, even in the middle of a sign."""
    layer = frame(shapely.Point(115, 35), name=["木器厂"])
    zipped(tmp_path, layer)
    whole = (tmp_path / "a.dbf").read_bytes()
    cut = whole.replace("木器厂".encode(), "木器厂".encode()[:-1] + b" ")
    (row,) = body(read_caged(zipped(tmp_path, layer, dbf=cut), "shapefile", file="a.zip")[0])
    assert row["name"] == "木器"


def test_a_shapefile_without_its_table(tmp_path: Path) -> None:
    """The names are in the .dbf; without it nothing can be told apart."""
    content = zipped(tmp_path, frame(shapely.Point(115, 35), name=["甲厂"]), dbf=None)
    with pytest.raises(LedgerError, match=r"'企业' is damaged or lacks its \.dbf; zip \.shp"):
        read_caged(content, "shapefile", file="a.zip")


def test_geoparquet_and_plain_parquet(tmp_path: Path) -> None:
    """One with positions, one a table like any other."""
    layer = frame(shapely.Point(115.5, 35.5), 名称=["甲"], 人数=[3])
    layer.to_parquet(tmp_path / "a.parquet")
    (row,) = body(read_caged((tmp_path / "a.parquet").read_bytes(), "parquet", file="a")[0])
    assert (row["经度"], row["名称"], row["人数"]) == (115.5, "甲", 3)
    pd.DataFrame({"名称": ["甲"], "日期": [pd.Timestamp("2026-01-02")]}).to_parquet(
        tmp_path / "b.parquet"
    )
    (sheet,) = read_caged((tmp_path / "b.parquet").read_bytes(), "parquet", file="b")
    assert head(sheet) == ("名称", "日期")
    assert body(sheet)[0]["日期"] == pd.Timestamp("2026-01-02").to_pydatetime()


def test_fields_of_geojson_that_are_not_on_every_feature() -> None:
    """Each feature of GeoJSON brings its own fields."""
    listed = [
        {"type": "Feature", "properties": {"a": 1}, "geometry": None},
        {"type": "Feature", "properties": {"b": [1, 2]}, "geometry": None},
    ]
    content = json.dumps({"type": "FeatureCollection", "features": listed}).encode()
    rows = body(read_caged(content, "geojson", file="a")[0])
    assert rows == [{"a": 1, "b": None}, {"a": None, "b": "[1,2]"}]


def test_geometry_that_cannot_be_understood_is_kept_as_text() -> None:
    """A feature is a row, whatever its geometry is."""
    broken = {"type": "Point", "coordinates": ["east", "north"]}
    feature = {"type": "Feature", "properties": {"名称": "甲"}, "geometry": broken}
    (row,) = body(read_caged(json.dumps(feature).encode(), "geojson", file="a")[0])
    assert (row["名称"], row["经度"]) == ("甲", None)
    assert json.loads(str(row["几何WKT"])) == broken


def test_old_geojson_may_name_its_system() -> None:
    """Files of before RFC 7946 do; EPSG 4490 is CGCS2000."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    point = {"type": "Point", "coordinates": [115.0, 35.0]}
    content = json.dumps({"type": "Feature", "crs": crs, "properties": {}, "geometry": point})
    (row,) = body(read_caged(content.encode(), "geojson", file="a")[0])
    assert (row["经度"], row["坐标系"]) == (115.0, "CGCS2000")


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name>
<Folder><name>东村</name>
<Placemark><name>甲厂</name><ExtendedData><Data name="人数"><value>12</value></Data>
<SchemaData><SimpleData name="行业">木器</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>115.1,35.2,48</coordinates></Point></Placemark></Folder>
<Folder><name>西村</name><Placemark><name>塘</name><Polygon><outerBoundaryIs><LinearRing>
<coordinates>115,35 115.25,35 115.25,35.5 115,35.5 115,35</coordinates></LinearRing>
</outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>"""


def test_folders_of_kml_are_sheets() -> None:
    """With the fields of their places, and heights left out."""
    east, west = read_caged(KML.encode(), "kml", file="a.kml")
    assert (east.name, west.name) == ("东村", "西村")
    (row,) = body(east)
    assert (row["name"], row["人数"], row["行业"]) == ("甲厂", "12", "木器")
    assert (row["经度"], row["纬度"], row["坐标系"]) == (115.1, 35.2, "WGS-84")
    assert shapely.from_wkt(str(body(west)[0]["几何WKT"])).equals(SQUARE)


def test_kmz_is_kml_in_an_archive() -> None:
    """The document is called doc.kml."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", KML)
    assert len(read_caged(stream.getvalue(), "kmz", file="a.kmz")) == 2


def test_a_link_in_kml_is_a_row_with_its_address() -> None:
    """It is not followed, and it is not lost."""
    text = KML.replace(
        "<Placemark><name>甲厂",
        "<NetworkLink><name>更多</name><Link><href>x.kml</href></Link>"
        "</NetworkLink><Placemark><name>甲厂",
    )
    rows = body(read_caged(text.encode(), "kml", file="a.kml")[0])
    assert (rows[0]["name"], rows[0]["NetworkLink"], rows[0]["经度"]) == ("更多", "x.kml", None)


def test_kml_without_a_place() -> None:
    """Pictures and styles alone are no ledger."""
    with pytest.raises(LedgerError, match="is KML without a single place; export the folder"):
        read_caged(b"<kml><Document/></kml>", "kml", file="a.kml")
