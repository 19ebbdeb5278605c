"""Open a table to rank, packed or not, as one sheet whose rows are read when they are wanted."""

from __future__ import annotations

import gzip
import io
import zlib
from functools import partial
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.formats.entrance import refusal
from data.ledger.delimited import survey_delimited
from data.ledger.files import MAX_TEXT_BYTES, read_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from data.ledger.sheets import RawSheet

_GZIP = b"\x1f\x8b"
_BUFFER_BYTES = 1 << 20


def open_table(path: Path) -> RawSheet:
    """
    Open a workbook, a text table, or a text table packed with gzip.

    Parameters
    ----------
    path
        The file; its content decides what it is, not its name.

    Returns
    -------
    sheet
        The one sheet of it that holds something.

    Raises
    ------
    LedgerError
        If it cannot be read, unpacks to more than ``MAX_TEXT_BYTES``, has too many rows, or has
        several sheets that hold something.
    """
    if _is_packed(path):
        sheet, _ = survey_delimited(partial(_unpacked, path), file=path.name)
        sheets = [sheet]
    else:
        sheets = [sheet for sheet in read_file(path).sheets if sheet.rows]
    if len(sheets) > 1:
        names = [sheet.name for sheet in sheets]
        raise LedgerError(
            path.name,
            f"has {len(sheets)} sheets with something in them ({', '.join(names)}); "
            "keep one table in one file",
            zh=f"有 {len(sheets)} 张非空的表（{'、'.join(names)}），请一个文件只放一张表",
        )
    if not sheets[0].rows:
        raise LedgerError(
            path.name,
            "holds no row; name the file with the table",
            zh="一行数据也没有，请写出有表格的文件",
        )
    return sheets[0]


def _is_packed(path: Path) -> bool:
    """Tell by the first bytes; what cannot be opened is told by ``read_file``."""
    if refusal(path) is not None or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_GZIP)) == _GZIP
    except OSError:
        return False


def _unpacked(path: Path) -> BinaryIO:
    return io.BufferedReader(_Unpacked(path), _BUFFER_BYTES)


class _Unpacked(io.RawIOBase):
    """The content of a packed file, up to ``MAX_TEXT_BYTES`` of it."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._file = gzip.open(path)  # noqa: SIM115 - closed with this object
        self._left = MAX_TEXT_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as io documents it
        try:
            content = self._file.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise LedgerError(
                self._name,
                "is a damaged gzip file; copy it again from its source",
                zh="gzip 压缩包已损坏，请从原处重新拷贝",
            ) from error
        self._left -= len(content)
        if self._left < 0:
            limit_gb = MAX_TEXT_BYTES // 10**9
            raise LedgerError(
                self._name,
                f"unpacks to more than {limit_gb} GB; split it",
                zh=f"解压后超过 {limit_gb} GB，请拆成几个文件",
            )
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()
