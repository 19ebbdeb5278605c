"""What refers to a site that turned out to be another one follows it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.outcomes import content_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ledger.outcomes import Record
    from data.ledger.sitebook import SiteBook

CONTENT_IDS = {
    "inspection_id": ("JC", ("site_id", "day", "team", "mode_stated", "result")),
    "finding_id": ("YH", ("site_id", "found", "what", "inspection_id")),
}
"""Key of a table to the prefix and the columns that ids of rows without a number are made of."""


def moved(record: Record, site_id: str, *, key: str) -> Record:
    """
    Give a record another site, and an id to match where its id was made from what it says.

    Parameters
    ----------
    record
        An inspection, finding or power reading.
    site_id
        The site it belongs to now.
    key
        Name of its key column.
    """
    fresh: Record = {**record, "site_id": site_id}
    prefix, columns = CONTENT_IDS.get(key, ("", ()))
    if columns and record[key] == content_id(prefix, *(record[name] for name in columns)):
        fresh[key] = content_id(prefix, *(fresh[name] for name in columns))
    return fresh


def as_moved(before: dict[str, Record], book: SiteBook) -> dict[str, Record]:
    """Show stored inspections or findings as they will be once their sites have moved."""
    if not book.moved:
        return before
    return {str(record[key]): record for key, record in _all_moved(before, book.moved)}


def _all_moved(before: Mapping[str, Record], moves: Mapping[str, str]) -> list[tuple[str, Record]]:
    found = []
    for record in before.values():
        key = "finding_id" if "finding_id" in record else "inspection_id"
        target = moves.get(str(record["site_id"]))
        found.append((key, moved(record, target, key=key) if target else record))
    return found
