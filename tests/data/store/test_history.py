"""Nothing is overwritten without a trace: every change leaves what was there before."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import StoreError, TableError
from data.schema import AREA, FINDING, IMPORT_ROW, SCORE, SETTING, as_records, as_table
from data.schema.town import ANSWER
from data.store import Author, Store, open_store
from data.store.geometry import to_blob
from tests.builders import sites
from tests.data.store.test_store import little_roads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Query = Callable[..., list[tuple[Any, ...]]]

LI = Author("li", "import")


def entries(store: Store) -> list[tuple[str, str, str, dict[str, Any], dict[str, Any] | None]]:
    """Read the history as table, row, change, before, after."""
    return [
        (
            row["table_name"],
            row["row_id"],
            row["change"],
            orjson.loads(row["before"]),
            None if pd.isna(row["after"]) else orjson.loads(row["after"]),
        )
        for row in as_records(store.read("history"))
    ]


def counts(store: Store) -> list[dict[str, dict[str, int]]]:
    """Read what each unit of writing did."""
    return [orjson.loads(row) for row in store.read("audit")["counts"]]


def scores(*rows: dict[str, object]) -> pd.DataFrame:
    """Build scores; each row only says what matters to the test."""
    filled = [
        {
            "site_id": f"S{number:05d}",
            "as_of": "2026-11-01",
            "model": "card 1",
            "risk": 0.5,
            "grade": "yellow",
            "uncertainty": 0.1,
            "reasons": "[]",
            **row,
        }
        for number, row in enumerate(rows, start=1)
    ]
    return as_table(filled, SCORE)


def write(store: Store, table: str, rows: pd.DataFrame, by: Author = LI) -> None:
    """Write rows in a unit of their own."""
    with store.writing(by=by) as unit:
        unit.upsert(table, rows)


def test_new_rows_need_no_history(store: Store) -> None:
    """The first import of a town is one row of the audit, and nothing more."""
    write(store, "site", sites({}, {}))
    assert counts(store) == [{"site": {"new": 2}}]
    assert entries(store) == []


def test_a_changed_row_keeps_what_changed(store: Store) -> None:
    """Only the columns that changed, with both values, and only of the row that changed."""
    write(store, "site", sites({"name": "old", "workers": 3.0}, {}))
    write(store, "site", sites({"name": "new", "workers": 3.0}, {}))
    assert entries(store) == [("site", "S00001", "changed", {"name": "old"}, {"name": "new"})]
    assert counts(store)[1] == {"site": {"changed": 1}}


def test_a_value_that_comes_or_goes_is_a_change(store: Store) -> None:
    """Missing differs from every value; SQL's own comparison would not see it."""
    write(store, "site", sites({"workers": None, "keeper": "wang"}))
    write(store, "site", sites({"workers": 0.0, "keeper": None}))
    assert entries(store)[0][3:] == (
        {"workers": None, "keeper": "wang"},
        {"workers": 0.0, "keeper": None},
    )


def test_a_moved_site_keeps_where_it_was(store: Store) -> None:
    """Positions are told in the columns of the schema."""
    write(store, "site", sites({"lon_deg": 115.0, "lat_deg": 35.5}))
    write(store, "site", sites({"lon_deg": 115.25, "lat_deg": 35.5}))
    assert entries(store)[0][3:] == ({"lon_deg": 115.0}, {"lon_deg": 115.25})


def test_a_point_in_another_spelling_is_no_change(file_store: Store, file_query: Query) -> None:
    """QGIS writes the same place with other bytes: here a shape with an envelope."""
    write(file_store, "site", sites({"lon_deg": 115.0, "lat_deg": 35.5}))
    line = bytes(to_blob(shapely.Point(115.0, 35.5)))
    boxed = line[:3] + bytes([line[3] | 2]) + line[4:8] + _box(115.0, 35.5) + line[8:]
    file_query("UPDATE site SET geom = ?", boxed)
    write(file_store, "site", sites({"lon_deg": 115.0, "lat_deg": 35.5}))
    assert entries(file_store) == []


