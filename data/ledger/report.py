"""What became of the rows of an import, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.ledger.batches import row_id
from data.ledger.heads import sheet_headers, sheet_titles
from data.ledger.misfits import MISREAD
from data.ledger.notes import joined
from data.ledger.plain import PlainBatch
from data.ledger.unwanted import UNWANTED
from data.words import FATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.batches import Batch
    from data.ledger.outcomes import Outcome
    from data.ledger.reading import ReadSheet

_DOUBTFUL = frozenset({"rejected", "question"})
SETTLED = UNWANTED | {"mended", "old_news", "entered_stays"}
"""Codes of notes on rows that nobody needs to look at again; they are counted."""
CELLS_KEPT = 100_000
"""Rows not stored whose cells an import keeps for the correction workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """
    What became of the rows of one sheet, as an import answers it.

    Attributes
    ----------
    file, sheet
        Names; the sheet of a text file has none.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    fates
        Code of ``data.words.FATES`` to number of rows, in the order of that list, no zeros.
    new, updated, unchanged
        What storing the accepted and repaired rows does, and the questions kept as sites.
    dropped
        Rejected rows that a person did not want, or that went with one of those.
    kept
        Questions that are stored as sites until somebody answers.
    blank
        Rows that held nothing at all; they have no row of their own in the table ``import_row``.
    titles
        Text of the rows above the header, cell by cell.
    headers
        Name of every column, left to right, as the cells of a row name it.
    """

    file: str
    sheet: str
    kind: str
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    blank: int
    titles: tuple[tuple[str, ...], ...] = ()
    headers: tuple[str, ...] = ()
    dropped: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """
    One row that was not stored, for a person to look at.

    Attributes
    ----------
    file, sheet, row
        Where it is; the sheet of a text file has none, rows count from 1.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    fate
        ``rejected`` or ``question``.
    code
        Why, a key of ``notes.toml``.
    zh, en
        Why, as a sentence with its figures; equal for rows that one answer settles.
    cells
        The row as it was read, header to text; missing past the first ``CELLS_KEPT`` of an import,
        which nobody would go through by hand.
    import_row_id
        Key of the row in the table ``import_row``.
    """

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    code: str
    zh: str
    en: str
    cells: dict[str, str] | None = None
    import_row_id: str = ""


class Tally:
    """
    Counts an import batch by batch.

    Parameters
    ----------
    sheets
        Every sheet of every file, in their order.
    """

    def __init__(self, sheets: Sequence[ReadSheet]) -> None:
        self._sheets = sheets
        self._place = {(s.file.sha256, s.name): place for place, s in enumerate(sheets)}
        self._fates: Counter[tuple[str, str, str]] = Counter()
        self._changes: Counter[tuple[str, str, str | None]] = Counter()
        self._asides: Counter[tuple[str, str, str]] = Counter()
        self._repairs: Counter[str] = Counter()
        self._settled: Counter[str] = Counter()
        self._doubts: list[tuple[bool, int, int, Doubt]] = []

    def add(self, batch: Batch | PlainBatch) -> None:
        """Count the rows of one more batch."""
        if isinstance(batch, PlainBatch):
            self._add_plain(batch)
            return
        if batch.is_late:
            return
        self._fates.update((o.row.sha256, o.row.sheet, o.fate) for o in batch.outcomes)
        self._fates.update((row.sha256, row.sheet, "skipped") for row in batch.skipped)
        self._changes.update((o.row.sha256, o.row.sheet, o.change) for o in batch.outcomes)
        for outcome in batch.outcomes:
            settled = outcome.notes[-1].code if outcome.notes else ""
            self._settled.update({settled} & SETTLED)
            self._asides.update(_asides(outcome))
            if outcome.fate == "repaired":
                self._repairs.update({said.code for said in outcome.notes if said.repair})
            elif outcome.fate in _DOUBTFUL and settled not in SETTLED:
                self._doubts.append(self._ranked(outcome))

    def _add_plain(self, batch: PlainBatch) -> None:
        key = (batch.sheet.file.sha256, batch.sheet.name)
        repairs = Counter(batch.repairs())
        repaired = repairs.total()  # a plain row has one note at most
        self._fates[*key, "repaired"] += repaired
        self._fates[*key, "accepted"] += len(batch) - repaired
        self._changes[*key, batch.change] += len(batch)
        self._repairs.update(repairs)

    def _ranked(self, outcome: Outcome) -> tuple[bool, int, int, Doubt]:
        row = outcome.row
        place = self._place[row.sha256, row.sheet]
        return outcome.fate != "rejected", place, row.number, _doubt(outcome, len(self._doubts))

    def doubts(self) -> list[Doubt]:
        """List the rows that were not stored: rejected ones first, then in the order of files."""
        return [doubt for *_, doubt in sorted(self._doubts, key=lambda ranked: ranked[:3])]

    def repairs(self) -> dict[str, int]:
        """Count stored rows by what was interpreted or assumed in them, commonest first."""
        return dict(sorted(self._repairs.items(), key=lambda item: (-item[1], item[0])))

    def settled(self) -> dict[str, int]:
        """Count the rows that are settled for good by what settled them, codes of ``SETTLED``."""
        return dict(sorted(self._settled.items()))

    def sheets(self) -> list[SheetCount]:
        """Count the rows of each sheet by what became of them, sheets in their order."""
        return [self._count(sheet) for sheet in self._sheets]

    def _count(self, sheet: ReadSheet) -> SheetCount:
        key = (sheet.file.sha256, sheet.name)
        return SheetCount(
            file=sheet.file.name,
            sheet=sheet.name,
            kind=sheet.kind,
            fates={fate: self._fates[*key, fate] for fate in FATES if self._fates[*key, fate]},
            new=self._changes[*key, "new"],
            updated=self._changes[*key, "updated"],
            unchanged=self._changes[*key, "unchanged"],
            blank=sheet.blank,
            titles=sheet_titles(sheet),
            headers=sheet_headers(sheet),
            dropped=self._asides[*key, "dropped"],
            kept=self._asides[*key, "kept"],
        )


def _asides(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Tell rows that somebody dropped, and questions that are stored, from others of their fate."""
    row, last = outcome.row, outcome.notes[-1].code if outcome.notes else ""
    found = []
    if outcome.fate == "rejected" and last in UNWANTED:
        found.append((row.sha256, row.sheet, "dropped"))
    if outcome.fate == "question" and outcome.record is not None:
        found.append((row.sha256, row.sheet, "kept"))
    return found


def _doubt(outcome: Outcome, before: int) -> Doubt:
    row, why = outcome.row, outcome.notes[-1]  # the last note is the one that decided
    misread = tuple(said for said in outcome.notes[:-1] if said.code in MISREAD)
    zh, en = joined((*misread, why))
    return Doubt(
        file=row.file,
        sheet=row.sheet,
        row=row.number,
        kind=row.kind,
        fate=outcome.fate,
        code=why.code,
        zh=zh,
        en=en,
        cells=row.raw if before < CELLS_KEPT else None,
        import_row_id=row_id(row),
    )
