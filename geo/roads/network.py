"""Travel times, lengths and route shapes between places on the road network of a town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from shapely import STRtree

from data.crs import metric_crs, project, to_metres
from data.errors import ConfigError, DegenerateInputError, RoadsError, ShapeError
from data.model import UNREACHABLE, Leg, Reach, TravelMatrix
from data.units import metres_per_second
from geo.roads.arcs import link_arcs, make_arcs
from geo.roads.engines import choose_search
from geo.roads.legs import draw_legs
from geo.roads.matrix import Places, seconds_blocks
from geo.roads.neighbours import Neighbours, find_neighbours
from geo.roads.parts import has_way
from geo.roads.snapping import Snapper
from geo.roads.speeds import SpeedParams, edge_speed_km_h

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, int64
    from numpy.typing import ArrayLike, NDArray
    from pyproj import CRS

    from data.model import LonLat, Roads
    from geo.roads.arcs import Arcs, Links
    from geo.roads.engines import Engine
    from geo.roads.search import Search
    from geo.roads.snapping import Anchors


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """
    A town's roads, ready to answer how long a way takes; implements ``data.ports.TravelTimes``.

    Build it with :func:`build_network`. A way is: on foot from the place to its road, by car along
    the fastest roads, on foot to the other place. Places at the very same spot are 0 s apart.

    Attributes
    ----------
    crs
        The metric system of the town.
    usual, arcs
        Every driving direction of every edge: at its usual speed, and as it is driven here.
    links, fastest
        The pairs of junctions that arcs join, and the arc that is driven between each.
    search
        Finds fastest ways; its ``name`` says by which engine.
    snapper
        The lines of the arcs, and which of them have a way there and back.
    params
        What the times were made with.
    shapes
        The lines of the arcs as they are mapped, degrees.
    bases_xy
        Where the ways begin, metres; ``None`` where nobody said.
    edges
        Number of edges of the roads, those that take no car included.
    """

    crs: CRS
    usual: Arcs
    arcs: Arcs
    links: Links
    fastest: NDArray[int64]
    search: Search
    snapper: Snapper
    params: SpeedParams
    shapes: NDArray[np.object_]
    bases_xy: NDArray[float64] | None
    edges: int

    def matrix(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> TravelMatrix:
        """
        Measure the way between all pairs of places.

        Parameters
        ----------
        lon_deg, lat_deg
            Shape ``(n,)``, WGS-84 degrees, finite.

        Returns
        -------
        matrix
            Shape ``(n, n)``, whole seconds, rounded up, so that a way over a third place is never
            shorter; asymmetric where roads are one-way; 0 on the diagonal.

        Raises
        ------
        ShapeError
            If the two arrays differ in shape.
        DegenerateInputError
            If a position is not finite.
        """
        return self.matrix_between(lon_deg, lat_deg, lon_deg, lat_deg)

    def matrix_between(
        self,
        from_lon_deg: ArrayLike,
        from_lat_deg: ArrayLike,
        to_lon_deg: ArrayLike,
        to_lat_deg: ArrayLike,
    ) -> TravelMatrix:
        """
        Measure the way from each of ``n`` places to each of ``m`` others, shape ``(n, m)``.

        Raises
        ------
        ShapeError
            If a longitude lacks its latitude.
        DegenerateInputError
            If a position is not finite.
        """
        start = self._places(from_lon_deg, from_lat_deg)
        end = self._places(to_lon_deg, to_lat_deg)
        seconds = np.full((len(start.xy), len(end.xy)), UNREACHABLE, dtype=np.int32)
        for rows, block in seconds_blocks(self.search, self.arcs, start=start, end=end):
            seconds[rows] = block
        return TravelMatrix(seconds)

    def nearest_neighbours(self, lon_deg: ArrayLike, lat_deg: ArrayLike, k: int) -> Neighbours:
        """
        List for each place the ``k`` others that are reached soonest, without a full matrix.

        No command asks for it yet: a county's planner will, to look only at moves between near
        places where a full matrix no longer fits.

        Parameters
        ----------
        lon_deg, lat_deg
            Shape ``(n,)``, WGS-84 degrees, finite.
        k
            How many, >= 1.

        Returns
        -------
        neighbours
            Soonest first; of equally near ones the earlier in the list. Exact: the same as the
            rows of the matrix, sorted. Memory grows with ``n * k``.

        Raises
        ------
        ConfigError
            If ``k`` is below 1.
        ShapeError
            If the two arrays differ in shape.
        DegenerateInputError
            If a position is not finite.
        """
        if k < 1:
            raise ConfigError(
                f"Expected k >= 1 neighbours, got {k}.", zh=f"邻近点个数 k 至少为 1，现为 {k}。"
            )
        return find_neighbours(self, self._places(lon_deg, lat_deg), k)

    def leg(self, start: LonLat, end: LonLat) -> Leg:
        """
        Find the fastest way between two places.

        Returns
        -------
        leg
            Its ``line`` begins at ``start`` and ends at ``end``; its ``seconds`` are those of the
            matrix; its ``metres`` include both walks.

        Raises
        ------
        DegenerateInputError
            If there is no way, or a position is not finite.
        """
        return self.legs([(start, end)])[0]

    def legs(self, pairs: Sequence[tuple[LonLat, LonLat]]) -> list[Leg]:
        """
        Find many ways at once; each as :meth:`leg` finds it, in the order of ``pairs``.

        Raises
        ------
        DegenerateInputError
            If one of the ways does not exist, or a position is not finite.
        """
        spots = np.array(pairs, dtype=float).reshape(-1, 2, 2)
        start = self._places(*spots[:, 0].T)
        end = self._places(*spots[:, 1].T)
        return draw_legs(self, spots, start=start, end=end)

    def reach(
        self,
        lon_deg: ArrayLike,
        lat_deg: ArrayLike,
        base_lon_deg: ArrayLike,
        base_lat_deg: ArrayLike,
    ) -> Reach:
        """
        Tell which places can be reached from some base, with a way back.

        A place whose nearest road has no such way is entered from another road that has one, if
        that is within ``params.walk_limit_m``. How far one is willing to walk otherwise is for
        the caller to say.

        Returns
        -------
        reach
            Shape ``(n,)`` each: metres to the road by which the place is entered, and whether that
            road has a way. Where none has, the metres are those to the nearest road.

        Raises
        ------
        ShapeError
            If a longitude lacks its latitude.
        DegenerateInputError
            If a position is not finite.
        """
        anchors = (
            self.based_at(base_lon_deg, base_lat_deg)._places(lon_deg, lat_deg).anchors  # noqa: SLF001 - its own kind
        )
        return Reach(anchors.access_m, anchors.reached)

    def based_at(self, base_lon_deg: ArrayLike, base_lat_deg: ArrayLike) -> RoadNetwork:
        """
        Return the same roads with ways that begin and end at these bases.

        Places are then entered from roads that some base reaches; see ``geo.roads.parts.has_way``.
        Without a base it is the largest part of the network that counts.
        """
        bases_xy = self._metres(base_lon_deg, base_lat_deg)
        return _with_ways(replace(self, bases_xy=bases_xy))

    def reweighted(self, speed_factor: ArrayLike) -> RoadNetwork:
        """
        Return the same roads as they are driven when some are slower or closed.

        Parameters
        ----------
        speed_factor
            Shape ``(edges,)``, in the order of the roads' edges, in ``[0, 1]``: the share of its
            usual speed that is left on each edge; 0 closes it. Always of the usual speed, whatever
            this network was slowed to.

        Returns
        -------
        network
            Shares order and topology with this one: takes a small part of a second.

        Raises
        ------
        ShapeError
            If there is not one factor for each edge.
        ConfigError
            If a factor is not in ``[0, 1]``.
        """
        factor = np.asarray(speed_factor, dtype=float)
        if factor.shape != (self.edges,):
            raise ShapeError(f"Expected speed_factor of shape ({self.edges},), got {factor.shape}.")
        outside = ~((factor >= 0) & (factor <= 1))
        if outside.any():
            raise ConfigError(
                f"Expected speed_factor in [0, 1], got {factor[outside][0]} "
                f"at edge {int(np.flatnonzero(outside)[0])}.",
                zh=f"道路车速系数应在 0 和 1 之间，现为 {factor[outside][0]}。",
            )
        arcs = self.usual.slowed(factor[self.usual.edge])
        fastest = self.links.fastest(arcs)
        search = self.search.reweighted(arcs.weight_ms[fastest])
        slowed = replace(self, arcs=arcs, fastest=fastest, search=search)
        return _with_ways(slowed)

    def access_m(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[float64]:
        """
        Measure how far each place lies from the road it is reached by.

        Returns
        -------
        access_m
            Shape ``(n,)``, metres in a straight line.
        """
        return self.anchors(lon_deg, lat_deg).access_m

    def anchors(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> Anchors:
        """Find the spots on the roads at which places are entered."""
        return self._places(lon_deg, lat_deg).anchors

    def walk_s(self, access_m: NDArray[float64]) -> NDArray[float64]:
        """Turn metres on foot into seconds; a few metres are none."""
        seconds = access_m / metres_per_second(self.params.walk_km_h)
        return np.where(access_m <= self.params.negligible_m, 0.0, seconds)

    def _places(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> Places:
        xy = self._metres(lon_deg, lat_deg)
        anchors = self.snapper.snap(xy[:, 0], xy[:, 1])
        walk_ms = np.rint(1000.0 * self.walk_s(anchors.access_m)).astype(np.int64)
        return Places(xy, anchors, walk_ms)

    def _metres(self, lon_deg: ArrayLike, lat_deg: ArrayLike) -> NDArray[float64]:
        lon, lat = np.asarray(lon_deg, dtype=float), np.asarray(lat_deg, dtype=float)
        if lon.ndim != 1 or lon.shape != lat.shape:
            raise ShapeError(
                f"Expected lon_deg and lat_deg of one shape (n,), got {lon.shape} and {lat.shape}."
            )
        bad = ~(np.isfinite(lon) & np.isfinite(lat))
        if bad.any():
            where = int(np.flatnonzero(bad)[0])
            raise DegenerateInputError(
                f"Expected finite positions, got none at place {where} (counted from 0); "
                "leave out places without a position before asking for ways.",
                zh=f"第 {where + 1} 个地点没有位置；请先剔除没有坐标的地点，再计算路程。",
            )
        return np.column_stack(to_metres(lon, lat, self.crs))


def build_network(
    roads: Roads,
    *,
    params: SpeedParams | None = None,
    night: bool = False,
    bases: tuple[ArrayLike, ArrayLike] | None = None,
    engine: Engine = "auto",
) -> RoadNetwork:
    """
    Make a road graph ready to be asked for ways.

    Parameters
    ----------
    roads
        The graph; every row of its edges is one driving direction. Where its nodes have a rank,
        that is the order of the hierarchy; else it is computed, which takes a second for a county.
    params
        Speeds by road class, delay at junctions, speed on foot; ``None`` for those that ship.
    night
        Whether it is dark: everybody drives slower. No command asks for it yet: it waits for the
        planning of night shifts.
    bases
        Longitudes and latitudes, degrees, of where ways begin; see :meth:`RoadNetwork.based_at`.
    engine
        ``"hierarchy"``, ``"dijkstra"``, or ``"auto"`` for the hierarchy where it is installed.

    Returns
    -------
    network
        Building it takes well under a second for a town.

    Raises
    ------
    RoadsError
        If no edge takes a car.
    ConfigError
        If the hierarchy is asked for and not installed.
    """
    params = params or SpeedParams()
    speed_km_h = edge_speed_km_h(roads.edges, params=params, night=night)
    if not np.isfinite(speed_km_h).any():
        raise RoadsError(
            roads.source,
            "no road that a car may use; load a map with roads",
            zh="没有汽车可走的道路，请重新运行 gridpatrol roads load",
        )
    arcs, names = make_arcs(roads.edges, speed_km_h, params)
    links = link_arcs(arcs)
    fastest = links.fastest(arcs)
    crs = metric_crs(roads.nodes["x"])
    network = RoadNetwork(
        crs=crs,
        usual=arcs,
        arcs=arcs,
        links=links,
        fastest=fastest,
        search=choose_search(links, arcs.weight_ms[fastest], roads.nodes.loc[names], engine=engine),
        snapper=_snapper(roads, arcs, crs, params),
        params=params,
        shapes=roads.edges["geometry"].to_numpy()[arcs.edge],
        bases_xy=None,
        edges=len(roads.edges),
    )
    return _with_ways(network) if bases is None else network.based_at(*bases)


def _with_ways(network: RoadNetwork) -> RoadNetwork:
    """Find out which roads have a way there and back."""
    ways = has_way(network.arcs, network.links, snapper=network.snapper, bases_xy=network.bases_xy)
    return replace(network, snapper=network.snapper.restricted(ways))


def _snapper(roads: Roads, arcs: Arcs, crs: CRS, params: SpeedParams) -> Snapper:
    """Index the lines of arcs; nobody gets on or off in the middle of a ferry."""
    lines = project(roads.edges["geometry"].to_numpy()[arcs.edge], crs)
    stops = lines.copy()
    stops[arcs.is_ferry] = None
    return Snapper(lines, STRtree(stops), ~arcs.is_ferry, params.walk_limit_m)
