"""The correction workbook of an import: where it goes, and when there is one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.export.corrections import (
    RowToMend,
    SheetToMend,
    questions_of,
    write_corrections,
)
from data.export.seals import read_seal, seal_of
from data.files import check_folder, check_free, new_file, write_numbered
from data.ledger.layout import header_datum
from data.store.address import is_address
from service.results.ledgers import FOLLOWS
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.export.seals import Seal
    from data.ledger import Doubt, SheetCount
    from data.words import Lang
    from service.results.ledgers import ImportResult

ONE_ANSWER = frozenset({"unknown_site", "site_elsewhere", "several_sites", "site_rejected"})
"""Reasons that one answer settles for all rows of a name."""
_SETTLED_ELSEWHERE = frozenset({"site_rejected"})
_ENDING = ".xlsx"
_MIDDLE = "-corrections-"
_NEUTRAL = "ledgers"
_IDLE = "闲置"
_NUMBER = re.compile(r"-\d+$")
_SERVER_STEM = "town"


def check_corrections(file: Path | None) -> None:
    """
    Refuse a name for the workbook that cannot be written, before anything is read.

    Raises
    ------
    ConfigError
        If it is no name of a workbook.
    InputError
        If there is such a file.
    NotFoundError
        If its folder is missing.
    """
    if file is None:
        return
    if file.suffix.lower() != _ENDING:
        raise ConfigError(
            f"Expected a name ending in {_ENDING} for the correction workbook, got {file.name!r}.",
            zh=f"待改表的文件名应以 {_ENDING} 结尾，现为“{file.name}”。",
        )
    check_folder(file)
    check_free(file, force=False)


def file_corrections(
    result: ImportResult, files: Sequence[Path], *, store: str, file: Path | None, lang: Lang
) -> ImportResult:
    """
    Write the rows that were not stored to a workbook, if there are any.

    Parameters
    ----------
    result
        What the import said.
    files
        The ledgers that were imported.
    store
        Where the store is; see ``default_file``.
    file
        Where the workbook goes. Missing: the default name, with a number behind it where another
        file has that name. A workbook of ours that nobody touched is replaced where it asks the
        same, or only about files that were imported now.
    lang
        Language of reasons and of our own columns.

    Returns
    -------
    result
        The same, with the name of the workbook.

    Raises
    ------
    InputError
        If ``file`` is there already.
    NotFoundError
        If its folder is missing.
    """
    sheets = sheets_to_mend(result, lang)
    if not sheets:
        return result
    write = partial(write_sheets, sheets=sheets, result=result, lang=lang)
    if file is None:
        may_replace = partial(_is_outdated, seal=questions_of(sheets), files=_names(result))
        named = write_numbered(default_file(store, files), write, may_replace=may_replace)
        return replace(result, corrections=str(named))
    with new_file(file, force=False) as part:
        write(part)
    return replace(result, corrections=str(file))


def write_sheets(
    path: Path, sheets: Sequence[SheetToMend], *, result: ImportResult, lang: Lang
) -> None:
    """Write the workbook of an import, which says how many rows are not in it."""
    left = sum(row.cells is None for row in result.to_see)
    write_corrections(path, sheets, left=left, lang=lang)


def _names(result: ImportResult) -> frozenset[str]:
    return seal_of((), {sheet.file for sheet in result.sheets}).origins or frozenset()


def _is_outdated(file: Path, *, seal: Seal, files: frozenset[str]) -> bool:
    """Tell whether a workbook that nobody touched asks nothing that a new one would not ask."""
    found = read_seal(file)
    if found is None:
        return False
    return found.questions == seal.questions or (
        found.origins is not None and found.origins <= files
    )


def sheets_to_mend(result: ImportResult, lang: Lang) -> tuple[SheetToMend, ...]:
    """
    List the rows to mend, sheet by sheet in the order of the import.

    Each sheet's rows go top down, those that one answer settles together, and those last that need
    none. Rows that follow from others are left out: they settle by themselves.
    """
    found = (_sheet_to_mend(sheet, result, lang) for sheet in result.sheets)
    return tuple(sheet for sheet in found if sheet.rows)


def _sheet_to_mend(sheet: SheetCount, result: ImportResult, lang: Lang) -> SheetToMend:
    rows = [
        row
        for row in result.to_see
        if (row.file, row.sheet, row.kind) == (sheet.file, sheet.sheet, sheet.kind)
        and row.cells is not None
        and row.code not in FOLLOWS
    ]
    return SheetToMend(
        file=sheet.file,
        sheet=sheet.sheet,
        kind=sheet.kind,
        titles=sheet.titles,
        headers=sheet.headers,
        rows=tuple(_in_groups(rows, lang)),
    )


def _in_groups(rows: Sequence[Doubt], lang: Lang) -> Iterator[RowToMend]:
    """Give rows top down, but those of one name behind the first of them."""
    groups: dict[tuple[str, str], list[Doubt]] = {}
    for row in sorted(rows, key=lambda row: row.row):
        alone = str(row.row) if row.code not in ONE_ANSWER else ""
        groups.setdefault((alone, row.zh), []).append(row)
    ordered = sorted(groups.values(), key=lambda group: group[0].code in _SETTLED_ELSEWHERE)
    for group in ordered:
        for place, row in enumerate(group):
            yield _row_to_mend(row, lang, count=len(group), place=place)


def _row_to_mend(row: Doubt, lang: Lang, *, count: int, place: int) -> RowToMend:
    reason = row.zh if lang == "zh" else row.en
    if row.code in ONE_ANSWER:
        key = "follows" if row.code in _SETTLED_ELSEWHERE else "first" if place == 0 else "same"
        if key != "first" or count > 1:
            reason = say(f"correction.{key}", lang, reason=reason, count=count)
    return RowToMend(
        number=row.row,
        reason=reason,
        cells=row.cells or {},
        mark=row.import_row_id,
        code=row.code,
    )


def default_file(store: str, files: Sequence[Path]) -> Path:
    """
    Name the workbook after the store and the first ledger, beside the store.

    A ledger that is a correction workbook itself hands on its name. What a file name says of its
    rows, a datum or that they are idle, is not handed on: the workbook holds rows of other files
    too, and its tabs say it.

    Parameters
    ----------
    store
        Path of a store file, or an address; then the workbook lies in the current folder.
    files
        The ledgers, not empty.

    Examples
    --------
    >>> default_file("towns/east.gpkg", [Path("台账.xlsx")]).as_posix()
    'towns/east-corrections-台账.xlsx'
    >>> default_file("east.gpkg", [Path("east-corrections-台账-2.xlsx")]).as_posix()
    'east-corrections-台账.xlsx'
    """
    place = Path(f"{_SERVER_STEM}.gpkg") if is_address(store) else Path(store)
    start, stem = place.stem + _MIDDLE, files[0].stem
    if stem.startswith(start):
        stem = _NUMBER.sub("", stem.removeprefix(start))
    elif header_datum(stem) or _IDLE in stem:
        stem = _NEUTRAL
    return place.with_name(f"{start}{stem}{_ENDING}")
