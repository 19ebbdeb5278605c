"""What ``gridpatrol simulate`` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFigures:
    """
    What came of one policy, over all towns of a setting.

    ``finds_per_100`` visits and ``finds_per_100_hours`` of driving and work are of the sums;
    ``hidden_days`` is the mean over all workshops, one not found by the end of the year counted up
    to then (``None``: there was no workshop); ``unseen_share`` of the sites nobody went to within
    the year, ``kept_share`` of the promises kept (``None``: nothing was promised), both 0-1;
    ``drive_h`` and ``visits_per_week`` are means of a town.
    """

    policy: str
    seeds: int
    visits: int
    finds: int
    finds_per_100: float
    finds_per_100_hours: float
    workshops: int
    workshops_found: int
    hidden_days: float | None
    unseen_share: float
    promised: int
    kept: int
    kept_share: float | None
    drive_h: float
    visits_per_week: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """
    Ours minus another policy in one figure, town by town.

    ``difference`` is the mean over ``towns`` where both have the figure; ``low`` and ``high`` are
    its 95 % interval by Student's t on the paired differences, ``None`` with fewer than two.
    """

    policy: str
    figure: str
    towns: int
    difference: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """
    How many times the finds per visit of another policy ours has.

    ``times`` is the ratio of the shares over all towns (``None``: the other found nothing), ``low``
    and ``high`` the 95 % percentile bootstrap over towns, ``None`` with fewer than two.
    """

    policy: str
    times: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingResult:
    """
    One setting: ``visits`` a week, ``base_rate`` 0-1 of inspections find something.

    ``hazard_weeks`` is how long a hazard lasts that nobody finds, in the mean.
    """

    setting: str
    visits: int
    base_rate: float
    hazard_weeks: int
    policies: tuple[PolicyFigures, ...]
    against: tuple[Against, ...]
    times: tuple[Times, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulateResult:
    """
    Outcome of ``gridpatrol simulate``.

    ``published_per_100`` is what one town is known to have found per 100 visits, for comparison;
    ``files`` are those written, if any.
    """

    weeks: int
    seeds: tuple[int, ...]
    settings: tuple[SettingResult, ...]
    published_per_100: float
    files: tuple[str, ...] = ()
