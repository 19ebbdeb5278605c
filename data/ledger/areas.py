"""Rows of areas: outlines of villages, grids and land, and the people who answer for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from data.ledger.mapped import Fits, Mapped
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.numbered import Identity, Numbered
from data.ledger.outcomes import Outcome, Record, content_id, questioned, rejected
from data.ledger.outlines import read_outline
from data.ledger.spellings import AREA_KIND, find_code
from data.ledger.values import narrow
from data.schema import AREA, as_table
from data.words import AREA_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from data.ledger.rows import LedgerRow

_IDENTITY = Identity(key="area_id", same=("kind",))
_HAS_KEEPERS = frozenset({"town", "district", "village", "grid", "other"})
_NOT_HERE = frozenset({"point_on_shape"})
"""Notes of the reader that mean nothing for an area: its outline is kept whole."""


def resolve_areas(
    rows: Sequence[LedgerRow], *, before: dict[str, Record], datum: str
) -> list[Outcome]:
    """
    Give every row of areas its fate.

    A row with an outline is the area of its kind and name that lies there, such as a village of the
    map, else an area of its own; imported again under the same number, or the same kind and name,
    it replaces the outline. A row without one names the keeper of an area that is known already,
    from a ledger or from the map.

    Parameters
    ----------
    rows
        Rows of all files.
    before
        Areas the store holds, by id; ``geometry`` is WKT.
    datum
        Datum of outlines whose row states none, or ``auto``.

    Returns
    -------
    outcomes
        One per row, in the same order; ``geometry`` in the records is WKT.
    """
    numbered = Numbered(_IDENTITY, before=before)
    drawn = _all_drawn(rows, before, numbered, datum=datum)
    known = {**before, **{str(o.target): o.record for o in drawn.values() if o.record}}
    directory = _Directory(known.values())
    outcomes = [
        drawn.get(place) or _kept(row, directory, known, numbered) for place, row in enumerate(rows)
    ]
    return [_with_source(outcome, before) for outcome in numbered.final(outcomes)]


def _with_source(outcome: Outcome, before: dict[str, Record]) -> Outcome:
    """Keep the source of an area that a row gave no outline: who drew it may draw it anew."""
    record, stored = outcome.record, before.get(outcome.target or "")
    if record is None or stored is None or record["geometry"] != stored["geometry"]:
        return outcome
    return replace(outcome, record={**record, "source": stored["source"]})


def area_table(records: Sequence[Record]) -> pd.DataFrame:
    """Build the table of areas, outlines as shapes; a later record of one area wins."""
    last = {str(record["area_id"]): record for record in records}
    return as_table(
        [
            {**record, "geometry": shapely.from_wkt(str(record["geometry"]))}
            for record in last.values()
        ],
        AREA,
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A row with an outline: its record under its own number, and the areas it may be."""

    row: LedgerRow
    record: Record
    notes: tuple[Note, ...]
    fits: Fits


def _all_drawn(
    rows: Sequence[LedgerRow], before: dict[str, Record], numbered: Numbered, *, datum: str
) -> dict[int, Outcome]:
    """Settle all rows that have an outline; one upon an area goes before one beside it."""
    mapped = Mapped(before.values())
    read = {
        place: _drawing(row, mapped, datum=datum)
        for place, row in enumerate(rows)
        if row.text("geometry")
    }
    taken = {i for one in read.values() if isinstance(one, _Drawing) for i in one.fits.sure}
    return {
        place: _drawn(one, before, numbered, taken=taken) if isinstance(one, _Drawing) else one
        for place, one in read.items()
    }


def _drawing(row: LedgerRow, mapped: Mapped, *, datum: str) -> _Drawing | Outcome:
    outline = read_outline(row, datum=datum)
    if isinstance(outline, Note):
        return rejected(row, outline)
    shape, notes = outline
    kind, said = _kind(row)
    name = row.text("name")
    own = (kind, village_key(name)) if name else (kind, shape.wkt)
    record: Record = {
        "area_id": narrow(row.text("area_id") or "") or content_id("QY", *own),
        "kind": kind,
        "name": name,
        "keeper": row.text("keeper"),
        "geometry": shape.wkt,
        "source": row.source,
    }
    return _Drawing(row, record, (*notes, *said), mapped.fits(record, shape))


