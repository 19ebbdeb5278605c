"""What our own exports put into a list, and the import takes out again when the list comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.headers import EXTRA_MARKS
from data.words import SITE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ledger.rows import LedgerRow

SAME_POINT_M = 0.2
"""A position as near as this to the stored one is the stored one: exports write 7 digits."""
OUR_ID = re.compile(r"S\d{5,9}")
"""A site id as we give them."""
_KIND_WORDS = frozenset(word for words in SITE_KINDS.values() for word in words)


def own_extras(row: LedgerRow, extra: Mapping[str, str]) -> dict[str, str]:
    """
    Leave in the extras of a site what only the office can have written.

    Our own word for the kind of a site, and an id of ours, say nothing that is not stored anyway;
    a mark that an export put before a header goes.

    Parameters
    ----------
    row
        The row.
    extra
        Header to text of what has no field.
    """
    ours = {
        row.header("kind"): row.text("kind") in _KIND_WORDS,
        row.header("site_id"): bool(OUR_ID.fullmatch(row.text("site_id") or "")),
    }
    return {_unmarked(header): text for header, text in extra.items() if not ours.get(header)}


def _unmarked(header: str) -> str:
    """
    Take the mark off a header.

    Examples
    --------
    >>> _unmarked("附加：占地面积")
    '占地面积'
    """
    for mark in EXTRA_MARKS:
        if header.startswith(mark):
            return header.removeprefix(mark)
    return header
