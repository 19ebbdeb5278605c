"""A doctor finds what is wrong, says it in words, and mends only what follows from the rows."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from data.schema import TABLES, TEAM, as_table
from data.store import Author, Store, open_store
from data.store.geometry import to_blob
from data.store.health import Fault, examine, repair
from data.store.health.content import REFERENCES
from data.store.health.fault import FAULTS
from tests.builders import inspections, sites
from tests.data.store.conftest import querying, server_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Query = Callable[..., list[tuple[Any, ...]]]


def fill(store: Store) -> None:
    """Write two sites, a visit and a change, so that every check has something to look at."""
    for name in ("old", "new"):
        with store.writing(by=Author("li", "import")) as unit:
            unit.upsert("site", sites({"name": name}, {}))
    with store.writing(by=Author("li", "import")) as unit:
        unit.upsert("inspection", inspections({"day": "2026-01-05", "site_id": "S00001"}))


def found(store: Store) -> list[Fault]:
    """List what is wrong."""
    return list(examine(store).faults)


def only(store: Store) -> Fault:
    """Give the one thing that is wrong."""
    (fault,) = found(store)
    return fault


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """Fill a file once, to copy."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("full") / "town.gpkg"))
    with open_store(str(path)) as made:
        fill(made)
    return path


@pytest.fixture(scope="module")
def full_database(request: pytest.FixtureRequest) -> str:
    """Fill a database once, and name it to copy."""
    with open_store(server_copy(request, "full_of_rows")) as made:
        fill(made)
    return "full_of_rows"


@pytest.fixture(params=["file", "server"])
def full(request: pytest.FixtureRequest, path: Path) -> str:
    """Say where a copy with rows is, on each engine."""
    if request.param == "file":
        return str(shutil.copy(request.getfixturevalue("full_file"), path))
    copy: Callable[[str], str] = request.getfixturevalue("database")
    return copy(request.getfixturevalue("full_database"))


@pytest.fixture
def filled(full: str) -> Iterator[Store]:
    """Give a store with rows, on each engine."""
    with open_store(full) as made:
        yield made


@pytest.fixture
def behind(full: str) -> Query:
    """Give a function that runs SQL on it as another program would."""
    return querying(full)


@pytest.fixture
def filled_file(full_file: Path, path: Path) -> Iterator[Store]:
    """Give a store with rows, in a file."""
    shutil.copy(full_file, path)
    with open_store(str(path)) as made:
        yield made


def test_a_good_store_is_well(filled: Store) -> None:
    """A doctor who always finds something is not asked again."""
    found = examine(filled)
    assert found.faults == ()
    assert (found.rows["site"], found.rows["history"], found.rows["audit"]) == (2, 1, 3)
    assert found.audit_hash == filled.read("audit")["hash"].iloc[-1]


def test_an_empty_store_is_well(store: Store) -> None:
    """Nothing to find in nothing."""
    assert found(store) == []


def test_an_unknown_code_is_named_with_those_allowed(filled: Store, behind: Query) -> None:
    """An office writes 红色 in QGIS where the program knows red."""
    behind("UPDATE site SET ledger_grade = '红色' WHERE site_id = 'S00002'")
    fault = only(filled)
    assert (fault.code, fault.table, fault.count, fault.example) == ("code", "site", 1, "S00002")
    assert "unknown ledger_grade (such as S00002: 红色); set it to one of blue, orange" in fault.en
    assert "请在 QGIS 中改为 blue, orange, red, yellow 之一" in fault.zh
    assert not examine(filled).is_broken


def test_a_number_out_of_range_is_found(filled: Store, behind: Query) -> None:
    """Minus three people work nowhere."""
    behind("UPDATE site SET workers = -3 WHERE site_id = 'S00001'")
    fault = only(filled)
    assert (fault.code, fault.count, fault.example) == ("bounds", 1, "S00001")
    assert "workers outside its range (such as S00001: -3" in fault.en


@pytest.mark.parametrize(
    "written",
    [
        {
            "workers": ("about 12", "number"),
            "stated_visit": ("2026/1/5", "day"),
            "chemicals": ("maybe", "truth value"),
            "extra": ("{", "JSON"),
        },
        {"stated_visit": ("2026-02-30", "day")},
    ],
    ids=["odd", "no month has it"],
)
def test_a_value_of_another_kind_is_found(
    filled_file: Store, file_query: Query, written: dict[str, tuple[str, str]]
) -> None:
    """A file keeps any text in any column; the next command would stumble over it."""
    for column, (value, _) in written.items():
        file_query(f"UPDATE site SET {column} = ? WHERE site_id = 'S00001'", value)  # noqa: S608
    faults = found(filled_file)
    assert len(faults) == len(written)
    for column, (value, kind) in written.items():
        (fault,) = [one for one in faults if f"{column} that is no {kind}" in one.en]
        assert (fault.code, fault.count, fault.example) == ("kind", 1, "S00001")
        assert value in fault.en


