"""The report of a week and the sheets of a day, on a plan small enough to count by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import ConfigError, NotFoundError
from data.reports import said
from data.schema import TABLES, as_table
from service.pipeline.reports.day import day_report
from service.pipeline.reports.week import week_report
from tests.builders import inspections, sites
from tests.service.reports.test_report_month import (
    Town,
    figure,
    finding,
    plain,
    score,
    table,
    visit,
)

if TYPE_CHECKING:
    import pandas as pd

WEEK = "2026-W47"
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
PLAN = {
    "plan_id": "P1",
    "week": WEEK,
    "version": 1,
    "as_of": date(2026, 11, 15),
    "seed": 1,
    "iterations": 1,
    "prize": 1.0,
    "bound": 1.0,
    "input_hash": "x",
    **dict.fromkeys(("params", "problem", "wants", "draw"), "{}"),
}
ROUTE = {
    "route_id": "R1",
    "plan_id": "P1",
    "shift": "T1-mon",
    "team_id": "T1",
    "day": MONDAY,
    "start_s": 30_600,
    "end_s": 61_200,
    "break_s": 0,
    "drive_s": 600,
    "work_s": 3_600,
    "back_s": 300,
    "back_m": 1_500.0,
}


def stop(number: int, site: int, visit_type: str = "patrol") -> dict[str, object]:
    """Make a stop of half an hour, 500 m from the one before."""
    why = [{"code": "due", "zh": "到期复查", "en": "re-check due"}]
    return {
        "stop_id": f"P1:{number}",
        "plan_id": "P1",
        "route_id": "R1",
        "position": number,
        "site_id": f"S{site:05d}",
        "visit_type": visit_type,
        "card_holders": 0,
        "leg_s": 60,
        "leg_m": 500.0,
        "arrive_s": 30_600 + 2_400 * number,
        "start_s": 30_600 + 2_400 * number,
        "end_s": 32_400 + 2_400 * number,
        "why": orjson.dumps([*why, {"code": "risk", "zh": "风险高", "en": "high risk"}]).decode(),
    }


def town(**more: pd.DataFrame) -> Town:
    """Plan three stops: one is visited, one skipped, of the audit nobody says a word."""
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5}
    tables = {
        "site": sites(*({"village": "东村", "address": f"{n}号"} for n in range(1, 5))),
        "team": as_table([team], TABLES["team"]),
        "plan": as_table([PLAN], TABLES["plan"]),
        "route": as_table([ROUTE], TABLES["route"]),
        "stop": as_table([stop(1, 1), stop(2, 2), stop(3, 3, "audit")], TABLES["stop"]),
        "finding": as_table(
            [
                finding(1, 1, date(2026, 11, 1), due=date(2026, 11, 16), what="飞线"),
                finding(2, 3, date(2026, 11, 1), what="密闻"),
            ],
            TABLES["finding"],
        ),
        "inspection": inspections(
            visit(1, MONDAY, team="一队"),
            visit(2, MONDAY, "skipped", team="一队"),
            visit(4, TUESDAY, team="一队"),
        ),
        "score": as_table([score(1, "red")], TABLES["score"]),
    }
    return Town(tables | more)


def test_planned_and_done_are_put_side_by_side() -> None:
    """One of three was made, one skipped, one is without a word; a fourth place was beside it."""
    report = week_report(town(), WEEK)
    assert figure(report, "Planned stops made").value[1] == "1/3"
    assert figure(report, "Planned stops made").rows == ("S00001",)
    assert figure(report, "Visits beside the plan").rows == ("S00004",)
    counts = [row[2:] for row in table(report, "By day and team").rows]
    assert counts == [(3, 1, 1, 1, 0), (0, 0, 0, 0, 1)]


def test_a_week_to_come_tells_its_plan_alone() -> None:
    """Nothing was done yet, and nothing is called missed."""
    later = PLAN | {"plan_id": "P2", "week": "2026-W50"}
    report = week_report(town(plan=as_table([later], TABLES["plan"])), "2026-W50")
    assert [one.heading[1] for one in report.sections] == [
        "In short",
        "What the plans could not hold",
    ]
    assert "not begun" in report.subtitle[1]


def test_a_week_without_a_plan_says_so() -> None:
    """There is nothing to compare with."""
    report = week_report(town(), "2026-W46")
    told = [en for one in report.sections for _, en in one.paragraphs]
    assert "The week was not planned, so there is nothing to compare with." in told


def test_the_sheet_of_a_team_has_its_stops_in_order() -> None:
    """Out at 08:30; the third stop ends at 11:00, back five minutes later; 3 km in all."""
    report = day_report(town(), "2026-11-16")
    assert plain(table(report, "Teams, out and back").rows) == [("一队", "08:30", "11:05", 3, 3.0)]
    first, second, _ = plain(table(report, "Route of 一队").rows)
    assert first == (
        1,
        "09:10",
        "Site 1",
        "东村 1号",
        "red",
        "patrol",
        "re-check due; high risk",
        30,
        "□",
    )
    assert second[:3] == (2, "09:50", "Site 2")


def test_an_audit_is_told_nothing() -> None:
    """The second team sees one why, and neither grade nor findings."""
    report = day_report(town(), "2026-11-16")
    audit = plain(table(report, "Route of 一队").rows)[2]
    assert (audit[4], audit[6]) == (None, "re-check due")
    listed = plain(table(report, "一队: findings open at its stops").rows)
    assert [row[-1] for row in listed] == ["F1"]


def test_each_team_has_a_sheet_of_its_own() -> None:
    """Sheets are handed out one by one."""
    report = day_report(town(), "2026-11-16")
    assert [one.starts_page for one in report.sections] == [False, True]
    assert said(report.sections[1].heading, "zh") == "一队 08:30–17:00"


def test_a_day_without_a_team_is_refused() -> None:
    """One clear line instead of an empty sheet."""
    with pytest.raises(NotFoundError, match="sends nobody out on 2026-11-17") as raised:
        day_report(town(), "2026-11-17")
    assert "没有安排任何队伍" in raised.value.zh


@pytest.mark.parametrize("day", ["2026-W47", "16.11.2026", "2026-11-31"])
def test_what_is_no_day_is_refused(day: str) -> None:
    """One clear line."""
    with pytest.raises(ConfigError, match="Expected a day such as 2026-11-24") as raised:
        day_report(town(), day)
    assert day in raised.value.zh
