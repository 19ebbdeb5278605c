"""What becomes of every row of opened ledgers, batch by batch, given what the store holds."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from data.ledger.answers import Answers, answered
from data.ledger.areas import resolve_areas
from data.ledger.batches import Batch
from data.ledger.entered import keep_entered
from data.ledger.findings import finding_id, resolve_findings
from data.ledger.ground import read_ground
from data.ledger.inspections import (
    VisitedSites,
    inspection_id,
    inspection_number,
    resolve_inspections,
)
from data.ledger.mends import Mends
from data.ledger.misfits import say_misfits
from data.ledger.moves import as_moved
from data.ledger.namesakes import answer_namesakes
from data.ledger.news import keep_later_news
from data.ledger.outcomes import Outcome, Record, stored
from data.ledger.placing import Placing
from data.ledger.plain import PlainBatch
from data.ledger.power import resolve_power
from data.ledger.report import Tally
from data.ledger.sieve import PlainReader, plain_parts
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
from data.ledger.unwanted import dropped_visits
from data.ledger.waiting import waiting_findings
from data.schema import as_table
from data.schema.town import ANSWER

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from pandas import DataFrame

    from data.ledger.reading import ReadSheet
    from data.ledger.rows import LedgerRow, SkippedRow
    from data.ledger.sitebook import SiteBook
    from data.ports import LargeTables, Progress

    Resolve = Callable[[Sequence[LedgerRow], dict[str, Record]], list[Outcome]]
    PlainReaderOf = Callable[[ReadSheet, frozenset[int]], PlainReader | None]


def _no_plain_reader(_sheet: ReadSheet, _repeated: frozenset[int]) -> None:
    """Take every row of a sheet for one that needs settling."""


class Settling:
    """
    Settles the rows of ledgers and gives them batch by batch; go through it once.

    Sites are settled first, then teams, inspections, findings, tips, areas and power readings,
    whatever the order of the files. All but inspections and findings are compared with each other
    and stand in memory together.
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
    progress
        Told the rows settled, and how many there are, each time a batch was taken.
    chunk_rows
        Rows of large ledgers that stand in memory together, > 0. It changes the size of batches
        and nothing else.

    Attributes
    ----------
    tally
        What was counted so far; complete when all batches were taken.
    dropped_shifts
        Ids of stored shifts that these files' teams no longer work, to be cleared; complete too.
    last_site
        The newest id that a site ever had, to be noted as the setting ``LAST_SITE``; complete too.
    followed
        Findings of earlier imports that are settled now, with their visits; complete too.
    """

    def __init__(
        self,
        sheets: Sequence[ReadSheet],
        *,
        known: LargeTables,
        datum: str,
        progress: Progress | None = None,
        chunk_rows: int = CHUNK_ROWS,
    ) -> None:
        self.tally = Tally(sheets)
        self.dropped_shifts: tuple[str, ...] = ()
        self.last_site = ""
        self.followed = 0
        self._sheets = sheets
        self._known = known
        self._datum = datum
        self._progress = progress
        self._chunk_rows = chunk_rows
        self._done = 0
        self._total = sum(len(sheet.raw.rows) for sheet in sheets)
        self._answers = Answers(stored(known.read("answer")))
        self._mends = Mends(self._answers, known)
        self._waiting: list[LedgerRow] = []

    def answers(self) -> DataFrame:
        """Give what people answered in these files, by schema ``ANSWER``, to be remembered."""
        return as_table(self._answers.records(), ANSWER)

    def __iter__(self) -> Iterator[Batch | PlainBatch]:
        """Settle and give the next rows."""
        for batch in self._batches():
            self.tally.add(batch)
            yield batch
            self._done += len(batch)
            if self._progress is not None:
                self._progress(self._done, self._total)

    def _batches(self) -> Iterator[Batch | PlainBatch]:
        for chunk in self._chunks("unknown"):
            yield Batch(outcomes=[], skipped=chunk.skipped)
        rows = every_row(self._of_kind("sites"))
        before = stored(self._known.read("site"))
        ground = cache(partial(read_ground, self._known))
        placing = Placing(known=before, datum=self._datum, ground=ground)
        outcomes, book = resolve_sites(
            rows.rows, placing=placing, answers=self._answers, tables=self._known
        )
        self._answers.follow(book.moved)
        self.last_site = book.last_site
        yield Batch(outcomes=[], moved_sites=book.moved)
        yield from self._pieces(outcomes, rows.skipped)
        del rows, before, outcomes
        self._spread_answers(book)
        yield self._teams(book)
        visited = self._asked(book)
        yield from self._inspections(book, visited)
        yield from self._findings(book, visited)
        yield from self._followers(book, visited)
        yield from self._tips(book)
        yield from self._areas()
        yield from self._power(book)

    def _of_kind(self, kind: str) -> list[ReadSheet]:
        return [sheet for sheet in self._sheets if sheet.kind == kind]

    def _chunks(self, kind: str) -> Iterator[Chunk]:
        return chunks(self._of_kind(kind), chunk_rows=self._chunk_rows)

    def _teams(self, book: SiteBook) -> Batch:
        rows = every_row(self._of_kind("teams"))
        wanted, unwanted = self._answers.apply(rows.rows, known=book.by_id)
        teams = resolve_teams(
            wanted,
            known=stored(self._known.read("team")),
            known_shifts=stored(self._known.read("shift")),
            book=book,
            datum=self._datum,
        )
        self.dropped_shifts = teams.dropped_shifts
        return Batch(
            outcomes=self._final([*unwanted, *teams.outcomes], book.by_id),
            skipped=rows.skipped,
            shifts=teams.shifts,
        )

    def _spread_answers(self, book: SiteBook) -> None:
        """Let one answer in a correction workbook do for all rows of the same name."""
        for sheet in self._sheets:
            if {"answer", "row_mark"} <= sheet.reader.places.keys():
                answer_namesakes(sheet.rows, answers=self._answers, book=book)

    def _asked(self, book: SiteBook) -> VisitedSites:
        """Find the inspections that rows of hazard ledgers name, before any is written."""
        findings = (row for chunk in self._chunks("findings") for row in chunk.rows)
        asked = {number for row in findings if (number := inspection_number(row))}
        if self._of_kind("inspections"):
            read = {sheet.file.sha256 for sheet in self._of_kind("findings")}
            self._waiting = [r for r in waiting_findings(self._known) if r.sha256 not in read]
            asked |= {number for row in self._waiting if (number := inspection_number(row))}
        before = Before(self._known, "inspection", "inspection_id")
        visited = VisitedSites(asked, before.records(asked))
        if asked:
            visited.drop(dropped_visits(book, answers=self._answers, known=self._known))
        return visited

    def _inspections(self, book: SiteBook, visited: VisitedSites) -> Iterator[Batch | PlainBatch]:
        before = Before(self._known, "inspection", "inspection_id")
        batches = self._stream(
            "inspections",
            id_of=lambda row: inspection_id(self._answered(row, book), book),
            resolve=self._resolving(
                lambda rows, held: resolve_inspections(rows, before=held, book=book), book
            ),
            before=before,
            plain=self._plain_reader(book),
        )
        for batch in batches:
            if isinstance(batch, PlainBatch):
                visited.add_sites(batch.sites())
            else:
                visited.add(batch.outcomes)
            yield batch

    def _plain_reader(self, book: SiteBook) -> PlainReaderOf:
        """Say how plain rows of a sheet are read; not at all where answers may be about them."""

        def reader_of(sheet: ReadSheet, repeated: frozenset[int]) -> PlainReader | None:
            # A correction workbook mends rows also where its column of answers was deleted.
            is_by_hand = bool(sheet.reader.places.keys() & {"answer", "row_mark"})
            if is_by_hand or self._answers.concern(sheet.kind) or not sheet.reader.is_plain:
                return None
            return PlainReader(sheet, book=book, repeated=repeated)

        return reader_of

    def _findings(self, book: SiteBook, visited: VisitedSites) -> Iterator[Batch | PlainBatch]:
        yield from self._stream(
            "findings",
            id_of=lambda row: finding_id(self._answered(row, book), book, visited=visited),
            resolve=self._resolving(
                lambda rows, held: resolve_findings(rows, before=held, book=book, visited=visited),
                book,
            ),
            before=Before(self._known, "finding", "finding_id"),
        )

    def _followers(self, book: SiteBook, visited: VisitedSites) -> Iterator[Batch]:
        """Settle findings of earlier imports whose visit is settled now."""
        settled = [row for row in self._waiting if visited.is_settled(inspection_number(row))]
        ids = [finding_id(row, book, visited=visited) for row in settled]
        held = Before(self._known, "finding", "finding_id").records(
            number for number in ids if number
        )
        outcomes = resolve_findings(settled, before=held, book=book, visited=visited)
        outcomes = keep_entered(outcomes, before=held, known=self._known)
        came = [outcome for outcome in outcomes if outcome.fate != "question"]
        self.followed = len(came)
        yield Batch(outcomes=came, is_late=True)

    def _tips(self, book: SiteBook) -> Iterator[Batch]:
        rows = every_row(self._of_kind("tips"))
        before = stored(self._known.read("tip"))
        wanted, unwanted = self._answers.apply(rows.rows, known=book.by_id)
        tips = resolve_tips(wanted, before=before, book=book, datum=self._datum)
        outcomes = keep_later_news(tips, before=before, known=self._known)
        yield from self._pieces(self._final([*unwanted, *outcomes], book.by_id), rows.skipped)

    def _answered(self, row: LedgerRow, book: SiteBook) -> LedgerRow:
        """Put the answer into a row that has one."""
        answer, _ = self._answers.of(row, known=book.by_id)
        return row if answer is None else answered(row, answer)

    def _resolving(self, resolve: Resolve, book: SiteBook) -> Resolve:
        """Settle rows with their answers, against stored ones whose sites have moved."""

        def settle(rows: Sequence[LedgerRow], held: dict[str, Record]) -> list[Outcome]:
            wanted, unwanted = self._answers.apply(rows, known=book.by_id)
            before = as_moved(held, book)
            outcomes = keep_later_news(resolve(wanted, before), before=before, known=self._known)
            outcomes = keep_entered(outcomes, before=before, known=self._known)
            return self._final([*unwanted, *outcomes], book.by_id)

        return settle

    def _final(self, outcomes: Sequence[Outcome], known: Container[str]) -> list[Outcome]:
        """Let rows that were mended elsewhere be, and say of answers that did not help why not."""
        return say_misfits(self._mends.settle(outcomes), known=known)

    def _areas(self) -> Iterator[Batch]:
        rows = every_row(self._of_kind("areas"))
        # Maps make long tables: they are read only where a row may change them.
        before = stored(self._known.read("area")) if rows.rows else {}
        wanted, unwanted = self._answers.apply(rows.rows, known=())
        outcomes = resolve_areas(wanted, before=before, datum=self._datum)
        yield from self._pieces(self._final([*unwanted, *outcomes], ()), rows.skipped)

    def _power(self, book: SiteBook) -> Iterator[Batch]:
        rows = every_row(self._of_kind("power"))
        before = stored(self._known.read("power_reading")) if rows.rows else {}
        wanted, unwanted = self._answers.apply(rows.rows, known=book.by_id)
        power = resolve_power(wanted, before=before, book=book)
        outcomes = self._final([*unwanted, *power.outcomes], book.by_id)
        yield Batch(outcomes=outcomes, skipped=rows.skipped, readings=power.readings)

    def _stream(
        self,
        kind: str,
        *,
        id_of: Callable[[LedgerRow], str | None],
        resolve: Resolve,
        before: Before,
        plain: PlainReaderOf = _no_plain_reader,
    ) -> Iterator[Batch | PlainBatch]:
        sheets = self._of_kind(kind)
        repeated = repeated_ids(sheets, before.key, id_of)
        waiting = Chunk()
        for sheet in sheets:
            reader = plain(sheet, repeated)
            for part in plain_parts(reader, sheet, before, chunk_rows=self._chunk_rows):
                if isinstance(part, PlainBatch):
                    yield part
                    continue
                alone, again = part_repeated(part, id_of, repeated)
                waiting.rows += again.rows
                waiting.ids += again.ids
                outcomes = resolve(alone.rows, before.records(alone.ids))
                yield Batch(outcomes=outcomes, skipped=alone.skipped)
        yield from self._pieces(resolve(waiting.rows, before.records(waiting.ids)), [])

    def _pieces(self, outcomes: list[Outcome], skipped: list[SkippedRow]) -> Iterator[Batch]:
        """Give rows that were settled together piece by piece, letting go of each as taken."""
        yield Batch(outcomes=[], skipped=skipped)
        outcomes.reverse()
        while outcomes:
            some = outcomes[-self._chunk_rows :]
            del outcomes[-self._chunk_rows :]
            yield Batch(outcomes=some[::-1])
