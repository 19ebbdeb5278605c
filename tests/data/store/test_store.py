"""The store gives back what was written, and a failed write leaves it as it was."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data.errors import InputError, NotFoundError, StoreError, TableError
from data.model import Roads
from data.schema import AREA, SCORE, SITE, TABLES, as_table
from data.store import Store, open_store
from tests.builders import inspections, sites

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHILD = """
import sys
from data.schema import SETTING, as_table
from data.store import open_store
path, mode = sys.argv[1:]
with open_store(path, create=True) as store:
    if mode == "stuck":
        with store.writing() as unit:
            unit.set("half", "done")
            print("written", flush=True)
            sys.stdin.read()
    for number in range(20):
        with store.writing() as unit:
            count = int(unit.settings().get("count", "0"))
            unit.set("count", str(count + 1))
"""


def child(address: str, mode: str) -> subprocess.Popen[str]:
    """Start another program that writes to the same store."""
    return subprocess.Popen(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", CHILD, address, mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def little_roads(source: str = "a.osm", place: str = "n1") -> Roads:
    """Build two junctions, a road both ways between them, and one place."""
    lons, lats = [115.0, 115.01], [35.5, 35.5]
    points = gpd.points_from_xy(lons, lats)
    nodes = gpd.GeoDataFrame(
        {"x": lons, "y": lats, "rank": pd.array([1, None], dtype="Int64")},
        index=pd.Index([7, 9], name="osmid"),
        geometry=points,
        crs="EPSG:4326",
    )
    line = shapely.LineString([(115.0, 35.5), (115.005, 35.51), (115.01, 35.5)])
    edges = gpd.GeoDataFrame(
        {
            "osmid": ["5", "5"],
            "highway": ["tertiary", "tertiary"],
            "name": ["Mill road", None],
            "ref": [None, None],
            "maxspeed": ["40", None],
            "surface": ["concrete", None],
            "speed_km_h": [None, 31.5],
            "oneway": [False, False],
            "length": [1500.5, 1500.5],
        },
        index=pd.MultiIndex.from_tuples([(7, 9, 0), (9, 7, 0)], names=["u", "v", "key"]),
        geometry=[line, line.reverse()],
        crs="EPSG:4326",
    )
    row = {"area_id": place, "kind": "village", "name": "A", "geometry": points[0]}
    places = gpd.GeoDataFrame(as_table([row], AREA), geometry="geometry", crs="EPSG:4326")
    return Roads(nodes=nodes, edges=edges, places=places, source=source)


def test_reads_what_was_written_in_order_of_the_key(store: Store) -> None:
    """Rows come back typed and ordered, in whatever order they were written."""
    table = sites({"workers": 3.0}, {"chemicals": True}, {})
    with store.writing() as unit:
        unit.upsert("site", table.iloc[::-1])
    assert_frame_equal(store.read("site"), table)


def test_where_chooses_rows(store: Store) -> None:
    """All columns named must fit, each with any of its values."""
    with store.writing() as unit:
        unit.upsert("site", sites({}, {"village": "V2"}, {"village": "V2", "status": "idle"}))
    chosen = store.read("site", where={"village": ["V2", "V3"], "status": ["operating"]})
    assert chosen.index.tolist() == ["S00002"]


def test_values_of_a_column_come_once_and_sorted(store: Store) -> None:
    """What a menu offers; rows that say nothing offer nothing."""
    place = {
        "kind": "enterprise",
        "name": "甲",
        "status": "operating",
        "lon_deg": 1.0,
        "lat_deg": 1.0,
    }
    towns = {"S1": "丙镇", "S2": None, "S3": "丙镇", "S4": "乙镇"}
    with store.writing() as unit:
        rows = [place | {"site_id": key, "town": town} for key, town in towns.items()]
        unit.upsert("site", as_table(rows, SITE))
    assert store.distinct("site", "town") == ["丙镇", "乙镇"]
    assert store.distinct("site", "village") == []
    with pytest.raises(NotFoundError, match="no column 'twon'"):
        store.distinct("site", "twon")


def test_where_with_no_value_chooses_nothing(store: Store) -> None:
    """An empty choice is not the choice of everything."""
    with store.writing() as unit:
        unit.upsert("site", sites({}))
        unit.clear("site", where={"site_id": []})
    assert store.read("site", where={"site_id": []}).empty
    assert len(store.read("site")) == 1


@pytest.mark.parametrize("column", ["colour", "lon_deg", "geom"])
def test_where_names_a_column_that_is_not_there(bare: Store, column: str) -> None:
    """A choice that cannot be made must not read everything instead."""
    expected = f"'site' cannot be chosen by {column}; it has site_id.*: choose by one of these"
    with pytest.raises(NotFoundError, match=expected) as told:
        bare.read("site", where={column: ["1"]})
    assert f"表 site 不能按 {column} 选取；可选的列：site_id、" in str(told.value.zh)


def test_unknown_table_is_named(bare: Store) -> None:
    """The message lists what there is."""
    expected = r"Expected one of the tables site, .*, got 'sites'"
    with pytest.raises(NotFoundError, match=expected) as told:
        bare.read("sites")
    assert "没有表 sites；请用其中之一：site、" in str(told.value.zh)


def test_upsert_overwrites_and_keeps_the_row(
    store: Store, query: Callable[..., list[tuple[object, ...]]]
) -> None:
    """An overwritten row is the same row: number and time of making stay."""
    look = "SELECT fid, created_at FROM site"
    with store.writing() as unit:
        unit.upsert("site", sites({"name": "old"}))
    before = query(look)
    with store.writing() as unit:
        unit.upsert("site", sites({"name": "new"}))
    assert query(look) == before
    assert store.read("site")["name"].tolist() == ["new"]


def test_append_refuses_a_key_that_is_there(store: Store) -> None:
    """History is added to, never silently overwritten."""
    visits = inspections({"day": "2026-01-05", "site_id": "S1"})
    with store.writing() as unit:
        unit.append("inspection", visits)
    with (
        pytest.raises(TableError, match="key 'J00001' is in the store already"),
        store.writing() as unit,
    ):
        unit.append("inspection", visits)


def test_clear_removes_only_what_was_chosen(store: Store) -> None:
    """Replacing one week must not touch another."""
    with store.writing() as unit:
        unit.upsert("site", sites({}, {"village": "V2"}))
        unit.clear("site", where={"village": ["V2"]})
    assert store.read("site").index.tolist() == ["S00001"]


def test_unit_reads_its_own_writes_and_others_do_not(store: Store) -> None:
    """What is half written is nobody else's business."""
    with store.writing() as unit:
        unit.upsert("site", sites({}))
        assert len(unit.read("site")) == 1
        assert store.read("site").empty


