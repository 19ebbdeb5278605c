"""An answer to one question: the correction workbook of its rows, filled in and imported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.export.corrections import OURS, RowToMend, SheetToMend, write_corrections
from data.ledger.notes import last_doubt, note
from data.ledger.replies import allowed, read_answer
from data.ledger.retold import read_cells
from service.pipeline.ledgers.importing import ImportChoices, import_ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.store import Store
    from service.pipeline.ledgers.questions import Question
    from service.results.ledgers import ImportResult

_ANSWER = OURS["answer"][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """
    What a person said to a question.

    Attributes
    ----------
    said
        An answer, such as ``S00012``, 新点位, 不要 or 高德; empty where the cells were mended.
    cells
        Header to text of the mended row; empty where they stay as they are.
    """

    said: str = ""
    cells: Mapping[str, str] | None = None


def answer_question(store: Store, question: Question, reply: Reply, *, file: Path) -> ImportResult:
    """
    Import the rows of a question with the answer, and those that wait for them.

    It is what a person does with the correction workbook by hand, so that the same rules hold and
    the same is remembered; answered again, the later answer counts.

    Parameters
    ----------
    file
        Where the workbook goes; its name is what the rows will say they come from.

    Returns
    -------
    result
        ``to_see`` lists what is still open.

    Raises
    ------
    InputError
        If the answer is not one that settles this question, or a cell is of no column of its
        sheet; nothing is stored then.
    """
    _check(store, question, reply)
    rows = {row["import_row_id"]: row for row in _rows(store, question)}
    said = dict.fromkeys(question.same, reply.said)
    changed = {question.row_id: reply.cells} if reply.cells is not None else {}
    sheets = _sheets(store, rows, said=said, changed=changed)
    write_corrections(file, sheets, left=0, lang="zh")
    return import_ledgers(store, [file], choices=ImportChoices())


def _check(store: Store, question: Question, reply: Reply) -> None:
    if reply.cells is not None:
        _check_headers(question, reply.cells, sheet_headers(store, question))
        return
    ids = [reply.said.strip().upper()]
    known = {row["site_id"] for row in store.rows("site", where={"site_id": ids})}
    read = read_answer(reply.said, known=known)
    if read is None or read[0] not in question.meanings:
        zh, en = allowed(question.kind, question.code)
        raise InputError(
            f"{reply.said!r} does not answer this; expected {en}.",
            zh=f"“{reply.said}”答不了这个问题，可以答：{zh}。",
        )


def _check_headers(question: Question, cells: Mapping[str, str], headers: Sequence[str]) -> None:
    """Refuse a cell of a column that the sheet has not: it would be dropped in silence."""
    strange = sorted(cells.keys() - {*question.cells, *headers})
    if strange:
        raise InputError(
            f"The sheet has no column {strange[0]!r}; it has {', '.join(headers)}.",
            zh=f"表中没有“{strange[0]}”这一列；有：{'、'.join(headers)}。",
        )


def _rows(store: Store, question: Question) -> list[dict[str, Any]]:
    wanted = [*question.same, *question.waiting]
    return store.rows("import_row", where={"import_row_id": wanted})


def _sheets(
    store: Store,
    rows: Mapping[str, Mapping[str, Any]],
    *,
    said: Mapping[str, str],
    changed: Mapping[str, Mapping[str, str]],
) -> list[SheetToMend]:
    """Put rows back under the title and the headers of their sheets, the answer beside them."""
    by_sheet: dict[tuple[str, str, str, str], list[RowToMend]] = defaultdict(list)
    for row_id, row in sorted(rows.items(), key=lambda item: (item[0] not in said, item[0])):
        place = (row["file_hash"], row["file"], row["sheet"] or "", row["kind"])
        cells = {**(changed.get(row_id) or read_cells(row["cells"])), _ANSWER: said.get(row_id, "")}
        why = last_doubt(row["note"] or "", row["note_en"] or "")
        by_sheet[place].append(
            RowToMend(
                number=int(row["row"]),
                reason=row["note"] or "",
                cells=cells,
                mark=row_id,
                code=why.code if why else "",
            )
        )
    return [
        SheetToMend(
            file=file,
            sheet=sheet,
            kind=kind,
            titles=sheet_titles(store, sha256, sheet),
            headers=_headers(listed),
            rows=tuple(listed),
        )
        for (sha256, file, sheet, kind), listed in by_sheet.items()
    ]


def sheet_titles(store: Store, sha256: str, sheet: str) -> tuple[tuple[str, ...], ...]:
    """Find the rows above the header of a sheet: they may say in which datum its positions are."""
    return tuple(tuple(cells.values()) for cells in _above(store, sha256, sheet)[:-1])


def sheet_headers(store: Store, question: Question) -> tuple[str, ...]:
    """Find the headers of the sheet in which a question stands, as its cells have them."""
    (row,) = store.rows("import_row", where={"import_row_id": [question.row_id]})
    above = _above(store, row["file_hash"], row["sheet"] or "")
    return tuple(above[-1].values()) if above else ()


def _above(store: Store, sha256: str, sheet: str) -> list[dict[str, str]]:
    """List the rows of a sheet before its data, top down; the last one is the header."""
    told = store.rows("import_row", where={"file_hash": [sha256], "fate": ["skipped"]})
    head = note("above_header").zh
    rows = [row for row in told if (row["sheet"] or "") == sheet and row["note"] == head]
    return [read_cells(row["cells"]) for row in sorted(rows, key=lambda row: int(row["row"]))]


def _headers(rows: Sequence[RowToMend]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row.cells if name != _ANSWER))
