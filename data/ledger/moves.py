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


def moved(record: Record, site_id: str | None, *, key: str) -> Record:
    """
    Give a record another site, and an id to match where its id was made from what it says.

    Parameters
    ----------
    record
        Of any table with a column ``site_id``.
    site_id
        The site it belongs to now; missing where it belongs to none.
    key
        Name of its key column.
    """
    fresh: Record = {**record, "site_id": site_id}
    prefix, columns = CONTENT_IDS.get(key, ("", ()))
    if columns and record[key] == content_id(prefix, *(record[name] for name in columns)):
        fresh[key] = content_id(prefix, *(fresh[name] for name in columns))
    return fresh


def new_hosts(moves: Mapping[str, str], parents: Mapping[str, object]) -> dict[str, str]:
    """
    Say in whose walls the tenants of sites that are other ones are now.

    Parameters
    ----------
    moves
        Site to the one it is; empty for a site that is none.
    parents
        Site to its host, at least of those that others go into; missing where it has none.

    Returns
    -------
    hosts
        Every site of ``moves`` to the host its tenants get, which is nobody's tenant itself; empty
        where there is none.

    Examples
    --------
    >>> new_hosts({"S00002": "S00001", "S00009": ""}, {"S00001": "S00005"})
    {'S00002': 'S00005', 'S00009': ''}
    """
    hosts = {}
    for gone, into in moves.items():
        above = str(parents.get(into) or "")
        hosts[gone] = moves.get(above, above) or into
    return hosts


def rehoused(record: Record, hosts: Mapping[str, str]) -> Record:
    """Give a site another host where its own is another site; none where that is the site."""
    parent = str(record.get("parent_id") or "")
    if parent not in hosts:
        return record
    host = hosts[parent]
    return {**record, "parent_id": host if host and host != record["site_id"] else None}


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
