"""Files made to harm whoever reads them: floods, tricks that reach for other files, plain lies."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import struct
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from tests.data.formats.oldbooks import compound, ods, xls

if TYPE_CHECKING:
    from collections.abc import Callable

    Maker = Callable[["Bait"], Path]

HOSTILE: dict[str, Maker] = {}
"""Name of each file to the function that makes it."""
HEADER = "企业名称,村,经度,纬度"
GOOD_ROW = "甲厂,东村,115.0,35.5"
SHEET = "xl/worksheets/sheet1.xml"


class Bait:
    """
    Where a hostile file is made, and what it reaches for.

    Parameters
    ----------
    folder
        An empty folder.
    secret
        A file that nothing may open.
    address
        An HTTP address that nothing may ask.
    """

    def __init__(self, folder: Path, *, secret: Path, address: str) -> None:
        self.folder = folder
        self.secret = secret
        self.address = address

    def put(self, name: str, content: bytes | str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def hostile(maker: Maker) -> Maker:
    """Put a maker on the list under its own name."""
    HOSTILE[maker.__name__] = maker
    return maker


def packed(members: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(**changed: bytes | str) -> bytes:
    """Write a good workbook, some members replaced or added (``__`` for ``/``, ``_dot_`` for .)."""
    stream = io.BytesIO()
    workbook = Workbook()
    workbook.active.append(HEADER.split(","))
    workbook.active.append(["甲厂", "东村", 115.0, 35.5])
    workbook.save(stream)
    with zipfile.ZipFile(stream) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    members |= {
        name.replace("__", "/").replace("_dot_", "."): text for name, text in changed.items()
    }
    return packed(members)


def sheet_xml(rows: str, *, head: str = "") -> str:
    """Write the XML of a sheet."""
    return (
        f'<?xml version="1.0"?>{head}<worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def entity(bait: Bait) -> str:
    """Declare an entity that is the secret file."""
    return f'<!DOCTYPE r [<!ENTITY x SYSTEM "{bait.secret.as_uri()}">]>'


LAUGHS = (
    '<!DOCTYPE r [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + '<!ENTITY x "&k;">]>'
)
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{0}</Document></kml>'
PLACE = "<Placemark><name>{0}</name><Point><coordinates>115,35.5</coordinates></Point></Placemark>"


# Text that is not what its name says, and paths that lead elsewhere.


def vrt(source: str) -> str:
    """Write a GDAL virtual layer over a source."""
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource relativeToVRT="0">'
        f"{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )


@hostile
def vrt_named_csv(bait: Bait) -> Path:
    """Make GDAL read another file."""
    return bait.put("a.csv", vrt(f"CSV:{bait.secret}"))


@hostile
def vrt_after_blanks(bait: Bait) -> Path:
    """Hide the virtual layer behind a mark and blanks."""
    return bait.put("a.csv", "\ufeff \n\t" + vrt(str(bait.secret)))


@hostile
def vrt_of_an_address(bait: Bait) -> Path:
    """Make GDAL ask a server."""
    return bait.put("a.csv", vrt(f"/vsicurl/{bait.address}/a.csv"))


@hostile
def link_to_a_secret(bait: Bait) -> Path:
    """Name one file and give another."""
    path = bait.folder / "a.csv"
    path.symlink_to(bait.secret)
    return path


@hostile
def pipe_nobody_writes(bait: Bait) -> Path:
    """Wait for ever."""
    path = bait.folder / "a.csv"
    os.mkfifo(path)
    return path


@hostile
def endless_device(_bait: Bait) -> Path:
    """Read for ever."""
    return Path("/dev/zero")


@hostile
def address_as_a_name(bait: Bait) -> Path:
    """Ask a server by path."""
    return Path(f"{bait.address}/a.csv")


@hostile
def virtual_path(bait: Bait) -> Path:
    """Ask a server by a virtual path of GDAL."""
    return Path(f"/vsicurl/{bait.address}/a.csv")


@hostile
def name_of_two_lines(bait: Bait) -> Path:
    """Write a line of its own on the screen, and colour it."""
    return bait.put("a\n\x1b[31mError: all is lost.csv", "plain words")


@hostile
def zero_bytes(bait: Bait) -> Path:
    """Be no text at all."""
    return bait.put("a.csv", bytes(1_000_000))


@hostile
def random_bytes(bait: Bait) -> Path:
    """Be noise; the same noise each time."""
    noise = b"".join(struct.pack("<Q", n * 0x9E3779B97F4A7C15 % 2**64) for n in range(50_000))
    return bait.put("a.csv", noise)


@hostile
def line_without_end(bait: Bait) -> Path:
    """Hold one cell of 20 MB."""
    return bait.put("a.csv", HEADER + "\n" + "甲" * 7_000_000)


@hostile
def quote_without_end(bait: Bait) -> Path:
    """Open a quote and never close it."""
    return bait.put("a.csv", HEADER + '\n"' + "甲厂,东村\n" * 100_000)


@hostile
def formulas_as_text(bait: Bait) -> Path:
    """Start a program where a spreadsheet would compute."""
    return bait.put("a.csv", f"{HEADER}\n=cmd|'/c calc'!A1,=WEBSERVICE(\"{bait.address}\"),115,35")


@hostile
def outline_in_outlines(bait: Bait) -> Path:
    """Exhaust the stack of whoever parses the outline."""
    deep = "GEOMETRYCOLLECTION(" * 20_000 + "POINT(1 1)" + ")" * 20_000
    return bait.put("a.csv", f'村名,边界WKT\n东村,"{deep}"')


@hostile
def web_page_named_xls(bait: Bait) -> Path:
    """Fetch a picture when it is opened."""
    return bait.put("a.xls", f'<html><img src="{bait.address}/a.png"><table></table></html>')


@hostile
def gzip_flood(bait: Bait) -> Path:
    """Unpack to much more."""
    return bait.put("a.csv", b"\x1f\x8b" + bytes(1000))


# Workbooks.


@hostile
def book_that_unpacks_to_a_flood(bait: Bait) -> Path:
    """Unpack to 300 MB of blanks."""
    return bait.put("a.xlsx", packed({"xl/workbook.xml": "", SHEET: b" " * 300_000_000}))


@hostile
def book_that_lies_about_its_size(bait: Bait) -> Path:
    """Declare one byte and hold fifty million."""
    content = bytearray(packed({"xl/workbook.xml": "<a/>", SHEET: b" " * 50_000_000}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1)
    return bait.put("a.xlsx", bytes(content))


@hostile
def book_of_many_members(bait: Bait) -> Path:
    """Cost memory before a byte is read."""
    return bait.put("a.xlsx", packed({f"xl/{n}": "" for n in range(20_000)}))


@hostile
def book_with_an_entity(bait: Bait) -> Path:
    """Make the XML parser read another file."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return bait.put(
        "a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows, head=entity(bait)))
    )


