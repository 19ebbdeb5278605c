"""The first page: headline figures, what to look at, and the way to every other page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from maps.pages.frame import PageParts, page
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.sheets import PageFacts
    from data.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """
    One page or file that the first page leads to.

    Attributes
    ----------
    href
        Relative address.
    kind
        ``page`` gets a tile, ``route`` a place in the table by team and day, ``file`` a line.
    zh, en
        What it is called.
    note_zh, note_en
        One sentence on what it shows; may be empty. Of a route: the few words that the table
        shows in its place, such as the number of stops.
    team, day
        Of a route: the team's name and the day.
    """

    href: str
    kind: Literal["page", "route", "file"]
    zh: str
    en: str
    note_zh: str = ""
    note_en: str = ""
    team: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One headline figure: its value as text, and what it counts, in both languages."""

    value: str
    zh: str
    en: str


def index_page(
    facts: PageFacts,
    links: Sequence[PageLink],
    headline: Sequence[Figure],
    *,
    look_at: Sequence[tuple[str, str]] = (),
    lang: Lang = "zh",
) -> str:
    """
    Write the first page.

    Parameters
    ----------
    facts
        What header and footer say.
    links
        Pages and files, in the order to show them.
    headline
        Four to six figures.
    look_at
        A few sentences on what deserves attention, each as (Chinese, English).
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything.
    """
    zh, en = filled("index.title")
    routes = [link for link in links if link.kind == "route"]
    parts = PageParts(
        template="index.html",
        title=(f"{facts.town} · {zh}", f"{facts.town} · {en}"),
        scripts=("index.js",),
        styles=("index.css",),
        help="index",
        values={
            "headline": headline,
            "look_at": look_at,
            "tiles": [link for link in links if link.kind == "page"],
            "files": [link for link in links if link.kind == "file"],
            "days": sorted({link.day for link in routes if link.day is not None}),
            "teams": list(dict.fromkeys(link.team for link in routes)),
            "by_team_and_day": _by_team_and_day(routes),
        },
    )
    return page(parts, facts=facts, lang=lang)


def _by_team_and_day(routes: Sequence[PageLink]) -> dict[tuple[str, date | None], list[PageLink]]:
    """Gather links: a team may have a day and a night shift on one day."""
    gathered: dict[tuple[str, date | None], list[PageLink]] = {}
    for link in routes:
        gathered.setdefault((link.team, link.day), []).append(link)
    return gathered
