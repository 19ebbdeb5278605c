"""A server knows how large a table is as soon as many rows were written to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.store import open_store
from data.store.statistics import MANY_ROWS
from tests.builders import inspections
from tests.data.store.conftest import querying

if TYPE_CHECKING:
    from collections.abc import Callable

_KNOWN = """
SELECT reltuples::bigint FROM pg_class
WHERE relname = 'inspection' AND relnamespace = current_schema()::regnamespace
"""


def visits(first: int, count: int) -> pd.DataFrame:
    """Build so many inspections, numbered from the first."""
    one = inspections({"day": "2026-01-05", "site_id": "S1"})
    keys = [f"J{number:05d}" for number in range(first, first + count)]
    return one.loc[["J00001"] * count].set_axis(pd.Index(keys, name="inspection_id"))


@pytest.mark.parametrize("pieces", [1, 2], ids=["at once", "in two pieces"])
def test_many_rows_are_known_at_once(database: Callable[[], str], pieces: int) -> None:
    """The map of a county drawn after its import must not wait for the server's own habits."""
    address = database()
    count = MANY_ROWS // pieces
    with open_store(address, create=True) as store:
        with store.writing() as unit:
            for piece in range(pieces):
                unit.upsert("inspection", visits(piece * count, count))
        assert querying(address)(_KNOWN) == [(MANY_ROWS,)]


def test_few_rows_cost_no_look(database: Callable[[], str]) -> None:
    """One visit recorded in the field is no reason to look through a table."""
    address = database()
    with open_store(address, create=True) as store:
        before = querying(address)(_KNOWN)
        with store.writing() as unit:
            unit.append("inspection", visits(0, 1))
        assert querying(address)(_KNOWN) == before
