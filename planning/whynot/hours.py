"""When a visit may begin once the rest of a plan stands: windows, frozen starts, other visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan, Stop
    from planning.problem import Problem, ProblemSite, Window


class Hours:
    """
    The hours of each visit beside a plan whose other visits keep their times.

    Parameters
    ----------
    problem
        What is asked.
    plan
        The plan that stands; ``None`` for none, which leaves windows and frozen starts.
    """

    def __init__(self, problem: Problem, plan: Plan | None) -> None:
        self.frozen = {stop.site: stop.start_s for shift in problem.shifts for stop in shift.frozen}
        self._at_place: dict[str, list[tuple[Stop, ProblemSite]]] = {}
        for route in plan.routes if plan is not None else ():
            for stop in route.stops:
                site = problem.sites[problem.site_index[stop.site]]
                self._at_place.setdefault(site.place, []).append((stop, site))

    def of(self, site: ProblemSite) -> tuple[Window, ...]:
        """Return the windows that remain; both ends inclusive."""
        if site.id in self.frozen:
            return ((self.frozen[site.id],) * 2,)
        windows = site.windows
        for stop, other in self._at_place.get(site.place, ()):
            if stop.site != site.id:
                gap_s = max(site.min_gap_s, other.min_gap_s)
                before_s = stop.start_s - gap_s - site.service_s
                windows = _apart(windows, before_s, stop.end_s + gap_s)
        return windows

    def twins(self, site: ProblemSite) -> tuple[str, ...]:
        """List the planned visits of the same place."""
        planned = self._at_place.get(site.place, ())
        return tuple(stop.site for stop, _ in planned if stop.site != site.id)


def _apart(windows: Sequence[Window], before_s: int, after_s: int) -> tuple[Window, ...]:
    """
    Cut out of windows what lies between two moments.

    Examples
    --------
    >>> _apart([(0, 100)], 20, 60)
    ((0, 20), (60, 100))
    """
    cut = [
        part
        for open_s, close_s in windows
        for part in ((open_s, min(close_s, before_s)), (max(open_s, after_s), close_s))
        if part[0] <= part[1]
    ]
    return tuple(dict.fromkeys(cut))
