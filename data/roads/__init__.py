"""Roads in: OpenStreetMap files become the road graph of the town."""

from data.roads.reading import RoadsReport as RoadsReport
from data.roads.reading import read_roads as read_roads

__all__ = ["RoadsReport", "read_roads"]
