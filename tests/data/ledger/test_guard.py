"""Files that are not what they seem."""

from __future__ import annotations

import errno
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from data.errors import LedgerError
from data.ledger import guard
from data.ledger.guard import open_archive, read_bytes


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


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an office computer it is mostly open in another program."""
    (tmp_path / "a.xlsx").write_bytes(b"x")
    monkeypatch.setattr("pathlib.Path.open", refused)
    with pytest.raises(LedgerError, match="cannot be read: Permission denied; check its rights"):
        read_bytes(tmp_path / "a.xlsx")


def refused(path: Path, *_: object) -> None:
    """Stand for a file that this user may not read."""
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_huge_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing beyond the limit is even read."""
    monkeypatch.setattr(guard, "MAX_FILE_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(b"x" * 11)
    with pytest.raises(LedgerError, match=r"is larger than .* split it"):
        read_bytes(tmp_path / "a.csv")


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


def test_a_link_is_refused(tmp_path: Path) -> None:
    """Who names a file gets that file, never the one it points to."""
    (tmp_path / "secret.csv").write_text("名称", encoding="utf-8")
    (tmp_path / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(LedgerError, match=r"a\.csv: is a link to another file; name that file"):
        read_bytes(tmp_path / "a.csv")


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Reading a pipe nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(LedgerError, match="is no ordinary file"):
        read_bytes(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "name", ["http://127.0.0.1/a.csv", "/vsicurl/http://127.0.0.1/a.csv", "\\\\host\\share\\a.csv"]
)
def test_an_address_is_refused(name: str) -> None:
    """The message says what to do; nothing is asked of the network."""
    with pytest.raises(LedgerError, match="is an address or a virtual path, not a file; download"):
        read_bytes(Path(name))


@pytest.mark.parametrize("name", ["../a.shp", "/etc/a.shp", "x/../../a.shp", "C:\\a.shp"])
def test_an_archive_that_leads_out(name: str) -> None:
    """Nothing in it is unpacked by name, and such a file was not made by accident."""
    with pytest.raises(LedgerError, match="is an archive with paths or links that lead out of it"):
        open_archive(archive((name, b"")), file="a.zip")


def test_an_archive_with_a_link() -> None:
    """A link inside an archive points at somebody else's file."""
    entry = zipfile.ZipInfo("a.shp")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(entry, "/etc/passwd")
    with pytest.raises(LedgerError, match="is an archive with paths or links that lead out of it"):
        open_archive(stream.getvalue(), file="a.zip")


def test_an_archive_of_too_many_files() -> None:
    """Each member costs memory before a byte of it is read."""
    many = archive(*((f"{number}.txt", b"") for number in range(guard.MAX_MEMBERS + 1)))
    with pytest.raises(LedgerError, match="or over 2000 members"):
        open_archive(many, file="a.zip")
