"""Files made to harm whoever reads them: floods, tricks that reach for other files, plain lies."""

from benchmarks.hostile_files import (
    collections,
    columns,
    opensheets,
    packages,
    places,
    shapefiles,
    texts,
    workbooks,
)
from benchmarks.hostile_files.bait import HOSTILE as HOSTILE
from benchmarks.hostile_files.bait import Bait as Bait

FORMS = (texts, workbooks, opensheets, places, shapefiles, collections, packages, columns)
"""One module a form; loading one puts its files on the list."""
