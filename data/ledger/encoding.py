"""In which encoding a text table is written, and on which line it is none."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from data.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

HEAD_BYTES = 1 << 16
_UTF16_SHARE = 0.9
"""Of the NUL bytes at the head, how many must stand on one side to be halves of letters."""
_MIXED_SHARE = 0.5
"""Of the lines with other than ASCII signs, how many must be UTF-8 to call the rest a mishap."""
_MAX_LINE_BYTES = 40_000_000


def encodings_of(head: bytes) -> tuple[str, ...]:
    """
    Say which encodings to try, the likeliest first.

    Parameters
    ----------
    head
        The first bytes of the file.

    Examples
    --------
    >>> encodings_of("村".encode("utf-16")), encodings_of("a,b".encode("utf-16-le"))
    (('utf-16',), ('utf-16-le',))
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    nuls = head.count(0)
    for side, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if nuls > 1 and head[side::2].count(0) >= _UTF16_SHARE * nuls:
            return (encoding,)
    return ("utf-8-sig", "gb18030")


def strange_line(source: Callable[[], BinaryIO]) -> int | None:
    """
    Find the first line that is not UTF-8 in a file that mostly is.

    Returns
    -------
    line
        From 1; missing where most lines are not UTF-8 either, so that the file is another encoding.
    """
    right, first = 0, 0
    wrong = 0
    with source() as file:
        for number, line in enumerate(iter(lambda: file.readline(_MAX_LINE_BYTES), b""), start=1):
            if line.isascii():
                continue
            if _is_utf8(line):
                right += 1
            else:
                wrong += 1
                first = first or number
    return first if wrong and right >= _MIXED_SHARE * (right + wrong) else None


def undecodable_line(source: Callable[[], BinaryIO], encoding: str) -> int:
    """Find the first line, from 1, that is not text in an encoding; 1 where the whole is not."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with source() as file:
        for number, line in enumerate(iter(lambda: file.readline(_MAX_LINE_BYTES), b""), start=1):
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                return number
    return 1


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def mixed_error(file: str, line: int) -> LedgerError:
    """Return the error for a UTF-8 file with a line in another encoding."""
    return LedgerError(
        file,
        f"line {line} is not UTF-8 as the rest of the file is; correct that line, "
        "or save the file again as UTF-8 csv or as .xlsx",
        zh=f"第 {line} 行不是 UTF-8，与全文编码不一致，请改正该行，或另存为 UTF-8 的 csv 或 .xlsx",
    )


def no_text_error(file: str, line: int) -> LedgerError:
    """Return the error for bytes that are text in no encoding we know."""
    return LedgerError(
        file,
        f"is no text in UTF-8, GB18030 or UTF-16 (line {line}); save it as UTF-8 csv or as .xlsx",
        zh=f"第 {line} 行不是 UTF-8、GB18030 或 UTF-16 文本，请另存为 UTF-8 的 csv 或 .xlsx",
    )


def nul_error(file: str, line: int) -> LedgerError:
    """Return the error for a text with NUL signs in it."""
    return LedgerError(
        file,
        f"holds a NUL byte on line {line}, so it is damaged or no text; "
        "copy it again from its source, or save it as .xlsx",
        zh=f"第 {line} 行含有空字节（NUL），文件已损坏或不是文本，请从原处重新拷贝，或另存为 .xlsx",
    )