def test_error_inside_leaves_nothing(store: Store) -> None:
    """All of a unit lands or nothing does."""
    with store.writing() as unit:
        unit.upsert("site", sites({}))
    with pytest.raises(TableError):
        replace_by_nonsense(store)
    assert len(store.read("site")) == 1


def replace_by_nonsense(store: Store) -> None:
    """Remove all sites, then fail."""
    with store.writing() as unit:
        unit.clear("site")
        unit.upsert("score", as_table([{"site_id": "S1", "risk": 2.0}], SCORE))


def test_killed_writer_leaves_nothing(store: Store, address: str) -> None:
    """A power cut in the middle of a write must not leave half of it."""
    with store.writing() as unit:
        unit.set("town", "kept")
    writer = child(address, "stuck")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    writer.kill()
    writer.communicate()
    assert store.settings() == {"town": "kept"}
    with store.writing() as unit:
        unit.set("after", "works")


def test_two_programs_write_without_losing_anything(address: str) -> None:
    """Both make the store if it is not there; each counts on what the other wrote."""
    writers = [child(address, "count"), child(address, "count")]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    with open_store(address) as store:
        assert store.settings() == {"count": "40"}


def test_second_writer_is_told_to_wait(store: Store, address: str) -> None:
    """One line that says what to do, not a database's word."""
    with open_store(address, busy_s=0.01) as other, store.writing():
        unit = other.writing()
        with pytest.raises(StoreError, match="another program is writing to it"):
            unit.__enter__()


def test_settings_are_kept(store: Store) -> None:
    """The last value wins."""
    with store.writing() as unit:
        unit.set("town", "a")
        unit.set("town", "b")
    assert store.settings() == {"town": "b"}


def test_no_roads_says_what_to_run(bare: Store) -> None:
    """A new user meets this on the first day."""
    with pytest.raises(NotFoundError, match="run `gridpatrol roads load FILE` first"):
        bare.read_roads()


