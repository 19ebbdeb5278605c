"""What `gridpatrol orders`, `dispose`, `experts` and `tips` answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.results.replan import ReplanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """
    One order.

    ``state`` is ``waiting``, ``overdue``, ``followed``, ``withdrawn``, ``free`` where no visit must
    follow, or ``later`` where it was given after the day; ``late_days`` counts from its due day.
    """

    order_id: str
    site_id: str
    name: str
    kind: str
    day: str
    due: str | None
    state: str
    late_days: int
    followed: str | None
    withdrawn: str | None
    amount_yuan: float | None
    finding_id: str
    who: str
    document: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersResult:
    """Orders as of a day; ``overdue`` counts those whose visit is late."""

    as_of: str
    orders: tuple[OrderLine, ...]
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResult:
    """One order that was ``given``, ``followed`` or ``withdrawn``."""

    done: str
    order: OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """One of the three measures of shutting down: its day, its evidence, whether it applies."""

    measure: str
    day: str | None
    proof: str
    applies: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionLine:
    """
    One disposition.

    ``state`` is ``open``, ``finished``, ``relapsed`` or ``withdrawn``; ``missing`` lists measures
    of which nothing is on record; ``lookback_zh`` and ``lookback_en`` say which look-back is next.
    """

    disposition_id: str
    site_id: str
    name: str
    kind: str
    day: str
    state: str
    measures: tuple[MeasureLine, ...]
    missing: tuple[str, ...]
    finished: str | None
    relapsed: str | None
    withdrawn: str | None
    who: str
    document: str
    note: str
    lookback_zh: str = ""
    lookback_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionsResult:
    """Dispositions as of a day, newest first."""

    as_of: str
    dispositions: tuple[DispositionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionResult:
    """One disposition that was entered; ``status`` is what the site is now, where it changed."""

    disposition: DispositionLine
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertLine:
    """One expert day; ``team`` is missing where the expert rides with any."""

    expert_day_id: str
    expert: str
    skills: tuple[str, ...]
    day: str
    minutes: int
    team: str | None
    cancelled: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertsResult:
    """Expert days by day; ``waiting`` are findings whose re-check waits for one, by need."""

    experts: tuple[ExpertLine, ...]
    waiting: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertResult:
    """One expert day that was ``added`` or ``cancelled``."""

    done: str
    expert: ExpertLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TipLine:
    """One tip-off; ``place`` is what is known of where, in words."""

    tip_id: str
    day: str
    what: str
    place: str
    village: str
    site_id: str
    urgency: str
    verified: str
    checked: str | None
    reward_yuan: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TipsResult:
    """Tip-offs, newest first; ``reward_yuan`` sums the rewards of those listed."""

    tips: tuple[TipLine, ...]
    reward_yuan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """
    What an urgent tip-off would change in the running week.

    ``command`` accepts it; where there is nothing to propose it is empty and ``why_zh`` and
    ``why_en`` say why.
    """

    week: str
    site_id: str
    name: str
    command: str
    why_zh: str
    why_en: str
    replan: ReplanResult | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TipResult:
    """One tip-off that was ``added`` or ``checked``; an urgent one comes with a proposal."""

    done: str
    tip: TipLine
    proposal: Proposal | None = None
