"""Assume a datum for positions that state none, by where the stated sites of the village lie."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.datum import to_wgs84
from data.ledger.notes import Note, note
from data.ledger.positions import Position, assumed, convert
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.positions import Place

Neighbours = list[tuple[float, float]]
"""Positions of sites with a stated datum, WGS-84 lon and lat."""

Option = dict[str, tuple[float, float]]
"""Candidate datum to where it puts a place, WGS-84 lon and lat."""

CANDIDATES = ("gcj02", "bd09", "wgs84")
"""Datums that differ on a map; CGCS2000 lies where WGS-84 does."""

DEFAULT = "gcj02"
"""Where a file states no datum at all: phone maps in China show GCJ-02."""

_NEAREST = 3
_CLEAR = 0.5


def settle(
    places: Sequence[Place], villages: Sequence[str], *, stated_before: Mapping[str, Neighbours]
) -> list[Position]:
    """
    Move the places of one file to WGS-84, assuming a datum where none is stated.

    A place without a datum gets the one that puts it nearest to the three nearest stated sites of
    its village, if it then is at most half as far as with the next best; else the one most common
    in the file; else ``DEFAULT``.

    Parameters
    ----------
    places
        Positions of one file.
    villages
        One plain village name per place; empty where unknown.
    stated_before
        Village to neighbours known from elsewhere, used only if the file states no datum at all,
        so that reading a file again assumes the same.

    Returns
    -------
    positions
        One per place, in the same order.
    """
    known = [place for place in places if place.datum]
    stated = iter(convert(known))
    positions = [next(stated) if place.datum else None for place in places]
    neighbours = _by_village(positions, villages) if known else stated_before
    common = Counter(place.datum for place in known if place.datum)
    silent = [(p, v) for p, v in zip(places, villages, strict=True) if not p.datum]
    options = _options([place for place, _ in silent])
    guesses = [
        assumed(place, *_assume(option, neighbours.get(village, []), common))
        for (place, village), option in zip(silent, options, strict=True)
    ]
    rest = iter(convert(guesses))
    return [position or _unstated(next(rest)) for position in positions]


def _unstated(position: Position) -> Position:
    return Position(
        position.lon_deg,
        position.lat_deg,
        position.datum,
        datum_stated=False,
        notes=position.notes,
    )


def _by_village(
    positions: Sequence[Position | None], villages: Sequence[str]
) -> dict[str, Neighbours]:
    found: dict[str, Neighbours] = {}
    for position, village in zip(positions, villages, strict=True):
        if position and village:
            found.setdefault(village, []).append((position.lon_deg, position.lat_deg))
    return found


def _options(places: Sequence[Place]) -> list[Option]:
    """Convert all places from every candidate at once, which is far quicker than one by one."""
    lon = np.array([place.lon_deg for place in places])
    lat = np.array([place.lat_deg for place in places])
    moved = {datum: to_wgs84(lon, lat, datum=datum) for datum in CANDIDATES}
    return [
        {datum: (float(x[index]), float(y[index])) for datum, (x, y) in moved.items()}
        for index in range(len(places))
    ]


def _assume(option: Option, neighbours: Neighbours, common: Counter[str]) -> tuple[str, Note]:
    ranked = _ranked(option, neighbours)
    if ranked and ranked[0][0] <= _CLEAR * ranked[1][0]:
        (near, datum), (following, _) = ranked[0], ranked[1]
        why = note(
            "assumed_village", datum=DATUMS[datum], near=f"{near:.0f}", next=f"{following:.0f}"
        )
        return datum, why
    if common:
        datum = min(common, key=lambda code: (-common[code], code))
        return datum, note("assumed_file", datum=DATUMS[datum])
    return DEFAULT, note("assumed_default", datum=DATUMS[DEFAULT])


def _ranked(option: Option, neighbours: Neighbours) -> list[tuple[float, str]]:
    """Rank the candidates by the mean distance to the nearest neighbours, metres."""
    if len(neighbours) < _NEAREST:
        return []
    lon, lat = np.array(neighbours).T
    ranked = []
    for datum, (x, y) in option.items():
        nearest = np.sort(great_circle_m(x, y, lon, lat))[:_NEAREST]
        ranked.append((float(nearest.mean()), datum))
    return sorted(ranked)
