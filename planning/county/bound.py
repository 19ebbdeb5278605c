"""What no plan of a county can collect more than: the knapsack over all teams, towns or not.

Each visit takes its service and the least way that could lead on from it; every leg but the first
of a route is thus charged once. Hours pooled over all teams that could share a site make the bound
hold for plans whose teams cross borders, which a sum of the towns' own bounds would not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.model import UNREACHABLE

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from planning.county.near import Near
    from planning.problem import Problem, ProblemShift, ProblemSite


def county_bound(problem: Problem, near: Near) -> float:
    """
    Bound the prize of any plan from above.

    Parameters
    ----------
    problem
        The county's problem.
    near
        The nearest nodes of each node: what is left out of it is no nearer.

    Returns
    -------
    bound
        In units of prize, >= 0; looser than the bound of a town, since it knows no way in and
        forces no promise.
    """
    group_of_site, group_of_shift = _groups(problem)
    prize = np.array([site.prize for site in problem.sites])
    use_s = _use_s(problem, near)
    shifts = np.array([_working_s(shift) for shift in problem.shifts], dtype=float)
    total = 0.0
    for group in np.unique(group_of_site[group_of_site >= 0]).tolist():
        mine = group_of_site == group
        total += _filled(prize[mine], use_s[mine], float(shifts[group_of_shift == group].sum()))
    return total


def _use_s(problem: Problem, near: Near) -> NDArray[float64]:
    """Seconds of service, and of the least way on; none where two visits share a node."""
    nodes = np.array([site.node for site in problem.sites], dtype=np.int64)
    ends = [node for shift in problem.shifts for node in (shift.node, shift.last_node)]
    on_s = near.duration_s[nodes].min(axis=1, initial=UNREACHABLE).astype(float)
    shared = np.bincount(nodes, minlength=len(near.node))[nodes] > 1
    on_s[shared | (on_s == UNREACHABLE) | np.isin(nodes, ends)] = 0.0
    use_s: NDArray[float64] = np.array([s.service_s for s in problem.sites], dtype=float) + on_s
    return use_s


def _working_s(shift: ProblemShift) -> int:
    return shift.end_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)


def _filled(prize: NDArray[float64], use_s: NDArray[float64], time_s: float) -> float:
    """Fill ``time_s`` with the best prize a second, the last visit in part."""
    order = np.argsort(-prize / np.maximum(use_s, 1e-9), kind="stable")
    used = np.concatenate([[0.0], np.cumsum(use_s[order])])
    won = np.concatenate([[0.0], np.cumsum(prize[order])])
    free = float(prize[use_s == 0].sum())
    return max(free, float(np.interp(time_s, used, won)))


def _groups(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Group sites and shifts between which visits are possible, as day and night; -1: nobody."""
    site_kind, one_site = _numbered([_site_kind(site) for site in problem.sites])
    shift_kind, one_shift = _numbered([_shift_kind(shift) for shift in problem.shifts])
    pairs = [
        (number, len(one_site) + other)
        for number, site in enumerate(one_site)
        for other, shift in enumerate(one_shift)
        if _may_meet(problem.sites[site], problem.shifts[shift])
    ]
    pairs += [
        (site_kind[problem.site_index[stop.site]], len(one_site) + shift_kind[number])
        for number, shift in enumerate(problem.shifts)
        for stop in shift.frozen
    ]
    size = len(one_site) + len(one_shift)
    row, column = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    ties = coo_array((np.ones(len(row)), (row, column)), shape=(size, size))
    _, group = connected_components(ties, directed=False)
    served = np.isin(np.arange(size), row)
    of_kind = np.where(served, group, -1).astype(np.int64)
    return of_kind[site_kind], group[len(one_site) :].astype(np.int64)[shift_kind]


def _site_kind(site: ProblemSite) -> Hashable:
    return site.windows, site.needs, site.card_holders, site.barred is not None


def _shift_kind(shift: ProblemShift) -> Hashable:
    return shift.start_s, shift.end_s, shift.skills, shift.card_holders


def _numbered(kinds: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Give each kind a number as it comes; list for each the first item of it."""
    numbers: dict[Hashable, int] = {}
    numbered = [numbers.setdefault(kind, len(numbers)) for kind in kinds]
    first = dict(zip(reversed(numbered), reversed(range(len(kinds))), strict=True))
    return numbered, [first[number] for number in range(len(numbers))]


def _may_meet(site: ProblemSite, shift: ProblemShift) -> bool:
    """Tell whether a visit is possible by hours, skills and card holders alone."""
    is_open = any(a <= shift.end_s and b >= shift.start_s for a, b in site.windows)
    able = site.needs <= shift.skills and site.card_holders <= shift.card_holders
    return is_open and able and site.barred is None
