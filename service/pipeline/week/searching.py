"""A search run: watched, stopped by hand, in one process or in several."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from planning.engine import Figures, solve
from planning.engine.bound import BOUND_STEPS
from planning.engine.driver import FIRST_NOTE
from planning.problem import Problem, ProblemShift, ProblemSite
from planning.worth import plan_worth
from service.pipeline.processes import in_processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.model import Plan
    from data.ports import Progress
    from planning.engine import SearchParams
    from service.pipeline.processes import Desk
    from service.pipeline.week.search import Search

_SHOWN_EVERY_S = 0.25


def run_search(
    problem: Problem,
    search: Search,
    *,
    progress: Progress | None = None,
    params: SearchParams | None = None,
    start: Plan | None = None,
    explain: bool = True,
) -> Plan:
    """
    Search for a plan as the caller wants it.

    Parameters
    ----------
    problem
        What may be visited, by whom.
    search
        Seed, limits, number of processes, who may stop it, and how its figures are told.
    progress
        Told how far the search has come, with its figures as the note.
    params, start, explain
        As ``planning.engine.solve`` has them.

    Returns
    -------
    plan
        Its ``run`` says what the caller cannot know: ``stopped`` is 1 where the search was ended by
        hand; of several processes, ``processes`` is how many were asked for, and ``lost`` how many
        died. The seed is the one asked for, and the moves are those of the search that won.
    """
    with search.stopping() as stop:
        job = _Job(
            problem,
            search.iterations,
            search.limit_s,
            search.clock,
            params,
            start,
            explain,
            BOUND_STEPS if search.is_bounded else 0,
        )
        if search.processes == 1:
            screen = _Screen(search, progress)
            watch = screen.watch if screen.is_seen else None
            plan = job.done(search.seed, progress=screen.show, stop=stop, watch=watch)
        else:
            plan = _best_of_many(job, search, progress, stop)
        return told_stopped(plan, stop)


def told_stopped(plan: Plan, stop: Callable[[], bool]) -> Plan:
    """Mark a plan whose search was ended by hand."""
    return replace(plan, run={**plan.run, "stopped": 1.0}) if stop() else plan


def how_searched(plan: Plan) -> dict[str, int]:
    """Give what a stored plan says of its search beside seed and limits; mostly nothing."""
    return {name: int(plan.run[name]) for name in ("processes", "stopped") if name in plan.run}


@dataclass(frozen=True, slots=True)
class _Job:
    """What every process is given: all but the seed and who listens."""

    problem: Problem
    iterations: int | None
    limit_s: float | None
    clock: Callable[[], float]
    params: SearchParams | None
    start: Plan | None
    explain: bool
    bound_steps: int

    def done(
        self,
        seed: int,
        *,
        progress: Progress,
        stop: Callable[[], bool],
        watch: Callable[[Callable[[], Figures]], None] | None,
    ) -> Plan:
        return solve(
            self.problem,
            seed=seed,
            iterations=self.iterations,
            time_limit_s=self.limit_s,
            clock=self.clock,
            params=self.params,
            start=self.start,
            explain=self.explain,
            progress=progress,
            stop=stop,
            watch=watch,
            bound_steps=self.bound_steps,
        )


@dataclass(slots=True)
class _Screen:
    """The bar of a search with its figures beside it, refreshed a few times a second."""

    search: Search
    progress: Progress | None
    note: str = ""
    begun_s: float = 0.0
    shown_s: float = -1e9
    figures: dict[int, Figures] = field(default_factory=dict)

    def show(self, done: float, total: float, note: str = "") -> None:
        self.note = note or self.note
        if self.progress is not None:
            self.progress(done, total, self.note)

    def watch(self, look: Callable[[], Figures]) -> None:
        if self.is_due():
            self.hear(0, look())

    @property
    def is_seen(self) -> bool:
        """Say whether anybody sees figures: a bound before the search is for them alone."""
        return self.progress is not None and self.search.told is not None

    def is_due(self) -> bool:
        """Say whether the figures shown are old; never where nobody sees them."""
        if not self.is_seen:
            return False
        now_s = self.search.clock()
        if now_s - self.shown_s < _SHOWN_EVERY_S:
            return False
        self.shown_s = now_s
        return True

    def hear(self, number: int, figures: Figures) -> None:
        """Take the figures of one search; of several, the best plan and the moves of all count."""
        self.figures[number] = figures
        if self.search.told is not None:
            best = min(self.figures.values(), key=lambda one: (one.broken, -one.prize))
            moves = sum(one.moves for one in self.figures.values())
            self.note = self.search.told(replace(best, moves=moves))


def _best_of_many(
    job: _Job, search: Search, progress: Progress | None, stop: Callable[[], bool]
) -> Plan:
    """
    Search in several processes; the best plan counts, of equal ones that of the first seed.

    Where steps are counted, what a dead process had is searched here, so that the plan repeats;
    under a time limit the others are enough.
    """
    screen = _Screen(search, progress)
    screen.show(0, search.processes, FIRST_NOTE)
    make_ready()
    answers = in_processes(
        partial(_searched, job),
        [seed_of(search.seed, number) for number in range(search.processes)],
        workers=search.processes,
        progress=screen.show,
        stop=stop,
        heard=screen.hear,
        again=search.iterations is not None,
    )
    plans = list(answers.results.values())
    if not plans:
        quiet = _Screen(search, progress)
        plans = [job.done(search.seed, progress=quiet.show, stop=stop, watch=quiet.watch)]
    best = max(plans, key=lambda plan: plan_worth(job.problem, plan))
    run = {**best.run, "processes": float(search.processes), "lost": float(len(answers.lost))}
    return replace(best, seed=search.seed, run=run)


def seed_of(seed: int, number: int) -> int:
    """
    Give the seed of the search with a number; the first has the seed itself.

    Examples
    --------
    >>> seed_of(7, 0)
    7
    """
    if number == 0:
        return seed
    return int.from_bytes(sha256(f"{seed} {number}".encode()).digest()[:4], "big")


def _searched(job: _Job, seed: int, desk: Desk) -> Plan:
    """Search in a process of its own."""

    def watch(look: Callable[[], Figures]) -> None:
        if desk.is_due():
            desk.tell(look())

    return job.done(seed, progress=desk.progress, stop=desk.stop, watch=watch)


def make_ready() -> None:
    """Compile what a search needs, so that several processes do not each compile it."""
    site = ProblemSite(id="a", node=0, service_s=60, prize=1.0)
    shift = ProblemShift(id="a", team="a", start_s=0, end_s=3600, node=0)
    nowhere = np.zeros((1, 1), dtype=np.int32)
    solve(Problem(sites=(site,), shifts=(shift,), duration_s=nowhere), seed=0, iterations=1)
