"""What ``gridpatrol import`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.ledger import Doubt, SheetCount

FOLLOWS = frozenset({"inspection_open"})
"""Reasons that go away by themselves; their rows are counted, not listed."""


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
    tables afterwards; ``dropped`` and ``kept`` are those of all sheets; ``left_alone`` names
    files that lay in a folder beside its ledgers and were not read; ``corrections`` is the
    workbook of the rows to see, ``None`` where none was written; ``has_roads`` says whether the
    store holds roads.
    """

    sheets: tuple[SheetCount, ...]
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    repairs: dict[str, int]
    to_see: tuple[Doubt, ...]
    repeated_files: dict[str, str]
    held: dict[str, int]
    dry_run: bool
    corrections: str | None = None
    settled: dict[str, int] = field(default_factory=dict)
    followed: int = 0
    has_roads: bool = False
    dropped: int = 0
    kept: int = 0
    left_alone: tuple[str, ...] = ()
