"""What the office wants after a visit: re-checks, mending, look-backs, orders, experts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRules:
    """When a finding's re-check is a promise."""

    early_days: int
    ordinary_promise_days: int
    major_always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MendingRules:
    """
    By when a finding must be mended, how far that may be moved, and who strikes it off.

    ``closed_by`` is ``finder``, ``other`` or ``any``.
    """

    ordinary_days: int
    major_days: int
    extensions: int
    extension_days: int
    extend_overdue: bool
    on_the_spot: tuple[str, ...]
    closed_by: str
    visit_types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookbackRules:
    """
    Days after closing within which a site is seen again, and the growing gaps of a shut one.

    ``gaps_days`` are the days to the first look-back of a shut site, from that to the second, and
    so on; the last holds on. ``power_kwh`` a month is a sign that it works again. Overdue by no
    more than ``promise_days``, the look-back of a shut site is a promise of the week.
    """

    from_days: int
    until_days: int
    gaps_days: tuple[int, ...]
    least_share: float
    sign_points: float
    power_kwh: float
    promise_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """
    Days by which a visit follows an order, by kind (0: none must), and what that visit is worth.

    ``promise_days``: overdue by no more than this, the visit is a promise of the week.
    """

    talk_days: int
    deadline_days: int
    stop_days: int
    seal_days: int
    fine_days: int
    police_days: int
    promise_days: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRules:
    """Words of a finding that ask for an expert or a laboratory, and for which of them."""

    unknown_words: tuple[str, ...]
    unknown_needs: tuple[str, ...]
    travel_minutes: float
