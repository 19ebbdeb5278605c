"""The records that travel between rooms: roads, reasons, plans, and the sheets that pages show.

Populations (sites, inspections, cells) are pandas tables described in ``data.schema``; decisions
are the frozen records here. Times are whole seconds from Monday 00:00 of the plan's week, positions
are WGS-84 degrees in the order lon, lat.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from geopandas import GeoDataFrame
    from numpy import bool_, float64, int32
    from numpy.typing import NDArray

LonLat = tuple[float, float]
"""One position, WGS-84 degrees, longitude first."""


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
        One row per directed edge, index ``(u, v, key)``; columns ``osmid`` (text), ``highway`` (one
        OSM road class), ``name``, ``ref``, ``maxspeed``, ``surface`` (text as
        tagged, or missing), ``speed_km_h`` (a speed that the file itself gives, or missing),
        ``oneway`` (flag), ``length`` in metres, line geometry in driving direction.
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


@dataclass(frozen=True, slots=True)
class Why:
    """Why a visit is wanted: a code of ``data.words.WHYS`` and a sentence in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding not yet closed, as an inspector needs it at the door."""

    finding_id: str
    what: str
    level: str
    found: date
    due: date | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSheet:
    """What a page may say of one site; ``risk`` 0-1, ``grade`` a code of ``data.words.GRADES``."""

    site_id: str
    name: str
    kind: str
    village: str
    address: str
    industry: str
    lon_deg: float
    lat_deg: float
    risk: float
    grade: str
    reasons: tuple[Reason, ...]
    last_visit: date | None
    last_result: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSheet:
    """
    One stop as a page shows it.

    Attributes
    ----------
    site
        The place.
    order
        1, 2, 3 ... along the route.
    why
        Why this place this week, most binding first.
    visit_type
        Code of ``data.words.VISIT_TYPES``.
    card_holders
        Card holders this visit must have, by law or rule.
    arrive_s, start_s, end_s
        Seconds of the week.
    leg_s, leg_m, leg_line
        Way from the stop before (or the base): seconds, metres, and its shape in lon, lat.
    findings
        What is still open there.
    checks
        What to look at, one line each, as (zh, en).
    """

    site: SiteSheet
    order: int
    why: tuple[Why, ...]
    visit_type: str
    card_holders: int
    arrive_s: int
    start_s: int
    end_s: int
    leg_s: int
    leg_m: float
    leg_line: tuple[LonLat, ...]
    findings: tuple[OpenFinding, ...]
    checks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """
    One shift's route as a page shows it.

    Attributes
    ----------
    shift, team
        Ids; ``team_name`` is what people call the team.
    day
        Calendar date of the shift.
    start_s, end_s
        The shift, seconds of the week.
    base
        Where it starts and ends, lon, lat; ``base_name`` its village.
    break_start_s, break_s
        The break, or ``None`` and 0.
    back_s, back_m, back_line
        Way from the last stop to the base.
    drive_s, work_s, distance_m
        Totals.
    """

    shift: str
    team: str
    team_name: str
    card_holders: int
    skills: tuple[str, ...]
    day: date
    start_s: int
    end_s: int
    base: LonLat
    base_name: str
    stops: tuple[StopSheet, ...]
    break_start_s: int | None
    break_s: int
    back_s: int
    back_m: float
    back_line: tuple[LonLat, ...]
    drive_s: int
    work_s: int
    distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplannedSheet:
    """A wanted site that was left out: why it was wanted, and why it is not in the plan."""

    site: SiteSheet
    why: tuple[Why, ...]
    must: bool
    reason: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSheet:
    """One promise of the week: kept or not, and what it would take, in both languages."""

    promise: str
    kept: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """
    What every page prints in its header and footer.

    Attributes
    ----------
    town
        Name of the town.
    data_date
        The day the scores are as of.
    model
        Model and version behind the scores.
    invented
        True for the demo town: the page says so, in words nobody can miss.
    sources
        Names of the ledger and road files behind the page.
    version
        Version of this program.
    """

    town: str
    data_date: date
    model: str
    invented: bool
    sources: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet:
    """
    The whole week as pages show it.

    Attributes
    ----------
    plan_id
        Stable id of the stored plan; the browser keeps ticks under it.
    version
        1 for the first plan of the week, 2 after a replan.
    """

    facts: PageFacts
    week: str
    monday: date
    plan_id: str
    version: int
    seed: int
    routes: tuple[RouteSheet, ...]
    unplanned: tuple[UnplannedSheet, ...]
    promises: tuple[PromiseSheet, ...]
    prize: float
    bound: float
