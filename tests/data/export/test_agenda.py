"""A week as a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar

from data.export.agenda import write_calendar
from data.export.table import plain_text
from tests.data.export.goods import FACTS, ODD_NAMES
from tests.maps.town import week

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from data.sheets import WeekSheet


def written(folder: Path, plan: WeekSheet) -> bytes:
    """Write a calendar and give its bytes."""
    write_calendar(folder / "a.ics", plan, FACTS, lang="zh")
    return (folder / "a.ics").read_bytes()


def events(content: bytes) -> list[Any]:
    """Read the events as a calendar program does."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_lines_are_as_the_standard_asks(tmp_path: Path) -> None:
    """RFC 5545, 3.1: at most 75 octets, CR LF at the end of each, also in Chinese."""
    content = written(tmp_path, week())
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    content.decode("utf-8")


def test_every_stop_is_an_event_with_time_and_place(tmp_path: Path) -> None:
    """08:10 on Monday in China is 00:10 UTC; a service takes twenty minutes."""
    found = events(written(tmp_path, week()))
    assert len(found) == 5
    first = found[0]
    assert first.decoded("dtstart").astimezone(UTC) == datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(minutes=20)
    assert first["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (first["geo"].latitude, first["geo"].longitude) == (35.5005, 115.003)
    assert str(first["location"]) == "西村 幸福路1号 第1厂"
    assert "整改到期" in str(first["description"])


def test_the_zone_of_the_times_is_in_the_file(tmp_path: Path) -> None:
    """A phone abroad, or an old program, does not know Asia/Shanghai by name."""
    (zone,) = Calendar.from_ical(written(tmp_path, week())).walk("VTIMEZONE")
    (standard,) = zone.walk("STANDARD")
    assert str(zone["tzid"]) == "Asia/Shanghai"
    assert standard["tzoffsetto"].td == timedelta(hours=8)


def test_an_alarm_rings_half_an_hour_before_the_shift(tmp_path: Path) -> None:
    """The shift begins at 08:00, the first stop at 08:10: 40 minutes before; no other rings."""
    found = events(written(tmp_path, week()))
    alarms = [event.walk("VALARM") for event in found]
    assert [len(listed) for listed in alarms] == [1, 0, 0, 1, 0]
    assert alarms[0][0].decoded("trigger") == timedelta(minutes=-40)


def test_a_newer_plan_takes_the_place_of_the_older_in_the_calendar(tmp_path: Path) -> None:
    """Same team and site: same event, higher sequence; every event has an id of its own."""
    first = events(written(tmp_path, week()))
    plan = replace(week(), version=2, plan_id="another")
    second = events(written(tmp_path, plan))
    ids = [str(event["uid"]) for event in first]
    assert len(set(ids)) == 5
    assert ids == [str(event["uid"]) for event in second]
    assert {int(event["sequence"]) for event in first} == {0}
    assert {int(event["sequence"]) for event in second} == {1}


def test_equal_weeks_are_equal_files(tmp_path: Path) -> None:
    """No clock of the machine in it: the stamp is the day of the data."""
    assert written(tmp_path, week()) == written(tmp_path, week())
    assert events(written(tmp_path, week()))[0].decoded("dtstamp") == datetime(
        2026, 11, 22, tzinfo=UTC
    )


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """A name with a line break must not begin a property of its own."""
    evil = "x\r\nATTACH:http://example.org/\r\nEND:VEVENT"
    for name in (*ODD_NAMES, evil):
        found = events(written(tmp_path, week((name,))))
        assert len(found) == 5
        assert not any("attach" in event for event in found)
        shown = plain_text(f"1. {name} · 一队").replace("\r\n", "\n")
        assert str(found[0]["summary"]).replace("\r", "") == shown.replace("\r", "")
