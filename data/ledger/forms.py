"""Tell what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.guard import open_archive

if TYPE_CHECKING:
    from collections.abc import Collection

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_SQLITE, _PARQUET = b"SQLite format 3\0", b"PAR1"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_ID_PLACE = slice(68, 72)
_KML = re.compile(rb"<(?:\w+:)?kml[\s>]")
_TOP_BYTES = 4096
_BOM = b"\xef\xbb\xbf"
_OTHERS = (
    (b"\x89PNG", "a PNG picture", " PNG 图片"),
    (b"\xff\xd8\xff", "a JPEG picture", " JPEG 图片"),
    (b"GIF8", "a GIF picture", " GIF 图片"),
    (b"BM", "a bitmap picture", " BMP 图片"),
    (b"%PDF", "a PDF document", " PDF 文档"),
    (b"Rar!", "a RAR archive", " RAR 压缩包"),
    (b"7z\xbc\xaf", "a 7z archive", " 7z 压缩包"),
    (b"\x1f\x8b", "a gzip archive", " gzip 压缩包"),
    (
        b"\x00\x00\x27\x0a",
        "a lone .shp file: zip it with its .dbf",
        "单独的 .shp 文件（要连同 .dbf 压缩）",
    ),
)
"""First bytes of what is no ledger, and what that is called in English and Chinese."""
_OFFICE = (
    ("word/document.xml", "a Word document", " Word 文档"),
    ("ppt/presentation.xml", "a slide show", "演示文稿"),
)
_TABLE_ENDINGS = (".xlsx", ".xls", ".et", ".csv", ".txt", ".ods", ".gpkg", ".geojson", ".zip")
_BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".et")


def file_form(content: bytes, *, file: str) -> str:
    """
    Tell the form of a file.

    Parameters
    ----------
    content
        Its bytes.
    file
        Its name, for messages.

    Returns
    -------
    form
        ``xlsx``, ``text``, or a form that ``data.formats`` reads.

    Raises
    ------
    LedgerError
        If it is none of these: locked, a picture, a document, an archive of something else.
    """
    if content.startswith(_ZIP):
        return _zip_form(content, file=file)
    if content.startswith(_OLE):
        return _ole_form(content, file=file)
    if content.startswith(_SQLITE):
        return _database_form(content, file=file)
    if content.startswith(_PARQUET):
        return "parquet"
    for magic, what, what_zh in _OTHERS:
        if content.startswith(magic):
            raise _no_ledger(file, what, what_zh)
    return _text_form(content, file=file)


def _text_form(content: bytes, *, file: str) -> str:
    top = content[:_TOP_BYTES].removeprefix(_BOM).lstrip()
    if top.startswith(b"{") or (top.startswith(b"[") and file.lower().endswith("json")):
        return "geojson"
    if top.startswith(b"<"):
        if _KML.search(top):
            return "kml"
        raise LedgerError(
            file,
            "is a web page or XML, not a workbook; save it as .xlsx or csv",
            zh="是网页或 XML，不是工作簿，请另存为 .xlsx 或 csv",
        )
    if file.lower().endswith(_BOOK_ENDINGS):
        raise LedgerError(
            file,
            "is not a workbook though its name says so; save it again as .xlsx",
            zh="名为工作簿，内容却不是，请打开后重新另存为 .xlsx",
        )
    return "text"


def _zip_form(content: bytes, *, file: str) -> str:
    names = open_archive(content, file=file).namelist()
    for telling, form in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if telling in names:
            return form
    for telling, what, what_zh in _OFFICE:
        if telling in names:
            raise _no_ledger(file, what, what_zh)
    if {"content.xml", "mimetype"} <= set(names):
        return "ods"
    if _some_end(names, ".shp"):
        return "shapefile"
    if _some_end(names, ".kml"):
        return "kmz"
    if _some_end(names, *_TABLE_ENDINGS):
        raise LedgerError(
            file,
            "is an archive of ledgers; unpack it and import the files in it",
            zh="是装着台账的压缩包，请解压后导入里面的文件",
        )
    raise LedgerError(
        file,
        "is an archive without a workbook or a map layer in it; save the ledger as .xlsx",
        zh="是压缩包，里面没有工作簿，也没有图层，请把台账另存为 .xlsx",
    )


def _some_end(names: Collection[str], *endings: str) -> bool:
    return any(name.lower().endswith(endings) for name in names)


def _ole_form(content: bytes, *, file: str) -> str:
    """Look for the streams of a compound file by their names in its directory."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise LedgerError(
            file,
            "is protected by a password; open it, remove the password and save it again",
            zh="有密码保护，请打开后取消密码，再重新保存",
        )
    if _names_stream(content, "Workbook") or _names_stream(content, "Book"):
        return "xls"
    if _names_stream(content, "WordDocument"):
        raise _no_ledger(file, "a Word document", " Word 文档")
    raise _no_ledger(file, "an old office file without a workbook", "不含工作簿的旧版办公文件")


def _names_stream(content: bytes, name: str) -> bool:
    return f"{name}\0".encode("utf-16-le") in content


def _database_form(content: bytes, *, file: str) -> str:
    if content[_ID_PLACE] in _GEOPACKAGE_IDS:
        return "geopackage"
    raise _no_ledger(file, "a database, but no GeoPackage", "数据库文件，但不是 GeoPackage")


def _no_ledger(file: str, what: str, what_zh: str) -> LedgerError:
    return LedgerError(
        file,
        f"is {what}, not a ledger; export the ledger as .xlsx or csv",
        zh=f"是{what_zh}，不是台账，请把台账导出为 .xlsx 或 csv",
    )
