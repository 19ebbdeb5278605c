"""A week's plan as a calendar (RFC 5545): one event per stop, with its place and a reminder."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from data.export.facts import fact_text, stamp
from data.export.table import plain_text
from data.export.week import moment, stop_lines, stops_of
from data.units import CHINA_OFFSET, CHINA_ZONE

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Facts
    from data.export.week import TeamDay
    from data.sheets import WeekSheet
    from data.words import Lang

REMINDER_S = 30 * 60
"""Before the start of a shift, when its reminder rings."""
_NO_STANDARD_CHANGE = datetime(1991, 9, 15, 1)  # noqa: DTZ001 - the last clock change, local time


def write_calendar(path: Path, week: WeekSheet, facts: Facts, *, lang: Lang) -> None:
    """
    Write the stops of a week as events; equal input gives equal bytes.

    An event keeps its id through all versions of the week's plan, as long as the same team visits
    the same site; the version is its sequence, so that a newer file takes the place of an older one
    in a calendar. Times are those of China, with their zone in the file; the first stop of every
    shift has an alarm half an hour before the shift begins.

    Parameters
    ----------
    path
        The file, which is overwritten.
    week
        The plan, with those teams that the calendar is for.
    facts
        Written as the description of the calendar.
    lang
        Language of the texts.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//gridpatrol//gridpatrol {facts.version}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", facts.zh if lang == "zh" else facts.en)
    calendar.add("x-wr-caldesc", plain_text(fact_text(facts, lang)))
    calendar.add_component(_zone())
    for event in _events(week, facts, lang):
        calendar.add_component(event)
    path.write_bytes(calendar.to_ical())


def _zone() -> Timezone:
    """Describe the clock of China, which has not been changed since 1991."""
    standard = TimezoneStandard()
    standard.add("dtstart", _NO_STANDARD_CHANGE)
    standard.add("tzoffsetfrom", CHINA_OFFSET)
    standard.add("tzoffsetto", CHINA_OFFSET)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", CHINA_ZONE)
    zone.add_component(standard)
    return zone


def _events(week: WeekSheet, facts: Facts, lang: Lang) -> list[Event]:
    seen: dict[tuple[str, str], int] = {}
    events = []
    for one in stops_of(week):
        visit = (one.route.team, one.stop.site.site_id)
        seen[visit] = seen.get(visit, 0) + 1
        uid = event_id(facts.town, week.week, visit, seen[visit])
        events.append(_event(week, one, facts, uid=uid, lang=lang))
    return events


def event_id(town: str, week: str, visit: tuple[str, str], number: int) -> str:
    """
    Name an event: the same for every version of a week's plan, different between towns.

    Parameters
    ----------
    town, week
        Town and ISO week.
    visit
        Id of the team and of the site.
    number
        1 for the first visit of that team to that site in the week.
    """
    key = "\n".join((town, week, *visit, str(number)))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@gridpatrol"


def _event(week: WeekSheet, one: TeamDay, facts: Facts, *, uid: str, lang: Lang) -> Event:
    stop, site = one.stop, one.stop.site
    starts, ends = moment(week.monday, stop.start_s), moment(week.monday, stop.end_s)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(stamp(facts), time(), tzinfo=UTC))
    event.add("sequence", week.version - 1)
    event.add("class", "CONFIDENTIAL")  # whom a calendar is shared with is told no place
    event.add("dtstart", starts.replace(tzinfo=ZoneInfo(CHINA_ZONE)))
    event.add("dtend", ends.replace(tzinfo=ZoneInfo(CHINA_ZONE)))
    event.add("summary", plain_text(f"{stop.order}. {site.name} · {one.route.team_name}"))
    event.add("location", plain_text(_spoken_place(site.village, site.address, site.name)))
    event.add("geo", (round(site.lat_deg, 6), round(site.lon_deg, 6)))  # RFC 5545: latitude first
    event.add("description", "\n".join(stop_lines(stop, f"{starts:%H:%M}–{ends:%H:%M}", lang)))
    if stop.order == 1:
        event.add_component(_alarm(one, lang))
    return event


def _spoken_place(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _alarm(one: TeamDay, lang: Lang) -> Alarm:
    """Ring half an hour before the shift begins, which is not when the first stop begins."""
    before_s = one.stop.start_s - one.route.start_s + REMINDER_S
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    team, stops = one.route.team_name, len(one.route.stops)
    zh, en = f"{team}今天有 {stops} 个停靠点", f"{team}: {stops} stops today"
    alarm.add("description", plain_text(zh if lang == "zh" else en))
    alarm.add("trigger", timedelta(seconds=-before_s))
    return alarm
