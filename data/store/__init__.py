"""The store: a GeoPackage file or a PostgreSQL database; QGIS, GDAL and this program open both."""

from data.store.opening import open_store as open_store
from data.store.store import Store as Store
from data.store.unit import Unit as Unit

__all__ = ["Store", "Unit", "open_store"]
