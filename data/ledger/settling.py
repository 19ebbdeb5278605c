"""What becomes of every row of opened ledgers, batch by batch, given what the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.batches import Batch
from data.ledger.findings import finding_id, resolve_findings
from data.ledger.inspections import (
    VisitedSites,
    inspection_id,
    inspection_number,
    resolve_inspections,
)
from data.ledger.outcomes import Outcome, Record, stored
from data.ledger.report import Tally
from data.ledger.sites import resolve_sites
from data.ledger.streams import (
    CHUNK_ROWS,
    Before,
    Chunk,
    chunks,
    every_row,
    part_repeated,
    repeated_ids,
)
from data.ledger.teams import resolve_teams
from data.ledger.tips import resolve_tips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from data.ledger.reading import ReadSheet
    from data.ledger.rows import LedgerRow, SkippedRow
    from data.ledger.sitebook import SiteBook
    from data.ports import LargeTables

    Resolve = Callable[[Sequence[LedgerRow], dict[str, Record]], list[Outcome]]


class Settling:
    """
    Settles the rows of ledgers and gives them batch by batch; go through it once.

    Sites are settled first, then teams, inspections, findings and tips, whatever the order of the
    files. Sites, teams and tips are compared with each other and stand in memory together.
    Inspections and findings are read in chunks: a row that is alone under its id is settled when
    it is read, those that share an id are kept to the end and settled together.

    Parameters
    ----------
    sheets
        Every sheet of every file, in their order.
    known
        What the store holds. Batches may be written to it as they come.
    datum
        Datum of rows that state none themselves, or ``auto``.

    Attributes
    ----------
    tally
        What was counted so far; complete when all batches were taken.
    dropped_shifts
        Ids of stored shifts that these files' teams no longer work, to be cleared; complete too.
    """

    def __init__(self, sheets: Sequence[ReadSheet], *, known: LargeTables, datum: str) -> None:
        self.tally = Tally(sheets)
        self.dropped_shifts: tuple[str, ...] = ()
        self._sheets = sheets
        self._known = known
        self._datum = datum

    def __iter__(self) -> Iterator[Batch]:
        """Settle and give the next rows."""
        for batch in self._batches():
            self.tally.add(batch)
            yield batch

    def _batches(self) -> Iterator[Batch]:
        for chunk in chunks(self._of_kind("unknown")):
            yield Batch(outcomes=[], skipped=chunk.skipped)
        rows = every_row(self._of_kind("sites"))
        before = stored(self._known.read("site"))
        outcomes, book = resolve_sites(rows.rows, known=before, datum=self._datum)
        yield from _pieces(outcomes, rows.skipped)
        del rows, before, outcomes
        yield self._teams(book)
        visited = self._asked()
        yield from self._inspections(book, visited)
        yield from self._findings(book, visited)
        yield from self._tips(book)

    def _of_kind(self, kind: str) -> list[ReadSheet]:
        return [sheet for sheet in self._sheets if sheet.kind == kind]

    def _teams(self, book: SiteBook) -> Batch:
        rows = every_row(self._of_kind("teams"))
        teams = resolve_teams(
            rows.rows,
            known=stored(self._known.read("team")),
            known_shifts=stored(self._known.read("shift")),
            book=book,
            datum=self._datum,
        )
        self.dropped_shifts = teams.dropped_shifts
        return Batch(outcomes=teams.outcomes, skipped=rows.skipped, shifts=teams.shifts)

    def _asked(self) -> VisitedSites:
        """Find the inspections that rows of hazard ledgers name, before any is written."""
        findings = (row for chunk in chunks(self._of_kind("findings")) for row in chunk.rows)
        asked = {number for row in findings if (number := inspection_number(row))}
        before = Before(self._known, "inspection", "inspection_id")
        return VisitedSites(asked, before.records(asked))

    def _inspections(self, book: SiteBook, visited: VisitedSites) -> Iterator[Batch]:
        before = Before(self._known, "inspection", "inspection_id")
        batches = self._stream(
            "inspections",
            id_of=lambda row: inspection_id(row, book),
            resolve=lambda rows, held: resolve_inspections(rows, before=held, book=book),
            before=before,
        )
        for batch in batches:
            visited.add(batch.outcomes)
            yield batch

    def _findings(self, book: SiteBook, visited: VisitedSites) -> Iterator[Batch]:
        sites, waiting = visited.site_of, visited.open_numbers
        yield from self._stream(
            "findings",
            id_of=lambda row: finding_id(row, book, site_of=sites, open_numbers=waiting),
            resolve=lambda rows, held: resolve_findings(
                rows, before=held, book=book, site_of=sites, open_numbers=waiting
            ),
            before=Before(self._known, "finding", "finding_id"),
        )

    def _tips(self, book: SiteBook) -> Iterator[Batch]:
        rows = every_row(self._of_kind("tips"))
        before = stored(self._known.read("tip"))
        outcomes = resolve_tips(rows.rows, before=before, book=book, datum=self._datum)
        yield from _pieces(outcomes, rows.skipped)

    def _stream(
        self,
        kind: str,
        *,
        id_of: Callable[[LedgerRow], str | None],
        resolve: Resolve,
        before: Before,
    ) -> Iterator[Batch]:
        sheets = self._of_kind(kind)
        repeated = repeated_ids(sheets, id_of)
        waiting = Chunk()
        for chunk in chunks(sheets):
            alone, again = part_repeated(chunk, id_of, repeated)
            waiting.rows += again.rows
            waiting.ids += again.ids
            outcomes = resolve(alone.rows, before.records(alone.ids))
            yield Batch(outcomes=outcomes, skipped=alone.skipped)
        yield from _pieces(resolve(waiting.rows, before.records(waiting.ids)), [])


def _pieces(outcomes: list[Outcome], skipped: list[SkippedRow]) -> Iterator[Batch]:
    """Give rows that were settled together piece by piece, letting go of each as it is taken."""
    yield Batch(outcomes=[], skipped=skipped)
    outcomes.reverse()
    while outcomes:
        some = outcomes[-CHUNK_ROWS:]
        del outcomes[-CHUNK_ROWS:]
        yield Batch(outcomes=some[::-1])
