"""Hand changes done to a running week, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.model import Route
from planning.changes.order import SLACK_S, Order, refused
from planning.changes.sentences import day_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.model import Stop
    from planning.changes.draft import Both, Draft
    from planning.problem import ProblemSite


def apply_orders(draft: Draft, orders: Sequence[Order]) -> Draft:
    """
    Do hand changes to a running week.

    Parameters
    ----------
    draft
        The week before them.
    orders
        In the order in which they are to be done; visits that they add are wanted already, and
        teams that they send away have no shift ahead.

    Returns
    -------
    draft
        The week with pins, bans and hours set, and the plan in hand changed as far as it says.

    Raises
    ------
    ChangeError
        If a change cannot be; it names the change and the rule.
    """
    for order in orders:
        work = _WORK.get(order.do)
        draft = draft if work is None else work(draft, order)
    return draft


def _moved(draft: Draft, order: Order) -> Draft:
    site = _free_site(draft, order)
    hours = draft.hours.get(site.id, site.windows)
    windows = hours
    if order.at_s is not None:
        last_s = order.at_s + SLACK_S
        windows = tuple(
            (max(first, order.at_s), min(last, last_s))
            for first, last in hours
            if first <= last_s and last >= order.at_s
        )
    shift = _able_shift(draft, order, replace(site, windows=windows))
    timed = replace(site, windows=windows, pin=shift)
    kept = {one: told for one, told in draft.hours.items() if one != site.id}
    if order.at_s is not None:
        kept[site.id] = hours
    return replace(draft.with_site(timed), hours=kept).with_stop(site.id, shift, order.at_s)


def _able_shift(draft: Draft, order: Order, site: ProblemSite) -> str:
    """Take the first of the team's shifts on the day that can make the visit."""
    ahead = [shift for shift in order.shifts if shift in draft.ahead.shift_index]
    if not ahead:
        _refuse_over(draft, order, order.shifts)
    obstacles = {shift: draft.obstacle(site, shift) for shift in ahead}
    able = [shift for shift, obstacle in obstacles.items() if obstacle is None]
    if not able:
        raise refused(order, obstacles[ahead[0]] or ("", ""), draft.names)
    return able[0]


def _pinned(draft: Draft, order: Order) -> Draft:
    for site_id, shift in _places(draft, order):
        site = _free_site(draft, replace(order, site=site_id))
        if shift is None:
            raise refused(
                order,
                ("计划里没有这一站，无从固定", "the plan has no stop there to pin"),
                draft.names,
            )
        _refuse_over(draft, order, [shift])
        if shift in site.forbidden_shifts:
            name = draft.names.get(shift, shift)
            why = (f"已不许{name}前往", f"it is forbidden to {name}")
            raise refused(replace(order, site=site_id), why, draft.names)
        draft = draft.with_site(replace(site, pin=shift))
    return draft


def _unpinned(draft: Draft, order: Order) -> Draft:
    listed = [site for site, _ in _places(draft, order)]
    pinned = [site for site in listed if draft.site(site).pin is not None]
    if not pinned:
        raise refused(order, ("本来就没有固定", "nothing is pinned there"), draft.names)
    for site_id in pinned:
        hours = draft.hours.get(site_id, draft.site(site_id).windows)
        kept = {one: told for one, told in draft.hours.items() if one != site_id}
        free = replace(draft.site(site_id), pin=None, windows=hours)
        draft = replace(draft.with_site(free), hours=kept)
    return draft


def _places(draft: Draft, order: Order) -> list[tuple[str, str | None]]:
    """List the visits a pin is about, with the shift each is in."""
    if order.site is not None:
        _free_site(draft, order)
        return [(order.site, draft.shift_of(order.site))]
    stops = [(stop.site, shift) for shift in order.shifts for stop in draft.stops_ahead(shift)]
    if not stops:
        name = draft.names.get(order.shifts[0], order.shifts[0])
        why = (f"{name}没有还能改动的站点", f"{name} has no stop that can still be changed")
        raise refused(order, why, draft.names)
    return list(stops)


def _forbidden(draft: Draft, order: Order) -> Draft:
    site = _free_site(draft, order)
    if not any(shift in draft.ahead.shift_index for shift in order.shifts):
        _refuse_over(draft, order, order.shifts)
    if site.pin in order.shifts:
        name = draft.names.get(site.pin or "", site.pin)
        why = (f"已固定在{name}，请先取消固定", f"it is pinned to {name}; unpin it first")
        raise refused(order, why, draft.names)
    banned = draft.with_site(
        replace(site, forbidden_shifts=site.forbidden_shifts | set(order.shifts))
    )
    is_gone = draft.shift_of(site.id) in order.shifts
    return banned.without_stop(site.id) if is_gone else banned


