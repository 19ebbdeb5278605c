"""The first page: what to look at, headline figures, and links to the pages that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.chances import is_chance
from data.schema import as_records
from data.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from data.words import GRADES
from maps.pages import Figure, PageLink
from maps.timeline import is_night
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.plans.deferred import deferred
from service.words import both, say

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from data.ports import Tables

Row = dict[str, Any]
HOTSPOTS, WEEK, ROUTES = "hotspots.html", "week.html", "routes"
BACKTEST = "backtest.html"
MONTHS = "month-*.html"
"""Reports of months; the newest is linked."""


def page_links(
    out: Path, routes: pd.DataFrame, teams: pd.DataFrame, stops: pd.DataFrame
) -> list[PageLink]:
    """
    List the pages that lie below a folder.

    Parameters
    ----------
    out
        The folder.
    routes, teams, stops
        Routes of the newest plan, the teams, and stops; a route's page is linked where its file
        is there, with the number of its stops.
    """
    links = [
        _page_link(name, key)
        for name, key in ((WEEK, "week"), (HOTSPOTS, "hotspots"), (BACKTEST, "backtest"))
        if (out / name).is_file()
    ]
    if reports := sorted(out.glob(MONTHS)):
        links.append(_page_link(reports[-1].name, "month"))
    names, visits = teams["name"].to_dict(), stops["route_id"].value_counts().to_dict()
    for row in as_records(routes):
        href = f"{ROUTES}/{route_file(row)}"
        if (out / href).is_file():
            count = visits.get(row["route_id"], 0)
            links.append(_route_link(href, row, team=str(names[row["team_id"]]), visits=count))
    return links


def _route_link(href: str, route: Row, *, team: str, visits: int) -> PageLink:
    """Name a route by team and day; what the table shows is when it is and how long."""
    day, dark = route["day"].date(), is_night(int(route["start_s"]))
    words = f"{team} {day.isoformat()}"
    return PageLink(
        href=href,
        kind="route",
        zh=words,
        en=words,
        note_zh=f"{'夜 · ' if dark else ''}{visits} 站",
        note_en=f"{'night · ' if dark else ''}{visits} stops",
        team=team,
        day=day,
    )


def _page_link(name: str, key: str) -> PageLink:
    (zh, en), (note_zh, note_en) = both(f"front.{key}"), both(f"front.{key}_note")
    return PageLink(href=name, kind="page", zh=zh, en=en, note_zh=note_zh, note_en=note_en)


def route_file(route: Row) -> str:
    """Name the file of a route so that it sorts by day and can be sent anywhere."""
    shift = "".join(letter if letter.isalnum() else "-" for letter in str(route["shift"]))
    return f"{route['day'].strftime('%Y-%m-%d')}-{shift}.html"


def headline(tables: Tables, plan: Row | None) -> list[Figure]:
    """Choose the four to six figures that a leader asks for first."""
    scores = _standing_scores(tables)
    figures = [
        _figure("sites", len(scores)),
        _figure("red", int((scores["grade"] == "red").sum())),
        _figure("hot", int(tables.read("cell")["class"].str.startswith("hot").sum())),
    ]
    if plan is not None:
        mine = _of_plan(tables, plan)
        hours = (mine["route"]["drive_s"].sum() + mine["route"]["work_s"].sum()) / SECONDS_PER_HOUR
        kept = int(mine["promise"]["kept"].sum())
        figures += [
            _figure("stops", len(mine["stop"])),
            _figure("hours", f"{hours:.0f}"),
            _figure("kept", f"{kept}/{len(mine['promise'])}"),
        ]
    return figures


def _figure(key: str, value: object) -> Figure:
    zh, en = both(f"front.figure_{key}")
    return Figure(value=str(value), zh=zh, en=en)


def _of_plan(tables: Tables, plan: Row) -> dict[str, pd.DataFrame]:
    found = {}
    for name in ("route", "stop", "promise"):
        table = tables.read(name)
        found[name] = table[table["plan_id"] == plan["plan_id"]]
    return found


def look_at(tables: Tables, plan: Row | None) -> list[tuple[str, str]]:
    """Say in a few sentences what deserves attention."""
    sentences = [_riskiest(tables), _hottest(tables)]
    if plan is not None:
        mine = _of_plan(tables, plan)
        broken = int((~mine["promise"]["kept"].astype(bool)).sum())
        sentences.append(both("front.broken" if broken else "front.all_kept", count=broken))
        if later := _put_off(tables, plan):
            sentences.append(both("front.put_off", count=later))
        minutes = mine["route"]["drive_s"].sum() / max(len(mine["stop"]), 1) / SECONDS_PER_MINUTE
        drawn = int(mine["stop"]["why"].str.contains('"random"').sum())
        sentences.append(
            both("front.drawn", drawn=drawn, stops=len(mine["stop"]), minutes=f"{minutes:.0f}")
        )
    return [sentence for sentence in sentences if sentence is not None]


def _put_off(tables: Tables, plan: Row) -> int:
    """Count places that are due by rule, are no promise, and found no room in the week."""
    left = tables.read("unplanned")
    return deferred(as_records(left[left["plan_id"] == plan["plan_id"]]))


def _riskiest(tables: Tables) -> tuple[str, str] | None:
    scored = _standing_scores(tables)
    if not len(scored):
        return None
    top = scored.sort_values("risk", ascending=False, kind="stable").iloc[0]
    grade_zh, grade_en = GRADES[top["grade"]]
    figures = {"name": top["name"], "village": top["village"], "score": f"{100 * top['risk']:.0f}"}
    key = "front.likeliest" if is_chance(str(top["model"])) else "front.riskiest"
    return (
        say(key, "zh", grade=grade_zh, **figures),
        say(key, "en", grade=grade_en, **figures),
    )


def _standing_scores(tables: Tables) -> pd.DataFrame:
    """Join scores with names, without the sites that are gone since they were scored."""
    sites = leave_out_gone(tables.read("site"))[["name", "village"]]
    return tables.read("score").join(sites, how="inner")


def _hottest(tables: Tables) -> tuple[str, str]:
    cells = tables.read("cell")
    hot = cells[cells["class"].str.startswith("hot")]
    few = int((cells["class"] == "few").sum())
    if not len(hot):
        return both("front.no_hot", few=few) if few else both("front.no_hot_at_all")
    return both("front.hot", hot=len(hot), cells=len(cells), few=few)