@hostile
def book_of_laughs(bait: Bait) -> Path:
    """Blow up entities in entities."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows, head=LAUGHS)))


@hostile
def book_with_laughing_words(bait: Bait) -> Path:
    """Blow up entities in the shared words."""
    words = f'<?xml version="1.0"?>{LAUGHS}<sst><si><t>&x;</t></si></sst>'
    return bait.put("a.xlsx", book(xl__sharedStrings_dot_xml=words))


@hostile
def book_with_links(bait: Bait) -> Path:
    """Take a value from a book elsewhere."""
    link = (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="x" Target="{bait.address}/b.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    rows = f'<row r="1"><c r="A1"><f>\'[{bait.secret}]a\'!A1</f></c></row>'
    return bait.put(
        "a.xlsx",
        book(
            xl__externalLinks___rels__externalLink1_dot_xml_dot_rels=link,
            xl__worksheets__sheet1_dot_xml=sheet_xml(rows),
        ),
    )


@hostile
def book_with_macros(bait: Bait) -> Path:
    """Bring a program along."""
    return bait.put("a.xlsm", book(xl__vbaProject_dot_bin=compound("VBA", b"Shell calc")))


@hostile
def book_that_leads_out(bait: Bait) -> Path:
    """Name a member outside."""
    return bait.put("a.xlsx", packed({"xl/workbook.xml": "", f"../../{bait.secret.name}": "x"}))


@hostile
def book_whose_last_row_is_far(bait: Bait) -> Path:
    """Make the reader fill a million rows."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c><v>1</v></c></row>'
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows)))


