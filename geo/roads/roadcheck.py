"""How good a road graph is for planning: its parts, its tags, and spots worth a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import shapely
from shapely import STRtree

from data.crs import metric_crs, project, to_metres
from geo.roads.arcs import numbered_ends
from geo.roads.closures import one_of_each_road
from geo.roads.shortest import joined_parts

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy import bool_, float64, int64
    from numpy.typing import ArrayLike, NDArray

    from data.model import Roads

DEAD_END_NEAR_M = 100.0
"""A dead end is worth a look where a site lies this near to its tip."""
GAP_M = 30.0
"""Another road this near to the tip of a dead end may be its missing continuation."""
_VILLAGE_CLASSES = frozenset(
    {"unclassified", "road", "residential", "service", "living_street", "track"}
)
"""Classes on which a one-way road without a way back is hardly ever meant."""
_M_PER_KM = 1000.0


class Part(NamedTuple):
    """
    A part of the graph that no road joins to another.

    Attributes
    ----------
    roads, km
        Its roads, each once, and their length.
    sites, near
        How many sites it is nearest to; and which, by their places: none of the longest part.
    """

    roads: int
    km: float
    sites: int
    near: tuple[int, ...] = ()


class Tagged(NamedTuple):
    """Roads that have some tag, as shares 0-1 of their number and of their length."""

    share: float
    km_share: float


@dataclass(frozen=True, slots=True)
class Spots:
    """
    Roads worth a look.

    Attributes
    ----------
    places
        Shape ``(s,)``: positions in the edges.
    sites
        Shape ``(s,)``: how many sites lie near.
    gap_m
        Shape ``(s,)``: metres to another road that comes near without joining; ``nan`` for none.
    """

    places: NDArray[int64]
    sites: NDArray[int64]
    gap_m: NDArray[float64]


@dataclass(frozen=True, slots=True)
class RoadFigures:
    """
    What ``check_roads`` finds; a two-way road counts once.

    Attributes
    ----------
    roads, km
        All roads between junctions, and their length.
    parts
        Parts of the graph, the longest first.
    maxspeed, surface
        Roads with a speed limit or a speed of their own, and with a known surface.
    one_way
        Roads of one direction.
    no_return
        One-way roads of villages by which a place is reached but never left, or left but never
        reached.
    dead_ends
        All ends of roads.
    ends_near
        Those with a site within 100 m of the tip.
    """

    roads: int
    km: float
    parts: tuple[Part, ...]
    maxspeed: Tagged
    surface: Tagged
    one_way: Tagged
    no_return: Spots
    dead_ends: int
    ends_near: Spots


def check_roads(roads: Roads, lon_deg: ArrayLike, lat_deg: ArrayLike) -> RoadFigures:
    """
    Look a road graph over.

    Parameters
    ----------
    roads
        The graph; at least one edge.
    lon_deg, lat_deg
        Shape ``(n,)``, degrees: the sites; there may be none.
    """
    graph = _Graph.of(roads, lon_deg, lat_deg)
    edges = roads.edges
    has_speed = edges["maxspeed"].notna().to_numpy() | edges["speed_km_h"].notna().to_numpy()
    return RoadFigures(
        roads=len(graph.once),
        km=float(graph.length_m[graph.once].sum() / _M_PER_KM),
        parts=_parts(graph),
        maxspeed=_tagged(graph, np.asarray(has_speed, dtype=bool)),
        surface=_tagged(graph, edges["surface"].notna().to_numpy(dtype=bool)),
        one_way=_tagged(graph, graph.one_way),
        no_return=_no_return(graph, edges),
        dead_ends=len(_dead_ends(graph)),
        ends_near=_ends_near(graph),
    )


@dataclass(frozen=True, slots=True)
class _Graph:
    """
    The graph as arrays.

    Attributes
    ----------
    start, end
        Numbers of the end nodes of every edge.
    once
        Positions of one edge of every road.
    lines
        The edges in metres.
    length_m
        Their lengths as stored.
    sites
        Shape ``(n,)``: points in metres.
    """

    start: NDArray[int64]
    end: NDArray[int64]
    nodes: int
    once: NDArray[int64]
    lines: NDArray[np.object_]
    length_m: NDArray[float64]
    sites: NDArray[np.object_]

    @classmethod
    def of(cls, roads: Roads, lon_deg: ArrayLike, lat_deg: ArrayLike) -> _Graph:
        """Lay a road graph out."""
        edges, crs = roads.edges, metric_crs(roads.nodes["x"])
        start, end, names = numbered_ends(edges)
        return cls(
            start=start,
            end=end,
            nodes=len(names),
            once=one_of_each_road(edges),
            lines=project(edges.geometry.to_numpy(), crs),
            length_m=edges["length"].to_numpy(dtype=float),
            sites=np.asarray(shapely.points(*to_metres(lon_deg, lat_deg, crs)), dtype=object),
        )

    def components(self, connection: Literal["weak", "strong"]) -> NDArray[int64]:
        """Give each node its part: joined either way round, or with a way there and back."""
        return joined_parts(self.start, self.end, nodes=self.nodes, connection=connection)

    @property
    def one_way(self) -> NDArray[bool_]:
        """Tell the edges whose way back is no edge of the graph."""
        back = set(zip(self.end.tolist(), self.start.tolist(), strict=True))
        pairs = zip(self.start.tolist(), self.end.tolist(), strict=True)
        return np.fromiter((pair not in back for pair in pairs), bool, count=len(self.start))


def _parts(graph: _Graph) -> tuple[Part, ...]:
    part = graph.components("weak")[graph.start]
    count = int(part.max()) + 1
    roads = np.bincount(part[graph.once], minlength=count)
    km = np.bincount(part[graph.once], graph.length_m[graph.once], minlength=count) / _M_PER_KM
    own = np.empty(0, dtype=np.int64)
    if len(graph.sites):
        own = part[STRtree(graph.lines).nearest(graph.sites)]
    sites, longest = np.bincount(own, minlength=count), int(np.argmax(km))
    found = [
        Part(
            int(roads[one]),
            float(km[one]),
            int(sites[one]),
            () if one == longest else tuple(np.flatnonzero(own == one).tolist()),
        )
        for one in range(count)
    ]
    return tuple(sorted(found, key=lambda one: -one.km))


def _tagged(graph: _Graph, has: NDArray[bool_]) -> Tagged:
    length_m, known = graph.length_m[graph.once], has[graph.once]
    return Tagged(float(known.mean()), float(length_m[known].sum() / max(length_m.sum(), 1e-9)))


def _no_return(graph: _Graph, edges: GeoDataFrame) -> Spots:
    """Find village roads that join two strong parts: over them one goes once, and not back."""
    part = graph.components("strong")
    small = edges["highway"].isin(_VILLAGE_CLASSES).to_numpy()
    places = np.flatnonzero((part[graph.start] != part[graph.end]) & small)
    return _with_sites(graph, places, graph.lines[places])


def _dead_ends(graph: _Graph) -> NDArray[int64]:
    """List nodes from which one road leads to one neighbour only."""
    ends = np.column_stack([graph.start, graph.end])[graph.once]
    ends = ends[ends[:, 0] != ends[:, 1]]
    degree = np.bincount(ends.ravel(), minlength=graph.nodes)
    loops = graph.start[graph.start == graph.end]
    return np.setdiff1d(np.flatnonzero(degree == 1), loops)


def _ends_near(graph: _Graph) -> Spots:
    """Find dead ends with sites at their tip, and the other road that may be what is missing."""
    nodes = _dead_ends(graph)
    is_tip = np.isin(graph.end, nodes) | np.isin(graph.start, nodes)
    places = graph.once[is_tip[graph.once]]
    at_end = np.isin(graph.end[places], nodes)
    tips = shapely.get_point(graph.lines[places], np.where(at_end, -1, 0))
    spots = _with_sites(graph, places, tips, within_m=DEAD_END_NEAR_M)
    near = spots.sites > 0
    return Spots(places[near], spots.sites[near], _gaps_m(graph, places[near], tips[near]))


def _gaps_m(graph: _Graph, places: NDArray[int64], tips: NDArray[np.object_]) -> NDArray[float64]:
    """Measure from the tips of dead ends to the nearest road that does not join theirs."""
    gap_m = np.full(len(places), np.inf)
    tree = STRtree(graph.lines[graph.once])
    tip, found = tree.query(tips, predicate="dwithin", distance=GAP_M)
    own, other = places[tip], graph.once[found]
    joins = np.zeros(len(tip), dtype=bool)
    for mine in (graph.start, graph.end):
        for theirs in (graph.start, graph.end):
            joins |= mine[own] == theirs[other]
    away_m = shapely.distance(graph.lines[other], tips[tip])
    np.minimum.at(gap_m, tip[~joins], away_m[~joins])
    return np.where(np.isinf(gap_m), np.nan, gap_m)


def _with_sites(
    graph: _Graph,
    places: NDArray[int64],
    shapes: NDArray[np.object_],
    *,
    within_m: float = DEAD_END_NEAR_M,
) -> Spots:
    """Count the sites near each of some shapes."""
    sites = np.zeros(len(places), dtype=np.int64)
    if len(places) and len(graph.sites):
        shape, _ = STRtree(graph.sites).query(shapes, predicate="dwithin", distance=within_m)
        sites = np.bincount(shape, minlength=len(places))
    return Spots(places, sites, np.full(len(places), np.nan))
