"""Reading many things at one moment, a few rows by what they are, and what was read of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from data.errors import NotFoundError, TableError
from data.ledger.outcomes import stored
from data.schema import FINDING, as_table
from tests.builders import inspections, sites

if TYPE_CHECKING:
    from data.store import Store


VISIT = {"inspection_id": "V1", "site_id": "S1", "day": date(2026, 3, 2), "result": "clean"}
FOUND = {
    "finding_id": "F1",
    "site_id": "S1",
    "level": "major",
    "state": "notified",
    "found": date(2026, 2, 1),
    "due": date(2026, 3, 1),
}


def add_sites(store: Store, count: int) -> None:
    """Write so many sites."""
    with store.writing() as unit:
        unit.upsert("site", sites(*({"site_id": f"S{number}"} for number in range(count))))


def statements(store: Store) -> list[str]:
    """List what is sent to the database from now on."""
    said: list[str] = []
    event.listen(
        store._engine,  # noqa: SLF001 - there is no other way to look
        "before_cursor_execute",
        lambda *told: said.append(told[2]),
    )
    return said


def test_one_moment_shows_nothing_that_is_written_meanwhile(store: Store) -> None:
    """Every table is as it was when the first was read; afterwards all is new."""
    add_sites(store, 1)
    with store.one_moment() as seen:
        assert len(seen.rows("site")) == 1
        add_sites(store, 3)
        with seen.one_moment() as still:
            assert len(still.rows("site")) == len(seen.read("site")) == 1
    assert len(store.rows("site")) == 3


def test_records_are_what_a_table_holds(store: Store) -> None:
    """Days are days on either engine, and what is missing is nothing."""
    with store.writing() as unit:
        unit.upsert("site", sites({"site_id": "S1"}))
        unit.upsert("inspection", inspections(VISIT))
        unit.upsert("finding", as_table([FOUND], FINDING))
        written = unit.records("finding")
    held = store.records("finding", where={"finding_id": ["F1", "F9"]})
    assert held == written == stored(store.read("finding"))
    assert held["F1"]["due"] == date(2026, 3, 1)
    assert store.records("inspection") == stored(store.read("inspection"))
    with pytest.raises(NotFoundError, match="lon_deg"):
        store.records("site")


def test_rows_are_written_as_they_are_read(store: Store) -> None:
    """What a row does not name is missing; a name that there is not is refused."""
    with store.writing() as unit:
        unit.upsert_rows("inspection", [])
        unit.upsert_rows("inspection", [VISIT, VISIT | {"inspection_id": "V2", "team": "一队"}])
    held = store.records("inspection")
    assert [row["team"] for row in held.values()] == [None, "一队"]
    assert held["V1"] == dict.fromkeys(held["V1"]) | VISIT
    with pytest.raises(TableError, match="weather"), store.writing() as unit:
        unit.upsert_rows("inspection", [VISIT | {"weather": "fine"}])


def test_who_only_adds_copies_nothing(store: Store) -> None:
    """Rows as they were before are kept aside only where there are any."""
    add_sites(store, 1)
    said = statements(store)
    with store.writing() as unit:
        unit.upsert("site", sites({"site_id": "S7"}))
    assert not [one for one in said if "TEMPORARY" in one]
    with store.writing() as unit:
        unit.upsert("site", sites({"site_id": "S7", "name": "another"}))
    assert [one for one in said if "TEMPORARY" in one]
    assert [row["row_id"] for row in store.rows("history")] == ["S7"]


def test_what_was_read_by_its_keys_is_noted_as_such(store: Store) -> None:
    """A key without a row may get one; once all rows of a table matter, new ones do."""
    add_sites(store, 2)
    noted: dict[str, frozenset[str] | None] = {}
    seen = store.noting(noted)
    seen.rows("site", where={"site_id": ["S0"]})
    seen.rows("site", where={"site_id": ["S0", "S1", "S0"]})
    assert noted == {"site": frozenset({"S0", "S1"})}
    seen.rows("site", where={"site_id": ["S0", "S9"]})
    assert noted == {"site": None}
    seen.rows("site", where={"site_id": ["S0"]})
    seen.rows("team")
    assert noted == {"site": None, "team": None}