def test_a_visit_to_no_site_is_found(filled: Store, behind: Query) -> None:
    """Somebody removed a site by hand."""
    behind("DELETE FROM site WHERE site_id = 'S00001'")
    fault = only(filled)
    assert (fault.code, fault.table, fault.count, fault.example) == (
        "orphan",
        "inspection",
        1,
        "J00001",
    )
    assert "name a site_id that site does not hold (S00001)" in fault.en


def test_a_site_far_from_the_others_is_found(filled: Store) -> None:
    """One degree is about 110 km; a town is within 30."""
    with filled.writing() as unit:
        unit.upsert("site", sites(*({} for _ in range(8)), {"lat_deg": 36.5}))
    fault = only(filled)
    assert (fault.code, fault.example, fault.count) == ("outside", "S00009", 1)
    assert "more than 30 km from the middle of the town, such as S00009 at 115.009000, 36.5" in (
        fault.en
    )


def test_a_county_is_not_far_from_itself(store: Store) -> None:
    """Sites at 35, 35.5 and 36 degrees: three quarters lie within 56 km, four times that is far."""
    with store.writing() as unit:
        unit.upsert("site", sites(*({"lat_deg": 35.0 + 0.5 * (n % 3)} for n in range(9))))
    assert found(store) == []


def test_a_position_off_the_earth_is_found(filled_file: Store, file_query: Query) -> None:
    """Metres drawn into a layer of degrees."""
    metres = to_blob(shapely.Point(500_000.0, 3_900_000.0))
    file_query("UPDATE site SET geom = ? WHERE site_id = 'S00002'", metres)
    fault = only(filled_file)
    assert (fault.code, fault.example) == ("off_earth", "S00002")
    assert "500000.000000, 3900000.000000" in fault.en


def test_an_empty_position_is_found(filled: Store, behind: Query) -> None:
    """QGIS can empty a shape; a site must lie somewhere."""
    is_file = filled.place.endswith(".gpkg")
    empty = to_blob(shapely.Point()) if is_file else "SRID=4326;POINT EMPTY"
    behind("UPDATE site SET geom = ? WHERE site_id = 'S00002'", empty)
    fault = only(filled)
    assert (fault.code, fault.example) == ("no_shape", "S00002")


def test_a_changed_audit_is_found(filled: Store, behind: Query) -> None:
    """Whoever takes the guard away and changes who did it breaks the chain there."""
    _unguard(filled, behind)
    behind("UPDATE audit SET who = 'nobody' WHERE audit_id = 'A00000002'")
    faults = {fault.code: fault for fault in found(filled)}
    assert faults["chain"].example == "A00000002"
    assert faults["no_trigger"].count >= 1


def test_a_row_cut_out_of_the_audit_is_found(filled: Store, behind: Query) -> None:
    """The row after it does not follow the row before."""
    _unguard(filled, behind)
    behind("DELETE FROM history")
    behind("DELETE FROM audit WHERE audit_id = 'A00000002'")
    faults = {fault.code: fault for fault in found(filled)}
    assert (faults["chain"].count, faults["chain"].example) == (1, "A00000003")


def test_a_row_cut_off_the_beginning_is_found(filled: Store, behind: Query) -> None:
    """The first row is number 1."""
    _unguard(filled, behind)
    behind("DELETE FROM audit WHERE audit_id = 'A00000001'")
    assert {fault.code: fault.example for fault in found(filled)}["chain"] == "A00000002"


def _unguard(store: Store, query: Query) -> None:
    """Take away what refuses changes, as somebody with the file in hand could."""
    is_file = store.place.endswith(".gpkg")
    for table in ("audit", "history"):
        if is_file:
            for act in ("UPDATE", "DELETE"):
                query(f'DROP TRIGGER "{table}_keeps_{act}"')
        else:
            query(f'DROP TRIGGER "{table}_keeps" ON "{table}"')


def test_missing_guards_and_indexes_are_made_anew(filled: Store, behind: Query) -> None:
    """What follows from the tables themselves needs nobody to decide."""
    _unguard(filled, behind)
    behind("DROP INDEX history_row_id_table_name_idx")
    assert {fault.code for fault in found(filled)} == {"no_trigger", "no_index"}
    assert all(fault.mends for fault in found(filled))
    repair(filled)
    assert found(filled) == []


def test_a_stale_spatial_index_is_found_and_made_anew(
    filled_file: Store, file_query: Query
) -> None:
    """One row too many, one missing, one elsewhere: the index's own check calls this well."""
    file_query("DELETE FROM rtree_site_geom WHERE id = 1")
    file_query("INSERT INTO rtree_site_geom VALUES (77, 1, 2, 1, 2)")
    file_query("UPDATE rtree_site_geom SET minx = 10, maxx = 11 WHERE id = 2")
    fault = only(filled_file)
    assert (fault.code, fault.table, fault.count, fault.mends) == ("index_differs", "site", 3, True)
    repair(filled_file)
    assert found(filled_file) == []
    assert file_query("SELECT id FROM rtree_site_geom ORDER BY id") == [(1,), (2,)]


def test_repair_tells_qgis_where_to_zoom(filled_file: Store, file_query: Query) -> None:
    """The box of a layer: two sites at 115.001 and 115.002."""
    repair(filled_file)
    ((west, east),) = file_query("SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'site'")
    assert (west, east) == (pytest.approx(115.001, abs=1e-4), pytest.approx(115.002, abs=1e-4))


