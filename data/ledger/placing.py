"""Where the rows of site ledgers lie: read, kept apart from what is far away, and settled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from data.ledger.assumption import Question, Surroundings, settle
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.positions import Place, Position, convert, find_outside, read_places
from data.ledger.vicinity import site_name, stored_elsewhere, surroundings, town_middle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.ledger.ground import Ground
    from data.ledger.outcomes import Record
    from data.ledger.rows import LedgerRow

_ENOUGH_POSITIONS = 20


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with the place it states, degrees of its own datum."""

    row: LedgerRow
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """
    Says where rows lie, file by file.

    Attributes
    ----------
    known
        Sites of the store, by id.
    datum
        Settles rows that state no datum and whose datum is not sure; ``auto`` leaves them open.
    ground
        Gives roads, villages and water; asked only where a position needs them.
    """

    known: dict[str, Record]
    datum: str
    ground: Callable[[], Ground]

    def read(
        self, rows: Sequence[LedgerRow]
    ) -> tuple[list[PlacedRow], list[tuple[LedgerRow, Note]]]:
        """
        Read the positions of rows.

        Returns
        -------
        placed
            Rows with a place in the area, those of one file together.
        turned_away
            The others, each with why: no name, no position, outside the area.
        """
        placed: list[PlacedRow] = []
        turned_away: list[tuple[LedgerRow, Note]] = []
        for row, place in zip(rows, self._places(rows), strict=True):
            if isinstance(place, Note):
                turned_away.append((row, place))
            else:
                placed.append(PlacedRow(row, place))
        inside, outside = self._split_by_area(placed)
        return inside, [*turned_away, *outside]

    def settle(self, placed: Sequence[PlacedRow]) -> list[Position | Question]:
        """Bring places to WGS-84, one per row, or ask; rows of one file stand together."""
        around = self._around(placed)
        found: list[Position | Question] = []
        for members in _by_file(placed).values():
            rows = [item.row for item in members]
            found += settle(
                [item.place for item in members],
                [village_key(row.text("village")) for row in rows],
                around=around,
                names=[site_name(row.text("name"), row.text("village")) for row in rows],
                datum=self.datum,
            )
        return found

    def _places(self, rows: Sequence[LedgerRow]) -> list[Place | Note]:
        """Read positions file by file; what is no degrees is read by where the town is."""
        nameless = note("no_name")
        stored = stored_elsewhere(self.known, rows)
        middle = partial(town_middle, stored=stored, ground=self.ground)
        files: dict[str, list[LedgerRow]] = {}
        for row in rows:
            if row.text("name") is not None:
                files.setdefault(row.sha256, []).append(row)
        found: dict[tuple[str, str, int], Place | Note] = {}
        for members in files.values():
            places = read_places(members, middle=middle)
            found |= {_where(row): place for row, place in zip(members, places, strict=True)}
        return [found.get(_where(row), nameless) for row in rows]

    def _split_by_area(
        self, placed: Sequence[PlacedRow]
    ) -> tuple[list[PlacedRow], list[tuple[LedgerRow, Note]]]:
        """
        Part what lies in the area; a short file is judged together with all that is known.

        What a row says counts once, so that a file read again is judged as before.
        """
        here = [(item.place.lon_deg, item.place.lat_deg) for item in placed]
        wider = [*stored_elsewhere(self.known, [item.row for item in placed]), *here]
        inside: list[PlacedRow] = []
        outside: list[tuple[LedgerRow, Note]] = []
        for members in _by_file(placed).values():
            around = [] if len(members) >= _ENOUGH_POSITIONS else wider
            whys = find_outside([item.place for item in members], around=around)
            for item, why in zip(members, whys, strict=True):
                if why is None:
                    inside.append(item)
                else:
                    outside.append((item.row, why))
        return inside, outside

    def _around(self, placed: Sequence[PlacedRow]) -> Surroundings:
        """Gather what silent places are held against; nothing where every row states its datum."""
        if all(item.place.datum for item in placed):
            return Surroundings()
        stated = [item for item in placed if item.place.datum and item.place.is_evidence]
        moved = convert([item.place for item in stated])
        told = [(item.row, position) for item, position in zip(stated, moved, strict=True)]
        return surroundings(told, self.known, ground=self.ground())


def _by_file(placed: Sequence[PlacedRow]) -> dict[str, list[PlacedRow]]:
    files: dict[str, list[PlacedRow]] = {}
    for item in placed:
        files.setdefault(item.row.sha256, []).append(item)
    return files


def _where(row: LedgerRow) -> tuple[str, str, int]:
    return row.sha256, row.sheet, row.number
