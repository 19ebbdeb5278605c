"""What a backtest found: how scores would have done, month by month, and who bore the visits.

Filled from the store by a backtest, drawn by its page, written as JSON. A figure is ``None`` where
the visits have no answer. Shares, chances and AUC are 0-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from data.sheets import PageFacts

Figure = float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """
    One score against another, in one figure.

    Attributes
    ----------
    against
        Code of the other score.
    figure
        ``order`` (AUC inside teams and months, or inside months where no team is known), ``half``
        (share of finds in the first half of the visits) or ``days`` (days earlier).
    seen
        The difference; ``low`` and ``high`` its 95 % interval over sites.
    """

    against: str
    figure: str
    seen: Figure
    low: Figure
    high: Figure

    @property
    def is_better(self) -> bool:
        """Whether the interval leaves out 0 upwards."""
        return self.low is not None and self.low > 0

    @property
    def is_worse(self) -> bool:
        """Whether the interval leaves out 0 downwards."""
        return self.high is not None and self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalFigures:
    """
    How one score did over all months.

    Attributes
    ----------
    code
        ``in_use``, ``scorecard``, ``past``, ``longest``, ``random``, or ``team``, which is no score
        of a site: it knows only who goes, and shows how much of an overall figure is that.
    model
        Name and version of the model, the last one where it changed; empty for naive scores.
    auc, within_auc
        Chance that a find ranks above none in the month, among all visits and inside the team.
    recall_20, recall_50
        Share of the month's finds in the first fifth and the first half of its visits.
    found_20, found_50
        Finds per 100 visits there.
    lift_20
        ``recall_20`` over chance.
    days_earlier, within_days, first_half
        Days gained by going in the order of the score, overall and inside teams; share of finds in
        the first half of the month.
    hit_5, hit_10, pai_5, pai_10
        Share of finds in the hottest 5 % and 10 % of cells, and that over the share of area.
    brier_skill, ece
        Of the chances; ``None`` for scores that are none.
    gains
        Against the scorecard and random order.
    curve
        Share of finds made by 0, 5, 10 ... 100 % of each month's visits.
    """

    code: str
    model: str
    auc: Figure
    within_auc: Figure
    recall_20: Figure
    recall_50: Figure
    found_20: Figure
    found_50: Figure
    lift_20: Figure
    days_earlier: Figure
    within_days: Figure
    first_half: Figure
    hit_5: Figure
    hit_10: Figure
    pai_5: Figure
    pai_10: Figure
    brier_skill: Figure
    ece: Figure
    gains: tuple[Gain, ...]
    curve: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """
    The score in use in one month.

    Attributes
    ----------
    month
        Such as ``2026-03``; the score knew what is dated before its first day.
    overlap
        Share of the riskiest tenth of sites that was in the riskiest tenth the month before.
    foreseen, seen
        Mean chance of the visits, and the share that found something.
    """

    month: str
    model: str
    visits: int
    finds: int
    auc: Figure
    overlap: Figure
    foreseen: Figure
    seen: Figure
    ece: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityPoint:
    """A group of visits with like chances: how many, mean chance, share that found something."""

    visits: int
    foreseen: float
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OddVisit:
    """A visit whose record is hard to believe; ``code`` of ``data.words.ODD_VISITS``."""

    inspection_id: str
    site_id: str
    name: str
    team: str
    day: date
    code: str
    figure: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFigures:
    """Strictness of a team, 1 is average; ``shared`` looks were where another team was too."""

    team: str
    looks: int
    finds: int
    shared: int
    ratio: Figure
    low: Figure
    high: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBurden:
    """What the sites of a village, an industry or a size had to bear; ``group`` empty: unknown."""

    group: str
    sites: int
    visits: int
    finds: int
    visits_per_site: float
    find_share: Figure
    waiting_days: Figure
    never: int
    over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurdenedSite:
    """A site visited too often or never; ``year`` counts looks in the last 365 days."""

    site_id: str
    name: str
    village: str
    visits: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """Burden by village, industry and size, and the sites at both ends."""

    villages: tuple[GroupBurden, ...]
    industries: tuple[GroupBurden, ...]
    sizes: tuple[GroupBurden, ...]
    over_visits: int
    over: tuple[BurdenedSite, ...]
    never: tuple[BurdenedSite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFigures:
    """
    What the visits drawn at random say: the only ones that no score and no person chose.

    Attributes
    ----------
    weeks
        Weeks with a plan that are over.
    planned, seen
        Their stops drawn at random, and those where somebody then looked inside.
    rate, low, high
        Share of all places at which a visit would find something, with its 95 % interval.
    picks
        Share of the score's own picks with a find.
    more, more_low, more_high
        ``picks - rate``, with its 95 % interval.
    said
        These in sentences, as (Chinese, English); before the first draw, that there was none.
    """

    weeks: int
    planned: int
    seen: int
    rate: Figure
    low: Figure
    high: Figure
    picks: Figure
    more: Figure
    more_low: Figure
    more_high: Figure
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestSheet:
    """
    All that a backtest found.

    Attributes
    ----------
    verdict
        The first sentence, Chinese and English; ``remarks`` those that follow.
    months
        Months judged, in order.
    visits, finds
        Looks judged, and those with a find; ``set_aside`` were hard to believe and are in no
        figure of a score.
    by_team
        Whether teams are known, so that ``order`` is inside them.
    cell_m
        Side of the cells.
    draws
        Resamples of sites behind each interval.
    drawn
        What the random share of past plans says.
    """

    facts: PageFacts
    as_of: date
    verdict: tuple[str, str]
    remarks: tuple[tuple[str, str], ...]
    visits: int
    finds: int
    by_team: bool
    rivals: tuple[RivalFigures, ...]
    months: tuple[MonthFigures, ...]
    reliability: tuple[ReliabilityPoint, ...]
    set_aside: int
    odd: tuple[OddVisit, ...]
    teams: tuple[TeamFigures, ...]
    burden: Burden
    cell_m: int
    draws: int
    drawn: DrawnFigures