def _drawn(
    one: _Drawing, before: dict[str, Record], numbered: Numbered, *, taken: set[str]
) -> Outcome:
    """Settle an outline as the area it is, else as one of its own."""
    own = str(one.record["area_id"])
    near = () if own in before else tuple(i for i in one.fits.near if i not in taken)
    fitting = (own,) if own in one.fits.sure else one.fits.sure or near
    if len(fitting) > 1:
        ids = ", ".join(fitting)
        name = str(one.record["name"])
        return questioned(one.row, note("which_area", name=name, count=len(fitting), ids=ids))
    if not fitting or fitting[0] == own:
        return numbered.settle(_plain(one.row), one.record, one.notes)
    record, notes = _as_known(one, before[fitting[0]])
    return numbered.settle(_plain(one.row), record, notes)


def _as_known(one: _Drawing, known: Record) -> tuple[Record, tuple[Note, ...]]:
    """Put an outline under the number of the area it draws; a point does not replace an outline."""
    record = {**one.record, "area_id": known["area_id"]}
    if "POLYGON" in str(known["geometry"]) and "POLYGON" not in str(record["geometry"]):
        record["geometry"] = known["geometry"]
    if record["geometry"] == known["geometry"]:
        return record, one.notes
    return record, (*one.notes, note("drawn_anew", id=str(known["area_id"])))


def _plain(row: LedgerRow) -> LedgerRow:
    """Leave out what the reader said of a point: nobody uses it."""
    return row.without_notes(_NOT_HERE)


def _kind(row: LedgerRow) -> tuple[str, tuple[Note, ...]]:
    """Read what an area is from its type, else from its name, the header of it, or its sheet."""
    stated = row.text("kind")
    code = find_code(stated, AREA_KIND) if stated else None
    if code:
        return code, ()
    told = (row.text("name") or "", row.header("name"), row.sheet, row.file)
    guess = next((found for text in told if (found := find_code(text, AREA_KIND))), "other")
    return guess, (note("area_kind_assumed", kind=AREA_KINDS[guess]),)


class _Directory:
    """Areas by name, for rows that only say who keeps them."""

    def __init__(self, areas: Iterable[Record]) -> None:
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        for area in areas:
            if area.get("name"):
                self._by_name[village_key(str(area["name"]))].append(area)

    def named(self, row: LedgerRow) -> list[Record]:
        """List the areas a row may mean: of its type, else of a kind that has keepers."""
        found = self._by_name.get(village_key(row.text("name")), [])
        kind = find_code(row.text("kind") or "", AREA_KIND)
        fitting = [area for area in found if area["kind"] == kind]
        fitting = fitting or [area for area in found if area["kind"] in _HAS_KEEPERS] or found
        outlined = [area for area in fitting if "POLYGON" in str(area["geometry"])]
        return outlined or fitting


def _kept(
    row: LedgerRow, directory: _Directory, known: dict[str, Record], numbered: Numbered
) -> Outcome:
    name, keeper = row.text("name"), row.text("keeper")
    number = narrow(row.text("area_id") or "")
    if keeper is None:
        return rejected(row, note("no_outline"))
    if name is None and number not in known:
        return rejected(row, note("no_name"))
    fitting = [known[number]] if number in known else directory.named(row)
    if not fitting:
        return questioned(row, note("unknown_area", name=name or number))
    if len(fitting) > 1:
        ids = ", ".join(str(area["area_id"]) for area in fitting)
        told = note("several_areas", name=name or number, count=len(fitting), ids=ids)
        return questioned(row, told)
    return numbered.settle(_plain(row), {**fitting[0], "keeper": keeper}, ())