@hostile
def book_that_is_very_wide(bait: Bait) -> Path:
    """Make the reader fill sixteen thousand columns, row by row."""
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 20_000))
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=sheet_xml(rows)))


@hostile
def book_of_merged_ranges(bait: Bait) -> Path:
    """Spread one cell over everything."""
    areas = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 20_000))
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>")
    return bait.put("a.xlsx", book(xl__worksheets__sheet1_dot_xml=xml))


@hostile
def book_cut_off(bait: Bait) -> Path:
    """End in the middle."""
    return bait.put("a.xlsx", book()[:3000])


@hostile
def book_with_a_password(bait: Bait) -> Path:
    """Keep its content to itself."""
    return bait.put("a.xlsx", compound("EncryptedPackage", bytes(5000)))


@hostile
def letter_named_xlsx(bait: Bait) -> Path:
    """Be a letter."""
    return bait.put("a.xlsx", packed({"word/document.xml": "<a/>"}))


@hostile
def old_book_with_a_password(bait: Bait) -> Path:
    """Keep its content to itself, the old way."""
    return bait.put("a.xls", xls([["企业名称"]], password=True))


@hostile
def old_book_cut_off(bait: Bait) -> Path:
    """End in the middle."""
    return bait.put("a.xls", xls([[HEADER] * 9] * 50)[:2500])


@hostile
def old_book_of_noise(bait: Bait) -> Path:
    """Hold records that claim to be longer than the file."""
    return bait.put("a.xls", compound("Workbook", struct.pack("<HH", 0x809, 0xFFFF) * 900))


@hostile
def open_sheet_without_end(bait: Bait) -> Path:
    """Repeat one cell seventeen thousand million times."""
    body = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return bait.put("a.ods", ods([], body=body))


@hostile
def open_sheet_of_ninety_million(bait: Bait) -> Path:
    """Stay just below the limit of the parser."""
    body = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        'table:number-columns-repeated="90" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return bait.put("a.ods", ods([], body=body))


@hostile
def open_sheet_with_an_entity(bait: Bait) -> Path:
    """Make the XML parser read another file."""
    return bait.put("a.ods", packed({"mimetype": "", "content.xml": entity(bait) + "<r>&x;</r>"}))


# Map files.


@hostile
def places_with_an_entity(bait: Bait) -> Path:
    """Make the XML parser read another file."""
    return bait.put("a.kml", entity(bait) + KML.format(PLACE.format("&x;")))


@hostile
def places_of_laughs(bait: Bait) -> Path:
    """Blow up entities in entities."""
    return bait.put("a.kml", '<?xml version="1.0"?>' + LAUGHS + KML.format(PLACE.format("&x;")))


@hostile
def places_with_links(bait: Bait) -> Path:
    """Fetch more places and a picture from elsewhere."""
    link = (
        f"<NetworkLink><name>n</name><Link><href>{bait.address}/b.kml</href></Link></NetworkLink>"
    )
    icon = f"<Style><IconStyle><Icon><href>{bait.secret}</href></Icon></IconStyle></Style>"
    return bait.put("a.kml", KML.format(link + icon + PLACE.format("甲")))


@hostile
def places_in_folders_in_folders(bait: Bait) -> Path:
    """Exhaust the stack."""
    return bait.put("a.kml", KML.format("<Folder>" * 50_000 + "</Folder>" * 50_000))


@hostile
def packed_places_that_lead_out(bait: Bait) -> Path:
    """Name a member outside."""
    return bait.put("a.kmz", packed({"../../doc.kml": KML.format("")}))


@hostile
def packed_places_of_a_flood(bait: Bait) -> Path:
    """Unpack to 150 MB."""
    return bait.put("a.kmz", packed({"doc.kml": b"<kml>" + b" " * 150_000_000}))


