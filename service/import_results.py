"""What ``gridpatrol import`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field

FOLLOWS = frozenset({"inspection_open"})
"""Reasons that go away by themselves; their rows are counted, not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResult:
    """
    Rows of one sheet by fate, and what storing the accepted ones changed.

    ``titles`` is the text above the header, ``headers`` names every column. ``dropped`` counts the
    rejected rows that a person did not want, ``kept`` the questions that are stored for now.
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
class RowToSee:
    """
    One row that was not stored and needs a person; rows of one ``code`` have one cause.

    ``cells`` is the row as it was read, header to text; ``None`` past the first 100,000 of them.
    ``import_row_id`` is its key in the table ``import_row``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """
    Outcome of ``gridpatrol import``.

    ``fates`` counts all rows; ``new``, ``updated`` and ``unchanged`` count what the accepted ones
    did to the store; ``repairs`` counts rows by what was interpreted in them; ``to_see`` lists
    every row that a person should mend or answer; ``settled`` counts rows that nobody needs to see
    again, by why: ``mended`` elsewhere, ``dropped`` by answer (``site_dropped`` with their site,
    ``visit_dropped`` with their visit), ``old_news`` that something newer overrides; ``followed``
    counts earlier findings that came in by themselves, their visit being settled now;
    ``repeated_files`` names files that are byte for byte another one; ``held`` counts the store's
    tables afterwards; ``dropped`` and ``kept`` are those of all sheets; ``corrections`` is the
    workbook of the rows to see, ``None`` where none was written; ``has_roads`` says whether the
    store holds roads.
    """

    sheets: tuple[SheetResult, ...]
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    repairs: dict[str, int]
    to_see: tuple[RowToSee, ...]
    repeated_files: dict[str, str]
    held: dict[str, int]
    dry_run: bool
    corrections: str | None = None
    settled: dict[str, int] = field(default_factory=dict)
    followed: int = 0
    has_roads: bool = False
    dropped: int = 0
    kept: int = 0
