"""Writing that lands as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ScopeError
from data.schema import SITE, as_table
from data.store import Author, Scope
from data.store.whole import as_one

if TYPE_CHECKING:
    from sqlalchemy import Connection

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


def test_a_witness_is_told_once_when_the_whole_lands(store: Store) -> None:
    """Of two units and of a signed store, at the end; of what is taken back it is told nothing."""
    told: list[dict[str, str]] = []

    def witness(connection: Connection) -> None:
        rows = connection.exec_driver_sql("SELECT name, value FROM setting ORDER BY name")
        told.append({str(name): str(value) for name, value in rows})

    with as_one(store.witnessed(witness)) as whole:
        with whole.writing() as unit:
            unit.set("one", "1")
        with whole.signed(Author("li", "test")).writing() as unit:
            unit.set("two", "2")
        assert told == []
    assert [(facts["one"], facts["two"]) for facts in told] == [("1", "2")]
    with pytest.raises(ValueError, match="broke"), as_one(store.witnessed(witness)) as whole:  # noqa: PT012 - the block is what is tried
        with whole.writing() as unit:
            unit.set("one", "9")
        raise ValueError("broke")
    assert len(told) == 1


def test_a_block_within_a_block_lands_with_the_outer_one(store: Store) -> None:
    """A step that is a whole by itself is also a part of a job."""
    with pytest.raises(ValueError, match="broke"), as_one(store) as outer:  # noqa: PT012 - the block is what is tried
        with as_one(outer) as inner, inner.writing() as unit:
            unit.set("one", "1")
        raise ValueError("broke")
    assert "one" not in store.settings()
