"""Many rows at once end as the same rows one by one would, on both engines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from data.errors import TableError
from data.schema import INSPECTION, PLAN, TIP, as_table, table_of
from data.store import open_store
from data.store.insertion import MANY_ROWS
from tests.builders import inspections, sites
from tests.data.store.conftest import querying

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store

    Query = Callable[..., list[tuple[Any, ...]]]

MANY = MANY_ROWS + 200


def many_sites(first: int = 0, **values: object) -> pd.DataFrame:
    """Build more sites than the ways for few rows take, 0.001 degrees apart."""
    one = sites({"workers": 3.0, "chemicals": True, "stated_visit": "2026-01-05", **values})
    keys = [f"S{number:05d}" for number in range(first, first + MANY)]
    table = one.loc[["S00001"] * MANY].set_axis(pd.Index(keys, name="site_id"))
    table["lon_deg"] = 100.0 + np.arange(first, first + MANY) / 1000
    return table


def many_visits(first: int = 0) -> pd.DataFrame:
    """Build more inspections than the ways for few rows take."""
    one = inspections({"day": "2026-01-05", "site_id": "S1"})
    keys = pd.Index([f"J{n:05d}" for n in range(first, first + MANY)], name="inspection_id")
    return one.loc[["J00001"] * MANY].set_axis(keys)


def indexed(query: Query) -> None:
    """Make sure that the spatial index of a file holds the rows with a position, and is whole."""
    with_shape = query("SELECT fid FROM site WHERE geom NOTNULL ORDER BY fid")
    assert query("SELECT id FROM rtree_site_geom ORDER BY id") == with_shape
    assert query("SELECT rtreecheck('rtree_site_geom')") == [("ok",)]


def test_many_new_rows_come_back(store: Store) -> None:
    """In several chunks of one unit, as an import writes them."""
    with store.writing() as unit:
        unit.upsert("site", many_sites())
        unit.upsert("site", many_sites(MANY))
    assert_frame_equal(store.read("site"), pd.concat([many_sites(), many_sites(MANY)]))


def test_many_known_rows_are_overwritten_and_keep_their_number(store: Store, query: Query) -> None:
    """As one row does: the number and the time of making stay."""
    with store.writing() as unit:
        unit.upsert("site", many_sites(name="old"))
    look = "SELECT site_id, fid, created_at FROM site ORDER BY site_id"
    before = query(look)
    with store.writing() as unit:
        unit.upsert("site", many_sites(name="new"))
    assert query(look) == before
    assert set(store.read("site")["name"]) == {"new"}


def test_many_rows_half_known_are_told_apart(store: Store) -> None:
    """A guess from some keys must not decide about the others."""
    with store.writing() as unit:
        unit.upsert("site", sites({"site_id": "S00001", "name": "old"}))
        unit.upsert("site", many_sites(name="new"))
    assert len(store.read("site")) == MANY
    assert set(store.read("site")["name"]) == {"new"}


def test_rows_that_say_the_same_are_left_alone(database: Callable[[], str]) -> None:
    """Importing a file again writes nothing: a server would keep a dead copy of each row."""
    address = database()
    with open_store(address) as store:
        with store.writing() as unit:
            unit.upsert("site", many_sites())
        look = "SELECT ctid::text FROM site ORDER BY site_id"
        before = querying(address)(look)
        for table in (many_sites(), many_sites().head(3)):
            with store.writing() as unit:
                unit.upsert("site", table)
        assert querying(address)(look) == before


def test_many_appended_rows_must_be_new(store: Store) -> None:
    """All of the chunk is refused, the keys are named, and the unit can go on."""
    with store.writing() as unit:
        unit.append("inspection", many_visits())
        with pytest.raises(TableError, match="key 'J01000' is in the store already"):
            unit.append("inspection", many_visits(1000))
        unit.append("inspection", many_visits(MANY))
    assert len(store.read("inspection")) == 2 * MANY


def test_index_of_a_file_follows_many_rows(file_store: Store, file_query: Query) -> None:
    """Triggers rest while many rows come in; the index must hold what they would have written."""
    with file_store.writing() as unit:
        unit.upsert("site", many_sites())
        unit.upsert("site", many_sites(MANY // 2))
    indexed(file_query)
    assert len(file_store.read("site", box=(100.0, 35.0, 100.0, 36.0))) == 1
    of_indexes = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'rtree_*'"
    tables = file_query("SELECT count(*) FROM gpkg_geometry_columns")[0][0]
    assert len(file_query(of_indexes)) == 7 * tables


def test_index_of_a_file_forgets_many_lost_positions(file_store: Store, file_query: Query) -> None:
    """Tip-offs may lose their position again."""
    rows = [
        {
            "tip_id": f"X{number:04d}",
            "day": "2026-01-05",
            "verified": "open",
            "lon_deg": 115.0,
            "lat_deg": 35.0,
        }
        for number in range(MANY)
    ]
    with file_store.writing() as unit:
        unit.upsert("tip", as_table(rows, TIP))
    assert file_query("SELECT count(*) FROM rtree_tip_geom") == [(MANY,)]
    lost = as_table(rows, TIP)
    lost.loc[lost.index[1:], ["lon_deg", "lat_deg"]] = np.nan
    with file_store.writing() as unit:
        unit.upsert("tip", lost)
    assert file_query("SELECT count(*) FROM rtree_tip_geom") == [(1,)]


def test_triggers_are_back_after_a_refused_chunk(file_store: Store, file_query: Query) -> None:
    """A caller may catch the error and go on; the next edit must still reach the index."""
    with file_store.writing() as unit:
        unit.append("site", many_sites())
        with pytest.raises(TableError, match="is in the store already"):
            unit.append("site", many_sites())
    file_query("DELETE FROM site WHERE site_id = 'S00003'")
    indexed(file_query)


def test_error_after_many_rows_leaves_nothing(store: Store) -> None:
    """All of a unit lands or nothing does, however the rows were written."""
    with pytest.raises(ZeroDivisionError):
        fail_late(store)
    assert store.read("site").empty
    with store.writing() as unit:
        unit.upsert("site", many_sites())


def fail_late(store: Store) -> None:
    """Write many rows, then fail."""
    with store.writing() as unit:
        unit.upsert("site", many_sites())
        raise ZeroDivisionError


@pytest.mark.parametrize("rows", [1, MANY])
def test_every_kind_of_text_comes_back(store: Store, rows: int) -> None:
    """What is syntax to one way of writing is a letter like any other here."""
    hostile = "tab\there\\nline\r\n\\N 'quote' \"double\" {a,b} 50% ✓ 𠮷"
    with store.writing() as unit:
        unit.upsert("site", many_sites(name=hostile, address="", remark="\\N").head(rows))
    back = store.read("site")
    assert set(back["name"]) == {hostile}
    assert set(back["address"]) == {""}
    assert set(back["remark"]) == {"\\N"}


def test_sign_with_the_code_0_is_refused(store: Store) -> None:
    """A server cannot keep it, so a file must not: backups go from one to the other."""
    with (
        pytest.raises(TableError, match="'name' holds the sign with the code 0 for 'S00001'"),
        store.writing() as unit,
    ):
        unit.upsert("site", sites({"name": "a\0b"}))


def test_whole_numbers_may_be_large(store: Store) -> None:
    """Seeds and the numbers of map nodes need more than 32 bits."""
    row: dict[str, object] = dict.fromkeys(PLAN.names, "{}")
    row |= {"plan_id": "P", "week": "2026-W48", "version": 1, "as_of": "2026-11-21"}
    row |= {"seed": 2**62, "iterations": 2**40, "prize": 1.0, "bound": 2.0}
    with store.writing() as unit:
        unit.upsert("plan", as_table([row], PLAN))
    assert store.read("plan")[["seed", "iterations"]].to_numpy().tolist() == [[2**62, 2**40]]


def test_columns_are_stored_as_the_table_of_them_is(store: Store) -> None:
    """More than one statement takes, with missing values, new and overwritten."""
    count = 2 * 2_500 + 7
    columns = {
        "inspection_id": [f"JC{number:05d}" for number in range(count)],
        "site_id": [f"S{number % 9}" for number in range(count)],
        "day": [date(2026, 1, 1 + number % 28) for number in range(count)],
        "team": [None if number % 3 else "一队" for number in range(count)],
        "mode": ["inspection"] * count,
        "mode_stated": [None] * count,
        "result": ["clean"] * count,
        "arrived_at": [None if number % 2 else "08:30" for number in range(count)],
        "left_at": [None] * count,
        "source": ["v.csv"] * count,
    }
    changed = {**columns, "result": ["finding"] * count}
    for told in (columns, changed):
        with store.writing() as unit:
            unit.upsert_columns("inspection", told)
        assert_frame_equal(store.read("inspection"), table_of(told, INSPECTION))


def test_a_column_that_has_no_place_is_refused(store: Store) -> None:
    """It would be lost in silence."""
    columns = {name: ["x"] for name in ("inspection_id", *INSPECTION.names, "mood")}
    with pytest.raises(TableError, match="'mood' has no place"), store.writing() as unit:
        unit.upsert_columns("inspection", columns)


def test_signs_that_mean_something_to_a_server_come_back(store: Store) -> None:
    """Tabs, line ends, backslashes and what stands for missing, in many rows at once."""
    odd = ["a\tb", "c\nd", "e\rf", "g\\h", r"\N", r"\.", "", "丙"]
    told = many_visits().assign(team=[odd[number % len(odd)] for number in range(MANY)])
    with store.writing() as unit:
        unit.upsert("inspection", told)
    assert_frame_equal(store.read("inspection"), told)