def shapes(**changed: bytes) -> dict[str, bytes | str]:
    """Write a shapefile of one point, some members replaced."""
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 64) + struct.pack("<2i", 1000, 1)
    box = struct.pack("<8d", 115, 35, 115, 35, 0, 0, 0, 0)
    record = struct.pack(">2i", 1, 10) + struct.pack("<i2d", 1, 115.0, 35.0)
    field = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + bytes([10, 0]) + bytes(14)
    table = struct.pack("<BBBBIHH20x", 3, 126, 1, 1, 1, 65, 11) + field + b"\r" + b" " + b"A" * 10
    index = head[:24] + struct.pack(">i", 54) + head[28:] + box + struct.pack(">2i", 50, 10)
    members: dict[str, bytes | str] = {
        "a.shp": head + box + record,
        "a.shx": index,
        "a.dbf": table,
    }
    return members | {f"a.{ending}": content for ending, content in changed.items()}


@hostile
def shapes_that_lead_out(bait: Bait) -> Path:
    """Name a member outside."""
    return bait.put("a.zip", packed({"../../../a.shp": "", "../../../a.dbf": ""}))


@hostile
def shapes_with_a_link(bait: Bait) -> Path:
    """Point to somebody else's table."""
    entry = zipfile.ZipInfo("a.dbf")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.shp", shapes()["a.shp"])
        archive.writestr(entry, str(bait.secret))
    return bait.put("a.zip", stream.getvalue())


@hostile
def shapes_that_are_a_virtual_layer(bait: Bait) -> Path:
    """Make GDAL read another file."""
    return bait.put("a.zip", packed(shapes(shp=vrt(f"CSV:{bait.secret}").encode())))


@hostile
def shapes_with_a_false_table(bait: Bait) -> Path:
    """Put a virtual layer where the table should be."""
    return bait.put("a.zip", packed(shapes(dbf=vrt(f"CSV:{bait.secret}").encode())))


@hostile
def shapes_that_claim_millions(bait: Bait) -> Path:
    """Claim four thousand million rows."""
    table = bytearray(shapes()["a.dbf"])
    table[4:8] = b"\xff\xff\xff\x7f"
    return bait.put("a.zip", packed(shapes(dbf=bytes(table))))


@hostile
def shapes_with_a_false_index(bait: Bait) -> Path:
    """Point far beyond the end."""
    index = bytearray(shapes()["a.shx"])
    index[100:108] = struct.pack(">2i", 2**30, 2**30)
    return bait.put("a.zip", packed(shapes(shx=bytes(index))))


@hostile
def shapes_in_a_system_that_reaches_out(bait: Bait) -> Path:
    """Make PROJ open a grid."""
    text = f'GEOGCS["a",EXTENSION["PROJ4","+proj=longlat +nadgrids={bait.secret}"]]'
    return bait.put("a.zip", packed(shapes(prj=text.encode())))


@hostile
def collection_in_a_system_that_reaches_out(bait: Bait) -> Path:
    """Make PROJ open an initial file."""
    crs = {"type": "name", "properties": {"name": f"+init={bait.secret}:1"}}
    feature = {"type": "Feature", "properties": {"企业名称": "甲"}, "geometry": None}
    return bait.put(
        "a.geojson",
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}),
    )


@hostile
def collection_too_deep(bait: Bait) -> Path:
    """Exhaust the stack."""
    return bait.put("a.geojson", '{"type":' + "[" * 200_000)


@hostile
def collection_in_collections(bait: Bait) -> Path:
    """Nest geometry in geometry as deep as JSON may go."""
    deep = '{"type":"GeometryCollection","geometries":[' * 300
    return bait.put(
        "a.geojson", '{"type":"Feature","properties":{},"geometry":' + deep + "]}" * 300 + "}"
    )


@hostile
def collection_of_nonsense(bait: Bait) -> Path:
    """Put everything where something else is expected."""
    odd = [None, 1, "a", [], {}, {"geometry": 1}, {"geometry": {"type": "Point"}}]
    odd += [{"properties": 3, "geometry": {"type": "Polygon", "coordinates": "x"}}]
    odd += [{"geometry": {"type": "Point", "coordinates": [1e308, -1e308]}}]
    return bait.put("a.geojson", json.dumps({"type": "FeatureCollection", "features": odd}))


