"""What the commands about roads answer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsResult:
    """
    Outcome of ``gridpatrol roads load``.

    Lengths are directed: a two-way road counts twice. ``km`` is kept, in ``parts`` that no road
    joins; ``clipped_km`` lies farther than ``margin_km`` from the sites and bases (``None``: the
    whole file was kept); ``dropped_km`` is in ``dropped_parts`` that are short and near no site.
    The next four count rows of a file of edges: speeds and lengths that cannot be, roads that take
    no car, rows without a line. ``sites`` counts those that stand, ``far_sites`` those beyond
    ``limit_m`` from the road by which a team gets there; ``median_m``, ``largest_m`` and
    ``far_sites`` are ``None`` while the store holds no such site.
    ``open_rows`` counts rows of sites whose place is a question that the roads may settle,
    ``open_names`` names the ledgers to import again for it, ``open_files`` says where they lie.
    """

    file: str
    form: str
    nodes: int
    edges: int
    km: float
    parts: int
    margin_km: float | None
    clipped_km: float
    dropped_km: float
    dropped_parts: int
    odd_speeds: int
    odd_lengths: int
    barred_rows: int
    shapeless_rows: int
    places: int
    sites: int
    median_m: float | None
    largest_m: float | None
    far_sites: int | None
    limit_m: float
    open_rows: int = 0
    open_names: tuple[str, ...] = ()
    open_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureFacts:
    """
    One closure: ``speed_factor`` 0 is closed; ``roads`` and ``km`` are what it means on the roads
    loaded now, each road once whatever its directions; 0 roads is a closure that means nothing any
    more.
    """  # noqa: D205 - the figures need two lines

    closure_id: str
    kind: str
    name: str
    from_day: str
    to_day: str
    speed_factor: float
    note: str
    roads: int
    km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseResult:
    """
    Outcome of ``gridpatrol roads close``.

    ``done`` is ``closed``, ``ended`` or ``listed``; ``unknown`` names roads asked for that the map
    does not have, ``similar`` names of the map that are like these; ``stale_weeks`` are weeks with
    a plan made before this change; ``lost`` are sites that no car gets to while the new closure
    holds, and only because of it.
    """

    done: str
    closures: tuple[ClosureFacts, ...]
    unknown: tuple[str, ...] = ()
    similar: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stale_weeks: tuple[str, ...] = ()
    lost: tuple[LostSite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """
    Outcome of ``gridpatrol roads calibrate``.

    ``how`` is ``fitted``, ``by_hand``, ``reset``, or ``doubted`` where drives that came in ask for
    speeds that nobody takes over unasked; ``outcomes`` counts legs by what became of
    them; the errors are medians of how far expected minutes were off, as shares; ``stored`` is
    false after a dry run. ``spread_share`` is what the drives say, ``kept_spread_share`` what pages
    show: the one that ships where the drives differ too much, ``too_wide``.
    """

    how: str
    scale: float
    former_scale: float
    spread_share: float
    kept_spread_share: float
    too_wide: bool
    legs: int
    outcomes: dict[str, int]
    error_before: float | None
    error_after: float | None
    stored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartResult:
    """
    A part of the roads that no road joins to another; ``near`` names the sites it is nearest to,
    by id and name, except for the longest part.
    """  # noqa: D205 - the rule needs two lines

    roads: int
    km: float
    sites: int
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSpot:
    """A road worth a look, ``sites`` near it; ``gap_m`` to a road it does not join, if any."""

    lon_deg: float
    lat_deg: float
    name: str
    way: str
    highway: str
    sites: int
    gap_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LostSite:
    """
    A site no team gets to by car.

    ``access_m`` is the walk from the nearest road; ``cause`` is ``far`` where it is too long,
    ``cut_off`` where no base has a way there and back, and ``closed`` where only closures are why.
    """

    site_id: str
    name: str
    village: str
    lon_deg: float
    lat_deg: float
    access_m: float
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadCheckResult:
    """
    Outcome of ``gridpatrol roads check``; shares 0-1, a two-way road counts once.

    ``closures`` are those not over on ``as_of``, which is ``None`` without scores; ``counted`` are
    the ids of those that hold on this day: ``lost`` is as they leave it. ``file`` is the GeoJSON
    that was written.
    """

    source: str
    roads: int
    km: float
    parts: tuple[PartResult, ...]
    speed_share: float
    speed_km_share: float
    surface_share: float
    surface_km_share: float
    one_way_share: float
    sites: int
    limit_m: float
    lost: tuple[LostSite, ...]
    no_return: tuple[RoadSpot, ...]
    dead_ends: int
    ends_near: tuple[RoadSpot, ...]
    scale: float
    spread_share: float
    legs: int | None
    as_of: str | None
    closures: tuple[ClosureFacts, ...]
    counted: tuple[str, ...] = ()
    file: str | None = None
