"""Files that were sent to the service, into the store: what the command does, and more is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from service.pipeline.ledgers.corrections import sheets_to_mend, write_sheets
from service.pipeline.ledgers.importing import ImportChoices, import_ledgers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from data.ledger import Batch, PlainBatch
    from data.ports import Progress
    from data.store import Store
    from data.words import Lang
    from service.results.ledgers import ImportResult

CORRECTIONS = "corrections.xlsx"
LOOK = "look.jsonl"
"""What a dry run says of every row that is not simply accepted: one JSON object a line."""
PLAIN_FATES = frozenset({"accepted", "skipped"})
_TOLD = ("file", "sheet", "row", "kind", "fate", "target", "note", "note_en")
_MOST_NAMED = 200


def import_uploads(
    store: Store,
    uploads: Mapping[Path, str],
    *,
    folder: Path,
    choices: ImportChoices,
    dry_run: bool,
    progress: Progress | None = None,
) -> ImportResult:
    """
    Read files that somebody sent into the store, or only say what that would do.

    Parameters
    ----------
    uploads
        Path to what the person calls the file.
    folder
        Where ``CORRECTIONS`` goes, and ``LOOK`` of a dry run; files of an earlier try are replaced.
    choices
        How to read them; its ``uploads`` is not used.
    dry_run
        Whether to store nothing.

    Returns
    -------
    result
        As ``import_ledgers`` gives it; of the rows to see only the first, without their cells:
        the store, or ``LOOK``, holds all of them.

    Raises
    ------
    LedgerError
        If a file cannot be read; nothing is stored then.
    """
    chosen = replace(choices, uploads=uploads)
    with (folder / LOOK).open("wb") as look:
        result = import_ledgers(
            store,
            list(uploads),
            choices=chosen,
            dry_run=dry_run,
            progress=progress,
            heard=lambda batch: _note(look, batch),
        )
    written = _file_corrections(result, folder / CORRECTIONS)
    few = tuple(replace(row, cells=None) for row in result.to_see[:_MOST_NAMED])
    return replace(result, to_see=few, corrections=written)


def _note(look: BinaryIO, batch: Batch | PlainBatch) -> None:
    rows = batch.rows()
    rows = rows[~rows["fate"].isin(PLAIN_FATES)]
    columns = [rows[name].astype(object).where(rows[name].notna(), None).tolist() for name in _TOLD]
    told = zip(*columns, strict=True)
    look.writelines(orjson.dumps(dict(zip(_TOLD, row, strict=True))) + b"\n" for row in told)


def _file_corrections(result: ImportResult, file: Path) -> str | None:
    """Write the workbook in both languages: whoever takes it away chooses then."""
    langs: Sequence[Lang] = ("zh", "en")
    for lang in langs:
        sheets = sheets_to_mend(result, lang)
        if not sheets:
            return None
        write_sheets(correction_file(file, lang), sheets, result=result, lang=lang)
    return str(file)


def correction_file(file: Path, lang: Lang) -> Path:
    """Name the correction workbook of one language."""
    return file.with_name(f"{file.stem}-{lang}{file.suffix}")
