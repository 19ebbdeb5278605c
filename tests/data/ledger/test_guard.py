"""Files that are not what they seem."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger import guard
from data.ledger.guard import is_workbook, open_archive, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*entries: tuple[str, bytes]) -> bytes:
    """Pack a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return stream.getvalue()


def test_missing_file(tmp_path: Path) -> None:
    """The whole path is shown: the folder may be the slip."""
    with pytest.raises(LedgerError, match=r"b\.xlsx: no such file; check the name"):
        read_bytes(tmp_path / "b.xlsx")


def test_folder(tmp_path: Path) -> None:
    """A folder is a frequent slip."""
    with pytest.raises(LedgerError, match="is a folder; name the ledger files in it"):
        read_bytes(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    """A download that broke off at once."""
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(LedgerError, match=r"a\.xlsx: is empty"):
        read_bytes(tmp_path / "a.xlsx")


def test_huge_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing beyond the limit is even read."""
    monkeypatch.setattr(guard, "MAX_FILE_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"x" * 11)
    with pytest.raises(LedgerError, match=r"is larger than .* split it"):
        read_bytes(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture, not a workbook"),
        (b"\xff\xd8\xff\xe0", "is a JPEG picture"),
        (b"%PDF-1.7", "is a PDF document"),
        (OLE + b"\0" * 600, r"of the old kind \(\.xls or \.et\); save it as \.xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (b"  <html><table>", "is a web page or XML"),
        (b"plain words", "is not a workbook though its name says so"),
    ],
)
def test_names_what_a_file_really_is(content: bytes, says: str) -> None:
    """A picture of a table, renamed, is what people do send."""
    with pytest.raises(LedgerError, match=says):
        is_workbook(content, file="台账.xlsx")


def test_content_decides_not_the_name() -> None:
    """A workbook called .csv is a workbook, words called .csv are words."""
    assert is_workbook(archive(("a", b"")), file="a.csv")
    assert not is_workbook(b"a,b", file="a.csv")


def test_archive_without_a_workbook() -> None:
    """A .docx is a zip, too."""
    with pytest.raises(LedgerError, match="is an archive without a workbook"):
        open_archive(archive(("word/document.xml", b"<a/>")), file="a.xlsx")


def test_damaged_archive() -> None:
    """Cut off in the middle."""
    with pytest.raises(LedgerError, match=r"is damaged: .* copy it again"):
        open_archive(archive(("xl/workbook.xml", b"<a/>"))[:40], file="a.xlsx")


def test_archive_that_packs_too_well() -> None:
    """20 MB of blanks in some 20 kB: 1000 times, and nobody typed that."""
    bomb = archive(("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", b" " * 20_000_000))
    with pytest.raises(LedgerError, match=r"unpacks to 20 MB, .* times its size"):
        open_archive(bomb, file="a.xlsx")


def test_small_archive_may_pack_well() -> None:
    """A short sheet of blanks is no attack."""
    fine = archive(("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", b" " * 2_000_000))
    assert open_archive(fine, file="a.xlsx").namelist()
