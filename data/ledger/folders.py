"""Which files of a folder are ledgers, when somebody names the folder and not the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LEDGER_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".txt"})
"""Tables of an office. Map files may be ledgers too, but one of them may be our own store."""
_UNSEEN = (".", "~$")
"""How names begin that a person does not see: hidden files, and the locks of open workbooks."""


def ledgers_in(
    paths: Sequence[Path], *, also: tuple[str, str] = ("", "")
) -> tuple[list[Path], tuple[Path, ...]]:
    """
    Replace each folder by the ledgers that lie directly in it.

    Parameters
    ----------
    paths
        Files and folders; a file that is named stays, whatever it is.
    also
        What else the caller would have read, Chinese and English, for whom finds neither.

    Returns
    -------
    files, beside
        The files to read, those of a folder by name; and what lay beside them and is no ledger by
        its ending. Folders in folders, hidden files and locks of open workbooks are in neither.

    Raises
    ------
    LedgerError
        If a folder holds no ledger.
    """
    files: list[Path] = []
    beside: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        seen = [one for one in sorted(path.iterdir()) if _is_seen(one)]
        ledgers = [one for one in seen if one.suffix.lower() in LEDGER_ENDINGS]
        if not ledgers:
            raise LedgerError(
                path.name or str(path),
                f"is a folder without a workbook or csv{also[1]}; name the files",
                zh=f"这是文件夹，里面没有表格（xlsx、csv 等）{also[0]}，请写出文件名",
            )
        files += ledgers
        beside += [one for one in seen if one.suffix.lower() not in LEDGER_ENDINGS]
    return files, tuple(beside)


def _is_seen(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(_UNSEEN)
