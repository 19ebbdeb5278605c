"""One door for results: pages' files, and ledgers, which go to the importer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import InputError
from data.ledger import ledgers_in
from data.ledger.folders import LEDGER_ENDINGS
from data.ledger.pagefiles import is_page_file
from data.store.whole import as_one
from service.pipeline.ledgers.importing import ImportChoices, import_ledgers
from service.pipeline.records.record import check_files, record_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.ports import Progress
    from data.store import Store
    from service.results.record import RecordResult

_ALSO = (
    "，也没有路线页导出的结果（json、csv、txt）",
    ", and without results of a route page (json)",
)


def record_all(
    store: Store,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    uploads: Mapping[Path, str] | None = None,
) -> RecordResult:
    """
    Store results from whatever the office has: files of pages, workbooks, folders of both.

    Every file is read and checked before anything is stored, and all of them land together: an
    office that is cut off sends the same again, and finds neither half of it there.

    Parameters
    ----------
    store
        Holds the plans that sent the teams.
    paths
        Files and folders; of a folder what lies directly in it.
    dry_run
        Report the same, but store nothing.
    progress
        Told how far the reading of ledgers has come.
    uploads
        Path to what people call the file, of files that were sent to the service; ledgers among
        them are parsed in the cage.

    Raises
    ------
    InputError
        If there is nothing to read, a file cannot be read, or a record fits no plan of this store.
    """
    pages, ledgers = _sorted(paths)
    check_files(store, pages)
    imported, choices = None, ImportChoices(uploads=uploads or {})
    with as_one(store) as whole:
        if ledgers:
            imported = import_ledgers(
                whole, ledgers, choices=choices, dry_run=dry_run, progress=progress
            )
        return replace(record_files(whole, pages, dry_run=dry_run), imported=imported)


def _sorted(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Tell the files of pages from ledgers, folders opened."""
    pages: list[Path] = []
    rest: list[Path] = []
    for path in paths:
        inside = _pages_in(path) if path.is_dir() else [path] if is_page_file(path) else []
        pages += inside
        if not path.is_dir():
            rest += [] if inside else [path]
        elif not inside or _has_ledgers(path, inside):
            rest += [one for one in ledgers_in([path], also=_ALSO)[0] if one not in inside]
    if not pages and not rest:
        raise InputError(
            "Expected files of results, found none.", zh="没有找到结果文件，请写出文件名或文件夹。"
        )
    return list(dict.fromkeys(pages)), list(dict.fromkeys(rest))


def _pages_in(folder: Path) -> list[Path]:
    seen = (one for one in sorted(folder.iterdir()) if one.is_file())
    return [one for one in seen if not one.name.startswith((".", "~$")) and is_page_file(one)]


def _has_ledgers(folder: Path, pages: Sequence[Path]) -> bool:
    """Tell whether a folder holds more than pages' files; ``ledgers_in`` refuses one without."""
    others = (one for one in folder.iterdir() if one.is_file() and one not in pages)
    return any(one.suffix.lower() in LEDGER_ENDINGS for one in others)
