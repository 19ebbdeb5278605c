"""What a team's link shows: its shifts of the published plan, and whose days may be seen."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from maps.pages import DayCard, Served
from maps.pages.route import ROUTE_SERVED
from maps.shipped import shipped_text
from service.access.clock import office_day
from service.pipeline.pages.front import route_file
from service.pipeline.plans.publishing import publications
from service.pipeline.rules.ruling import rules_in_force
from service.version import program_version
from service.web.kept import kept
from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Request

    from data.store import Store
    from service.access.clock import Clock
    from service.access.teamlinks import Link

_MARK = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWeek:
    """
    What a link shows at a moment.

    Attributes
    ----------
    publication_id, plan_id
        What was published; empty where nothing is.
    cards
        The team's shifts in order; those that may not be seen yet have no address.
    """

    publication_id: str
    plan_id: str
    cards: tuple[DayCard, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        """Name the pages that may be seen."""
        return tuple(card.href for card in self.cards if card.href)

    def route(self, name: str) -> str | None:
        """Say which shift a page is of; ``None`` where there is no such page, or not yet."""
        return next((card.route for card in self.cards if name and card.href == name), None)


NOTHING_SHOWN = ShownWeek(publication_id="", plan_id="", cards=())


def shown_now(request: Request, store: Store, link: Link) -> ShownWeek:
    """Find what a link shows, as ``shown_week``; read anew only where something has changed."""
    clock = office_of(request).clock
    asked = ("shown", link.link_id, link.standing(clock()), office_day(clock))
    return kept(request, store, asked, lambda tables: shown_week(tables, link, clock=clock))


def shown_week(store: Store, link: Link, *, clock: Clock) -> ShownWeek:
    """
    Find what a link shows.

    Where the office's rules keep places out of what leaves it before the day
    (``notice.calendar_names``), a later day has its hours and no page.
    """
    if link.standing(clock()) != "open":
        return NOTHING_SHOWN
    standing = next((one for one in publications(store, link.week) if not one.withdrawn), None)
    if standing is None:
        return NOTHING_SHOWN
    seen_until = date.max if _names_places(store) else office_day(clock)
    return ShownWeek(
        publication_id=standing.publication_id,
        plan_id=standing.plan_id,
        cards=_cards(store, standing.plan_id, link.team_id, seen_until=seen_until),
    )


def _names_places(store: Store) -> bool:
    return rules_in_force(store).rules.notice.calendar_names


def _cards(store: Store, plan_id: str, team_id: str, *, seen_until: date) -> tuple[DayCard, ...]:
    routes = store.rows("route", where={"plan_id": [plan_id], "team_id": [team_id]})
    keys = [str(route["route_id"]) for route in routes]
    stops = store.rows("stop", where={"route_id": keys}) if keys else []
    counts = Counter(stop["route_id"] for stop in stops)
    way_m = {route["route_id"]: float(route["back_m"] or 0) for route in routes}
    for stop in stops:
        way_m[stop["route_id"]] += float(stop["leg_m"])
    cards = []
    for route in sorted(routes, key=lambda one: (one["start_s"], one["shift"])):
        day = _day(route["day"])
        name = route_file({"day": day, "shift": route["shift"]})
        cards.append(
            DayCard(
                href=name if day <= seen_until else "",
                plan=plan_id,
                route=route["shift"],
                day=day,
                start_s=int(route["start_s"]),
                end_s=int(route["end_s"]),
                stops=counts[route["route_id"]],
                distance_m=way_m[route["route_id"]],
            )
        )
    return tuple(cards)


def _day(value: object) -> date:
    """Read a day as either database gives it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def served_by(link: Link, shown: ShownWeek, *, clock: Clock) -> Served:
    """Say what the pages of a link know of the service; the version changes with what they hold."""
    told = (link.link_id, link.standing(clock()), shown.publication_id, _program())
    version = hashlib.sha256("\n".join(told).encode()).hexdigest()[:_MARK]
    return Served(version=version, week=link.week, team=link.team_id)


@cache
def _program() -> str:
    """Name the program that draws the pages: a phone takes them anew after an update."""
    scripts = "\n".join(map(shipped_text, (*ROUTE_SERVED, "days.js", "served.css", "route.css")))
    return program_version() + hashlib.sha256(scripts.encode()).hexdigest()
