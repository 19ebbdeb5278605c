"""One week's routes, filled in page by page, and the files that come of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.loop_parts.answers import Answer, Hazard, Offer, Place, answer
from benchmarks.loop_parts.phone import (
    enter,
    enter_place,
    export,
    new_phone,
    offers,
    open_route,
    take_back,
)
from data.ledger.pagesaid import CHINA
from data.schema import as_records
from data.units import week_monday
from service.pipeline.pages.front import route_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from benchmarks.loop_parts.book import Book
    from data.store import Store

FORMS = ("halves", "rivals", "both", "table", "plain")
"""How the results of a route leave it: a file at noon and one at night, two phones that differ,
JSON and table, a table alone, JSON alone."""
_LATER, _ON_THE_WAY, _HOME = timedelta(minutes=30), timedelta(minutes=40), timedelta(minutes=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One route: where its page is, whose it is, when it comes where, how long it stays."""

    name: str
    page: Path
    team: str
    comes_at: Mapping[str, datetime]
    stays: Mapping[str, timedelta]
    form: str


@dataclass(slots=True)
class Crew:
    """The phones of all teams; each team has its own, and one has a second."""

    browser: Browser
    seed: int
    phones: dict[str, BrowserContext]

    def phone(self, team: str) -> BrowserContext:
        """Give a team's phone, the same in all weeks."""
        if team not in self.phones:
            self.phones[team] = new_phone(self.browser)
        return self.phones[team]


def outings(store: Store, plan_id: str, pages: Path, *, most: int, first: int) -> list[Outing]:
    """
    List the routes of a plan that are driven, in order of day and team.

    Parameters
    ----------
    store
        Holds the plan.
    plan_id
        The plan.
    pages
        Folder that `gridpatrol map routes` drew into.
    most
        How many at most.
    first
        Place in ``FORMS`` of the form of the first; the others follow in turn.
    """
    mine = {"plan_id": [plan_id]}
    monday = week_monday(str(store.read("plan", where=mine)["week"].iloc[0]))
    midnight = datetime.combine(monday, time(), CHINA)
    routes = as_records(store.read("route", where=mine).sort_values(["day", "team_id"]))
    stops = as_records(store.read("stop", where=mine))
    listed: list[Outing] = []
    for route in routes:
        here = [stop for stop in stops if stop["route_id"] == route["route_id"]]
        at = {s["site_id"]: midnight + timedelta(seconds=int(s["start_s"])) for s in here}
        if not at or len(listed) == most:
            continue
        file = pages / "routes" / route_file(route)
        outing = Outing(
            name=file.stem,
            page=file,
            team=str(route["team_id"]),
            comes_at=at,
            stays={s["site_id"]: timedelta(seconds=int(s["end_s"] - s["start_s"])) for s in here},
            form=FORMS[(first + len(listed)) % len(FORMS)],
        )
        listed.append(outing)
    return listed


def fill_week(crew: Crew, driven: list[Outing], book: Book, *, week: str, out: Path) -> list[Path]:
    """Fill in the pages of a week; give the files that were exported."""
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for number, outing in enumerate(driven):
        dice = np.random.default_rng([crew.seed, int(week[-2:]), number])
        page = open_route(crew.phone(outing.team), outing.page, at=min(outing.comes_at.values()))
        try:
            files += _fill(page, outing, book, dice, week=week, out=out)
        finally:
            page.close()
        if outing.form == "rivals":
            files += _contradict(crew, outing, book, week=week, out=out)
    return files


def _fill(
    page: Page, outing: Outing, book: Book, dice: np.random.Generator, *, week: str, out: Path
) -> list[Path]:
    """Enter a route as its form says, and export it."""
    offered = offers(page, outing.comes_at, outing.stays)
    said = _answers(offered, outing, dice, is_undone=outing.form == "halves")
    files, middle = [], len(offered) // 2
    for place, (offer, one) in enumerate(zip(offered, said, strict=True)):
        enter(page, offer.order, one)
        book.enter(week, one)
        if place == middle and outing.form == "halves":
            page.clock.set_fixed_time(one.at + one.stay)
            files.append(export(page, "json", out / f"{outing.name}-noon.json"))
    for offer, one in zip(offered, said, strict=True):
        if one.is_undone:
            take_back(page, offer.order, at=one.at + one.stay + _LATER)
    if outing.form in {"rivals", "plain"}:
        place_found = _place(outing, dice)
        enter_place(page, place_found)
        book.places[week].append(place_found)
    page.clock.set_fixed_time(max(outing.comes_at.values()) + _HOME)
    if outing.form != "table":
        files.append(export(page, "json", out / f"{outing.name}.json"))
    if outing.form in {"both", "table"}:
        files.append(export(page, "csv", out / f"{outing.name}.csv"))
    return files


def _answers(
    offered: list[Offer], outing: Outing, dice: np.random.Generator, *, is_undone: bool
) -> list[Answer]:
    """Draw what is said; the first visit is found to be a mistake, if asked, hazard and all."""
    said = [answer(one, dice, name=f"{outing.name}-{one.order}") for one in offered]
    if not is_undone:
        return said
    for place, one in enumerate(said):
        if _is_look(one):
            hazard = Hazard(what=f"{outing.name}记错的隐患")
            said[place] = replace(one, result="finding", hazards=(hazard,), is_undone=True)
            break
    return said


def _is_look(said: Answer) -> bool:
    return said.result in {"clean", "finding", "illegal"} and not said.site.startswith("sweep:")


def _place(outing: Outing, dice: np.random.Generator) -> Place:
    """Draw a place on the way; every other one has something wrong with it."""
    at = max(outing.comes_at.values()) + _ON_THE_WAY
    hazard = Hazard(what=f"{outing.name}途中隐患", due=at.date() + timedelta(days=9))
    name = f"{outing.name}途中作坊"
    return Place(name=name, at=at, hazard=hazard if dice.integers(2) else None)


def _contradict(crew: Crew, outing: Outing, book: Book, *, week: str, out: Path) -> list[Path]:
    """Let a colleague's phone say something else of the first visit, half an hour later."""
    made = [book.weeks[week].get(site) for site in outing.comes_at]
    looks = sorted((one for one in made if one and _is_look(one)), key=lambda one: one.at)
    if not looks:
        return []
    first = looks[0]
    hazard = Hazard(what=f"{outing.name}同事所见隐患")
    is_clean = first.result == "clean"
    rival = Answer(
        site=first.site,
        at=first.at + _LATER,
        result="finding" if is_clean else "closed",
        hazards=(hazard,) if is_clean else (),
    )
    page = open_route(crew.phone(f"{outing.team}, second"), outing.page, at=rival.at)
    try:
        offered = offers(page, outing.comes_at, outing.stays)
        order = next(o.order for o in offered if o.site == rival.site)
        enter(page, order, rival)
        book.enter(week, rival)
        book.conflicts[week].add(rival.site)
        return [export(page, "json", out / f"{outing.name}-second.json")]
    finally:
        page.close()
