"""Other programs open the store as a plain GeoPackage, and see and change what it holds."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from data.store import Store, open_store
from data.store.geometry import to_blob
from data.store.health import examine
from tests.builders import sites
from tests.conftest import lacking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Query = Callable[..., list[tuple[Any, ...]]]


def ogrinfo(*words: str) -> str:
    """Run GDAL's ogrinfo; its warnings are part of what is returned."""
    return gdal("ogrinfo", *words)


def gdal(name: str, *words: str) -> str:
    """Run a program of GDAL; its warnings are part of what is returned."""
    program = shutil.which(name)
    if program is None:
        lacking(name, "install gdal-bin")
    done = subprocess.run(  # noqa: S603 (a fixed program, our own words)
        [str(program), *words], capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


def fill(store: Store) -> None:
    """Write two sites."""
    with store.writing() as unit:
        unit.upsert("site", sites({"name": "磨坊", "workers": 1.1}, {}))


def index_ids(query: Query) -> list[int]:
    """List the row numbers in the spatial index."""
    return [row[0] for row in query("SELECT id FROM rtree_site_geom ORDER BY id")]


def test_gdal_reads_every_layer_without_a_warning(file_store: Store, path: Path) -> None:
    """A dropped column or a 32-bit float would be a warning."""
    fill(file_store)
    answer = ogrinfo("-so", "-al", str(path))
    assert "Warning" not in answer
    assert "ERROR" not in answer
    assert "Layer name: inspection" in answer
    assert "workers: Real (0.0)" in answer


def test_gdal_edit_is_seen(file_store: Store, path: Path) -> None:
    """An office corrects a name in QGIS while the store is in use."""
    fill(file_store)
    sql = "UPDATE site SET name = 'mended' WHERE site_id = 'S00002'"
    ogrinfo(str(path), "-sql", sql)
    assert file_store.read("site")["name"].tolist() == ["磨坊", "mended"]


def test_moved_point_is_what_is_read(file_store: Store, path: Path) -> None:
    """The position is stored once: whoever moves the point moves the site."""
    fill(file_store)
    sql = (
        "UPDATE site SET geom = (SELECT geom FROM site WHERE site_id = 'S00001') "
        "WHERE site_id = 'S00002'"
    )
    ogrinfo(str(path), "-sql", sql)
    table = file_store.read("site")
    assert table["lon_deg"].tolist() == [115.001, 115.001]


def test_pyogrio_reads_and_appends(file_store: Store, path: Path) -> None:
    """A feature that GDAL appends is a site like any other."""
    fill(file_store)
    layer = pyogrio.read_dataframe(path, layer="site")
    assert layer["workers"].tolist()[0] == 1.1
    extra = gpd.GeoDataFrame(
        {"site_id": ["S9"], "kind": ["enterprise"], "name": ["N"], "status": ["idle"]},
        geometry=[shapely.Point(115.5, 35.6)],
        crs="EPSG:4326",
    )
    pyogrio.write_dataframe(extra, path, layer="site", append=True)
    table = file_store.read("site")
    assert table.loc["S9", ["lon_deg", "lat_deg"]].tolist() == [115.5, 35.6]


def test_pyogrio_finds_by_box(file_store: Store, path: Path) -> None:
    """The spatial index answers: sites lie 0.001 degrees apart."""
    fill(file_store)
    near = pyogrio.read_dataframe(path, layer="site", bbox=(115.0005, 35.4, 115.0015, 35.6))
    assert near["site_id"].tolist() == ["S00001"]


@pytest.mark.usefixtures("file_store")
def test_file_is_marked_as_geopackage(file_query: Query) -> None:
    """Programs tell by these two numbers."""
    assert file_query("PRAGMA application_id") == [(0x47504B47,)]
    assert file_query("PRAGMA user_version") == [(10300,)]
    assert file_query("PRAGMA journal_mode") == [("wal",)]


@pytest.mark.usefixtures("file_store")
def test_every_table_is_registered(file_query: Query) -> None:
    """A table in no list is one that QGIS does not show."""
    listed = {row[0] for row in file_query("SELECT table_name FROM gpkg_contents")}
    with_shape = {row[0] for row in file_query("SELECT table_name FROM gpkg_geometry_columns")}
    assert {"site", "inspection", "road_edge", "setting"} <= listed
    of_town = {"site", "tip", "team", "area", "cell", "beat", "closure", "sweep"}
    assert with_shape == of_town | {"road_node", "road_edge"}
    extended = {row[0] for row in file_query("SELECT table_name FROM gpkg_extensions")}
    assert extended == with_shape


def test_index_follows_new_numbers_and_lost_shapes(file_store: Store, file_query: Query) -> None:
    """The older set of triggers leaves stale rows here; tips may lose their position."""
    fill(file_store)
    file_query("UPDATE site SET fid = 50 WHERE fid = 1")
    assert index_ids(file_query) == [2, 50]
    file_query("UPDATE site SET geom = ? WHERE fid = 2", to_blob(shapely.Point()))
    assert index_ids(file_query) == [50]
    file_query("UPDATE site SET geom = ? WHERE fid = 2", to_blob(shapely.Point(1, 2)))
    assert index_ids(file_query) == [2, 50]
    file_query("UPDATE site SET fid = 60, geom = ? WHERE fid = 2", to_blob(shapely.Point()))
    assert index_ids(file_query) == [50]
    file_query("DELETE FROM site WHERE fid = 50")
    assert index_ids(file_query) == []
    assert file_query("SELECT rtreecheck('rtree_site_geom')") == [("ok",)]


def test_index_follows_a_moved_point(file_store: Store, file_query: Query) -> None:
    """Overwriting a site moves its box, and no box is left where it was."""
    fill(file_store)
    with file_store.writing() as unit:
        unit.upsert("site", sites({"lon_deg": 100.0, "lat_deg": 20.0}))
    sql = "SELECT id FROM rtree_site_geom WHERE minx < 100.01 AND maxx > 99.99"
    assert file_query(sql) == [(1,)]
    assert index_ids(file_query) == [1, 2]


def test_content_repeats_exactly(tmp_path: Path) -> None:
    """Equal input gives equal rows; only the times of writing may differ."""
    tables = []
    for name in ("a.gpkg", "b.gpkg"):
        with open_store(str(tmp_path / name), create=True) as store:
            fill(store)
        layer = pyogrio.read_dataframe(tmp_path / name, layer="site", fid_as_index=True)
        tables.append(layer.drop(columns="created_at"))
    assert tables[0].equals(tables[1])


def test_layer_updated_by_ogr2ogr_is_seen(file_store: Store, path: Path, tmp_path: Path) -> None:
    """An office mends names and places on a copy and writes the layer back over the store's."""
    fill(file_store)
    mended = tmp_path / "mended.gpkg"
    gdal("ogr2ogr", str(mended), str(path), "site", "-preserve_fid")
    layer = pyogrio.read_dataframe(mended, layer="site", fid_as_index=True)
    layer["name"] = ["mended", "磨坊"]
    layer = layer.set_geometry([shapely.Point(115.2, 35.6), shapely.Point(115.3, 35.7)], crs=4326)
    pyogrio.write_dataframe(layer, mended, layer="site")
    gdal("ogr2ogr", "-update", "-upsert", "-preserve_fid", str(path), str(mended), "site")
    table = file_store.read("site")
    assert table["name"].tolist() == ["mended", "磨坊"]
    assert table["lon_deg"].tolist() == [115.2, 115.3]
    assert examine(file_store).faults == ()


def test_code_edited_by_gdal_is_found_by_the_doctor(file_store: Store, path: Path) -> None:
    """A word of the office where the program knows a code: seen at once, and named."""
    fill(file_store)
    ogrinfo(str(path), "-sql", "UPDATE site SET ledger_grade = '红色' WHERE site_id = 'S00001'")
    assert file_store.read("site").loc["S00001", "ledger_grade"] == "红色"
    (fault,) = examine(file_store).faults
    assert (fault.code, fault.table, fault.example) == ("code", "site", "S00001")
