"""Shapefiles in a zip."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

from benchmarks.hostile_files.bait import Bait, hostile, packed, vrt

if TYPE_CHECKING:
    from pathlib import Path


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
