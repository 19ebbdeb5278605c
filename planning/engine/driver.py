"""From a problem to a plan: lay out, search until the budget is spent, set the times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError
from data.model import BrokenPromise, Plan, Unplanned
from planning.engine.bound import BOUND_STEPS, prize_bound
from planning.engine.dice import seeded
from planning.engine.figures import figures_of
from planning.engine.route import empty_tour
from planning.engine.run import Routes, Run, SearchParams
from planning.engine.schedule import timetable
from planning.engine.scratch import scratch_for
from planning.engine.search import BEGIN
from planning.engine.start import begin, check_frozen
from planning.engine.starts import starts_for
from planning.engine.week import NEVER, lay_out, most_stops
from planning.promises import broken_promises
from planning.reasons import with_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.ports import Progress
    from planning.engine.figures import Figures
    from planning.engine.week import Week
    from planning.problem import Problem

DEFAULT_ITERATIONS = 50_000
FIRST_NOTE = "准备排程，首次运行需编译 / getting ready; the first run compiles"
"""Told before the search: a fresh install compiles for some seconds, and nobody should wonder."""
_CHUNK = 256
_LATE_S = 0.1
"""A chunk is halved when it takes longer than this, so that a time limit is kept."""
_PROBE_SHARE = 0.02
"""After this share of a time limit it is known how many moves it allows, and so how many starts."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is told how far the search is, who may look at its figures, and who may end it."""

    progress: Progress | None
    stop: Callable[[], bool] | None
    watch: Callable[[Callable[[], Figures]], None] | None
    look: Callable[[], Figures]

    def has_enough(self, done: float, total: float) -> bool:
        """Tell how much is spent; say whether somebody wants the search to end."""
        if self.progress is not None:
            self.progress(done, total)
        if self.watch is not None:
            self.watch(self.look)
        return self.stop is not None and self.stop()


def solve(  # noqa: PLR0913  # a budget has two forms
    problem: Problem,
    *,
    seed: int,
    iterations: int | None = None,
    time_limit_s: float | None = None,
    clock: Callable[[], float] | None = None,
    progress: Progress | None = None,
    params: SearchParams | None = None,
    start: Plan | None = None,
    stop: Callable[[], bool] | None = None,
    watch: Callable[[Callable[[], Figures]], None] | None = None,
    bound_steps: int | None = BOUND_STEPS,
    explain: bool = True,
) -> Plan:
    """
    Plan a week.

    Parameters
    ----------
    problem
        What may be visited, by whom.
    seed
        Any integer; with the same seed and ``iterations`` the plan is the same, byte for byte.
    iterations
        Number of moves, >= 0. 50,000 if neither this nor ``time_limit_s`` is given.
    time_limit_s
        Seconds of search, > 0; reckoned with ``clock``. The plan need not repeat.
    clock
        Gives seconds that only grow, such as ``time.perf_counter``; needed for a time limit.
    progress
        Is told how much of the budget is spent; first 0 with ``FIRST_NOTE``.
    params
        How the search cools down.
    start
        A plan to begin with, of this problem or of one like it; what it holds that no longer
        keeps the rules is left out. The result is never worse than what is left of it.
    stop
        Asked every few hundred moves; once it says yes, the best plan so far is the answer.
    watch
        Called as often, with a function that gives the figures of the best plan so far.
    bound_steps
        How much work is put into the plan's bound, >= 0; see ``prize_bound``. Where plans follow
        each other quickly, 0 saves up to two seconds each; ``None`` reckons no bound at all, and
        the plan has its own prize in place of one.
    explain
        Whether to try each site left out and say why. Without, every reason is ``lost_to_better``
        without figures; of many plans, only the one that is taken need be explained, by
        ``with_reasons``.

    Returns
    -------
    plan
        Feasible by every rule; promises that cannot be kept are in ``broken``, every site that
        is not visited is in ``unplanned``.

    Raises
    ------
    ConfigError
        If the budget is not one of the two, or out of range, or a time limit has no clock.
    ProblemError
        If frozen stops cannot be made at their times, or ranks are too many to keep apart.
    """
    limit = _budget(iterations, time_limit_s, clock)
    asked, problem = problem, _neighbourly(problem)
    week = lay_out(problem)
    tour = empty_tour(week, most_stops(week))
    if progress is not None:
        progress(0, max(time_limit_s or limit, 1), FIRST_NOTE)
    scratch = scratch_for(tour)
    begin(problem, week, tour, scratch, start)
    opening = Routes.best_of(scratch)
    run = Run(week, tour, scratch, seeded(seed), params or SearchParams(), opening, opening)
    run.perform(BEGIN)
    check_frozen(problem, tour)
    most = partial(_most, week, bound_steps)
    shown = most(kept=True) if watch is not None else None
    if problem.sites and problem.shifts:
        look = partial(figures_of, asked, problem, run, shown or 0.0)
        told = _Told(progress, stop, watch, look)
        if clock is not None and time_limit_s is not None:
            _for_seconds(run, time_limit_s, clock, told)
        else:
            _for_steps(run, limit, told)
        run.close()
    plan, is_whole = _plan(asked, problem, run, seed)
    bound = shown if is_whole and shown is not None else most(kept=is_whole)
    plan = plan if bound is None else replace(plan, bound=bound)
    return with_reasons(asked, plan) if explain else plan


