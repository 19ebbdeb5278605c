"""What orders and shut sites ask of one week: visits that follow up, and look-backs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.model import Why
from data.units import DAYS_PER_WEEK
from data.words import ORDERS
from planning.calendar import is_workday
from planning.wants import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planning.cases.measures import SiteMeasures
    from planning.cases.orders import OrderStanding
    from planning.rules import Rules


def with_measures(
    claims: Sequence[Claim], measures: SiteMeasures, *, days: tuple[date, date], rules: Rules
) -> tuple[Claim, ...]:
    """
    Add what orders and dispositions ask of a site to what speaks for it anyway.

    Parameters
    ----------
    claims
        What speaks for the site without them, most binding first; the last is its risk.
    measures
        Orders that no visit followed up, and the look-back of a shut site.
    days
        First day of the week, and the last on which anybody works.
    rules
        The office's rules.

    Returns
    -------
    claims
        Promises stand in front, of each kind those of measures. The look-back of a shut site takes
        the place of that of whatever was closed or found illegal there.
    """
    orders = _order_claims(measures.orders, days[0], rules)
    if measures.lookback is None:
        known = list(claims)
    else:
        known = [claim for claim in claims if claim.why.code != "lookback"]
    own = [*orders, *_lookback_claims(measures, days, rules)]
    *others, risk = known
    joined = [*own, *others]
    joined.sort(key=lambda claim: not claim.is_promise)
    return (*joined, risk)


def _order_claims(orders: Sequence[OrderStanding], monday: date, rules: Rules) -> list[Claim]:
    """Ask for one visit that follows up all orders due by the end of the week."""
    sunday = monday + timedelta(days=DAYS_PER_WEEK - 1)
    due = [(one, one.order.due) for one in orders if one.order.due is not None]
    due = [(one, day) for one, day in due if day <= sunday]
    if not due:
        return []
    promised = [day for _, day in due if (monday - day).days <= rules.order.promise_days]
    first, day = due[0]
    late = max((monday - day).days, 0) * rules.prize.late_points_per_day
    points = rules.order.points + min(late, rules.prize.most_late_points)
    points += rules.prize.more_points * (len(due) - 1)
    return [
        Claim(
            Why("due", *_order_words(first, day, monday, len(due))),
            points,
            is_promise=bool(promised),
            not_after=_last_day(min(promised), monday, rules) if promised else None,
        )
    ]


def _last_day(due: date, monday: date, rules: Rules) -> date | None:
    """Say by which day of the week the visit must be made; ``None`` where that day is past."""
    days = [monday + timedelta(days=n) for n in range((due - monday).days + 1)]
    return due if any(is_workday(day, rules.calendar) for day in days) else None


def _order_words(one: OrderStanding, due: date, monday: date, count: int) -> tuple[str, str]:
    order, late = one.order, (monday - due).days
    kind_zh, kind_en = ORDERS[order.kind]
    named_zh, named_en = (
        (f"（{order.document}）", f" ({order.document})") if order.document else ("", "")
    )
    when_zh, when_en = f"应于 {due} 前回访", f"is to be followed up by {due}"
    if late > 0:
        when_zh = f"应于 {due} 前回访，已逾期 {late} 天"
        when_en = f"was to be followed up by {due}, {late} days ago"
    more_zh = f"；共 {count} 项措施待回访" if count > 1 else ""
    more_en = f"; {count} orders wait for a visit" if count > 1 else ""
    return (
        f"{order.day} {kind_zh}{named_zh}之后没有去过，{when_zh}{more_zh}",
        f"The order of {order.day}, {kind_en}{named_en}, {when_en}{more_en}",
    )


def _lookback_claims(measures: SiteMeasures, days: tuple[date, date], rules: Rules) -> list[Claim]:
    """Ask for the look-back due by the end of the week, from when it counts; at once on a sign."""
    lookback, (monday, last_day) = measures.lookback, days
    if lookback is None:
        return []
    begins = lookback.counts_from(rules.lookback)
    if begins > last_day:
        return []
    sunday = monday + timedelta(days=DAYS_PER_WEEK - 1)
    if lookback.sign is None and lookback.due > sunday:
        return []
    late_days = (monday - lookback.due).days
    late = max(late_days, 0) * rules.prize.late_points_per_day
    points = rules.prize.lookback_points + min(late, rules.prize.most_late_points)
    points += rules.lookback.sign_points if lookback.sign is not None else 0.0
    is_promise = lookback.sign is not None or late_days <= rules.lookback.promise_days
    why = Why("lookback", *lookback.words())
    first = max(begins, monday)  # with a last day too, it binds beside other claims
    return [Claim(why, points, is_promise=is_promise, not_before=first, not_after=sunday)]
