"""What an office must know this morning, read from few rows of the store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from data.units import next_week, week_monday, week_of
from service.pipeline.ledgers.questions import open_questions
from service.pipeline.plans.daysoff import week_off
from service.pipeline.plans.publishing import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.store import Store
    from data.words import Lang

_HOT = ("hot90", "hot95", "hot99")
_MOST_NAMED = 5
_WORKDAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekStand:
    """
    How far a week's plan is: ``none``, ``draft``, ``published`` or ``changed`` since then.

    Attributes
    ----------
    promises, broken
        Promises that the reader may see, and those of them that are broken. Of none that is seen
        nothing can be said: not even that all are kept.
    """

    week: str
    state: str
    versions: int
    promises: int
    broken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """Visits of a month so far, how many found something, findings struck off, not voided."""

    month: str
    visits: int
    finds: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoute:
    """One route of a team today: its id, when it begins, how many stops."""

    route_id: str
    begins: str
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A team that is away: on weekdays of every week (0 is Monday), or on days of one week."""

    name: str
    week: str
    weekdays: tuple[int, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """Which of the first steps were taken."""

    ledgers: bool
    roads: bool
    score: bool
    hotspots: bool
    plan: bool

    @property
    def are_done(self) -> bool:
        """Tell whether the office is past its beginnings."""
        return self.ledgers and self.roads and self.hotspots and self.plan


def beginnings(town: Store, weeks: Sequence[WeekStand]) -> Beginnings:
    """Find out what a new office did already."""
    settings = town.settings()
    has_hotspots = "cell_kind" in settings
    teams = town.rows("team")
    return Beginnings(
        ledgers=bool(teams) or "last_site" in settings,
        roads="roads" in settings,
        score=has_hotspots or _has_scores(town, settings),
        hotspots=has_hotspots,
        plan=any(stand.versions for stand in weeks) or _was_planned(town),
    )


def _has_scores(town: Store, settings: Mapping[str, str]) -> bool:
    """Look at the newest site's score and the oldest one's: a town is scored whole."""
    ids = ["S00001", settings.get("last_site", "S00001")]
    return bool(town.rows("score", where={"site_id": ids}))


def _was_planned(town: Store) -> bool:
    """Look for a plan of any week: the first one need not be of this week or the next."""
    return bool(town.rows("plan", columns=("plan_id",)))


def week_stands(town: Store, day: date) -> tuple[WeekStand, WeekStand]:
    """Say how far the plans of this week and the next are."""
    week = week_of(day)
    return _stand(town, week), _stand(town, next_week(week))


def _stand(town: Store, week: str) -> WeekStand:
    versions = {row["plan_id"]: row["version"] for row in _versions(town, week)}
    if not versions:
        return WeekStand(week=week, state="none", versions=0, promises=0, broken=0)
    given = published(town, week)
    newest = max(versions, key=lambda plan: int(versions[plan]))
    state = "draft" if given is None else "published" if given == newest else "changed"
    promises = town.rows("promise", where={"plan_id": [given or newest]})
    broken = sum(not row["kept"] for row in promises)
    return WeekStand(
        week=week, state=state, versions=len(versions), promises=len(promises), broken=broken
    )


def _versions(town: Store, week: str) -> list[dict[str, Any]]:
    return town.rows("plan", where={"week": [week]}, columns=("plan_id", "version"))


def absences(town: Store, weeks: Sequence[str]) -> list[Away]:
    """List the teams that are away: on weekdays of every week, on days of these weeks."""
    dated = {week: week_off(town, week) for week in weeks}
    found = []
    for row in town.rows("team"):
        days = row["absent_days"]
        listed = json.loads(days) if isinstance(days, str) else days or []
        name, team = str(row["name"]), row["team_id"]
        if listed:
            every = tuple(int(one) for one in listed)
            found.append(Away(name=name, week=weeks[0], weekdays=every, days=()))
        for week, off in dated.items():
            if team in off:
                days_of = tuple(sorted(off[team]))
                found.append(Away(name=name, week=week, weekdays=(), days=days_of))
    return found


def month_figures(town: Store, day: date) -> MonthFigures:
    """Count what was done this month, up to today."""
    days = [day.replace(day=1) + timedelta(days=n) for n in range(day.day)]
    texts = [one.isoformat() for one in days]
    visits = town.rows("inspection", where={"day": texts}, columns=("result",))
    ended = town.rows("finding", where={"closed": texts}, columns=("voided",))
    return MonthFigures(
        month=f"{day:%Y-%m}",
        visits=sum(row["result"] != "skipped" for row in visits),
        finds=sum(row["result"] in {"finding", "illegal"} for row in visits),
        closed=sum(row["voided"] is None for row in ended),
    )


def own_routes(town: Store, team_id: str, day: date) -> list[OwnRoute]:
    """List a team's routes of today in the plan that was published."""
    plan = published(town, week_of(day))
    if plan is None:
        return []
    rows = town.rows("route", where={"plan_id": [plan], "team_id": [team_id]})
    today = [row for row in rows if _day(row["day"]) == day]
    monday_s = (day - week_monday(week_of(day))).days * 86_400
    return [
        OwnRoute(
            route_id=row["route_id"],
            begins=_clock(int(row["start_s"]) - monday_s),
            stops=len(town.rows("stop", where={"route_id": [row["route_id"]]})),
        )
        for row in sorted(today, key=lambda row: int(row["start_s"]))
    ]


def hot_cells(town: Store) -> dict[str, list[dict[str, Any]]]:
    """List cells: where to look next, hot ones, those new and those fading."""
    cells = town.rows("cell")
    ranked = sorted(
        (cell for cell in cells if cell["next_place"]), key=lambda cell: int(cell["next_place"])
    )
    return {
        "next": ranked[:_MOST_NAMED],
        "hot": [cell for cell in cells if cell["class"] in _HOT],
        "new": [cell for cell in cells if cell["trend"] == "new"],
        "fading": [cell for cell in cells if cell["trend"] == "fading"],
    }


def count_questions(town: Store) -> int:
    """Count what waits for an answer."""
    return len(open_questions(town))


def named_days(days: Iterable[int], lang: Lang) -> str:
    """
    Name days of the week.

    Examples
    --------
    >>> named_days((0, 4), "zh"), named_days((4,), "en")
    ('周一、周五', 'Fri')
    """
    names = ("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    known = [day for day in days if 0 <= day < _WORKDAYS]
    if lang == "zh":
        return "、".join(f"周{names[0][day]}" for day in known)
    return ", ".join(names[1][day] for day in known)


def _day(value: object) -> date | None:
    """Read a day as either database gives it."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}"