def package(path: Path, *statements: str) -> Path:
    """Write a GeoPackage of one table, and what else the statements make."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "PRAGMA application_id = 1196444487;"
            "CREATE TABLE gpkg_contents (table_name, data_type, identifier);"
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id, definition, organization, "
            "organization_coordsys_id);"
            "CREATE TABLE t (fid INTEGER PRIMARY KEY, 企业名称 TEXT, geom BLOB);"
            "INSERT INTO t VALUES (1, '甲厂', NULL);" + ";".join(statements)
        )
    return path


def listed(name: str) -> str:
    """List a table or view as a layer."""
    return f"INSERT INTO gpkg_contents VALUES ('{name}', 'features', '{name}')"


@hostile
def package_with_a_view(bait: Bait) -> Path:
    """Call functions where a table should be."""
    view = f"CREATE VIEW v AS SELECT readfile('{bait.secret}') AS 企业名称, 1 AS fid"
    return package(bait.folder / "a.gpkg", view, listed("v"))


@hostile
def package_with_an_endless_view(bait: Bait) -> Path:
    """Count for ever."""
    view = (
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT x AS 企业名称 FROM c"
    )
    return package(bait.folder / "a.gpkg", view, listed("v"))


@hostile
def package_whose_list_is_a_view(bait: Bait) -> Path:
    """Make the list of layers itself a view that counts for ever."""
    view = (
        "DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS "
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT x AS rowid, x AS table_name, 'features' AS data_type, x AS identifier FROM c"
    )
    return package(bait.folder / "a.gpkg", view)


@hostile
def package_with_a_trick_name(bait: Bait) -> Path:
    """Put SQL into the name of a layer."""
    name = f"t\" UNION SELECT * FROM x; ATTACH ''{bait.secret}'' AS y; --"
    return package(bait.folder / "a.gpkg", listed(name))


@hostile
def package_with_computed_columns(bait: Bait) -> Path:
    """Compute a column when it is read."""
    table = "CREATE TABLE g (a TEXT, b TEXT AS (hex(zeroblob(60000000))))"
    return package(bait.folder / "a.gpkg", table, "INSERT INTO g VALUES ('甲')", listed("g"))


@hostile
def package_with_false_shapes(bait: Bait) -> Path:
    """Claim rings of four thousand million points."""
    wkb = b"GP\x00\x01\x00\x00\x00\x00\x01\x03\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f"
    return package(
        bait.folder / "a.gpkg",
        listed("t"),
        "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 4326)",
        f"UPDATE t SET geom = x'{wkb.hex()}'",
    )


@hostile
def package_of_noise(bait: Bait) -> Path:
    """Break every page but the first."""
    path = package(bait.folder / "a.gpkg", listed("t"))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    return path


@hostile
def database_without_a_map(bait: Bait) -> Path:
    """Be somebody's database."""
    path = bait.folder / "a.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE password (word)")
    return path


@hostile
def columns_that_unpack_to_a_flood(bait: Bait) -> Path:
    """Say one long word two hundred thousand times, in a few kilobytes."""
    word = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int8()), ["x" * 100_000])
    path = bait.folder / "a.parquet"
    pq.write_table(pa.table({"企业名称": word}), path, compression="zstd")
    return path


@hostile
def columns_cut_off(bait: Bait) -> Path:
    """Keep the head and lose the rest."""
    path = bait.folder / "a.parquet"
    pq.write_table(pa.table({"企业名称": ["甲"]}), path)
    path.write_bytes(path.read_bytes()[:40] + b"\xff\xff\xff\x7fPAR1")
    return path


@hostile
def columns_with_false_shapes(bait: Bait) -> Path:
    """Promise geometry and hold noise."""
    geo = {"primary_column": "g", "columns": {"g": {"encoding": "WKB", "crs": {"name": "x"}}}}
    table = pa.table({"企业名称": ["甲"], "g": [b"\x01\x03\xff\xff\xff\xff\xff\xff\xff\x7f"]})
    path = bait.folder / "a.parquet"
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)
    return path
