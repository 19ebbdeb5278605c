"""What each command answers: one frozen record, printed for people or as one JSON object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.road_results import ClosureFacts, LostSite


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetResult:
    """
    Rows of one sheet by fate, and what storing the accepted ones changed.

    ``titles`` is the text above the header, ``headers`` names every column. ``dropped`` counts the
    rejected rows that a person did not want, ``kept`` the questions that are stored for now.
    """

    file: str
    sheet: str
    kind: str
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    blank: int
    titles: tuple[tuple[str, ...], ...] = ()
    headers: tuple[str, ...] = ()
    dropped: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToSee:
    """
    One row that was not stored and needs a person; rows of one ``code`` have one cause.

    ``cells`` is the row as it was read, header to text; ``None`` past the first 100,000 of them.
    ``import_row_id`` is its key in the table ``import_row``.
    """

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    code: str
    zh: str
    en: str
    cells: dict[str, str] | None = None
    import_row_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """
    Outcome of ``gridpatrol import``.

    ``fates`` counts all rows; ``new``, ``updated`` and ``unchanged`` count what the accepted ones
    did to the store; ``repairs`` counts rows by what was interpreted in them; ``to_see`` lists
    every row that a person should mend or answer; ``settled`` counts rows that nobody needs to see
    again, by why: ``mended`` elsewhere, ``dropped`` by answer (``site_dropped`` with their site,
    ``visit_dropped`` with their visit), ``old_news`` that something newer overrides; ``followed``
    counts earlier findings that came in by themselves, their visit being settled now;
    ``repeated_files`` names files that are byte for byte another one; ``held`` counts the store's
    tables afterwards; ``dropped`` and ``kept`` are those of all sheets; ``corrections`` is the
    workbook of the rows to see, ``None`` where none was written; ``has_roads`` says whether the
    store holds roads.
    """

    sheets: tuple[SheetResult, ...]
    fates: dict[str, int]
    new: int
    updated: int
    unchanged: int
    repairs: dict[str, int]
    to_see: tuple[RowToSee, ...]
    repeated_files: dict[str, str]
    held: dict[str, int]
    dry_run: bool
    corrections: str | None = None
    settled: dict[str, int] = field(default_factory=dict)
    followed: int = 0
    has_roads: bool = False
    dropped: int = 0
    kept: int = 0


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
    ``open_files`` names the ledgers to import again for it.
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
    open_files: tuple[str, ...] = ()


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
    are the ends of the 95 % interval of the difference; else these are ``None``. ``said_zh`` and
    ``said_en`` say all of it in a sentence.
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
    four of five draws of the card's weights.
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
class HotCell:
    """One significant cell."""

    cell_id: str
    sites: int
    visits: int
    finds: int
    z: float
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """Red and orange sites near enough to each other for one stop of the car, largest risk 0-1."""

    sites: tuple[str, ...]
    village: str
    highest_risk: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HotspotResult:
    """Outcome of ``gridpatrol hotspots``; ``classes`` counts cells by class."""

    as_of: str
    cell_m: int
    cells: int
    classes: dict[str, int]
    hot: tuple[HotCell, ...]
    outings: tuple[Outing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenResult:
    """One promise the plan does not keep."""

    promise: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResult:
    """
    Outcome of ``gridpatrol plan``.

    ``run`` holds what never repeats (seconds); everything else is the same for equal input, seed
    and iterations. ``holidays_known`` is false where the week lies in a year whose public holidays
    the calendar does not list; ``later_rows`` counts dated rows that the scores are too old to
    know; ``absences`` gives the weekdays off by team name, 0 is Monday, as the team list has them;
    ``closures`` were counted, ``unreachable`` sites no car gets to; a drive usually lies within
    ``spread_share`` of its time, from ``speed_legs`` past drives (0 by hand, ``None`` as shipped).
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
    run: dict[str, float]
    closures: tuple[ClosureFacts, ...] = ()
    unreachable: tuple[LostSite, ...] = ()
    spread_share: float = 0.0
    speed_legs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapResult:
    """Outcome of ``gridpatrol map``: the files written, relative to ``out``, with bytes."""

    out: str
    pages: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """Outcome of ``gridpatrol demo``: one result per step."""

    seed: int
    index: str
    score: ScoreResult
    hotspots: HotspotResult
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
class BackupResult:
    """Outcome of ``gridpatrol backup``: the file, its size, and its rows by table."""

    file: str
    size_bytes: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreResult:
    """Outcome of ``gridpatrol restore``; ``saved`` names the file that keeps what was replaced."""

    file: str
    store: str
    saved: str | None
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultResult:
    """One kind of thing that is wrong, ``count`` times in ``table``, such as at ``example``."""

    code: str
    table: str
    count: int
    example: str
    weight: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorResult:
    """
    Outcome of ``gridpatrol doctor``.

    ``mended`` lists the faults that ``--repair`` put right; ``audit_hash`` is the end of the chain
    of audit rows, to note down where nobody can change it.
    """

    store: str
    rows: dict[str, int]
    audit_hash: str
    faults: tuple[FaultResult, ...]
    mended: tuple[FaultResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """One row that was changed or removed; ``after`` is ``None`` for a removed one."""

    table: str
    row_id: str
    change: str
    before: dict[str, Any]
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """One unit of writing: when (UTC), who, what for, what it did by table, and what changed."""

    audit_id: str
    moment: str
    who: str
    what: str
    counts: dict[str, dict[str, int]]
    detail: dict[str, Any]
    changes: tuple[ChangeResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginResult:
    """One row of an imported file that told of a record, and what became of it; row from 1."""

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSite:
    """One of several sites that a name may mean; ``status`` is missing of one that was removed."""

    site_id: str
    name: str
    village: str
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryResult:
    """
    Outcome of ``gridpatrol history``: the events of one row, or the newest of the whole store.

    ``row_id`` is ``None`` for the whole store; ``earlier`` counts events not listed. ``origins``
    are the rows of files that told of the row, those imported last at the end, and
    ``earlier_origins`` counts those not listed. Where a name was given that several sites bear,
    these are ``hits`` and nothing else is told; ``row_id`` is the name then.
    """

    row_id: str | None
    events: tuple[EventResult, ...]
    earlier: int
    origins: tuple[OriginResult, ...] = ()
    earlier_origins: int = 0
    hits: tuple[NamedSite, ...] = ()


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
