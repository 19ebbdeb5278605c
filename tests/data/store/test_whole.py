"""Writing that lands as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from data.errors import ScopeError
from data.schema import SITE, as_table
from data.store import Author, Scope
from data.store.tables import sql_table
from data.store.whole import WholeStore, as_one

if TYPE_CHECKING:
    from data.store import Store


def test_units_of_a_block_land_together_at_its_end(store: Store) -> None:
    """Inside, what was written is read; outside it is seen when the block has ended."""
    with as_one(store) as whole:
        with whole.writing() as unit:
            unit.set("one", "1")
        with whole.writing() as unit:
            unit.set("two", "2")
        assert whole.settings()["one"] == "1"
        assert "one" not in store.settings()
    assert (store.settings()["one"], store.settings()["two"]) == ("1", "2")


def test_an_error_takes_back_every_unit(store: Store) -> None:
    """Also those whose own block had ended well."""
    with pytest.raises(ValueError, match="broke"), as_one(store) as whole:  # noqa: PT012 - the block is what is tried
        with whole.writing() as unit:
            unit.set("one", "1")
        raise ValueError("broke")
    assert "one" not in store.settings()
    assert store.rows("audit") == []


def test_a_unit_that_is_taken_back_takes_nothing_else_with_it(store: Store) -> None:
    """A rehearsal ends its unit by an error that it catches itself."""
    with as_one(store) as whole:
        with whole.writing() as unit:
            unit.set("kept", "1")
        with pytest.raises(ValueError, match="rehearsal"), whole.writing() as unit:  # noqa: PT012 - the block is what is tried
            unit.set("gone", "1")
            raise ValueError("rehearsal")
    assert "kept" in store.settings()
    assert "gone" not in store.settings()


def test_what_is_written_aside_lands_with_the_rest(store: Store) -> None:
    """Once a unit was begun; a file would wait for itself otherwise."""
    with pytest.raises(ValueError, match="broke"), as_one(store) as whole:  # noqa: PT012 - the block is what is tried
        with whole.writing() as unit:
            unit.set("one", "1")
        with whole.aside() as connection:
            connection.exec_driver_sql("DELETE FROM setting")
        raise ValueError("broke")
    with as_one(store) as whole, whole.writing() as unit:
        unit.set("one", "1")
    assert store.settings()["one"] == "1"


def test_reading_alone_keeps_nobody_waiting(store: Store) -> None:
    """Others write while a block has only read."""
    with as_one(store) as whole:
        before = whole.settings()
        with store.writing() as unit:
            unit.set("other", "1")
        assert "other" in whole.settings()
        assert "other" not in before


def test_a_whole_shows_and_takes_no_more_than_its_store(store: Store) -> None:
    """Who sees one town writes, as a whole too, rows of that town alone; also when signed."""
    site = {"kind": "enterprise", "name": "甲厂", "status": "operating"}
    place = {"lon_deg": 115.0, "lat_deg": 35.0}
    rows = [site | place | {"site_id": key, "town": town} for key, town in TOWNS.items()]
    with store.writing() as unit:
        unit.upsert("site", as_table(rows, SITE))
    with as_one(store.within(Scope(towns=frozenset({"甲镇"})))) as whole:
        signed = whole.signed(Author("li", "test"))
        assert [list(one.read("site").index) for one in (whole, signed)] == [["S1"], ["S1"]]
        with signed.writing() as unit:
            assert list(unit.read("site").index) == ["S1"]
        with pytest.raises(ScopeError), signed.writing() as unit:
            unit.upsert("site", as_table([rows[1] | {"name": "乙厂"}], SITE))
        with pytest.raises(ScopeError), whole.connection():
            pass
    assert set(store.read("site")["name"]) == {"甲厂"}


TOWNS = {"S1": "甲镇", "S2": "乙镇"}


def test_what_is_written_aside_waits_too_where_asked(store: Store) -> None:
    """A key and its answer: nobody sees either before the end; a unit may still come after it."""
    other = WholeStore(store, asides=True)
    with other.aside() as connection:
        connection.execute(insert(sql_table("once")), [ROW])
    with other.writing() as unit:
        unit.set("one", "1")
    assert (other.has_written, store.rows("once"), "one" in store.settings()) == (True, [], False)
    other.land()
    assert (other.has_written, len(store.rows("once")), store.settings()["one"]) == (False, 1, "1")


def test_what_is_undone_leaves_nothing_and_the_lock_is_free(store: Store) -> None:
    """Twice, as a careful caller does; others write at once."""
    whole = WholeStore(store, asides=True)
    with whole.aside() as connection:
        connection.execute(insert(sql_table("once")), [ROW])
    whole.undo()
    whole.undo()
    with store.writing(by=Author("li", "test")) as unit:
        unit.set("one", "1")
    assert store.rows("once") == []


def test_writing_aside_on_a_server_waits_for_no_unit(store: Store) -> None:
    """Work is asked for, with a key, while a long import holds the write lock."""
    if store.file is not None:
        return  # one writer at a time, whatever it writes
    whole = WholeStore(store, asides=True)
    with store.writing(by=Author("li", "test")) as unit:
        unit.set("one", "1")
        with whole.aside() as connection:
            connection.execute(insert(sql_table("once")), [ROW])
        whole.land()
        assert len(store.rows("once")) == 1


ROW = {"once_id": "k", "request": "r", "moment": "2026-11-23T01:00:00.000Z"}


def test_a_block_within_a_block_lands_with_the_outer_one(store: Store) -> None:
    """A step that is a whole by itself is also a part of a job."""
    with pytest.raises(ValueError, match="broke"), as_one(store) as outer:  # noqa: PT012 - the block is what is tried
        with as_one(outer) as inner, inner.writing() as unit:
            unit.set("one", "1")
        raise ValueError("broke")
    assert "one" not in store.settings()
