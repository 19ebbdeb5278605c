"""A running week before hand changes, from which any choice of them can be tried."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planning.changes.applying import apply_orders
from planning.changes.draft import Draft
from planning.replan import cut_week

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.model import Plan
    from planning.changes.draft import Both
    from planning.changes.order import Order
    from planning.problem import Problem, ProblemSite, Window
    from planning.replan import Moment, Remainder


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """
    The week with some of the changes done.

    Attributes
    ----------
    remainder
        The week cut at the moment, with pins, bans and hours set.
    plan
        The plan in hand, each stop where the changes want it.
    hours
        Windows of visits as they were before somebody set a time for them.
    notes
        What a change left as it was, and why; with the number of the change.
    """

    remainder: Remainder
    plan: Plan
    hours: Mapping[str, tuple[Window, ...]]
    notes: tuple[tuple[int, Both], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """
    A running week before hand changes.

    Attributes
    ----------
    problem
        All that is wanted, every visit included that any change adds.
    former
        Visits that changes add, as they were asked for before; ``None`` where they were not.
    plan
        The plan that was followed until now.
    moment
        When, and what is known then whatever is changed; nobody is away.
    visited
        Places with a visit on record this week; one that is added is wanted all the same.
    hours
        Windows of visits as they were before earlier changes set a time for them.
    names
        What people call sites and shifts.
    """

    problem: Problem
    plan: Plan
    moment: Moment
    former: Mapping[str, ProblemSite | None] = field(default_factory=dict)
    visited: frozenset[str] = frozenset()
    hours: Mapping[str, tuple[Window, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def case(self, orders: Sequence[Order]) -> Case:
        """
        Do some of the changes.

        Parameters
        ----------
        orders
            In the order in which they are to be done.

        Raises
        ------
        ChangeError
            If one of them cannot be.
        """
        added = {order.site for order in orders if order.do == "add"}
        away = {shift for order in orders if order.do == "absent" for shift in order.shifts}
        moment = replace(
            self.moment,
            seen=self.moment.seen | (self.visited - added),
            away=self.moment.away | away,
        )
        problem = _asked(self.problem, self.former, added)
        before = cut_week(problem, self.plan, moment)
        draft = _freed(
            Draft(
                problem=problem,
                plan=self.plan,
                ahead=before.rest,
                begun=frozenset(stop.site for stops in before.begun.values() for stop in stops),
                hours=self.hours,
                names=self.names,
            )
        )
        draft = apply_orders(draft, orders)
        remainder = cut_week(draft.problem, self.plan, moment)
        return Case(remainder=remainder, plan=draft.plan, hours=draft.hours, notes=draft.notes)


def _asked(
    problem: Problem, former: Mapping[str, ProblemSite | None], added: set[str | None]
) -> Problem:
    """Leave out what only changes that are not done would add."""
    undone = {site: one for site, one in former.items() if site not in added}
    if not undone:
        return problem
    sites = tuple(undone.get(site.id, site) for site in problem.sites)
    known = {site.id for site in sites if site is not None}
    return replace(
        problem,
        sites=tuple(site for site in sites if site is not None),
        cover=tuple(
            replace(cover, sites=tuple(site for site in cover.sites if site in known))
            for cover in problem.cover
        ),
    )


def _freed(draft: Draft) -> Draft:
    """Give visits back their hours that nobody can keep any more: a shift is over or away."""
    lost = [
        site
        for site in draft.problem.sites
        if site.id in draft.hours and site.id not in draft.begun and _is_lost(draft, site)
    ]
    for site in lost:
        draft = draft.with_site(replace(site, pin=None, windows=draft.hours[site.id]))
    kept = {one: told for one, told in draft.hours.items() if one not in {s.id for s in lost}}
    return replace(draft, hours=kept)


def _is_lost(draft: Draft, site: ProblemSite) -> bool:
    if site.pin is not None:
        return site.pin not in draft.ahead.shift_index
    return all(draft.obstacle(site, shift.id) is not None for shift in draft.ahead.shifts)
