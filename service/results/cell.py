"""What ``gridpatrol hotspots`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class HotCell:
    """
    One significant cell.

    ``near_visits`` and ``near_finds`` count the cell and its neighbours; ``rate`` is finds per
    visit, drawn to the town's mean; ``significance``, ``trend`` and ``outlier`` are codes of
    ``data.words``, the last two empty where there is none.
    """

    cell_id: str
    name: str
    significance: str
    sites: int
    visits: int
    finds: int
    near_visits: int
    near_finds: int
    rate: float | None
    z: float
    q: float
    trend: str = ""
    outlier: str = ""
    alert_months: int = 0
    keeper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCell:
    """A cell to look at first: its place in the order, and what is expected of it."""

    cell_id: str
    name: str
    place: int
    expected: float
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFigures:
    """
    How well an order of cells did on past periods.

    ``share`` of the area (of the visits, for finds) is looked at first; ``pai`` is the share of
    events met over that share, ``pei`` the part of the most that could be met.
    """

    method: str
    share: float
    pai: float | None
    pei: float | None
    hits: int
    events: int
    windows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextResult:
    """
    Where to look next.

    ``method`` is ``poisson`` or ``count`` (``expected`` reports in the period) or ``rate``
    (``expected`` finds per visit).
    """

    method: str
    horizon_days: int
    why_zh: str
    why_en: str
    top: tuple[NextCell, ...]
    measured: tuple[OrderFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResult:
    """One cell that stood out for the worse in the last month; ``kind`` is a code."""

    month: str
    cell_id: str
    name: str
    kind: str
    value: float
    before: float | None
    months: int
    escalated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """
    What the cells of an earlier Monday were, against now; lists of names.

    ``now_few`` and ``no_longer_few`` are cells that lost or gained the visits a judgement needs.
    """

    week: str
    as_of: str
    became_hot: tuple[str, ...]
    no_longer_hot: tuple[str, ...]
    now_few: tuple[str, ...]
    no_longer_few: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """Red and orange sites near enough to each other for one stop of the car, largest risk 0-1."""

    sites: tuple[str, ...]
    village: str
    highest_risk: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotResult:
    """
    Outcome of ``gridpatrol hotspots``.

    ``classes`` and ``trends`` count cells by code; ``counted`` counts sites and outlines by the
    rule that placed or mended them; ``cell_m`` is the side of a square, ``None`` for other cells;
    ``risky`` counts the red and orange sites that ``outings`` were made of.
    """

    as_of: str
    cell_kind: str = "square"
    cell_m: int | None
    cells: int
    classes: dict[str, int]
    hot: tuple[HotCell, ...]
    outings: tuple[Outing, ...]
    risky: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    trends: dict[str, int] = field(default_factory=dict)
    next: NextResult | None = None
    alerts: tuple[AlertResult, ...] = ()
    change: ChangeResult | None = None