def _most(week: Week, steps: int | None, *, kept: bool) -> float | None:
    """Bound what any plan collects, where a bound is asked for; it costs more than many moves."""
    return None if steps is None else prize_bound(week, promises_kept=kept, steps=steps)


def _budget(
    iterations: int | None, time_limit_s: float | None, clock: Callable[[], float] | None
) -> int:
    if iterations is not None and time_limit_s is not None:
        raise ConfigError(
            "Expected iterations or time_limit_s, got both.",
            zh="迭代次数和时限只能给一个。",
        )
    if iterations is not None and iterations < 0:
        raise ConfigError(
            f"Expected iterations >= 0, got {iterations}.",
            zh=f"迭代次数不能小于 0，现为 {iterations}。",
        )
    if time_limit_s is not None and not 0 < time_limit_s < float("inf"):
        raise ConfigError(
            f"Expected time_limit_s > 0, got {time_limit_s}.",
            zh=f"时限必须大于 0 秒，现为 {time_limit_s}。",
        )
    if time_limit_s is not None and clock is None:
        raise ConfigError(
            "Expected a clock for the time limit, got none.",
            zh="给了时限，却没有给时钟。",
        )
    return DEFAULT_ITERATIONS if iterations is None else iterations


def _for_steps(run: Run, limit: int, told: _Told) -> None:
    starts = starts_for(len(run.week.sites), limit)
    for number in range(starts):
        if number > 0:
            run.restart()
        first, last = limit * number // starts, limit * (number + 1) // starts
        while run.done < last:
            steps = min(_CHUNK, last - run.done)
            made = run.done - first
            run.advance(steps, made / (last - first), (made + steps) / (last - first))
            if told.has_enough(run.done, limit):
                return


def _for_seconds(run: Run, limit_s: float, clock: Callable[[], float], told: _Told) -> None:
    begun_s = clock()
    spent_s, steps, starts, number = 0.0, _CHUNK, 1, 0
    while spent_s < limit_s:
        share = min(spent_s / limit_s * starts - number, 1.0)
        run.advance(steps, share, share)
        before_s, spent_s = spent_s, clock() - begun_s
        steps = max(1, steps // 2) if spent_s - before_s > _LATE_S else steps
        if told.has_enough(min(spent_s, limit_s), limit_s):
            return
        if before_s < _PROBE_SHARE * limit_s <= spent_s:
            starts = starts_for(len(run.week.sites), run.done * limit_s / spent_s)
        due = min(int(spent_s / limit_s * starts), starts - 1)
        if due > number:
            run.restart()
            number = due


def _neighbourly(problem: Problem) -> Problem:
    """
    Put sites in an order in which near ones follow each other: each the nearest one left.

    A move works in one corner of the map: what it reads of the matrix then lies side by side in
    memory.
    """
    nodes = np.array([site.node for site in problem.sites], dtype=np.int64)
    if not len(nodes):
        return problem
    left = np.ones(len(nodes), dtype=bool)
    order = [0]
    left[0] = False
    for _ in range(len(nodes) - 1):
        ways = problem.duration_s[nodes[order[-1]]][nodes]
        order.append(int(np.where(left, ways.astype(np.int64), 1 << 40).argmin()))
        left[order[-1]] = False
    return replace(problem, sites=tuple(problem.sites[number] for number in order))


def _plan(asked: Problem, problem: Problem, run: Run, seed: int) -> tuple[Plan, bool]:
    """Write the plan down; say whether it makes every promised visit that any shift can make."""
    tour = run.tour
    routes = tuple(
        timetable(problem, run.week, shift, tour.stops[shift, : tour.length[shift]].tolist())
        for shift in range(len(problem.shifts))
    )
    visited = {stop.site for route in routes for stop in route.stops}
    broken = broken_promises(asked, visited)
    able = run.week.windows[:, :, 0, 0].min(axis=1, initial=NEVER) < NEVER
    whole = not any(kind != "cover" and able[problem.site_index[name]] for kind, name in broken)
    prize = sum(site.prize for site in asked.sites if site.id in visited)
    plan = Plan(
        routes=routes,
        unplanned=tuple(
            Unplanned(site.id, "lost_to_better") for site in asked.sites if site.id not in visited
        ),
        broken=tuple(BrokenPromise(f"{kind}:{name}") for kind, name in broken),
        prize=prize,
        bound=prize,
        seed=seed,
        iterations=run.done,
    )
    return plan, whole
