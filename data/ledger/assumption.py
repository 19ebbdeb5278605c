"""Find the datum of positions that state none, or ask: the silent positions of one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.datum import to_wgs84
from data.ledger.comparison import CANDIDATES, Comparison
from data.ledger.ground import Ground
from data.ledger.notes import Note, note
from data.ledger.positions import Position, assumed, convert
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.positions import Place

SURE = 0.95
"""How sure a datum must be before it is taken."""
DEFAULT = "gcj02"
"""What is taken where a position is needed and an error of some hundred metres does no harm."""

_ALIKE_M = 5.0
_SAME_M = 50.0


@dataclass(frozen=True, slots=True)
class Known:
    """A site whose position is known: plain village name, WGS-84 lon and lat, its datum."""

    village: str
    lon_deg: float
    lat_deg: float
    datum: str = "wgs84"
    datum_stated: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """
    What silent positions are held against.

    Attributes
    ----------
    ground
        Roads, villages and water.
    sites
        Sites with a stated datum, of the import and the store, each once.
    same
        What names a site to where it is known to stand.
    """

    ground: Ground = field(default_factory=Ground)
    sites: tuple[Known, ...] = ()
    same: Mapping[str, Sequence[Known]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A position whose datum a person must name; the last note says why."""

    notes: tuple[Note, ...]

    @property
    def why(self) -> Note:
        """Return the reason."""
        return self.notes[-1]


def settle(
    places: Sequence[Place],
    villages: Sequence[str],
    *,
    around: Surroundings,
    names: Sequence[str] = (),
    datum: str = "auto",
) -> list[Position | Question]:
    """
    Move the places of one file to WGS-84, finding the datum where none is stated.

    A place without a datum gets, in this order: the one in which it stands where the same site is
    known to stand; the one that is ``SURE`` by its village, the roads and the rest of the file
    (``data.ledger.posterior``); the one of the argument. Else it is a question. A place that is no
    evidence skips the second step and tells nothing of others: a correction workbook is just those
    rows that could not be told in their file, and its answers are no sample of them.

    Parameters
    ----------
    places
        Positions of one file.
    villages
        One plain village name per place; empty where unknown.
    around
        What else is known.
    names
        What names each place's site in ``around.same``; none where missing.
    datum
        Settles questions, and nothing else; ``auto`` leaves them open.

    Returns
    -------
    settled
        One per place, in the same order; the same for the same arguments.
    """
    stated = iter(convert([place for place in places if place.datum]))
    settled: list[Position | Question | None] = [
        next(stated) if place.datum else None for place in places
    ]
    silent = [index for index, place in enumerate(places) if not place.datum]
    for index, alike in _settle_alike([places[index] for index in silent], silent):
        settled[index] = alike
    for index in _open(settled):
        named = names[index] if names else ""
        settled[index] = _as_elsewhere(places[index], around.same.get(named, ()))
    rest = _open(settled)
    if rest:
        for index, found in zip(rest, _compare(places, villages, around, rest, datum), strict=True):
            settled[index] = found
    return [item for item in settled if item is not None]


def _open(settled: Sequence[Position | Question | None]) -> list[int]:
    return [index for index, found in enumerate(settled) if found is None]


def _settle_alike(places: Sequence[Place], rows: Sequence[int]) -> list[tuple[int, Position]]:
    """Settle places abroad, where all datums agree."""
    lon = np.array([place.lon_deg for place in places])
    lat = np.array([place.lat_deg for place in places])
    moved = [to_wgs84(lon, lat, datum=datum) for datum in CANDIDATES]
    apart = np.max([great_circle_m(lon, lat, x, y) for x, y in moved], axis=0, initial=0.0)
    return [
        (row, Position(place.lon_deg, place.lat_deg, "wgs84", True, place.notes))  # noqa: FBT003
        for place, row, metres in zip(places, rows, apart, strict=True)
        if metres <= _ALIKE_M
    ]


def _as_elsewhere(place: Place, known: Sequence[Known]) -> Position | None:
    """Take the datum in which a place stands where the same site stands by another row."""
    for site in known:
        lon, lat = to_wgs84(place.lon_deg, place.lat_deg, datum=site.datum)
        if float(great_circle_m(lon, lat, site.lon_deg, site.lat_deg)) <= _SAME_M:
            why = note("same_elsewhere", datum=DATUMS[site.datum])
            return _position(assumed(place, site.datum, why), stated=site.datum_stated)
    return None


def _position(place: Place, *, stated: bool) -> Position:
    return replace(convert([place])[0], datum_stated=stated)


def _compare(
    places: Sequence[Place],
    villages: Sequence[str],
    around: Surroundings,
    rows: Sequence[int],
    datum: str,
) -> list[Position | Question]:
    found: dict[int, Position | Question] = {}
    for is_evidence in (True, False):
        members = [row for row in rows if places[row].is_evidence is is_evidence]
        if not members:
            continue
        comparison = Comparison(
            [places[row] for row in members],
            [villages[row] for row in members],
            stated=[place for place in places if place.datum and place.is_evidence],
            ground=around.ground,
            sites=[(site.village, site.lon_deg, site.lat_deg) for site in around.sites],
        )
        asked = [places[row] for row in members]
        found |= zip(members, _chosen(comparison, asked, datum), strict=True)
    return [found[row] for row in rows]


def _chosen(
    comparison: Comparison, asked: Sequence[Place], datum: str
) -> list[Position | Question]:
    """Take the datum that is sure, else the one of the argument, else ask."""
    chosen = comparison.chances.argmax(axis=1)
    found: list[Position | Question] = []
    for index, place in enumerate(asked):
        sure = float(comparison.chances[index].max())
        if sure >= SURE and place.is_evidence:
            best, why = CANDIDATES[chosen[index]], comparison.why(index)
            found.append(_position(assumed(place, best, why), stated=False))
        elif datum != "auto":
            why = note("told_datum", datum=DATUMS[datum])
            found.append(_position(assumed(place, datum, why), stated=True))
        elif place.is_evidence:
            found.append(Question((*place.notes, *comparison.question(index))))
        else:
            found.append(Question((*place.notes, comparison.by_hand(index))))
    return found


def at_best(place: Place, question: Question) -> Position:
    """Take ``DEFAULT`` where a position is needed and half a kilometre does no harm."""
    moved = convert([replace(place, datum=datum) for datum in CANDIDATES])
    lon, lat = moved[CANDIDATES.index(DEFAULT)].lon_deg, moved[CANDIDATES.index(DEFAULT)].lat_deg
    off = max(float(great_circle_m(lon, lat, other.lon_deg, other.lat_deg)) for other in moved)
    why = note("assumed_default", datum=DATUMS[DEFAULT], metres=f"{off:.0f}")
    notes = tuple(said for said in question.notes if said in place.notes)
    return _position(assumed(replace(place, notes=notes), DEFAULT, why), stated=False)
