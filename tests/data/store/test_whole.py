"""Writing that lands as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store.whole import as_one

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
