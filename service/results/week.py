"""What each command answers: one frozen record, printed for people or as one JSON object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.results.beats import BeatsResult
    from service.results.cell import HotspotResult
    from service.results.compare import CompareResult
    from service.results.guess import UnpredictableResult
    from service.results.road import ClosureFacts, LostSite


@dataclass(frozen=True, slots=True, kw_only=True)
class TopSite:
    """One of the riskiest sites, with its strongest reason."""

    site_id: str
    name: str
    village: str
    risk: float
    grade: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceResult:
    """
    Why this score is used.

    ``because`` is ``told``, ``few``, ``not_better`` or ``better``. ``looks`` and ``finds`` are on
    record, ``least_looks`` and ``least_finds`` what it takes to judge. Where both were judged,
    ``months`` counts the months and ``judged`` the visits in them; ``model_auc`` and ``card_auc``
    tell how well each ordered the visits of one team in one month, ``gain_low`` and ``gain_high``
    are the ends of the 95 % interval of the difference, and ``ece`` (0-1) tells how far the model's
    chances were off in months that they were not calibrated on; else these are ``None``.
    ``said_zh`` and ``said_en`` say all of it in a sentence.
    """

    because: str
    looks: int
    finds: int
    least_looks: int
    least_finds: int
    months: int
    judged: int
    model_auc: float | None
    card_auc: float | None
    ece: float | None
    gain_low: float | None
    gain_high: float | None
    said_zh: str
    said_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreResult:
    """
    Outcome of ``gridpatrol score``; ``grades`` counts sites by grade.

    ``is_chance`` says what the risks are: chances that a visit finds something, or a card's points;
    ``choice`` says why.
    ``consistency`` is the ratio of each table of comparisons of the office's own card, empty where
    the card gives points; ``firm_share`` the share of sites (0-1) that keep their grade in at least
    four of five draws of the card's weights, or whose grade is right with a chance of at least
    four in five by what the model knows.
    """

    as_of: str
    model: str
    sites: int
    grades: dict[str, int]
    top: tuple[TopSite, ...]
    is_chance: bool = False
    choice: ChoiceResult | None = None
    consistency: dict[str, float] = field(default_factory=dict)
    firm_share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenResult:
    """One promise the plan does not keep."""

    promise: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFacts:
    """
    How a week too large for one search was planned.

    ``parts`` counts the visits offered by town, or half of a large town; ``borders`` pairs of
    neighbours were searched together; ``moved`` visits are made by a team of another part;
    ``workers`` pieces were searched at a time.
    """

    parts: dict[str, int]
    borders: int
    moved: int
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """
    Outcome of ``gridpatrol plan``.

    ``run`` holds what never repeats (seconds); everything else is the same for equal input, seed
    and iterations. ``holidays_known`` is false where the week lies in a year whose public holidays
    the calendar does not list; ``later_rows`` counts dated rows before the Monday that the scores
    are too old to know; ``absences`` gives the weekdays off by team name, 0 is Monday, as the team
    list has them, ``days_off`` the days of this week on which they are away beside;
    ``closures`` were counted, ``unreachable`` sites no car gets to; a drive usually lies within
    ``spread_share`` of its time, from ``speed_legs`` past drives (0 by hand, ``None`` as shipped);
    ``rules_from`` is ``file``, ``store`` or ``defaults``, of a week planned anew as it was for the
    first plan; equal rules have the same ``rules_hash``;
    ``lots`` says in Chinese and English what was drawn by lot, and what of it the plan holds;
    ``unplanned`` counts visits wanted and not planned; ``set_aside`` places beside them that were
    not weighed at all, such as those not due or without a road.
    ``unpredictable`` says what was given up so that nobody can guess the week; ``None`` after a
    replan, which moves as little as it can, and for a county. ``compare`` is there where another
    way was asked for. ``county`` says how a week was planned town by town; ``None`` where it was
    searched as one. ``campaigns`` names those of the week; ``promised_s`` is what the visits that
    law and rules promise take on the spot, ``working_s`` what the shifts have for visits and ways.
    """

    plan_id: str
    week: str
    version: int
    as_of: str
    seed: int
    iterations: int
    routes: int
    stops: int
    drive_s: int
    work_s: int
    distance_m: float
    prize: float
    bound: float
    promises: int
    broken: tuple[BrokenResult, ...]
    unplanned: int
    unplanned_reasons: dict[str, int]
    later_rows: int
    holidays_known: bool
    absences: dict[str, tuple[int, ...]]
    days_off: dict[str, tuple[str, ...]] = field(default_factory=dict)
    run: dict[str, float]
    closures: tuple[ClosureFacts, ...] = ()
    unreachable: tuple[LostSite, ...] = ()
    spread_share: float = 0.0
    speed_legs: int | None = None
    rules_from: str = "defaults"
    rules_hash: str = ""
    lots: tuple[tuple[str, str], ...] = ()
    set_aside: int = 0
    campaigns: tuple[tuple[str, str], ...] = ()
    promised_s: int = 0
    working_s: int = 0
    unpredictable: UnpredictableResult | None = None
    compare: CompareResult | None = None
    county: CountyFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapResult:
    """Outcome of ``gridpatrol map``: the files written, relative to ``out``, with bytes."""

    out: str
    pages: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureResult:
    """
    Outcome of ``gridpatrol map --png``.

    Attributes
    ----------
    out, pictures
        The folder, and the files in it with their bytes.
    width_px, height_px
        Size of each.
    drawn_by
        Name of the browser, or ``matplotlib``.
    failed
        Why a browser that is here did not draw, Chinese and English; ``None`` where none failed.
    """

    out: str
    pictures: dict[str, int]
    width_px: int
    height_px: int
    drawn_by: str
    failed: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """Outcome of ``gridpatrol demo``: one result per step."""

    seed: int
    index: str
    score: ScoreResult
    hotspots: HotspotResult
    beats: BeatsResult
    plan: PlanResult
    pages: MapResult


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveResult:
    """Outcome of ``gridpatrol solve``; ``plan`` is the plan as JSON of DESIGN section 6."""

    plan: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """Outcome of ``gridpatrol check``: every broken rule as one sentence."""

    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportResult:
    """
    Outcome of ``gridpatrol export``.

    ``rows`` counts what the first table lists; ``as_of`` is ``None`` while nothing in the store has
    a date; ``datum_added`` says that the datum was put into the file's name.
    """

    file: str
    subject: str
    rows: int
    datum: str
    as_of: str | None
    size_bytes: int
    datum_added: bool