def _allowed(draft: Draft, order: Order) -> Draft:
    site = _free_site(draft, order)
    if not site.forbidden_shifts & set(order.shifts):
        raise refused(order, ("本来就没有不许去", "nothing is forbidden there"), draft.names)
    return draft.with_site(
        replace(site, forbidden_shifts=site.forbidden_shifts - set(order.shifts))
    )


def _swapped(draft: Draft, order: Order) -> Draft:
    first, second = order.shifts
    if first == second:
        why = ("自己不能与自己互换", "a route cannot be swapped with itself")
        raise refused(order, why, draft.names)
    _refuse_over(draft, order, order.shifts)
    stops = {shift: draft.stops_ahead(shift) for shift in order.shifts}
    other = {first: second, second: first}
    bound = {
        stop.site: _bound(draft, stop.site, other[shift])
        for shift in order.shifts
        for stop in stops[shift]
    }
    stays = {site: why for site, why in bound.items() if why is not None}
    if len(stays) == len(bound):
        raise refused(order, _no_swap(stays, draft.names), draft.names)
    for shift in order.shifts:
        comes = [stop for stop in stops[other[shift]] if stop.site not in stays]
        keeps = [stop for stop in stops[shift] if stop.site in stays]
        draft = draft.with_route(_exchanged(draft, shift, [*comes, *keeps]))
        for stop in comes:
            draft = draft.with_site(replace(draft.site(stop.site), pin=shift))
    notes = tuple((order.number, _stay_words(site, why, draft)) for site, why in stays.items())
    return replace(draft, notes=(*draft.notes, *notes))


def _exchanged(draft: Draft, shift: str, stops: Sequence[Stop]) -> Route:
    """Put stops behind those that the shift has made already."""
    former = next((route for route in draft.plan.routes if route.shift == shift), None)
    route = former or Route(shift=shift, stops=(), break_start_s=None, drive_s=0, work_s=0)
    made = [stop for stop in route.stops if stop.site in draft.begun]
    return replace(route, stops=(*made, *stops))


def _bound(draft: Draft, site_id: str, shift: str) -> Both | None:
    """Say why a stop cannot take part in a swap."""
    site = draft.site(site_id)
    if site.pin is not None:
        return "已固定", "it is pinned"
    return draft.obstacle(site, shift)


def _no_swap(stays: Mapping[str, Both], names: Mapping[str, str]) -> Both:
    if not stays:
        return "两条线路都没有还能改动的站点", "neither route has a stop that can still be changed"
    site, (zh, en) = next(iter(stays.items()))
    name = names.get(site, site)
    return f"没有一站可以互换，如{name}：{zh}", f"no stop can change hands; {name}: {en}"


def _stay_words(site: str, why: Both, draft: Draft) -> Both:
    name = draft.names.get(site, site)
    return f"{name}未能互换：{why[0]}", f"{name} was not swapped: {why[1]}"


def _free_site(draft: Draft, order: Order) -> ProblemSite:
    """Give the visit that a change is about; refuse one that is not wanted, or made already."""
    site_id = order.site or ""
    if site_id in draft.begun:
        why = ("已去过或队伍正在途中", "it was visited, or a team is on its way there")
        raise refused(order, why, draft.names)
    if site_id not in draft.problem.site_index:
        why = (
            "本周没有安排考虑这个点位，请先用 add 增加",
            "the week does not ask for it; add it first",
        )
        raise refused(order, why, draft.names)
    return draft.site(site_id)


def _refuse_over(draft: Draft, order: Order, shifts: Sequence[str]) -> None:
    over = [shift for shift in shifts if shift not in draft.ahead.shift_index]
    if over:
        name = draft.names.get(over[0], over[0])
        why = (f"{name}已结束或该队缺勤", f"{name} is over, or its team is away")
        raise refused(order, why, draft.names)


def _added(draft: Draft, order: Order) -> Draft:
    """Promise a visit for the first of its days on which somebody can make it."""
    if order.site is None or order.site in draft.begun or not order.due_s:
        return draft
    site = draft.site(order.site)
    hours = draft.hours.get(site.id, site.windows)
    for due_s in order.due_s:
        windows = tuple((first, min(last, due_s)) for first, last in hours if first <= due_s)
        early = replace(site, windows=windows)
        if any(draft.obstacle(early, shift.id) is None for shift in draft.ahead.shifts):
            name, when = draft.names.get(site.id, site.id), day_clock(due_s)
            note = (f"{name}最迟{when[0]}到场", f"{name} is promised by {when[1]}")
            return replace(
                draft.with_site(early),
                hours={**draft.hours, site.id: hours},
                notes=(*draft.notes, (order.number, note)),
            )
    return draft


_WORK: dict[str, Callable[[Draft, Order], Draft]] = {
    "move": _moved,
    "pin": _pinned,
    "unpin": _unpinned,
    "forbid": _forbidden,
    "allow": _allowed,
    "swap": _swapped,
    "add": _added,
}
"""What each kind of change does; who is away is known when the week is cut."""
