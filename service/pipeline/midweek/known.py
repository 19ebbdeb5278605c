"""What is known in the middle of a planned week: the plan, the records since, roads and wishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson
import pandas as pd

from data.errors import ChangeError, ConfigError, NotFoundError
from data.model import SWEEP
from data.units import week_monday
from geo.card.card import default_card
from geo.town import planning_worth
from planning.added import urgent_days
from planning.changes import Order
from planning.replan import Moment
from service.pipeline.midweek.changing import Resolver
from service.pipeline.midweek.wishes import named_shifts, named_sites
from service.pipeline.places.standing import read_scores, standing_sites
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.plans.planned import read_planned
from service.pipeline.plans.visited import seen_and_undone, sweep_looks
from service.pipeline.roads.checking import lost_sites
from service.pipeline.roads.travel import town_travel
from service.pipeline.rules.ruling import filed_ruling
from service.pipeline.week.sweep import with_sweeps

if TYPE_CHECKING:
    from data.store import Store
    from planning.calendar import Shift
    from planning.rules import Rules
    from service.pipeline.midweek.wishes import Wishes
    from service.pipeline.plans.planned import Planned
    from service.pipeline.roads.travel import Travel
    from service.pipeline.rules.ruling import Ruling
    from service.results.road import LostSite


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Midweek:
    """
    A planned week at a moment.

    Attributes
    ----------
    planned
        The plan in force.
    wishes, moment
        What is to change, and what the records say by then; visits that are on record and who is
        away are left to ``orders``.
    ruling
        The rules that the week was planned by.
    orders
        Every change that is asked for; those of the file first, by their numbers.
    added
        Reasons of visits asked for, by site id.
    sites, teams, scores, past
        Tables: sites that stand, with villages told apart; ``inspection``, ``finding``, ``tip``.
    places
        All sites, those that are gone included.
    shifts
        The plan's shifts.
    seen_on
        Day of a visit on record in this week, by site id.
    travel, lost
        The roads as they are driven from the moment on, and sites that no car reaches.
    """

    planned: Planned
    wishes: Wishes
    moment: Moment
    ruling: Ruling
    orders: tuple[Order, ...]
    added: dict[str, str]
    sites: pd.DataFrame
    places: pd.DataFrame
    teams: pd.DataFrame
    scores: pd.DataFrame
    past: dict[str, pd.DataFrame]
    shifts: tuple[Shift, ...]
    seen_on: dict[str, str]
    travel: Travel
    lost: tuple[LostSite, ...]

    @property
    def rules(self) -> Rules:
        """Return the rules that the week was planned by."""
        return self.ruling.rules


def read_midweek(store: Store, *, week: str, wishes: Wishes) -> Midweek:
    """
    Read all that the rest of a week is planned from, as it is at one moment.

    Raises
    ------
    NotFoundError
        If the week has no plan, or a site or team is unknown.
    ConfigError
        If the moment is not in the week, or the wishes contradict each other or the plan.
    """
    with store.one_moment() as seen:  # a visit recorded halfway would be half known
        return _read(seen, week, wishes)


def _read(store: Store, week: str, wishes: Wishes) -> Midweek:
    planned, from_s = read_planned(store, week), wishes.since_s(week)
    _refuse_other_plan(planned, wishes)
    ruling = filed_ruling(orjson.loads(planned.row["params"]))
    places = with_sweeps(store, store.read("site"))
    rules = ruling.rules
    sites = tell_villages_apart(store, standing_sites(store), "village")
    scores = read_scores(store, sites)
    teams = store.read("team")
    _refuse_vanished(planned, places, teams)
    shifts = planned.shifts(teams, store.read("shift"))
    resolver = Resolver(
        store=store, week=week, from_s=from_s, standing=sites, teams=teams, shifts=shifts
    )
    due_s = urgent_days(shifts, from_s=from_s, rules=rules)
    orders, added = _orders(wishes, resolver, due_s=due_s)
    past = {table: store.read(table) for table in ("inspection", "finding", "tip")}
    visits = pd.concat([past["inspection"], sweep_looks(store)])
    seen_on, undone = seen_and_undone(visits, week_monday(week), until=wishes.since.date())
    ahead = {shift.day for shift in shifts if shift.end_s > from_s}
    travel = town_travel(store, days=ahead)
    return Midweek(
        planned=planned,
        wishes=wishes,
        moment=Moment(
            from_s=from_s,
            undone=undone,
            seen=_no_longer_wanted(planned, places, sites),
        ),
        ruling=ruling,
        orders=orders,
        added=added,
        sites=sites,
        places=places,
        teams=teams,
        scores=scores.assign(worth=planning_worth(scores, default_card())),
        past=past,
        shifts=shifts,
        seen_on=seen_on,
        travel=travel,
        lost=lost_sites(sites, teams, travel, limit_m=rules.reach.walk_m),
    )


def _orders(
    wishes: Wishes, resolver: Resolver, *, due_s: tuple[int, ...]
) -> tuple[tuple[Order, ...], dict[str, str]]:
    """List what file and command line ask for, with the reason of each visit that is added."""
    items = wishes.changes.items
    orders = [resolver.order(item) for item in items]
    added: dict[str, str] = {}
    for item, order in zip(items, orders, strict=True):
        if item.do == "add" and order.site is not None:
            if order.site in added:
                raise ChangeError(
                    item.number, f"{order.site} is added twice", zh=f"{order.site} 增加了两次"
                )
            added[order.site] = item.reason or ""
    typed = named_sites(resolver.store, wishes.add, resolver.standing)
    twice = sorted(added.keys() & typed.keys())
    if twice:
        raise ConfigError(
            f"--add names {twice[0]}, which the change file adds too.",
            zh=f"--add 中的 {twice[0]} 在改动文件里也增加了。",
        )
    more = [("add", site, ()) for site in typed]
    away = named_shifts(wishes, resolver.teams, resolver.shifts)
    typed_orders = [*more, *(("absent", None, shifts) for shifts in away)]
    orders += [
        Order(number=number, do=do, site=site, shifts=shifts)
        for number, (do, site, shifts) in enumerate(typed_orders, start=len(items) + 1)
    ]
    urgent = (replace(one, due_s=due_s) if one.do == "add" else one for one in orders)
    return tuple(urgent), added | typed


def _refuse_other_plan(planned: Planned, wishes: Wishes) -> None:
    """Refuse changes that were written for another plan or week: they would mean other stops."""
    week, plan = wishes.changes.week, wishes.changes.plan
    if week not in (None, planned.week):
        raise ConfigError(
            f"The change file is for {week}, not {planned.week}.",
            zh=f"改动文件是 {week} 的，不是 {planned.week} 的。",
        )
    if plan not in (None, planned.plan_id):
        raise ConfigError(
            f"The change file was written for plan {plan}, and {planned.plan_id} is in force; "
            "look at the newer plan, then take `plan` out of the file.",
            zh=f"改动文件针对计划 {plan}，而现行计划是 {planned.plan_id}；"
            "请先核对新计划，再从文件中删去 plan 一项。",
        )


def _refuse_vanished(planned: Planned, places: pd.DataFrame, teams: pd.DataFrame) -> None:
    """Refuse a plan of places or teams whose rows are no longer there: nobody can measure ways."""
    wanted = [site.id for site in planned.problem.sites]
    lost = [site for site in wanted if site not in places.index]
    lost += [shift.team for shift in planned.problem.shifts if shift.team not in teams.index]
    if lost:
        raise NotFoundError(
            f"Plan {planned.plan_id} names {lost[0]}, which is no longer in the ledger; "
            "plan the week again.",
            zh=f"计划 {planned.plan_id} 中的 {lost[0]} 已不在台账中，请重新编排该周计划。",
        )


def _no_longer_wanted(
    planned: Planned, places: pd.DataFrame, standing: pd.DataFrame
) -> frozenset[str]:
    """List wanted sites that are gone by now."""
    gone = {site for site in places.index if not site.startswith(SWEEP)} - set(standing.index)
    return frozenset(site.id for site in planned.problem.sites if site.id in gone)


def refuse_second_visits(midweek: Midweek, begun: set[str]) -> None:
    """
    Refuse to add what has been visited by the plan, or is about to be.

    Raises
    ------
    ConfigError
        If a site asked for has had its stop, or a team is on its way.
    """
    twice = [site for site in midweek.added if site in begun]
    if twice:
        name = midweek.places["name"][twice[0]]
        raise ConfigError(
            f"--add {twice[0]}: {name} was visited by this plan before "
            f"{midweek.wishes.since:%Y-%m-%d %H:%M}, or a team is on its way there.",
            zh=f"--add {twice[0]}：{midweek.wishes.since:%Y-%m-%d %H:%M} 之前"
            f"本计划已去过{name}，或队伍正在途中。",
        )
