"""Places that are due by rule, are no promise, and found no room in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from data.words import DEFERRABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def deferred(left: Iterable[Mapping[str, Any]]) -> int:
    """
    Count the places that had to wait.

    Parameters
    ----------
    left
        Rows of the table ``unplanned``; broken promises among them are not counted: they are told
        by themselves.
    """
    due = (
        {why["code"] for why in orjson.loads(row["why"])} & DEFERRABLE
        for row in left
        if row["why"] and not row["must"]
    )
    return sum(bool(one) for one in due)
