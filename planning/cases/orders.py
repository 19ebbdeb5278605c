"""Orders: a talk, a deadline, a stop, a seal, a fine, a hand-over, and the visit that must follow.

An order is followed by a visit that was made after the day it was given, or by a re-check of that
very day which found nothing: the visit that led to the order follows nothing up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING

from data.errors import InputError
from data.findings import day_told
from data.words import ORDERS, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planning.caserules import OrderRules

FOLLOWS_AT_ONCE = frozenset({"recheck", "lookback"})
"""Visit types that follow up an order of the same day: they went to see what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """
    One order that was given, checked.

    Parameters
    ----------
    order_id, site_id
        Its id, and the site it was given to.
    kind
        Code of ``data.words.ORDERS``.
    day
        Day it was given.
    due
        Day by which a visit must follow; ``None`` where none must.
    amount_yuan
        Amount of a fine, > 0; ``None`` for every other order.
    finding_id, who, document, note
        The finding it was given for, who gave it, number of the document, why; empty if unknown.
    followed
        Day that people say it was followed up, whatever the visits say.
    withdrawn
        Day it was taken back.

    Raises
    ------
    InputError
        If it is no order, a fine has no amount or something else has one, or a day lies before the
        day it was given.
    """

    order_id: str
    site_id: str
    kind: str
    day: date
    due: date | None = None
    amount_yuan: float | None = None
    finding_id: str = ""
    who: str = ""
    document: str = ""
    note: str = ""
    followed: date | None = None
    withdrawn: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in ORDERS:
            raise InputError(
                f"Expected an order among {', '.join(ORDERS)}, got {self.kind!r}.",
                zh=f"措施应为 {'、'.join(ORDERS)} 之一，现为“{self.kind}”。",
            )
        self._check_amount()
        for days_zh, what, day in (
            ("回访期限", "due day", self.due),
            ("回访日期", "day it was followed up", self.followed),
            ("撤回日期", "day it was withdrawn", self.withdrawn),
        ):
            if day is not None and day < self.day:
                raise InputError(
                    f"The {what} {day} of an order lies before {self.day}, when it was given.",
                    zh=f"措施的{days_zh} {day} 早于下达日期 {self.day}。",
                )

    def _check_amount(self) -> None:
        amount, zh = self.amount_yuan, label(ORDERS, self.kind)
        if self.kind == "fine" and (amount is None or not (isfinite(amount) and amount > 0)):
            said = ("nothing", "未写") if amount is None else (f"{amount:g}", f"现为 {amount:g}")
            raise InputError(
                f"A fine needs an amount above 0 yuan (--amount), got {said[0]}.",
                zh=f"罚款须写明大于 0 的金额（--amount，元），{said[1]}。",
            )
        if self.kind != "fine" and amount is not None:
            raise InputError(
                f"Only a fine has an amount; {self.kind} has {amount:g} yuan.",
                zh=f"只有罚款才有金额；{zh}写了 {amount:g} 元。",
            )


@dataclass(frozen=True, slots=True)
class Look:
    """One visit that saw inside: its day, its type (empty where none is stated), if it found."""

    day: date
    mode: str = ""
    has_found: bool = False


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """
    Where an order stands when a day begins.

    Attributes
    ----------
    order
        The order.
    followed
        Day of the visit that followed it up; ``None`` while none has.
    late_days
        Days since its follow-up was due, > 0 where it is overdue.
    """

    order: Order
    followed: date | None
    late_days: int

    @property
    def is_overdue(self) -> bool:
        """Tell whether the day of its follow-up passed without a visit."""
        return self.late_days > 0


def follow_up_due(kind: str, day: date, *, rules: OrderRules) -> date | None:
    """
    Say by when a visit must follow an order of some kind; ``None`` where none must.

    Examples
    --------
    >>> from planning.rules import default_rules
    >>> follow_up_due("stop", date(2026, 11, 23), rules=default_rules().order)
    datetime.date(2026, 11, 30)
    """
    days: int = getattr(rules, f"{kind}_days")
    return day + timedelta(days=days) if days else None


def followed_on(order: Order, looks: Iterable[Look], *, as_of: date) -> date | None:
    """
    Find the visit that followed an order up.

    Parameters
    ----------
    order
        The order.
    looks
        Visits to its site that saw inside, in any order.
    as_of
        Only what is dated before this day counts.

    Returns
    -------
    followed
        Day of the first visit after the order's own day, or of a re-check on that day that found
        nothing; the day that people said, where that is earlier.
    """
    days = [
        look.day
        for look in looks
        if look.day > order.day or (look.day == order.day and _follows_at_once(look))
    ]
    if order.followed is not None:
        days.append(order.followed)
    return min((day for day in days if day < as_of), default=None)


def _follows_at_once(look: Look) -> bool:
    """Tell a re-check that saw an order obeyed from one whose find led to the order."""
    return look.mode in FOLLOWS_AT_ONCE and not look.has_found


def standing_of(order: Order, looks: Iterable[Look], *, as_of: date) -> OrderStanding | None:
    """
    Say where an order stands by what is dated before a day; late it is from the day after its due.

    Returns
    -------
    standing
        ``None`` where the order was not given yet, or was taken back by then.
    """
    if order.day >= as_of or (order.withdrawn is not None and order.withdrawn < as_of):
        return None
    followed = followed_on(order, looks, as_of=as_of)
    late = (day_told(as_of) - order.due).days if order.due is not None and followed is None else 0
    return OrderStanding(order, followed, max(late, 0))


def withdraw(order: Order, day: date) -> Order:
    """
    Take an order back.

    Raises
    ------
    InputError
        If it was taken back before, or the day lies before the order.
    """
    if order.withdrawn is not None:
        raise InputError(
            f"Order {order.order_id} was withdrawn on {order.withdrawn} already.",
            zh=f"措施 {order.order_id} 已于 {order.withdrawn} 撤回。",
        )
    return replace(order, withdrawn=day)


def follow(order: Order, day: date) -> Order:
    """
    Say that an order was followed up on a day, where no visit on record says so.

    Raises
    ------
    InputError
        If it was taken back, or the day lies before the order.
    """
    if order.withdrawn is not None:
        raise InputError(
            f"Order {order.order_id} was withdrawn on {order.withdrawn}; nothing follows it up.",
            zh=f"措施 {order.order_id} 已于 {order.withdrawn} 撤回，无须回访。",
        )
    return replace(order, followed=day)
