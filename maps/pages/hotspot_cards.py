"""What the cards of the hotspot page show of places, in the fewest bytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from maps.escaping import plain
from maps.scores import odds_ratio

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]

ALL_IN_FULL = 5_000
"""Up to so many places, each has its whole card."""
FIRST_IN_FULL = 1_500
"""Of more places, so many of the highest risk have it; the others keep what the map knows."""
_TEXTS = ("address", "status")
_COUNTS = ("visits", "finds", "open")
_FIGURE = re.compile(r"\d+(?:[.:-]\d+)*")
_SLOT = "\x01"


@dataclass
class _Sentences:
    """Each sentence once; its figures are kept apart, since they differ from place to place."""

    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def place(self, reason: Row) -> tuple[int, list[str]]:
        """Say which sentence this is, and the figures that fill its slots."""
        zh, en = plain(reason["zh"]), plain(reason["en"])
        figures = _FIGURE.findall(zh)
        key = slotted(zh, figures), slotted(en, figures)
        return self.places.setdefault(key, len(self.places)), figures


def slotted(text: str, figures: list[str]) -> str:
    r"""
    Put a slot for each figure of the list; other figures stay as they are.

    Examples
    --------
    >>> slotted("None of 5 visits in 2 years", ["5"]).replace("\x01", "#")
    'None of #0# visits in 2 years'
    """

    def slot(found: re.Match[str]) -> str:
        known = found[0] in figures
        return f"{_SLOT}{figures.index(found[0])}{_SLOT}" if known else found[0]

    return _FIGURE.sub(slot, text)


def site_details(rows: list[Row], order: Iterable[int], *, chance: bool) -> Row:
    """
    List what cards show, aligned with the packed places.

    Parameters
    ----------
    rows
        From :func:`maps.pages.hotspot_sites.site_rows`.
    order
        Row ``i`` of the result is ``rows[order[i]]``.
    chance
        Whether scores are chances, so that reasons weigh as factors on the odds.

    Returns
    -------
    details
        ``ids`` of all; ``full``, for each place its place in ``columns``, or -1 where the page
        has too many for each to have its whole card; ``sentences`` with slots for figures.
    """
    ordered = [rows[place] for place in order]
    kept = _in_full(ordered)
    sentences = _Sentences()
    listed = [_card(ordered[place], sentences, chance=chance) for place in kept]
    full = {place: card for card, place in enumerate(kept)}
    return {
        "ids": [row["id"] for row in ordered],
        "full": None
        if len(kept) == len(ordered)
        else [full.get(i, -1) for i in range(len(ordered))],
        "sentences": [list(pair) for pair in sentences.places],
        "columns": [list(column) for column in zip(*listed, strict=True)],  # alike packs better
    }


def _in_full(rows: list[Row]) -> list[int]:
    """Choose the places with a whole card: all, or of too many those of the highest risk."""
    if len(rows) <= ALL_IN_FULL:
        return list(range(len(rows)))
    first = sorted(range(len(rows)), key=lambda place: (-rows[place]["risk"], rows[place]["id"]))
    return sorted(first[:FIRST_IN_FULL])


def _card(row: Row, sentences: _Sentences, *, chance: bool) -> list[Any]:
    reasons = [
        _said(reason, sentences, chance=chance, last=plain(reason.get("evidence", "")))
        for reason in json.loads(row["reasons"])
    ]
    advice = [
        _said(one, sentences, chance=chance, last=one["code"]) for one in json.loads(row["advice"])
    ]
    last = row["last_visit"].isoformat() if row["last_visit"] else ""
    return [
        *(row[name] for name in _TEXTS),
        last,
        row["last_result"],
        *(row[name] for name in _COUNTS),
        row["planned"],
        round(row["uncertainty"], 2),
        *_columns(reasons),
        *_columns(advice),
    ]


def _said(reason: Row, sentences: _Sentences, *, chance: bool, last: str) -> tuple[Any, ...]:
    place, figures = sentences.place(reason)
    return place, _weight(reason, chance=chance), last, figures


def _columns(said: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Turn lists of four into four lists."""
    return [[one[part] for one in said] for part in range(4)]


def _weight(reason: Row, *, chance: bool) -> float | None:
    """Give the points of a card, or the factor on the odds; nothing where there is none."""
    if chance:
        return odds_ratio(reason["code"], reason["points"])
    return round(100 * float(reason["points"]), 1)
