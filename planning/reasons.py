"""Why a site is left out or a promise broken, found by really trying to put the visit in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.model import BrokenPromise, Unplanned
from planning.whynot.gain import Gains
from planning.whynot.hours import Hours
from planning.whynot.repairs import Repairs
from planning.whynot.settle import settled, wanted
from planning.whynot.walk import timetable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.model import Plan
    from planning.problem import Cover, Problem, ProblemShift, ProblemSite
    from planning.whynot.board import Board
    from planning.whynot.repair import Repair


def with_reasons(problem: Problem, plan: Plan) -> Plan:
    """
    Give every site left out its reason, and every broken promise its figures.

    Parameters
    ----------
    problem, plan
        What was asked, and a plan that keeps the rules.

    Returns
    -------
    plan
        The same routes, unless a visit fits that nobody put in; ``unplanned`` has a code of
        ``data.words.UNPLANNED`` and the figures behind it, ``broken`` the reasons of the sites
        that would have kept the promise, and the repairs that were tried and work.
    """
    plan, board = settled(problem, plan)
    gains = Gains(problem, plan)
    found = [_left_out(board, gains, site) for site in board.tried.sites]
    left = {one.site: one for one in (*found, *board.barred)}
    asked = wanted(problem, plan)
    repairs = Repairs(board, [site for site in board.tried.sites if site.id in asked]).found()
    return replace(
        plan,
        unplanned=tuple(left[one.site] for one in plan.unplanned),
        broken=tuple(_explained(problem, one, left, repairs) for one in plan.broken),
    )


def _left_out(board: Board, gains: Gains, site: ProblemSite) -> Unplanned:
    """
    Find the first rule that keeps every shift from a site, or what is in its way.

    Where those who may go have no hour for it, and somebody who may not go has, the rule that
    keeps that shift away is the reason.
    """
    shifts = board.shifts_of(site)
    able = [shift for shift in shifts if shift.refuses(site) is None]
    if not able and shifts:
        return _refused(site, shifts)
    reached = [shift for shift in able if board.is_reached(site, shift)]
    if able and not reached:
        return Unplanned(site.id, "unreachable", {"shifts": len(able)})
    if not any(board.is_open(site, shift) for shift in reached):
        fitting = [s for s in shifts if s not in able and board.is_open(site, s)]
        if fitting:
            return _refused(site, fitting, able=len(reached))
        detail = {"windows": [list(window) for window in site.windows], "shifts": len(reached)}
        if any(_meets(window, shift) for window in site.windows for shift in reached):
            detail["short"] = True
        return Unplanned(site.id, "closed_all_week", detail)
    swap = board.swaps.get(site.id)
    if swap is None:
        return Unplanned(site.id, "lost_to_better", board.blocked(site))
    detail = board.figures(swap) | {"gain": round(gains.soft(swap), 3)}
    return Unplanned(site.id, "lost_to_better", detail)


def _meets(window: tuple[int, int], shift: ProblemShift) -> bool:
    """Tell whether a shift is at work while the site is open, however little."""
    return window[0] < shift.end_s and shift.start_s < window[1]


def _refused(site: ProblemSite, shifts: Sequence[ProblemShift], *, able: int = 0) -> Unplanned:
    """
    Name the rule that comes closest to letting somebody go: the last one that anyone meets.

    ``able`` counts the shifts at other hours that may go: what these lack, "nobody" would deny.
    """
    elsewhere = {"able": able} if able else {}
    skilled = [shift for shift in shifts if site.needs <= shift.skills]
    if not skilled:
        lacking = sorted(site.needs - {skill for shift in shifts for skill in shift.skills})
        return Unplanned(
            site.id, "no_skilled_team", {"needs": lacking or sorted(site.needs)} | elsewhere
        )
    most = max(shift.card_holders for shift in skilled)
    if most < site.card_holders:
        figures = {"card_holders": site.card_holders, "most": most}
        return Unplanned(site.id, "no_card_holders", figures | elsewhere)
    barred = [shift.id for shift in skilled if shift.refuses(site) == "forbidden"]
    if barred:
        return Unplanned(site.id, "forbidden", {"shifts": barred})
    only = [shift.id for shift in skilled if shift.refuses(site) == "home_village_only"]
    return Unplanned(site.id, "home_village_only", {"village": site.village, "only": only})


def _explained(
    problem: Problem,
    one: BrokenPromise,
    left: Mapping[str, Unplanned],
    repairs: Mapping[str, tuple[Repair, ...]],
) -> BrokenPromise:
    kind, _, name = one.promise.partition(":")
    if kind != "cover":
        listed = [repair.listed() for repair in repairs.get(name, ())]
        return BrokenPromise(
            one.promise, {"reason": left[name].reason, **left[name].detail, "repairs": listed}
        )
    cover = next(cover for cover in problem.cover if cover.name == name)
    return BrokenPromise(one.promise, _cover_detail(cover, left, repairs))


def _cover_detail(
    cover: Cover, left: Mapping[str, Unplanned], repairs: Mapping[str, tuple[Repair, ...]]
) -> dict[str, Any]:
    missed = [left[site] for site in cover.sites if site in left]
    counts: dict[str, int] = {}
    for one in missed:
        counts[one.reason] = counts.get(one.reason, 0) + 1
    found = sorted(
        (repair for one in missed for repair in repairs.get(one.site, ())),
        key=lambda repair: repair.dearness,
    )
    return {
        "at_least": cover.at_least,
        "visited": len(cover.sites) - len(missed),
        "reasons": counts,
        "repairs": [repair.listed() for repair in found],
    }


class Trial:
    """A problem in which single routes are tried, with nothing else planned."""

    def __init__(self, problem: Problem, plan: Plan | None) -> None:
        self.problem = problem
        self._hours = Hours(problem, plan)

    def follows(self, shift: ProblemShift, stops: Sequence[ProblemSite]) -> bool:
        """Test whether a shift can make these visits in this order, at the earliest each."""
        return timetable(self.problem, shift, stops, hours=self._hours.of) is not None
