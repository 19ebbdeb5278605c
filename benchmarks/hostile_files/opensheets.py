"""Open document sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.hostile_files.bait import Bait, entity, hostile, packed
from tests.data.formats.oldbooks import ods

if TYPE_CHECKING:
    from pathlib import Path


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