def _box(lon_deg: float, lat_deg: float) -> bytes:
    import struct  # noqa: PLC0415 (this test alone spells a shape by hand)

    return struct.pack("<4d", lon_deg, lon_deg, lat_deg, lat_deg)


def test_writing_the_same_again_leaves_no_trace(store: Store) -> None:
    """Importing a file twice is one event, not two."""
    for _ in range(2):
        write(
            store, "site", sites({"workers": 3.0, "chemicals": True, "stated_visit": "2026-01-05"})
        )
    assert len(counts(store)) == 1


def test_another_source_alone_is_no_history(store: Store) -> None:
    """The same row in another file is told by the fates of its rows."""
    write(store, "site", sites({"source": "a.xlsx"}))
    write(store, "site", sites({"source": "b.xlsx"}))
    assert entries(store) == []


def test_a_row_written_twice_in_one_unit_is_one_change(store: Store) -> None:
    """What was never seen by anybody is no history."""
    write(store, "site", sites({"name": "first"}))
    with store.writing() as unit:
        unit.upsert("site", sites({"name": "second"}))
        unit.upsert("site", sites({"name": "third"}))
    assert entries(store)[0][3:] == ({"name": "first"}, {"name": "third"})


def test_a_row_made_and_changed_in_one_unit_is_new(store: Store) -> None:
    """Also where the table held other rows before."""
    write(store, "site", sites({}))
    with store.writing() as unit:
        unit.upsert("site", sites({}, {"name": "second"}))
        unit.upsert("site", sites({}, {"name": "third"}))
    assert entries(store) == []
    assert counts(store)[1] == {"site": {"new": 1}}


def test_a_removed_row_is_kept_whole(store: Store) -> None:
    """It can be put back by hand."""
    write(store, "site", sites({"name": "gone"}, {}))
    with store.writing() as unit:
        unit.clear("site", where={"site_id": ["S00001"]})
    ((table, row, change, before, after),) = entries(store)
    assert (table, row, change, after) == ("site", "S00001", "removed", None)
    assert (before["name"], before["lon_deg"], before["village"]) == ("gone", 115.001, "V1")


def fail_late(store: Store) -> None:
    """Write, then meet a mistake in the program."""
    with store.writing() as unit:
        unit.upsert("site", sites({"name": "new"}))
        unit.set("half", str(1 / 0))


def test_a_failed_unit_leaves_no_trace(store: Store) -> None:
    """Nothing changed, so there is nothing to tell."""
    write(store, "site", sites({"name": "old"}))
    with pytest.raises(ZeroDivisionError):
        fail_late(store)
    assert (len(counts(store)), entries(store)) == (1, [])


def test_scores_keep_the_grade_that_changed(store: Store) -> None:
    """Scoring empties the table and fills it anew; a risk alone moves every week."""
    write(store, "score", scores({"grade": "orange", "risk": 0.7}, {"risk": 0.4}))
    with store.writing() as unit:
        unit.clear("score")
        unit.append(
            "score",
            scores(
                {"grade": "red", "risk": 0.9, "as_of": "2026-11-08"},
                {"risk": 0.5, "as_of": "2026-11-08"},
            ),
        )
    assert entries(store) == [
        (
            "score",
            "S00001",
            "changed",
            {"grade": "orange", "risk": 0.7, "as_of": "2026-11-01"},
            {"grade": "red", "risk": 0.9, "as_of": "2026-11-08"},
        )
    ]
    assert counts(store)[1] == {"score": {"changed": 2}}


def test_findings_keep_their_states(store: Store) -> None:
    """Found, being mended, closed: each step stays visible."""
    row = {"finding_id": "F1", "site_id": "S1", "level": "major", "found": "2026-11-01"}
    for state in ("found", "rectifying", "closed"):
        write(store, "finding", as_table([{**row, "state": state}], FINDING))
    assert [entry[3:] for entry in entries(store)] == [
        ({"state": "found"}, {"state": "rectifying"}),
        ({"state": "rectifying"}, {"state": "closed"}),
    ]


