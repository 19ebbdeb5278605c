"""Roads from OpenStreetMap's own servers, through OSMnx, for an office that has a network."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import ConfigError, InputError, OutsideError
from data.roads.classes import DRIVE_CLASSES, direction, is_drivable
from data.roads.draft import draft, way_table
from data.roads.needs import NOWHERE
from data.roads.osm import OsmNode, osm_text
from data.roads.places import places
from data.roads.reading import build_roads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.model import LonLat, Roads
    from data.roads.draft import Draft
    from data.roads.needs import RoadNeeds
    from data.roads.osm import Tags
    from data.roads.reading import RoadsReport

RADIUS_M = 10_000.0
_LARGEST_RADIUS_M = 100_000.0
_TIMEOUT_S = 180
_FILTERS = [
    f'["highway"~"^({"|".join(sorted(DRIVE_CLASSES))})$"]["area"!~"yes"]',
    '["route"="ferry"]["motor_vehicle"!~"no"]',
]
_TAGS = (
    "access",
    "highway",
    "junction",
    "maxspeed",
    "motor_vehicle",
    "motorcar",
    "name",
    "oneway",
    "ref",
    "route",
    "surface",
    "vehicle",
)
_PLACE_TAGS = {
    "place": ["city", "town", "suburb", "village", "hamlet", "neighbourhood", "quarter"],
    "amenity": ["school", "kindergarten", "hospital", "clinic"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """
    The area to ask for: a place by name, or the surroundings of a point.

    Parameters
    ----------
    place
        Name as OpenStreetMap's search knows it, such as ``庆祖镇, 濮阳``; or ``None``.
    around
        Longitude and latitude, WGS-84 degrees; or ``None``.
    radius_m
        How far around the point, metres, > 0 and at most 100 km.

    Raises
    ------
    ConfigError
        If both or none are given, or a number is outside its range.
    """

    place: str | None = None
    around: LonLat | None = None
    radius_m: float = RADIUS_M

    def __post_init__(self) -> None:
        if (self.place is None) == (self.around is None):
            raise ConfigError(
                "Expected either a place or a point around which to load roads.",
                zh="请写一个地名，或一个点，二者选一。",
            )
        if not 0 < self.radius_m <= _LARGEST_RADIUS_M:
            raise ConfigError(
                f"Expected radius_m in (0, {_LARGEST_RADIUS_M:g}], got {self.radius_m:g}.",
                zh=f"半径应大于 0、不超过 {_LARGEST_RADIUS_M:g} 米，现为 {self.radius_m:g}。",
            )
        lon, lat = self.around or (0.0, 0.0)
        if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - degrees
            raise ConfigError(
                f"Expected longitude, latitude in degrees, got {lon:g},{lat:g}.",
                zh=f"应为“经度,纬度”（度），现为 {lon:g},{lat:g}。",
            )

    @property
    def title(self) -> str:
        """What the store says the roads came from."""
        if self.place is not None:
            return f"OpenStreetMap: {self.place}"
        lon, lat = self.around or (0.0, 0.0)
        return f"OpenStreetMap: {lon:g},{lat:g} +{self.radius_m:g} m"


def fetch_roads(
    where: Whereabouts, *, cache: Path, needs: RoadNeeds = NOWHERE
) -> tuple[Roads, RoadsReport]:
    """
    Ask OpenStreetMap for the roads and named points of an area.

    Parameters
    ----------
    where
        The area.
    cache
        Folder in which OSMnx keeps what it was told, so that asking again needs no network.
    needs
        Where roads are needed: what lies farther away is left out.

    Raises
    ------
    OutsideError
        If there is no network, or a server does not answer as it should.
    InputError
        If no such place is known, or nothing is there.
    RoadsError
        If there is no road for a car, or none near the places.
    """
    graph, points = _asked(where, cache)
    text = osm_text({}, nodes=points)
    found = places(text, source=where.title, within=needs.box)
    roads, report = build_roads(_draft(graph), found, needs=needs, source=where.title)
    return roads, replace(report, form="online")


def _asked(where: Whereabouts, cache: Path) -> tuple[Any, list[OsmNode]]:
    import osmnx  # noqa: PLC0415 - a second of imports that only this way in needs
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError  # noqa: PLC0415

    try:
        with _settings(osmnx.settings, cache):
            return _graph(osmnx, where), _points(osmnx, where, InsufficientResponseError)
    except (InsufficientResponseError, TypeError) as error:
        raise InputError(
            f"{where.title}: OpenStreetMap knows no such place, or no road there; write it as its "
            "search finds it, or use --around.",
            zh=f"{where.title}：OpenStreetMap 找不到这个地方，或那里没有道路，"
            "请换一种写法，或用 --around。",
        ) from error
    except (OSError, ResponseStatusCodeError, ValueError) as error:
        kind = type(error).__name__
        raise OutsideError(
            f"{where.title}: OpenStreetMap's servers cannot be reached or do not answer ({kind}); "
            "download the area as a file elsewhere, and load the file.",
            zh=f"{where.title}：连不上 OpenStreetMap 服务器，或对方没有应答（{kind}），"
            "请在能上网的电脑上下载地图文件，再载入文件。",
        ) from error


@contextmanager
def _settings(settings: Any, cache: Path) -> Iterator[None]:  # noqa: ANN401 - a module of OSMnx
    """Set OSMnx up for one request, and leave it as it was."""
    ours = {
        "use_cache": True,
        "cache_folder": str(cache),
        "requests_timeout": _TIMEOUT_S,
        "log_console": False,
        "log_file": False,
        "all_oneway": True,  # ways come once, as drawn, with their own words on direction
        "useful_tags_way": list(_TAGS),
    }
    before = {name: getattr(settings, name) for name in ours}
    for name, value in ours.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def _graph(osmnx: Any, where: Whereabouts) -> Any:  # noqa: ANN401 - OSMnx and its graph
    choices = {"custom_filter": _FILTERS, "simplify": False, "retain_all": True}
    if where.around is None:
        return osmnx.graph_from_place(where.place, truncate_by_edge=True, **choices)
    lon, lat = where.around
    return osmnx.graph_from_point((lat, lon), dist=where.radius_m, truncate_by_edge=True, **choices)


def _points(osmnx: Any, where: Whereabouts, nothing: type[Exception]) -> list[OsmNode]:  # noqa: ANN401 - OSMnx
    """Ask for villages, schools and clinics; there may be none."""
    try:
        if where.around is None:
            found = osmnx.features_from_place(where.place, tags=_PLACE_TAGS)
        else:
            lon, lat = where.around
            found = osmnx.features_from_point((lat, lon), tags=_PLACE_TAGS, dist=where.radius_m)
    except nothing:
        return []
    return [
        OsmNode(int(number), _said(row), (float(row["geometry"].x), float(row["geometry"].y)))
        for (element, number), row in found.iterrows()
        if element == "node"
    ]


def _said(facts: Any) -> Tags:  # noqa: ANN401 - a row or dict of values of any kind
    """Keep what is text; OSMnx gives missing values and lists too."""
    return {str(key): value for key, value in dict(facts).items() if isinstance(value, str)}


def _draft(graph: Any) -> Draft:  # noqa: ANN401 - a graph of OSMnx
    """Take the pieces of a graph; each way comes once, already turned where it runs backwards."""
    nodes = sorted(graph.nodes(data=True))
    number = np.array([node for node, _ in nodes], dtype=np.int64)
    lon, lat = (np.array([facts[axis] for _, facts in nodes], dtype=float) for axis in ("x", "y"))
    ways: dict[int, int] = {}
    rows: list[dict[str, object]] = []
    pieces: list[tuple[int, int, int, bool]] = []
    for u, v, facts in graph.edges(data=True):
        tags = _said(facts)
        if not is_drivable(tags) or u == v:
            continue
        both = direction(tags) == "both"
        row = ways.setdefault(facts["osmid"], len(rows))
        if row == len(rows):
            rows.append(_way(facts["osmid"], tags, oneway=not both))
        pieces.append((u, v, row, both))
    start, end, way = (
        np.array([piece[axis] for piece in pieces], dtype=np.int64) for axis in range(3)
    )
    start, end = np.searchsorted(number, start), np.searchsorted(number, end)
    both_ways = np.array([piece[3] for piece in pieces], dtype=np.bool_)
    return draft(
        (number, lon, lat),
        start=np.concatenate([start, end[both_ways]]),
        end=np.concatenate([end, start[both_ways]]),
        way=np.concatenate([way, way[both_ways]]),
        ways=way_table(rows),
    )


def _way(number: int, tags: Tags, *, oneway: bool) -> dict[str, object]:
    texts = {name: tags.get(name) for name in ("name", "ref", "maxspeed", "surface")}
    highway = tags.get("highway", "ferry")
    return {"osmid": str(number), "highway": highway, **texts, "oneway": oneway}
