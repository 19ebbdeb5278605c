"""The records that travel between rooms: roads, ways, reasons and plans.

Populations (sites, inspections, cells) are pandas tables described in ``data.schema``; decisions
are the frozen records here, and what pages show of them stands in ``data.sheets``. Times are whole
seconds from Monday 00:00 of the plan's week, positions are WGS-84 degrees in the order lon, lat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy import bool_, float64, int32
    from numpy.typing import NDArray

LonLat = tuple[float, float]
"""One position, WGS-84 degrees, longitude first."""

EDGE_COLUMNS = (
    "osmid",
    "highway",
    "name",
    "ref",
    "maxspeed",
    "surface",
    "speed_km_h",
    "oneway",
    "length",
)
"""Columns of ``Roads.edges`` beside the geometry, in the order of the store."""


@dataclass(frozen=True, slots=True)
class Roads:
    """
    The road graph of a town, as OSMnx stores it, and what else the map file knows.

    Attributes
    ----------
    nodes
        One row per junction, index ``osmid``; columns ``x``, ``y`` (WGS-84 degrees), ``rank``
        (``Int64``: when a hierarchy contracts the junction, 0 first; missing where nobody ordered
        them yet) and point geometry.
    edges
        One row per directed edge, index ``(u, v, key)``; the columns ``EDGE_COLUMNS``, of which
        ``highway`` is one OSM road class, ``speed_km_h`` a speed that the file itself gives (or
        missing), ``oneway`` a flag, ``length`` in metres, and the others text as tagged (or
        missing); line geometry in driving direction.
    places
        Named points and areas of the map file, by schema ``AREA``: villages, water, schools and
        so on, with ``kind``, ``name`` and geometry.
    source
        Name of the file the graph came from.
    """

    nodes: GeoDataFrame
    edges: GeoDataFrame
    places: GeoDataFrame
    source: str


@dataclass(frozen=True, slots=True)
class TravelMatrix:
    """
    Times between points, every point of one list to every point of another.

    Attributes
    ----------
    duration_s
        Shape ``(n, m)``, int32 seconds door to door; ``UNREACHABLE`` where there is no way.
    """

    duration_s: NDArray[int32]


class Leg(NamedTuple):
    """
    The fastest way from one place to another.

    Attributes
    ----------
    line
        Positions lon, lat, both places included.
    seconds
        Door to door, whole, rounded up, as in a ``TravelMatrix``.
    metres
        Door to door, both walks included.
    """

    line: tuple[LonLat, ...]
    seconds: int
    metres: float


class Reach(NamedTuple):
    """
    How places are got to from the bases.

    Attributes
    ----------
    access_m
        Shape ``(n,)``: metres between each place and the road by which it is entered.
    reached
        Shape ``(n,)``: whether some base has a way to that road, and back.
    """

    access_m: NDArray[float64]
    reached: NDArray[bool_]


UNREACHABLE = 2**31 - 1
"""The one value that says "no way" in a matrix of integers; ``null`` in JSON."""


AT_ONCE = frozenset({"major_finding", "relapse", "major_hazard"})
"""Codes of reasons that make a site red whatever its points sum to; they bear no points."""


@dataclass(frozen=True, slots=True)
class Reason:
    """
    One sentence of why a site scores as it does.

    Attributes
    ----------
    code
        Stable name of the factor, such as ``licences``.
    points
        What it adds to the risk, as a share 0-1 of the scale; the points of a site sum to its risk.
    zh, en
        The sentence in both languages, said so that an inspector can repeat it to the owner.
    evidence
        Record and date behind it, such as ``YH00930 2026-11-16``; empty where there is none.
    """

    code: str
    points: float
    zh: str
    en: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a route; times in seconds of the week."""

    site: str
    arrive_s: int
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Route:
    """
    What one shift does.

    Attributes
    ----------
    shift
        Id of the shift in the problem.
    stops
        In driving order; may be empty.
    break_start_s
        When the break begins, or ``None`` where the shift has none.
    drive_s, work_s
        Seconds driven, base to base, and seconds of service.
    """

    shift: str
    stops: tuple[Stop, ...]
    break_start_s: int | None
    drive_s: int
    work_s: int


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A site left out: the reason's code (``data.words.UNPLANNED``) and its figures."""

    site: str
    reason: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A promise the plan does not keep, such as ``must:S00012``, and its figures."""

    promise: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A week's plan, as the contract in DESIGN section 6 has it.

    Attributes
    ----------
    prize, bound
        What is collected, and an upper bound on what any plan could collect.
    seed, iterations
        What repeats the plan exactly; ``iterations`` is the number really done.
    run
        Run times, kept apart from the plan because they never repeat.
    """

    routes: tuple[Route, ...]
    unplanned: tuple[Unplanned, ...]
    broken: tuple[BrokenPromise, ...]
    prize: float
    bound: float
    seed: int
    iterations: int
    run: dict[str, float] = field(default_factory=dict)


SWEEP = "sweep:"
"""How the id of a wanted visit begins that is no site of the ledger but a place to sweep."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a visit is wanted: a code of ``data.words.WHYS`` and a sentence in both languages."""

    code: str
    zh: str
    en: str