def test_repair_changes_no_row(filled: Store, behind: Query) -> None:
    """A wrong value is for a person to correct."""
    behind("UPDATE site SET ledger_grade = '红色' WHERE site_id = 'S00002'")
    repair(filled)
    assert only(filled).code == "code"


def test_a_table_that_qgis_cannot_see_is_found(filled_file: Store, file_query: Query) -> None:
    """It is in the file, but in no list of the GeoPackage."""
    file_query("DELETE FROM gpkg_contents WHERE table_name = 'setting'")
    assert (only(filled_file).code, only(filled_file).example) == ("unregistered", "setting")


def test_a_wrong_mark_is_found_and_set(filled_file: Store, file_query: Query) -> None:
    """Without it GDAL takes the file for any database."""
    file_query("PRAGMA user_version = 7")
    assert only(filled_file).example == "user_version = 7"
    repair(filled_file)
    assert found(filled_file) == []


def test_a_missing_table_and_column_are_found(filled: Store, behind: Query) -> None:
    """And the other checks still run."""
    behind("DROP TABLE tip")
    behind("ALTER TABLE site DROP COLUMN remark")
    faults = {fault.code: fault for fault in found(filled)}
    assert faults["no_table"].example == "tip"
    assert (faults["no_column"].table, faults["no_column"].example) == ("site", "remark")
    assert examine(filled).is_broken


def test_a_road_to_nowhere_is_found(filled_file: Store, path: Path) -> None:
    """Another program that does not look after foreign keys removed a junction."""
    from tests.data.store.test_store import little_roads  # noqa: PLC0415 (one test)

    with filled_file.writing() as unit:
        unit.save_roads(little_roads())
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DROP TRIGGER rtree_road_node_geom_delete")
        file.execute("DELETE FROM road_node WHERE osmid = 9")
    codes = {fault.code: fault for fault in found(filled_file)}
    assert (codes["foreign_key"].table, codes["foreign_key"].count) == ("road_edge", 2)


def test_a_damaged_page_is_found(path: Path) -> None:
    """A page of the disk went bad: the doctor says so instead of stumbling."""
    with open_store(str(path), create=True) as store, store.writing() as unit:
        unit.upsert("site", sites(*({"remark": "x" * 2000} for _ in range(300))))
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as file:
        (root,) = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'site'").fetchone()
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with open_store(str(path)) as store:
        examined = examine(store)
    assert examined.is_broken
    assert {"damaged", "unreadable"} & {fault.code for fault in examined.faults}


def test_every_fault_speaks_both_languages() -> None:
    """And says what to do: run a command, or correct something."""
    for zh, en, weight, mends in FAULTS.values():
        assert "请" in zh or "备份" in zh
        assert weight in ("broken", "content")
        assert mends == ("--repair" in en)


def test_a_code_written_by_gdal_is_seen_and_found(filled_file: Store, path: Path) -> None:
    """A layer edited in another program: the value counts at once, and the doctor looks at it."""
    layer = gpd.GeoDataFrame(
        {"site_id": ["S9"], "kind": ["enterprise"], "name": ["甲"], "status": ["开着"]},
        geometry=[shapely.Point(115.003, 35.5)],
        crs="EPSG:4326",
    )
    pyogrio.write_dataframe(layer, path, layer="site", append=True)
    assert filled_file.read("site").loc["S9", "status"] == "开着"
    fault = only(filled_file)
    assert (fault.code, fault.example) == ("code", "S9")
    assert "unknown status (such as S9: 开着)" in fault.en


def test_a_team_without_members_is_no_fault(store: Store) -> None:
    """Zero is a number, and within its range."""
    row = {"team_id": "T1", "name": "一队", "card_holders": 0, "lon_deg": 115.0, "lat_deg": 35.5}
    with store.writing() as unit:
        unit.upsert("team", as_table([row], TEAM))
    assert found(store) == []


def test_every_column_that_names_a_row_is_looked_after() -> None:
    """Of history the row may be gone; a phone's word is of many tables; one key is not of ours."""
    named = {
        (schema.name, column)
        for schema in TABLES.values()
        for column in schema.names
        if column.endswith("_id")
    }
    looked_after = {(table, column) for table, column, _ in REFERENCES}
    assert named - looked_after == {
        ("history", "row_id"),
        ("page_record", "target_id"),
        ("account", "outside_id"),
    }
    # The keys of their tables.
    assert looked_after - named == {("score", "site_id"), ("credential", "account_id")}
    assert all(TABLES[other] for *_, other in REFERENCES)


def test_an_answer_about_no_site_is_found(filled: Store, behind: Query) -> None:
    """The import would look for it, and ask again."""
    behind(
        "INSERT INTO answer (answer_id, kind, meaning, site_id, created_at) "
        "VALUES ('a', 'sites', 'new', 'S00009', '2026-11-01T00:00:00.000Z')"
    )
    fault = only(filled)
    assert (fault.code, fault.table, fault.example) == ("orphan", "answer", "a")
