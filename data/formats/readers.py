"""Which forms of file are read in the cage, and by which module."""

from __future__ import annotations

from data.formats.limits import MEMORY_BYTES

READERS = {
    "xls": "data.formats.oldbook",
    "ods": "data.formats.oldbook",
    "xlsb": "data.formats.oldbook",
    "geojson": "data.formats.geojson",
    "kml": "data.formats.kml",
    "kmz": "data.formats.kml",
    "geopackage": "data.formats.geopackage",
    "graphml": "data.formats.graphml",
    "shapefile": "data.formats.shapefile",
    "parquet": "data.formats.parquet",
    "xlsx": "data.ledger.caged",
    "text": "data.ledger.caged",
}
"""Form of a file to the module whose ``read(path)`` reads it."""

_MEMORY_MB = MEMORY_BYTES // 2**20
TOO_LARGE = (
    f"needs more than {_MEMORY_MB} MB of memory to be read; split it",
    f"读取它需要 {_MEMORY_MB} MB 以上的内存，请拆成几个文件",
)
"""What is said of a file that asks for more memory than a reader may take."""
