"""
Rows that say a place was pulled down, and the site that they take out of use.

Such a row seldom says more: no coordinates, since nobody goes there again, and no kind, since the
list is one of what is gone and not of what it was. docs/adr/0021 argues what counts as certain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.identity import compare
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.positions import Position
from data.ledger.spellings import STATUS
from data.ledger.values import read_code, read_credit_code
from data.words import GONE, SITE_KINDS, SITE_STATUS

if TYPE_CHECKING:
    from data.ledger.entries import SiteEntry
    from data.ledger.outcomes import Record
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_UNPLACED = frozenset({"no_coordinates", "no_position_columns", "zero_coordinates"})
"""Reasons against a position that only say that there is none."""


def is_told_gone(row: LedgerRow, why: Note) -> bool:
    """Tell whether a row that was turned away for want of a position says that a place is gone."""
    return why.code in _UNPLACED and says_gone(row)


def says_gone(row: LedgerRow) -> bool:
    """Tell whether a row of sites names a place and says of it that it is gone."""
    if row.text("name") is None or row.text("status") is None:
        return False
    status, _ = read_code(row.cells.get("status"), STATUS, column=row.header("status"))
    return status == GONE


def site_told_gone(row: LedgerRow, book: SiteBook, *, before: str | None) -> SiteEntry | Note:
    """
    Find the one site that a row without a position says is gone.

    Parameters
    ----------
    row
        As ``is_told_gone`` has it.
    book
        All sites.
    before
        The site that this very row, or a person's answer about it, named before.

    Returns
    -------
    site
        By that, its id or credit code, else the only one of its name in the village it states; or
        the question to ask where none or several fit, or only the name does.
    """
    if before in book.by_id:
        return book.by_id[str(before)]
    named = book.named(row)
    if isinstance(named, Note):
        return note("gone_unplaced", why=(named.zh, named.en))
    code, _ = read_credit_code(row.cells.get("code"))
    by_number = row.text("site_id") == named.site_id or (code and code == named.code)
    village = village_key(row.text("village"))
    if by_number or (village and village == named.village_key):
        return named
    at = named.village or "-"
    return note(
        "gone_unplaced",
        why=(
            f"只有 {named.site_id}（{at}）叫这个名称，但村对不上或没写",
            f"only {named.site_id} ({at}) has that name, but the village is another or not stated",
        ),
    )


def why_another(entry: SiteEntry, site: SiteEntry) -> Note | None:
    """
    Say what denies that a site found by its name is the one described, such as a house number.

    Parameters
    ----------
    entry
        What the row says, placed where the site is.
    site
        The site.
    """
    verdict = compare(replace(entry, kind=site.kind), site)
    if verdict.answer == "same":
        return None
    why = (verdict.zh or "信用代码或名称不同", verdict.en or "another credit code or name")
    told = f"{site.site_id}：{why[0]}", f"{site.site_id}: {why[1]}"
    return note("gone_unplaced", why=told)


def stand_in(site: SiteEntry) -> Position:
    """Give a row without a position that of the site it means, which keeps its own datum."""
    return Position(site.lon_deg, site.lat_deg, "wgs84", datum_stated=True)


def kind_before(entry: SiteEntry, record: Record, site: SiteEntry) -> tuple[Record, Note] | None:
    """
    Leave a site that a row calls gone of the kind it was; missing where there is nothing to do.

    Parameters
    ----------
    entry, record
        What the row says.
    site
        The site it means.
    """
    if not entry.is_gone or entry.kind == site.kind:
        return None
    said = note("kind_kept", id=site.site_id, kind=SITE_KINDS[site.kind])
    return {**record, "kind": site.kind}, said


def contradiction(said: str | None, later: str | None, *, source: str, site: str) -> Note | None:
    """
    Ask where two rows of one import disagree whether a site still stands; missing where they agree.

    Parameters
    ----------
    said, later
        Status that the first row and this one state, codes of ``data.words.SITE_STATUS``.
    source
        The first row.
    site
        The site's id.
    """
    stated = {said, later} - {None, "unknown"}
    if len(stated) < len((said, later)) or GONE not in stated:
        return None
    return note(
        "gone_or_not",
        id=site,
        source=source,
        said=SITE_STATUS[str(said)],
        later=SITE_STATUS[str(later)],
    )
