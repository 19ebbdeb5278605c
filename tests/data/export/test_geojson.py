"""Exports as GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import shapely

from data.export.geojson import geometry, write_geojson
from data.export.places import cell_sheet
from data.export.table import plain_text
from tests.data.export.goods import FACTS, ODD_NAMES, listed, silent
from tests.maps.town import cells_table

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Sheet


def written(folder: Path, *sheets: Sheet) -> dict[str, object]:
    """Write a collection and read it as JSON."""
    write_geojson(folder / "a.geojson", sheets, FACTS, lang="zh", progress=silent)
    listed_json: dict[str, object] = json.loads((folder / "a.geojson").read_text("utf-8"))
    return listed_json


def test_it_is_what_the_standard_asks_for(tmp_path: Path) -> None:
    """RFC 7946: longitude first, no crs member; what it is stands in a member of its own."""
    got = written(tmp_path, listed({"name": "甲厂", "lon_deg": 115.123456789, "lat_deg": 35.5}))
    assert got["type"] == "FeatureCollection"
    assert "crs" not in got
    assert got["about"]["坐标系"] == "WGS-84"  # type: ignore[index]
    (feature,) = got["features"]  # type: ignore[misc]
    assert feature["geometry"] == {"type": "Point", "coordinates": [115.1234568, 35.5]}
    assert feature["properties"]["site_id"] == "S00001"
    assert feature["properties"]["status"] == "operating"


def test_outer_rings_run_to_the_left_and_holes_to_the_right() -> None:
    """The right-hand rule of RFC 7946, 3.1.6, whatever way the shape was drawn."""
    hole = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)], [hole])
    outer, inner = geometry(clockwise)["coordinates"]  # type: ignore[index]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(inner).is_ccw


def test_gdal_reads_what_was_written(tmp_path: Path) -> None:
    """Another program's view: every name, every square."""
    names = [plain_text(name) for name in ODD_NAMES]
    written(tmp_path, listed(*({"name": name} for name in names)))
    meta, _, shapes, fields = pyogrio.raw.read(tmp_path / "a.geojson")
    assert fields[list(meta["fields"]).index("name")].tolist() == names
    assert len(shapes) == len(names)
    assert meta["crs"] == "EPSG:4326"


def test_squares_keep_their_place(tmp_path: Path) -> None:
    """Seven digits are about a centimetre."""
    cells = cells_table()
    got = written(tmp_path, cell_sheet(cells, datum="wgs84"))
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in got["features"]]  # type: ignore[attr-defined]
    assert np.all(
        shapely.equals_exact(
            shapely.normalize(shapes), shapely.normalize(cells["geometry"].to_numpy()), 1e-7
        )
    )


def test_a_row_without_a_place_has_no_geometry() -> None:
    """A tip-off often says no more than `behind the school`."""
    assert geometry(None) is None
