"""Tiny weeks by trying everything, with arithmetic of its own."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from data.model import Plan
    from planning.problem import Problem, ProblemShift, ProblemSite

NO_WAY = 2**31 - 1
LATE = float("inf")
Label = tuple[float, float, float]


def plan_value(asked: Problem, plan: Plan) -> float:
    """Weigh a plan of the engine as DESIGN section 6 orders plans."""
    made = [[asked.site_index[stop.site] for stop in route.stops] for route in plan.routes]
    masks = [sum(1 << site for site in route) for route in made]
    return value(asked, masks, sum(route.drive_s for route in plan.routes))


def best_value(asked: Problem) -> float:
    """Try every set of sites in every shift, in every order."""
    tables = [least_driving(asked, shift) for shift in asked.shifts]
    return max(
        value(asked, masks, sum(table[mask] for table, mask in zip(tables, masks, strict=True)))
        for masks in product(*tables)
        if sum(masks) == _union(masks)
    )


def value(asked: Problem, masks: Iterable[int], drive_s: float) -> float:
    """Weigh a choice: promises of rank 0, of rank 1, then prize, driving and balance."""
    masks = list(masks)
    visited = {site.id for n, site in enumerate(asked.sites) if _union(masks) >> n & 1}
    broken = [0, 0]
    for site in asked.sites:
        broken[site.must_rank] += site.must and site.id not in visited
    for cover in asked.cover:
        broken[cover.must_rank] += len(visited.intersection(cover.sites)) < cover.at_least
    hours = dict.fromkeys((shift.team for shift in asked.shifts), 0.0)
    for shift, mask in zip(asked.shifts, masks, strict=True):
        work_s = sum(site.service_s for n, site in enumerate(asked.sites) if mask >> n & 1)
        hours[shift.team] += work_s / 3600
    mean = sum(hours.values()) / len(hours)
    uneven = sum((one - mean) ** 2 for one in hours.values())
    prize = sum(site.prize for site in asked.sites if site.id in visited)
    soft = prize - asked.travel_weight * drive_s / 60 - asked.balance * uneven
    return soft - 1e8 * broken[0] - 1e4 * broken[1]


def least_driving(asked: Problem, shift: ProblemShift) -> dict[int, float]:
    """Find every set of sites that one shift can visit, and the seconds it must drive for it."""
    able = [n for n, site in enumerate(asked.sites) if not (site.barred or shift.refuses(site))]
    fresh = float(shift.start_s)
    start: Label = (fresh, fresh if shift.rest is None else LATE, 0.0)
    layer: dict[tuple[int, int], list[Label]] = {(0, -1): [start]}
    least = {0: 0.0}
    while layer:
        longer: dict[tuple[int, int], list[Label]] = {}
        for (mask, last), labels in layer.items():
            for n in able:
                if not mask >> n & 1:
                    found = longer.setdefault((mask | 1 << n, n), [])
                    for label in labels:
                        _keep(found, _stepped(asked, shift, label, last, n))
        layer = {key: labels for key, labels in longer.items() if labels}
        for (mask, last), labels in layer.items():
            for drive_s in _home(asked, shift, labels, last):
                least[mask] = min(least.get(mask, LATE), drive_s)
    return least


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _keep(found: list[Label], label: Label) -> None:
    """Keep a label unless it is hopeless or another is nowhere worse."""
    if min(label[:2]) < LATE and not any(
        all(a <= b for a, b in zip(one, label, strict=True)) for one in found
    ):
        found.append(label)


def _node(asked: Problem, shift: ProblemShift, stop: int) -> int:
    return shift.node if stop < 0 else asked.sites[stop].node


def _stepped(asked: Problem, shift: ProblemShift, label: Label, last: int, n: int) -> Label:
    """Drive to a site and serve it; the break is still ahead, or behind."""
    site = asked.sites[n]
    fresh, rested, drive_s = _driven(asked, shift, label, _node(asked, shift, last), site.node)
    return _over(site, fresh), _over(site, rested), drive_s


def _driven(asked: Problem, shift: ProblemShift, label: Label, a: int, b: int) -> Label:
    way_s = int(asked.duration_s[a, b])
    if way_s == NO_WAY:
        return LATE, LATE, LATE
    fresh, rested, drive_s = label
    rested += way_s
    if shift.rest is not None and fresh <= shift.rest.latest_s:
        taken = max(fresh + way_s, shift.rest.earliest_s) + shift.rest.duration_s
        rested = min(rested, taken)
    return (fresh + way_s), rested, drive_s + way_s


def _over(site: ProblemSite, ready: float) -> float:
    starts = [max(ready, first) for first, last in site.windows if ready <= last]
    return min(starts, default=LATE) + site.service_s


def _home(
    asked: Problem, shift: ProblemShift, labels: Iterable[Label], last: int
) -> Iterator[float]:
    for label in labels:
        here = asked.sites[last].node
        fresh, rested, drive_s = _driven(asked, shift, label, here, shift.last_node)
        if (fresh if shift.rest is None else rested) <= shift.end_s:
            yield drive_s
