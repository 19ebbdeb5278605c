"""A county's week: each part by itself, then neighbours together, then one plan with reasons."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.county.borders import border_rounds
from planning.county.hands import Hands, silent
from planning.county.pieces import Explained, explain_piece, pieces_of, search_piece
from planning.county.standing import Standing
from planning.county.stitching import stitched
from planning.county.times import MeasuredTimes
from planning.county.zones import border_zone, whole_zone
from planning.promises import broken_promises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Plan
    from planning.county.borders import Pair
    from planning.county.cutting import Cut
    from planning.county.near import Near
    from planning.county.parting import Part
    from planning.county.pieces import CountySearch
    from planning.county.zones import Zone
    from planning.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyPlan:
    """
    What the search of a county came to.

    Attributes
    ----------
    plan
        The plan of the whole county.
    parts, rounds
        How it was parted, and the pairs of neighbours in each round over the borders.
    moved
        Visits that a team of another part makes.
    digest
        Fingerprint of the travel times within the parts.
    """

    plan: Plan
    parts: tuple[Part, ...]
    rounds: tuple[tuple[Pair, ...], ...]
    moved: int
    digest: str


def solve_county(
    problem: Problem,
    parts: Sequence[Part],
    *,
    near: Near,
    search: CountySearch,
    hands: Hands | None = None,
) -> CountyPlan:
    """
    Plan a county's week.

    Parameters
    ----------
    problem
        The whole week; its times may be measured as they are needed (``MeasuredTimes``).
    parts
        From ``part_county``.
    near
        The nearest nodes of each node, which tell who is a neighbour and bound the prize.
    search
        Seed, budget, and how much of it borders have.
    hands
        Who works on it; one after another in this process by default.

    Returns
    -------
    planned
        The plan keeps every rule of the whole problem, says of each site left out why (tested
        with the teams of its part), and repeats with seed and iterations. With one part it is the
        plan that ``solve`` finds.

    Raises
    ------
    ProblemError
        If frozen stops cannot be made at their times, or ranks are too many to keep apart.
    """
    hands = hands or Hands()
    rounds = border_rounds(problem, parts, near, most_rounds=search.most_rounds)
    border_share = search.border_share if rounds else 0.0
    work = _Work(search, hands)
    standing = Standing(problem, parts, {})
    towns = [whole_zone(standing, number) for number in range(len(parts))]
    standing, digest = work.searched(standing, towns, share=1.0 - border_share)
    for pairs in rounds:
        if hands.stop is None or not hands.stop():
            zones = [border_zone(standing, pair) for pair in pairs]
            standing, _ = work.searched(standing, zones, share=border_share / len(rounds))
    standing, told = _explained(standing, hands)
    bound = work.bound if len(parts) == 1 else None
    plan = stitched(standing, told, near=near, bound=bound, made=(search.seed, work.moves))
    return CountyPlan(
        plan=plan,
        parts=tuple(parts),
        rounds=rounds,
        moved=_moved(standing),
        digest=digest,
    )


@dataclass(slots=True)
class _Work:
    """The search under way: how many pieces and moves were made, and how much of the budget."""

    search: CountySearch
    hands: Hands
    pieces: int = 0
    moves: int = 0
    spent: float = 0.0
    bound: float = 0.0

    def searched(
        self, standing: Standing, zones: Sequence[Zone], *, share: float
    ) -> tuple[Standing, str]:
        """
        Search some zones that share no shift, each alone, with a share of the budget.

        A zone whose plan would come too close to a visit that another one has made meanwhile is
        searched again, knowing it. The digest is that of the matrices.
        """
        moving = [shift for zone in zones for shift in zone.shifts]
        cuts = [standing.cut(zone, moving=moving) for zone in zones]
        plans = self._plans(standing, cuts, share)
        for zone, cut, found in zip(zones, cuts, plans, strict=True):
            mine, plan = cut, found
            if standing.clashes(plan.routes):
                mine = standing.cut(zone)
                plan = self._plans(standing, [mine], share / len(cuts))[0]
            standing = standing.with_routes(plan.routes)
            self.bound = plan.bound
            _keep_legs(standing.problem, mine, plan)
        self.spent += share
        digest = hashlib.sha256(b"".join(_digest(cut) for cut in cuts)).hexdigest()
        return standing, digest

    def _plans(self, standing: Standing, cuts: Sequence[Cut], share: float) -> list[Plan]:
        begun_all = all(s.id in standing.routes for cut in cuts for s in cut.problem.shifts)
        starts = [standing.part_plan(cut) for cut in cuts] if begun_all else []
        pieces = pieces_of(self.search, cuts, share=share, first=self.pieces, starts=starts)
        begun = self.spent

        def told(done: float, total: float, note: str = "") -> None:
            self.hands.progress(begun + share * done / max(total, 1e-9), 1.0, note)

        plans = self.hands.spread(search_piece, pieces, told)
        self.pieces += len(pieces)
        self.moves += sum(plan.iterations for plan in plans)
        return plans


def _keep_legs(problem: Problem, cut: Cut, plan: Plan) -> None:
    """Keep the ways that are driven: whoever checks or draws the plan asks for them."""
    if isinstance(problem.duration_s, MeasuredTimes):
        problem.duration_s.keep(cut.legs(plan.routes))


def _digest(cut: Cut) -> bytes:
    return hashlib.sha256(memoryview(cut.problem.duration_s)).digest()  # type: ignore[arg-type]  # a cut has a matrix


def _explained(standing: Standing, hands: Hands) -> tuple[Standing, list[Plan]]:
    """
    Say of each part why visits are left out, and make those for which room was found meanwhile.

    Parts are tried side by side. Where what two of them want would break a promise, or come too
    close, the later one is tried again, knowing the earlier.
    """
    cuts = [standing.cut(whole_zone(standing, number)) for number in range(len(standing.parts))]
    asked = [Explained(cut.problem, standing.part_plan(cut)) for cut in cuts]
    told = []
    for number, plan in enumerate(hands.spread(explain_piece, asked, silent)):
        mine, found = cuts[number], plan
        if found.routes != asked[number].plan.routes and _is_spoilt(standing, found):
            mine = standing.cut(whole_zone(standing, number))
            again = Explained(mine.problem, standing.part_plan(mine))
            (found,) = hands.spread(explain_piece, [again], silent)
        standing = standing.with_routes(found.routes)
        _keep_legs(standing.problem, mine, found)
        told.append(found)
    return standing, told


def _is_spoilt(standing: Standing, plan: Plan) -> bool:
    """Tell whether routes break a promise that is kept, or visit a place too soon."""
    problem, after = standing.problem, standing.with_routes(plan.routes)
    before = set(broken_promises(problem, standing.visited()))
    broken = set(broken_promises(problem, after.visited()))
    return not broken <= before or standing.clashes(plan.routes)


def _moved(standing: Standing) -> int:
    """Count the visits that a team of another part makes."""
    problem = standing.problem
    moved = 0
    for part in standing.parts:
        mine = {problem.sites[site].id for site in part.sites}
        routes = [standing.routes[problem.shifts[shift].id] for shift in part.shifts]
        moved += sum(stop.site not in mine for route in routes for stop in route.stops)
    return moved
