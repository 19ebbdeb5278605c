"""Hand changes in words: what each asks, and which stops of a plan it is behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import DAYS_PER_WEEK, SECONDS_PER_DAY, clock
from data.words import HAND_CHANGES, WEEKDAYS, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planning.changes.draft import Both
    from planning.changes.order import Order

_MOST_NAMED = 3


def order_words(order: Order, names: Mapping[str, str]) -> Both:
    """
    Say what a change asks, in Chinese and English, without a full stop.

    Examples
    --------
    >>> from planning.changes.order import Order
    >>> move = Order(number=1, do="move", site="S1", shifts=("T1-day-2",), at_s=207_000)
    >>> order_words(move, {"S1": "甲厂", "T1-day-2": "一队 2026-11-25"})
    ('移动 甲厂 到 一队 2026-11-25 09:30', 'move 甲厂 to 一队 2026-11-25 09:30')
    """
    zh, en = (label(HAND_CHANGES, order.do, lang) for lang in ("zh", "en"))
    site = "" if order.site is None else f" {names.get(order.site, order.site)}"
    called = [names.get(shift, shift) for shift in order.shifts]
    when = "" if order.at_s is None else f" {clock(order.at_s)}"
    if order.do == "swap":
        return f"{zh} {called[0]} 和 {called[1]}", f"{en} {called[0]} and {called[1]}"
    if order.do == "move":
        return f"{zh}{site} 到 {called[0]}{when}", f"{en}{site} to {called[0]}{when}"
    if not called:
        return f"{zh}{site}", f"{en}{site}"
    more = len(called) - _MOST_NAMED
    zh_more, en_more = (f"等 {len(called)} 个班次", f" and {more} more") if more > 0 else ("", "")
    return (
        f"{zh}{site}：{'、'.join(called[:_MOST_NAMED])}{zh_more}",
        f"{en}{site}: {', '.join(called[:_MOST_NAMED])}{en_more}",
    )


def day_clock(second_of_week: int) -> Both:
    """
    Write a second of the week as its weekday and time.

    Examples
    --------
    >>> day_clock(2 * 86_400 + 17 * 3600)
    ('周三 17:00', 'Wed 17:00')
    """
    zh, en = WEEKDAYS[second_of_week // SECONDS_PER_DAY % DAYS_PER_WEEK]
    return f"{zh} {clock(second_of_week)}", f"{en} {clock(second_of_week)}"


def causes(
    orders: Sequence[Order], before: Mapping[str, str], after: Mapping[str, str]
) -> Mapping[str, Both]:
    """
    Find the change that is behind each stop that comes, goes or moves.

    Parameters
    ----------
    orders
        The changes that were done.
    before, after
        The shift of each visit in the plan before and after them.

    Returns
    -------
    causes
        By site, in Chinese and English. A stop is put down to the change that names it, else to
        one of its shift as a whole; stops that only make room for others have no entry.
    """
    told: dict[str, Both] = {}
    for order in orders:
        words = f"第 {order.number} 项改动", f"change {order.number}"
        if order.site is not None:
            told[order.site] = words
        elif order.do in ("swap", "absent"):
            for site in sorted(before.keys() | after.keys()):
                if before.get(site) in order.shifts and before.get(site) != after.get(site):
                    told.setdefault(site, words)
    return told
