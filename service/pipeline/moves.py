"""A stored site that is another one goes into it, with all that was done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.moves import moved
from data.ledger.outcomes import stored
from data.schema import TABLES, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store.unit import Unit

REFERRING = ("inspection", "finding", "power_reading")
"""Tables whose rows follow the site."""
FORGOTTEN = ("score",)
"""Tables whose rows are worked out again, and go with the site."""


def move_sites(unit: Unit, moves: Mapping[str, str]) -> None:
    """
    Clear sites that are other ones, and give these what referred to them.

    Parameters
    ----------
    unit
        The unit that writes the import.
    moves
        Site to the one it is; empty for a site that is none and that nobody visited.
    """
    if not moves:
        return
    for table in REFERRING:
        _move_rows(unit, table, moves)
    for table in (*FORGOTTEN, "site"):
        unit.clear(table, where={"site_id": list(moves)})


def _move_rows(unit: Unit, table: str, moves: Mapping[str, str]) -> None:
    schema = TABLES[table]
    former = stored(unit.read(table, where={"site_id": list(moves)}))
    fresh = {
        key: moved(record, moves[str(record["site_id"])], key=schema.key)
        for key, record in former.items()
        if moves[str(record["site_id"])]
    }
    renamed = [key for key, record in fresh.items() if record[schema.key] != key]
    if renamed:
        unit.clear(table, where={schema.key: renamed})
    unit.upsert(table, as_table(list(fresh.values()), schema))
