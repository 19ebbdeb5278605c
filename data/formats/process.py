"""A child process in the cage: started for one file with hands tied, ended whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_GDAL_SKIPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,"
    "Elasticsearch,FlatGeobuf,GDALG,GML,GPKG,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HTTP,"
    "Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MVT,MapInfo File,MapML,MiraMonVector,NGW,OAPIF,"
    "ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,"
    "S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,VRT,WAsP,WFS,WMS,WCS,XLSX"
)
"""Every vector driver of GDAL but the one for shapefiles; a test compares it with what is built."""


@contextmanager
def caged_process(
    module: str, words: Sequence[str], *, folder: Path, wall_s: float
) -> Iterator[subprocess.Popen[bytes]]:
    """
    Run one of our modules in a folder of its own; at the end of the block it is killed.

    Parameters
    ----------
    module
        Its dotted name; it limits its own memory and time, see ``data.formats.cage``.
    words
        Its arguments.
    folder
        Where it works: all that it may see of this machine's files.
    wall_s
        Seconds after which it is killed even if nobody hears of it, > 0.

    Yields
    ------
    child
        What it says is read from its ``stdout``; it hears nothing.
    """
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own module, our own file name
        [sys.executable, "-P", "-m", module, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment(folder),
    ) as child:
        hang = Timer(wall_s, child.kill)
        hang.start()
        try:
            yield child
        finally:
            hang.cancel()
            child.kill()


def environment(folder: Path) -> dict[str, str]:
    """Give the whole environment of the child: where to import from, GDAL with its hands tied."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(filter(os.path.isabs, sys.path)),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "PROJ_NETWORK": "OFF",
        "GDAL_SKIP": _GDAL_SKIPPED,
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "GDAL_NUM_THREADS": "1",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "OGR_SQLITE_LOAD_EXTENSIONS": "",
    }
