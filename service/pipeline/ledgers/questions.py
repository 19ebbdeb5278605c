"""Rows of ledgers that wait for a person: what they ask, who waits with them, what may be said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from data.errors import NotFoundError
from data.headers import CORRECTION_HEADERS
from data.ledger.answers import fingerprint
from data.ledger.layout import header_field
from data.ledger.notes import Note, doubt_in, last_doubt
from data.ledger.replies import fitting
from data.ledger.retold import read_cells
from service.pipeline.ledgers.corrections import ONE_ANSWER
from service.pipeline.ledgers.recalled import recalled_rows
from service.pipeline.ledgers.versions import last_versions
from service.results.ledgers import FOLLOWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.store import Store

WAITS = "site_rejected"
"""Why a row of a visit, a finding or a meter waits: its site is a question, or was turned away."""
_OPEN_FATES = ("question", "rejected")
_UNREAD = "unknown"
_UNWANTED = "dropped"
"""Why a row is turned away of which somebody said so: it is no question."""
_KIND_ORDER = ("sites", "teams", "tips", "inspections", "findings", "power", "areas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    One thing that a person should say or mend.

    Attributes
    ----------
    key
        Names the row by what it says (``data.ledger.answers.fingerprint``); key of ``answer``.
    row_id
        Key of the row in ``import_row``.
    file, sheet, row, kind, fate
        Where the row stands, what it holds, and whether it is asked about or turned away.
    code
        Why, a key of ``data/ledger/notes.toml``.
    zh, en
        Why, in a sentence.
    cells
        The row as it was read, header to text.
    target
        The site it is kept as for now; ``None`` where it is not stored.
    meanings
        What an answer may mean, codes of ``data.words.ANSWERS``; the cells may always be mended
        instead.
    same
        Rows that the same answer settles, this one included.
    waiting
        Rows that come in with this one.
    """

    key: str
    row_id: str
    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    code: str
    zh: str
    en: str
    cells: Mapping[str, str]
    target: str | None
    meanings: tuple[str, ...]
    same: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Say where the row stands as messages of the import do."""
        return " / ".join(part for part in (self.file, self.sheet, str(self.row)) if part)


def open_questions(store: Store) -> list[Question]:
    """
    List what waits for a person: questions first, then rows that were turned away.

    Rows that one answer settles are one question; rows that only wait for another row are listed
    with that one. Of a ledger that was imported several times its last version counts.
    """
    answered = {row["answer_id"] for row in store.rows("answer")}
    found = [one for one in _asked(store) if one.key not in answered]
    return _gathered(found)


def find_question(store: Store, key: str) -> Question | None:
    """Find one question by its key, answered or not; ``None`` where nothing asks it any more."""
    asked = next((one for one in _gathered(list(_asked(store))) if one.key == key), None)
    if asked is not None and asked.code != _UNWANTED:
        return asked
    return next((one for one, _ in answered_questions(store) if one.key == key), asked)


def asked_question(store: Store, key: str) -> Question:
    """
    Find one question by its key, answered or not.

    Raises
    ------
    NotFoundError
        If nothing asks it any more.
    """
    question = find_question(store, key)
    if question is None:
        raise NotFoundError(
            "Nothing asks this any more; somebody answered it, or the ledger was sent anew.",
            zh="没有这个问题了：可能已有人答复，或台账已重新上传。",
        )
    return question


def answered_questions(store: Store) -> list[tuple[Question, dict[str, Any]]]:
    """
    List the questions that somebody answered, with the row of ``answer``.

    Also those that nothing asks any more, since their ledger came again and was read by the answer.
    """
    said = {row["answer_id"]: row for row in store.rows("answer")}
    found = [one for one in _asked(store) if one.key in said and one.code != _UNWANTED]
    known = {one.key for one in found}
    settled = [row for key, row in said.items() if key not in known]
    recalled = (_question(row, is_settled=True) for row in recalled_rows(store, settled))
    told = [*found, *(one for one in recalled if one is not None)]
    listed = _gathered(sorted(told, key=lambda one: one.row_id))  # as rows that ask come in
    return [(one, said[one.key]) for one in listed]


def _asked(store: Store) -> Iterable[Question]:
    """Give every row that asked, once for rows that say the same."""
    last = last_versions(store.settings())
    seen: set[str] = set()
    for row in store.rows("import_row", where={"fate": list(_OPEN_FATES)}):
        is_last = last.get(row["file"], row["file_hash"]) == row["file_hash"]
        if not is_last or row["kind"] == _UNREAD or row["cells"] is None:
            continue
        one = _question(row)
        if one is not None and one.key not in seen:
            seen.add(one.key)
            yield one


def _question(row: Mapping[str, Any], *, is_settled: bool = False) -> Question | None:
    """Read what a row asks; of one that was settled meanwhile, what it asked."""
    zh, en = row["note"] or "", row["note_en"] or ""
    why = doubt_in(zh) if is_settled and zh == en else _why(zh, en)
    if why is None and is_settled:
        why = Note("", zh, en, repair=False)
    if why is None or (why.code in FOLLOWS and not is_settled):
        return None
    cells, kind = read_cells(row["cells"]), str(row["kind"])
    if any(_is_ours(name, kind) for name in cells):
        return None  # the row of the ledger it was made from is the one that asks
    waits = why.code == WAITS  # nobody is asked about it, so that it needs no name of its own
    return Question(
        key=row["import_row_id"] if waits else fingerprint(kind, cells),
        row_id=row["import_row_id"],
        file=row["file"],
        sheet=row["sheet"] or "",
        row=int(row["row"]),
        kind=kind,
        fate=row["fate"],
        code=why.code,
        zh=why.zh,
        en=why.en,
        cells=cells,
        target=row["target"],
        meanings=fitting(why.code, kind=kind),
    )


@lru_cache(maxsize=1 << 12)
def _is_ours(header: str, kind: str) -> bool:
    """Tell whether a column is one that a correction workbook adds."""
    return header_field(header, kind) in CORRECTION_HEADERS


@lru_cache(maxsize=1 << 14)
def _why(zh: str, en: str) -> Note | None:
    """Find what decided a row; many rows say the same, and it takes half a millisecond."""
    return last_doubt(zh, en)


def _gathered(rows: list[Question]) -> list[Question]:
    """Put rows of one answer together, and those that wait with what they wait for."""
    groups: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    waiting: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        if one.code == WAITS:
            waiting[_waits_for(one.zh)].append(one.row_id)
        elif one.code in ONE_ANSWER:
            groups[one.file, one.sheet, one.zh].append(one)
        else:
            groups[one.row_id,].append(one)
    found = [
        replace(
            group[0],
            same=tuple(one.row_id for one in group),
            waiting=tuple(row for one in group for row in waiting.get(one.source, ())),
        )
        for group in groups.values()
    ]
    return sorted(found, key=_order)


def _waits_for(said: str) -> str:
    """Read from the sentence of a row which row it waits for: file, sheet, row."""
    return said.partition("）在 ")[2].partition(" 没有入库")[0]


def _order(one: Question) -> tuple[bool, int, str, str, int]:
    kind = _KIND_ORDER.index(one.kind) if one.kind in _KIND_ORDER else len(_KIND_ORDER)
    return one.fate != "question", kind, one.file, one.sheet, one.row
