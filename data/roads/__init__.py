"""Roads in: map files become the road graph of the town."""

from data.roads.needs import RoadNeeds as RoadNeeds
from data.roads.reading import RoadsReport as RoadsReport
from data.roads.reading import read_roads as read_roads

__all__ = ["RoadNeeds", "RoadsReport", "read_roads"]
