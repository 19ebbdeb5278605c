"""What a file is, by its first bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from data.errors import LedgerError
from data.ledger.forms import file_form

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def archive(*names: str, **contents: bytes) -> bytes:
    """Pack a zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, contents.get(name, b""))
    return stream.getvalue()


def stream_name(name: str) -> bytes:
    """Write a name as the directory of a compound file has it."""
    return f"{name}\0".encode("utf-16-le")


def database(application_id: bytes) -> bytes:
    """Write the head of an SQLite file."""
    return b"SQLite format 3\0".ljust(68, b"\0") + application_id.ljust(4, b"\0") + b"\0" * 28


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (archive("xl/workbook.xml"), "xlsx"),
        (archive("xl/workbook.bin"), "xlsb"),
        (archive("mimetype", "content.xml"), "ods"),
        (archive("层/企业.shp", "层/企业.dbf"), "shapefile"),
        (archive("doc.kml"), "kmz"),
        (OLE + stream_name("Workbook"), "xls"),
        (OLE + stream_name("Book"), "xls"),
        (database(b"GPKG"), "geopackage"),
        (b"PAR1....", "parquet"),
        (b'\xef\xbb\xbf {"type": "FeatureCollection"}', "geojson"),
        (b'<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">', "kml"),
        (b"a,b", "text"),
    ],
)
def test_content_decides_not_the_name(content: bytes, form: str) -> None:
    """A workbook called .csv is a workbook."""
    assert file_form(content, file="a.csv") == form


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture, not a ledger"),
        (b"\xff\xd8\xff\xe0", "is a JPEG picture"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, r"is a lone \.shp file: zip it with its \.dbf"),
        (OLE + stream_name("EncryptedPackage"), "is protected by a password"),
        (OLE + stream_name("WordDocument"), "is a Word document"),
        (OLE + b"\0" * 600, "is an old office file without a workbook"),
        (database(b""), "is a database, but no GeoPackage"),
        (archive("word/document.xml"), "is a Word document"),
        (archive("ppt/presentation.xml"), "is a slide show"),
        (archive("东村.xlsx", "西村.xlsx"), "is an archive of ledgers; unpack it"),
        (archive("readme"), "is an archive without a workbook or a map layer"),
        (b"  <html><table>", "is a web page or XML"),
        (b"<OGRVRTDataSource>", "is a web page or XML"),
        (b"plain words", "is not a workbook though its name says so"),
    ],
)
def test_names_what_a_file_really_is(content: bytes, says: str) -> None:
    """A picture of a table, renamed, is what people do send."""
    with pytest.raises(LedgerError, match=says):
        file_form(content, file="台账.xlsx")
