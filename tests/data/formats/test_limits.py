"""One file says how much one file may hold."""

from __future__ import annotations

from data.formats import CageLimits
from data.formats.limits import MAX_ROWS, MAX_UNPACKED_BYTES, MEMORY_BYTES
from data.formats.readers import TOO_LARGE
from data.ledger import guard


def test_workbooks_and_map_files_have_the_same_limits() -> None:
    """A sheet refused as .xlsx must not come in as .ods."""
    assert (guard.MAX_ROWS, guard.MAX_UNZIPPED_BYTES) == (MAX_ROWS, MAX_UNPACKED_BYTES)
    assert CageLimits().rows == MAX_ROWS


def test_what_is_said_of_memory_is_what_is_given() -> None:
    """Half a gibibyte, in both languages."""
    assert MEMORY_BYTES == 512 * 1024 * 1024
    assert all("512 MB" in text for text in TOO_LARGE)
