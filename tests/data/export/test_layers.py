"""Exports as a GeoPackage."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import warnings
from typing import TYPE_CHECKING

import pyogrio

from data.export.layers import write_geopackage
from data.export.table import Column, plain_text
from data.export.week import left_out_sheet, route_sheet, stop_sheet
from tests.conftest import lacking
from tests.data.export.goods import FACTS, ODD_NAMES, listed, sheet, silent
from tests.maps.town import week

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Sheet


def written(folder: Path, *sheets: Sheet, name: str = "a.gpkg") -> Path:
    """Write a GeoPackage; a warning of GDAL fails the test."""
    path = folder / name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_geopackage(path, sheets, FACTS, lang="zh", progress=silent)
    return path


def test_it_holds_the_layers_and_what_it_is(tmp_path: Path) -> None:
    """And nothing else: the store holds password hashes, an export never."""
    plan = week()
    path = written(
        tmp_path,
        stop_sheet(plan, datum="wgs84", lang="zh"),
        route_sheet(plan),
        left_out_sheet(plan, lang="zh"),
    )
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {"stops": "Point", "routes": "LineString", "left_out": None}
    stops = pyogrio.read_dataframe(path, layer="stops")
    assert stops["start"].iloc[0].startswith("2026-11-23T08:10:00+08:00")
    with sqlite3.connect(path) as file:
        told = [row[0] for row in file.execute("SELECT description FROM gpkg_contents")]
    file.close()
    assert len(told) == 3
    assert all("坐标系：WGS-84" in text and "虚构" in text for text in told)


def test_names_and_types_survive(tmp_path: Path) -> None:
    """Hostile names as text; numbers, ticks and days as what they are, missing ones missing."""
    names = [plain_text(name) for name in ODD_NAMES]
    rows: list[dict[str, object]] = [{"name": name} for name in names]
    rows[0] |= {"workers": 12.0, "chemicals": True, "stated_visit": "2026-11-02"}
    read = pyogrio.read_dataframe(written(tmp_path, listed(*rows)))
    assert read["name"].tolist() == names
    assert read["workers"].tolist()[:1] == [12.0]
    assert read["workers"].isna().sum() == read["chemicals"].isna().sum() == len(names) - 1
    assert str(read["stated_visit"].iloc[0])[:10] == "2026-11-02"


def test_any_extra_header_can_be_kept(tmp_path: Path) -> None:
    """Headers that differ in capitals only, or hold quotes, cannot be fields; they are kept."""
    extra = '{"NAME": "x", "name": "y", "\\"; drop table sites; --": "z"}'
    read = pyogrio.read_dataframe(written(tmp_path, listed({"extra": extra})))
    assert read["extra"].tolist() == [extra]


def test_equal_lists_are_equal_files(tmp_path: Path) -> None:
    """Also a minute later: the file's own clock is the day of the data."""
    goods = listed({"name": "甲厂"})
    one, two = (written(tmp_path, goods, name=name) for name in ("a.gpkg", "b.gpkg"))
    assert one.read_bytes() == two.read_bytes()
    with sqlite3.connect(one) as file:
        stamps = {row[0] for row in file.execute("SELECT last_change FROM gpkg_contents")}
    file.close()
    assert stamps == {"2026-11-22T00:00:00.000Z"}


def test_whole_numbers_may_be_missing(tmp_path: Path) -> None:
    """A zero in the place of `not known` would be a lie."""
    column = Column(name="n", zh="数", en="N", kind="integer", cells=[0, None])
    read = pyogrio.read_dataframe(
        written(tmp_path, sheet(column)), layer="things", read_geometry=False
    )
    assert read["n"].isna().tolist() == [False, True]


def test_ogrinfo_reads_it_without_a_warning(tmp_path: Path) -> None:
    """The GDAL of the office is often older than ours."""
    program = shutil.which("ogrinfo")
    if program is None:
        lacking("ogrinfo", "install gdal-bin")
    path = written(tmp_path, listed({"name": "甲厂"}))
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [program, "-so", "-al", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Feature Count: 1" in done.stdout
    assert "Geometry: Point" in done.stdout