def test_roads_come_back(store: Store) -> None:
    """The graph is the same, types included, so that times computed from it are the same."""
    roads = little_roads()
    with store.writing() as unit:
        unit.save_roads(roads)
    back = store.read_roads()
    assert back.source == "a.osm"
    assert_frame_equal(pd.DataFrame(back.nodes), pd.DataFrame(roads.nodes))
    expected = roads.edges.astype(dict.fromkeys(["name", "ref", "maxspeed", "surface"], "str"))
    columns = list(back.edges.columns)
    assert set(columns) == set(expected.columns)
    assert_frame_equal(pd.DataFrame(back.edges)[columns], pd.DataFrame(expected)[columns])
    assert back.places["name"].tolist() == ["A"]
    assert back.places.crs == roads.places.crs


def test_road_lines_are_read_alone(store: Store) -> None:
    """An import needs only where roads run; before any are loaded there is none."""
    with store.writing() as unit:
        assert unit.road_lines() == []
        unit.save_roads(little_roads())
        lines = unit.road_lines()
    assert [line.length for line in lines] == [
        line.length for line in store.read_roads().edges.geometry
    ]


def test_new_roads_replace_the_old_and_leave_other_areas(store: Store) -> None:
    """Areas that the office drew itself do not belong to a road file."""
    own = {"area_id": "G1", "kind": "village", "keeper": "K", "geometry": shapely.Point(0, 0)}
    with store.writing() as unit:
        unit.upsert("area", as_table([{**own, "source": "cells.xlsx"}], AREA))
        unit.save_roads(little_roads())
        unit.save_roads(little_roads("b.osm", "n2"))
    assert store.read("area").index.tolist() == ["G1", "n2"]
    assert store.read_roads().places.index.tolist() == ["n2"]


def test_keepers_named_by_a_ledger_outlast_new_roads(store: Store) -> None:
    """The map knows the village, the office who answers for it."""
    with store.writing() as unit:
        unit.save_roads(little_roads())
        places = unit.read("area").assign(keeper="K")
        unit.upsert("area", places)
        unit.save_roads(little_roads())
    assert store.read("area")["keeper"].tolist() == ["K"]


def test_roads_loaded_twice_are_there_once(store: Store) -> None:
    """The same command run again changes nothing."""
    for _ in range(2):
        with store.writing() as unit:
            unit.save_roads(little_roads())
    assert len(store.read_roads().edges) == 2


def test_closing_twice_does_no_harm(path: Path) -> None:
    """And the write-ahead log is folded back: the store is one plain file to copy."""
    with open_store(str(path), create=True) as store:
        with store.writing() as unit:
            unit.set("town", "a")
        store.close()
    assert [file.name for file in path.parent.iterdir()] == ["town.gpkg"]


positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("upsert"), st.integers(1, 6), positions),
        st.tuples(st.just("clear"), st.integers(1, 6), positions),
    ),
    max_size=12,
)


@given(steps=steps)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_behaves_as_a_dictionary(
    store: Store, steps: list[tuple[str, int, tuple[float, float]]]
) -> None:
    """Whatever the order of writes, the store holds what a dictionary would."""
    model: dict[str, tuple[float, float]] = {}
    with store.writing() as unit:
        unit.clear("site")
    for act, number, (lon, lat) in steps:
        key = f"S{number}"
        with store.writing() as unit:
            if act == "upsert":
                unit.upsert("site", sites({"site_id": key, "lon_deg": lon, "lat_deg": lat}))
                model[key] = (lon, lat)
            else:
                unit.clear("site", where={"site_id": [key]})
                model.pop(key, None)
    table = store.read("site")
    assert dict(zip(table.index, zip(table.lon_deg, table.lat_deg, strict=True), strict=True)) == (
        model
    )


def test_every_table_can_be_read(bare: Store) -> None:
    """The store holds every column the schema names; a changed schema needs a migration."""
    for name, schema in TABLES.items():
        assert tuple(bare.read(name).columns) == schema.names


def test_a_store_in_a_file_knows_it(file_store: Store, path: Path, tmp_path: Path) -> None:
    """Whoever writes a file asks whether it is the store, by whatever name."""
    assert file_store.file == path
    (tmp_path / "link.gpkg").symlink_to(path)
    with pytest.raises(InputError, match="is the store itself; choose another name"):
        file_store.check_apart(tmp_path / "link.gpkg")
    file_store.check_apart(tmp_path / "other.gpkg")


def test_a_store_on_a_server_is_in_no_file(database: Callable[[], str], tmp_path: Path) -> None:
    """No file can be in its way, not even one named like its address."""
    with open_store(database()) as store:
        assert store.file is None
        store.check_apart(tmp_path)
