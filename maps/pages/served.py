"""Pages that a service hands to a team's phone: what they know of it, and the page of the days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from data.units import clock
from maps.escaping import plain
from maps.pages.frame import PageParts, page
from maps.words import filled

if TYPE_CHECKING:
    from datetime import date, datetime

    from data.sheets import PageFacts
    from data.words import Lang

SERVED_SCRIPTS = ("outbox.js", "uploads.js", "served.js")
DaysState = Literal["open", "unpublished", "sending", "ended", "revoked"]
"""Routes are shown; none is published; only results are taken; over by time; taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """
    What a page knows of the service that hands it out; addresses are relative to the page.

    Attributes
    ----------
    version
        Changes when phones should take the pages anew.
    week, team
        The week, and the id of the team whose records the service takes.
    """

    version: str
    week: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCard:
    """
    One shift of a team as the page of the days shows it.

    Attributes
    ----------
    href
        Where its page is; empty where the places may not be shown yet.
    plan, route
        Ids, under which the browser keeps records.
    day
        Its date.
    start_s, end_s
        Seconds of the week.
    stops
        How many.
    distance_m
        Metres.
    """

    href: str
    plan: str
    route: str
    day: date
    start_s: int
    end_s: int
    stops: int
    distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysSheet:
    """
    What the first page of a link shows.

    Attributes
    ----------
    cards
        Shifts in order; empty where none may be shown.
    team_name
        What people call the team.
    state
        What the link is good for.
    until
        When it ends; local time.
    """

    cards: tuple[DayCard, ...]
    team_name: str
    state: DaysState
    until: datetime


def served_row(served: Served | None, *, takes: bool = True) -> dict[str, Any]:
    """Give what scripts must know of the service; nothing for a page in a file."""
    if served is None:
        return {}
    facts = {"version": served.version, "week": served.week, "team": served.team, "takes": takes}
    return {"served": facts}


def days_page(days: DaysSheet, served: Served, facts: PageFacts, *, lang: Lang = "zh") -> str:
    """
    Write the first page of a team's link: its days, today's first, or why there are none.

    Parameters
    ----------
    days
        What it shows.
    served
        The service.
    facts
        What header and footer say.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks its service and nobody else.
    """
    zh, en = filled("served.title")
    takes = days.state not in {"ended", "revoked"}
    moment = f"{days.until:%Y-%m-%d %H:%M}"
    parts = PageParts(
        template="days.html",
        title=(f"{plain(days.team_name)} · {zh}", f"{plain(days.team_name)} · {en}"),
        scripts=(*SERVED_SCRIPTS, "days.js"),
        styles=("served.css",),
        served=True,
        values={
            "cards": days.cards,
            "team_name": days.team_name,
            "week": served.week,
            "state": days.state,
            "until": moment,
            "takes": takes,
            "clock": clock,
        },
        held=served_row(served, takes=takes),
    )
    return page(parts, facts=facts, lang=lang)
