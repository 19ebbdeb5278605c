"""The sheets that pages and exports show: the week, its routes and stops, and the places on them.

They are joined from the store once and hold all that a page says, so that no page asks for more.
Times are seconds of the plan's week, positions WGS-84 degrees in the order lon, lat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.words import DEFERRABLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from data.model import LonLat, Reason, Why


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding not yet closed, as an inspector needs it at the door."""

    finding_id: str
    what: str
    level: str
    found: date
    due: date | None
    state: str


SWEEP_KIND = "sweep"
"""Stands where a site has its kind: a place in no ledger, which has no score."""
SWEEP_GRADE = "none"
"""Stands where a site has its grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSheet:
    """
    What a page may say of one site; ``risk`` 0-1, ``grade`` a code of ``data.words.GRADES``.

    A place in no ledger has ``SWEEP_KIND`` and ``SWEEP_GRADE``, no risk (0), and nothing seen.

    ``advice`` is what would lower the risk (points <= 0) and, under the code ``unknown``, what is
    not known; empty for a score of before.
    """

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
    advice: tuple[Reason, ...] = ()


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
    contact
        Whom to turn to there, each as name and telephone number (empty where none is known); only
        where the visit is one that may be announced.
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
    contact: tuple[tuple[str, str], ...] = ()


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

    @property
    def is_deferred(self) -> bool:
        """Tell whether it is due this week by rule and no promise: it has to wait."""
        return not self.must and any(one.code in DEFERRABLE for one in self.why)


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
        The last day whose records the page tells of.
    model
        Model and version behind the scores.
    invented
        True for the demo town: the page says so, in words nobody can miss.
    sources
        Names of the ledger and road files behind the page.
    version
        Version of this program.
    is_draft
        Whether it shows a plan that is not the one the teams were given: the page says so.
    """

    town: str
    data_date: date
    model: str
    invented: bool
    sources: tuple[str, ...]
    version: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRoads:
    """
    Roads that a plan counted as closed.

    Attributes
    ----------
    zh, en
        The closure as a sentence.
    first, last
        Its days, both included.
    lines
        The roads, each once, in lon, lat.
    """

    zh: str
    en: str
    first: date
    last: date
    lines: tuple[tuple[LonLat, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandVisit:
    """
    What is known of changing one visit by hand.

    Attributes
    ----------
    refused
        By shift id, why that shift can never make it: a code of ``data.words.UNPLANNED``, or
        ``no_hours`` where the shift works while the place is closed. Ways are not reckoned with.
    pin
        The shift it is pinned to; ``None`` where it is free.
    """

    refused: Mapping[str, str]
    pin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandSheet:
    """
    What may be changed by hand in a plan.

    Attributes
    ----------
    since
        From when on changes hold that name no moment; local time.
    visits
        By site id. A place that is not here was not wanted: it can only be added.
    recorded
        The last day of the week with a visit on record, from which on the moment must be said;
        ``None`` where there is none.
    """

    since: datetime
    visits: Mapping[str, HandVisit]
    recorded: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSheet:
    """
    What a plan changes against another.

    Attributes
    ----------
    against
        ``version``: the plan of this week that it was made from; ``week``: last week's plan.
    plan_id
        The other plan.
    lines
        Kind (``added``, ``dropped``, ``moved``, ``retimed``), site id, and a sentence each in
        Chinese and English, in the order of the kinds.
    asked
        What people asked for that led to this plan, in Chinese and English.
    """

    against: str
    plan_id: str
    lines: tuple[tuple[str, str, str, str], ...]
    asked: tuple[tuple[str, str], ...] = ()


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
    spread_share
        How far a drive usually lies from the time it was planned with, as a share of it; 0 where
        that is not known.
    speed_legs
        Past drives the speeds were fitted to; 0 where they were set by hand, ``None`` where they
        are as shipped.
    closures
        Closures that were counted, each as a sentence in Chinese and English.
    closed
        The roads of those of them that let no car pass, for the map.
    lots
        What was drawn by lot and what of it the plan holds, a sentence each in Chinese and English.
    surprise
        What was given up so that nobody can guess the week, as sentences in Chinese and English;
        empty after a replan, and for plans made before there was a draw.
    hand
        What may be changed by hand; ``None`` where nobody knows.
    differences
        What this plan changes against its last version and against last week, where there are such.
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
    spread_share: float = 0.0
    speed_legs: int | None = None
    closures: tuple[tuple[str, str], ...] = ()
    closed: tuple[ClosedRoads, ...] = ()
    lots: tuple[tuple[str, str], ...] = ()
    surprise: tuple[tuple[str, str], ...] = ()
    hand: HandSheet | None = None
    differences: tuple[DifferenceSheet, ...] = ()