def test_a_row_of_a_file_keeps_its_former_fate(store: Store) -> None:
    """A question that was answered was a question once."""
    row = {"import_row_id": "a::3", "file": "a.csv", "file_hash": "a", "row": 3, "kind": "sites"}
    for fate, note in (("question", "哪个坐标系"), ("accepted", None)):
        write(store, "import_row", as_table([{**row, "fate": fate, "note": note}], IMPORT_ROW))
    assert entries(store)[0][3:] == (
        {"fate": "question", "note": "哪个坐标系"},
        {"fate": "accepted", "note": None},
    )


def test_tables_without_history_are_counted(store: Store) -> None:
    """Cells are drawn anew as a whole; the audit says that it happened."""
    square = {"cell_id": "c", "geometry": shapely.box(0, 0, 1, 1), "class": "few"}
    zeros = dict.fromkeys(("sites", "visits", "finds", "near_visits"), 0)
    from data.schema import CELL  # noqa: PLC0415 (one test)

    cells = as_table([square | zeros], CELL)
    write(store, "cell", cells)
    with store.writing() as unit:
        unit.clear("cell")
        unit.append("cell", cells)
    assert counts(store) == [{"cell": {"written": 1}}, {"cell": {"removed": 1, "written": 1}}]


def test_the_audit_says_who_and_what_for(store: Store) -> None:
    """Also which files, where the caller says so."""
    with store.writing(by=LI) as unit:
        unit.upsert("site", sites({}))
        unit.note("files", ["甲.xlsx"])
    row = as_records(store.read("audit"))[0]
    assert (row["audit_id"], row["who"], row["what"]) == ("A00000001", "li", "import")
    assert orjson.loads(row["detail"]) == {"files": ["甲.xlsx"]}


def test_a_signed_store_signs_every_unit(store: Store) -> None:
    """Steps that only get a store need not know who runs them."""
    with store.signed(LI).writing() as unit:
        unit.set("town", "a")
    assert store.read("audit")["who"].tolist() == ["li"]


def test_the_trail_cannot_be_changed(store: Store) -> None:
    """Not even by a program that asks the database itself."""
    for name in ("old", "new"):
        write(store, "site", sites({"name": name}))
    for table in ("audit", "history"):
        for act in (f"UPDATE {table} SET audit_id = 'x'", f"DELETE FROM {table}"):  # noqa: S608
            with (
                pytest.raises(StoreError, match=f"{table} is only ever added to"),
                store.writing() as unit,
            ):
                unit._connection.exec_driver_sql(act)  # noqa: SLF001 (there is no door to it)


def test_thousands_of_keys_are_found_at_once(store: Store) -> None:
    """More than a database lets one query bind, and quotes among them."""
    rows = sites(*({"site_id": f"S'\"{number}"} for number in range(3000)))
    write(store, "site", rows)
    write(store, "site", rows.assign(name="new"))
    assert len(entries(store)) == 3000
    assert store.read("history").index[-1] == "A00000002-0003000"


steps = st.lists(
    st.tuples(st.sampled_from(["upsert", "clear"]), st.integers(1, 4), st.integers(0, 2)),
    max_size=10,
)


@given(units=st.lists(steps, max_size=4))
@settings(max_examples=12, deadline=None)
def test_history_leads_back_to_the_beginning(
    units: list[list[tuple[str, int, int]]],
    tmp_path_factory: pytest.TempPathFactory,
    empty_file: Path,
) -> None:
    """Taking all changes back, latest first, gives the rows of before; whatever was done."""
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("back"))
    start = {f"S{number}": f"name {number}" for number in (1, 2)}
    with open_store(str(path)) as store:
        write(store, "site", sites(*({"site_id": k, "name": v} for k, v in start.items())))
        for acts in units:
            with store.writing() as unit:
                for act, number, name in acts:
                    if act == "upsert":
                        row = {"site_id": f"S{number}", "name": f"name {name}"}
                        unit.upsert("site", sites(row))
                    else:
                        unit.clear("site", where={"site_id": [f"S{number}"]})
        now = store.read("site")["name"].to_dict()
        for _, key, _, before, _ in reversed(entries(store)):
            now[key] = before.get("name", now.get(key))
    assert {key: now.get(key) for key in start} == start


