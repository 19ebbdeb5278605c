"""The store: a GeoPackage file or a PostgreSQL database; QGIS, GDAL and this program open both."""

from data.store.audit import Author as Author
from data.store.opening import open_store as open_store
from data.store.reading import ROADS_SOURCE as ROADS_SOURCE
from data.store.scope import Scope as Scope
from data.store.store import Store as Store
from data.store.unit import Unit as Unit
from data.store.wayback import WayBack as WayBack

__all__ = ["ROADS_SOURCE", "Author", "Scope", "Store", "Unit", "WayBack", "open_store"]