def area(source: str | None, **values: object) -> pd.DataFrame:
    """Build one area that a file brought."""
    own = {"area_id": "n1", "kind": "village", "name": "A", "geometry": shapely.Point(115, 35.5)}
    return as_table([own | {"source": source} | values], AREA)


def load_roads(store: Store, source: str, place: str = "n1") -> None:
    """Load a road file in a unit of its own."""
    with store.writing(by=LI) as unit:
        unit.save_roads(little_roads(source, place))


def of_areas(store: Store) -> list[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """Read the history of areas as row, before, after."""
    return [entry[1:2] + entry[3:] for entry in entries(store) if entry[0] == "area"]


def test_an_answer_taken_back_leaves_what_it_was(store: Store) -> None:
    """Who answers otherwise a month later overrules somebody."""
    answer = {"answer_id": "a", "kind": "sites", "said": "新点位", "site_id": "S00002"}
    write(store, "answer", as_table([answer | {"meaning": "new"}], ANSWER))
    write(store, "answer", as_table([answer | {"meaning": "drop", "site_id": None}], ANSWER))
    assert entries(store) == [
        (
            "answer",
            "a",
            "changed",
            {"meaning": "new", "site_id": "S00002"},
            {"meaning": "drop", "site_id": None},
        )
    ]


def test_an_outline_drawn_anew_leaves_the_former(store: Store) -> None:
    """The office moved a boundary; who answered for the strip before must stay known."""
    write(store, "area", area("cells.xlsx"))
    write(store, "area", area("cells.xlsx", geometry=shapely.Point(115, 35.75)))
    assert of_areas(store) == [
        ("n1", {"geometry": "POINT (115 35.5)"}, {"geometry": "POINT (115 35.75)"})
    ]


def test_a_road_file_loaded_again_leaves_no_history(store: Store) -> None:
    """Neither under its name nor under another, though every area is written anew."""
    for source, place in (("a.osm", "n1"), ("a.osm", "n1"), ("b.osm", "n1"), ("b.osm", "n2")):
        load_roads(store, source, place)
    assert of_areas(store) == []


def test_the_keeper_of_a_place_of_the_map_has_a_history(store: Store) -> None:
    """Named, replaced, and gone with the place that the newer map no longer has."""
    load_roads(store, "a.osm")
    for keeper in ("张三", "李四"):
        write(store, "area", store.read("area").assign(keeper=keeper))
    load_roads(store, "b.osm", "n2")
    named, replaced, (gone, before, after) = of_areas(store)
    assert named == ("n1", {"keeper": None}, {"keeper": "张三"})
    assert replaced == ("n1", {"keeper": "张三"}, {"keeper": "李四"})
    assert (gone, before["keeper"], before["name"], after) == ("n1", "李四", "A", None)


def _retold(store: Store) -> None:
    """Write settings in one unit: changed twice, new, new and gone, gone, written as they were."""
    with store.writing(by=LI) as unit:
        unit.set("a", "first")
        unit.set("new", "1")
        unit.set("same", "s")
        unit.set("a", "second")
        unit.set("b", "other")
        unit.set("short", "x")
        unit.clear("setting", where={"name": ["c", "short"]})
        unit.append("setting", as_table([{"name": "last", "value": "1"}], SETTING))
        with pytest.raises(TableError):
            unit.append("setting", as_table([{"name": "d", "value": "1"}], SETTING))


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 5, 100])
def test_few_rows_leave_the_same_trace_as_many(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Compared in memory, in the database, or begun there and gone on here: all tell one story."""
    monkeypatch.setattr("data.store.few.MOST", most)
    with store.writing(by=LI) as unit:
        unit.clear("setting")
        for name in ("a", "b", "c", "d", "same"):
            unit.set(name, name[0])
    _retold(store)
    assert counts(store)[-1] == {"setting": {"new": 2, "changed": 2, "removed": 1}}
    told = [one for one in entries(store) if one[1] in {"a", "b", "c", "d", "same", "short"}]
    assert told == [
        ("setting", "a", "changed", {"value": "a"}, {"value": "second"}),
        ("setting", "b", "changed", {"value": "b"}, {"value": "other"}),
        ("setting", "c", "removed", {"value": "c"}, None),
    ]
