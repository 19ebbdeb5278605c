"""The report of a month, on a town small enough to count by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.reports import Report, said
from data.schema import DISPOSITION, FINDING, SCORE, TABLES, as_table
from maps.pages import report_page
from service.pipeline.reports.hidden import hidden_part
from service.pipeline.reports.mending import mending_part
from service.pipeline.reports.month import month_report
from service.pipeline.reports.period import month_period
from service.pipeline.reports.plans import weeks_planned
from service.pipeline.reports.records import read_records
from tests.builders import KnownTables, inspections, sites

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from data.reports import Cell, Figure, Section, Table
    from service.pipeline.reports.part import Part
    from service.pipeline.reports.records import Records

NOVEMBER = "2026-11"
LAST = date(2026, 11, 30)


class Town(KnownTables):
    """A store in memory, with settings."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], **settings: str) -> None:
        super().__init__(tables)
        self._settings = {"town": "青山镇", **settings}

    def settings(self) -> dict[str, str]:
        """Give what the store knows of itself."""
        return self._settings


def visit(site: int, day: date, result: str = "clean", **more: object) -> dict[str, object]:
    """Make a visit."""
    told = {"site_id": f"S{site:05d}", "day": day, "result": result, "mode": "patrol"}
    return {**told, **more}


def finding(number: int, site: int, found: date, **more: object) -> dict[str, object]:
    """Make a finding, ordinary and open."""
    return {
        "finding_id": f"F{number}",
        "site_id": f"S{site:05d}",
        "level": "ordinary",
        "found": found,
        "state": "found",
        **more,
    }


def score(site: int, grade: str) -> dict[str, object]:
    """Make a score."""
    told = {"risk": 0.5, "uncertainty": 0.0, "reasons": "[]", "model": "card-2"}
    return {"site_id": f"S{site:05d}", "as_of": date(2026, 12, 1), "grade": grade, **told}


VISITS = (
    visit(1, date(2026, 10, 14)),
    visit(2, date(2026, 10, 15)),
    visit(1, date(2026, 11, 3), "finding"),
    visit(2, date(2026, 11, 4)),
    visit(1, date(2026, 11, 10)),
    visit(3, date(2026, 11, 12), "closed"),
    visit(1, date(2026, 11, 18), "skipped"),
    visit(1, date(2026, 11, 25)),
    visit(3, LAST),
)
FINDINGS = (
    finding(1, 1, date(2026, 6, 1), due=date(2026, 6, 10), closed=date(2026, 6, 9), state="closed"),
    finding(2, 1, date(2026, 11, 3), due=date(2026, 11, 20)),
    finding(3, 2, date(2026, 9, 1), level="major", due=date(2026, 10, 1), what="粉尘未清"),
    finding(
        4, 2, date(2026, 11, 4), due=date(2026, 11, 14), closed=date(2026, 11, 16), state="closed"
    ),
    finding(
        5, 3, date(2026, 11, 5), closed=date(2026, 11, 6), voided=date(2026, 11, 6), state="closed"
    ),
    finding(6, 3, date(2026, 11, 12), due=date(2026, 12, 12)),
)
"""One closed long ago, one now; two overdue, one of them major; one taken back; one open."""


def town(**more: pd.DataFrame) -> Town:
    """Build two villages: sites 1 and 2 in the east, 3 in the west."""
    tables = {
        "site": sites({"village": "东村"}, {"village": "东村"}, {"village": "西村"}),
        "inspection": inspections(*VISITS),
        "finding": as_table(FINDINGS, FINDING),
        "score": as_table([score(1, "red"), score(2, "orange"), score(3, "blue")], SCORE),
    }
    return Town(tables | more)


@pytest.fixture(scope="module")
def november() -> Report:
    """Report November of the small town."""
    return month_report(town(), NOVEMBER)


def known(**more: pd.DataFrame) -> Records:
    """Read what November's report stands on, the records ending on its last day."""
    return read_records(town(**more), month_period(NOVEMBER, known=LAST))


def figure(report: Report | Part, label: str) -> Figure:
    """Find a figure by its label."""
    listed = report.figures if isinstance(report, Report) else report.lead
    return next(one for one in listed if one.label[1] == label)


def table(report: Report | Section, title: str) -> Table:
    """Find a table by its title."""
    return next(one for one in report.tables if one.title[1] == title)


def plain(rows: tuple[tuple[Cell, ...], ...]) -> list[tuple[object, ...]]:
    """Read rows in English."""
    return [tuple(said(c, "en") if isinstance(c, tuple) else c for c in row) for row in rows]


def test_a_visit_that_was_skipped_is_none(november: Report) -> None:
    """Six visits were made in November, the shut gate among them."""
    told = figure(november, "Visits")
    assert told.value == ("6", "6")
    assert told.rows == ("J00003", "J00004", "J00005", "J00006", "J00008", "J00009")


def test_the_rate_divides_by_looks(november: Report) -> None:
    """One find in five looks: 20 per 100, Wilson 3.6 to 62.4."""
    told = figure(november, "Finds per 100 visits inside")
    assert told.value[1] == "20.0"
    assert told.detail == (
        "1/5，95% 区间 3.6–62.4",
        "1 of 5, 95% interval 3.6–62.4",
    )
    assert told.rows == ("J00003",)


def test_a_change_that_is_luck_is_called_so(november: Report) -> None:
    """Nothing in two looks of October, one in five now: nobody can tell, and they are few."""
    told = " ".join(en for _, en in november.sections[0].paragraphs)
    assert "not distinguishable from no change" in told
    assert "fewer than 30" in told


def test_villages_are_counted_by_whole_weeks(november: Report) -> None:
    """
    Five Sundays lie in November: the east was seen in weeks 45, 46, 48, the west in 46 alone.

    The visit of the 30th lies in a week whose Sunday is in December.
    """
    told = figure(november, "Villages seen weekly (village-weeks)")
    assert told.value[1] == "4/10"
    assert plain(table(november, "Each village, once a week").rows) == [
        ("西村", 5, 1, 4, LAST),
        ("东村", 5, 3, 2, date(2026, 11, 25)),
    ]


def test_promised_grades_are_seen_in_time_or_not(november: Report) -> None:
    """Red 6 days ago is within 7; orange 27 days ago is not within 15."""
    told = figure(november, "Places of promised grades seen in time")
    assert told.value[1] == "1/2"
    assert told.rows == ("S00001",)


def test_overdue_and_major_are_named_with_their_days(november: Report) -> None:
    """On 30 November what was due on the 20th is 10 days late; what was due on 1 October, 60."""
    assert figure(november, "Findings overdue").rows == ("F3", "F2")
    assert plain(table(november, "Major findings by name").rows) == [
        (
            "Site 2",
            "东村",
            "粉尘未清",
            "major",
            date(2026, 9, 1),
            date(2026, 10, 1),
            60,
            "overdue",
            "F3",
        )
    ]
    ordinary = table(november, "Ordinary findings overdue, by name").rows
    assert [(row[0], row[6]) for row in ordinary] == [("Site 1", 10)]


def test_a_finding_taken_back_counts_nowhere(november: Report) -> None:
    """F5 was recorded in error: neither found nor struck off in November."""
    assert plain(table(november, "Findings in and out").rows) == [
        ("ordinary", 0, 3, 1, 2),
        ("major", 1, 0, 0, 1),
    ]
    assert all("F5" not in one.rows for one in november.figures)


def test_closing_counts_what_was_due(november: Report) -> None:
    """Two were due in November, one of them was struck off, two days late."""
    told = figure(november, "Due in the period and struck off")
    assert told.value[1] == "1/2"
    assert told.detail == ("销号率 50%，按期 0 项", "50%; 0 by the day they were due")
    assert told.rows == ("F4",)


def test_a_find_after_clearing_is_a_relapse(november: Report) -> None:
    """Site 1 was cleared in June and found at it on 3 November, 147 days later."""
    told = figure(november, "Found again after mending")
    assert told.value[1] == "1/1"
    assert told.rows == ("J00003",)


def test_a_relapse_is_looked_for_after_the_clearing_not_in_the_first_visit() -> None:
    """Site 1 was seen on the 3rd, cleared on the 5th, and found at it on the 20th."""
    seen = inspections(visit(1, date(2026, 11, 3)), visit(1, date(2026, 11, 20), "finding"))
    cleared = finding(1, 1, date(2026, 10, 1), closed=date(2026, 11, 5), state="closed")
    part = mending_part(known(inspection=seen, finding=as_table([cleared], FINDING)))
    told = figure(part, "Found again after mending")
    assert (told.value[1], told.rows) == ("1/1", ("J00002",))


def test_a_find_where_something_was_still_open_is_no_relapse() -> None:
    """One of two findings of site 1 was struck off on the 5th; the other one still stands."""
    seen = inspections(visit(1, date(2026, 11, 20), "finding"))
    both = (
        finding(1, 1, date(2026, 10, 1), closed=date(2026, 11, 5), state="closed"),
        finding(2, 1, date(2026, 10, 1)),
    )
    part = mending_part(known(inspection=seen, finding=as_table(both, FINDING)))
    assert figure(part, "Found again after mending").value[1] == "–"


def test_a_relapse_that_a_visit_found_is_named_once() -> None:
    """Nobody entered it: the visit of the 3rd did. Shut down twice before, it is one relapse."""
    shut = {"site_id": "S00001", "kind": "shut"}
    rows = [
        shut | {"disposition_id": "D1", "day": date(2026, 7, 1), "finished": date(2026, 7, 9)},
        shut | {"disposition_id": "D2", "day": date(2026, 8, 1), "finished": date(2026, 8, 9)},
        shut
        | {
            "disposition_id": "D3",
            "day": date(2026, 9, 1),
            "finished": date(2026, 9, 9),
            "withdrawn": date(2026, 9, 10),
        },
    ]
    part = mending_part(known(disposition=as_table(rows, DISPOSITION)))
    assert plain(table(part.section, "Found again, and relapsed").rows)[1:] == [
        ("Site 1", "东村", "after shutting down", date(2026, 8, 9), date(2026, 11, 3), "D2")
    ]


def test_a_finding_closed_later_was_open_when_the_month_ended() -> None:
    """F3 was struck off in December; the list of November cannot say so of it."""
    later = {**FINDINGS[2], "due": date(2026, 12, 5), "closed": date(2026, 12, 3)}
    found = as_table([*FINDINGS[:2], {**later, "state": "closed"}], FINDING)
    report = month_report(town(finding=found), NOVEMBER)
    [row] = plain(table(report, "Major findings by name").rows)
    assert row[6:8] == (None, "open")


def test_the_day_of_a_whole_month_is_its_last(november: Report) -> None:
    """The foot of the page says as of which day; 1 December is not in it."""
    assert november.facts.data_date == LAST


@pytest.mark.parametrize(
    ("late_in_the_east", "told"),
    [
        (3, "西村 (2 months in a row) (none told apart from the mean: a hint, no verdict)."),
        (0, "西村 (2 months in a row) (clearly above the mean)."),
    ],
)
def test_places_named_as_worst_by_luck_are_called_so(late_in_the_east: int, told: str) -> None:
    """
    Six of six overdue in the west: Wilson's lower end is 6 / (6 + 1.96 ** 2), 61 %.

    The town has 9 of 12, 75 %, with three of six in the east, and 6 of 12, 50 %, with none.
    In October the east had nothing due, so that the west was named then too.
    """
    rows = [finding(n, 3, date(2026, 9, n), due=date(2026, 10, n)) for n in range(1, 7)]
    rows += [
        finding(10 + n, 1, date(2026, 9, n), due=date(2026, 11 if n <= late_in_the_east else 12, n))
        for n in range(1, 7)
    ]
    report = month_report(town(finding=as_table(rows, FINDING)), NOVEMBER)
    said_of_late = [en for _, en in report.sections[0].paragraphs if "by share overdue" in en]
    assert [one.partition(": ")[2] for one in said_of_late] == [told]


def test_a_town_that_names_no_village_and_found_nothing_says_so() -> None:
    """A dash alone would leave the leader guessing."""
    bare = {
        "site": sites({}).assign(village=None),
        "finding": as_table([], FINDING),
        "inspection": inspections(visit(1, LAST)),
    }
    report = month_report(Town(bare), NOVEMBER)
    told = [en for _, en in report.sections[0].paragraphs]
    assert any(one.startswith("The ledgers name no village") for one in told)
    closing = figure(report, "Due in the period and struck off")
    again = figure(report, "Found again after mending")
    assert closing.detail is not None
    assert closing.detail[1] == "nothing was due in the period"
    assert again.detail is not None
    assert again.detail[1] == "nobody looked again within 180 days"


def test_a_shut_site_at_work_again_is_named() -> None:
    """A disposition says when it was found working."""
    shut = {
        "disposition_id": "D1",
        "site_id": "S00003",
        "kind": "shut",
        "day": date(2026, 8, 1),
        "finished": date(2026, 8, 9),
        "relapsed": date(2026, 11, 12),
    }
    report = month_report(town(disposition=as_table([shut], DISPOSITION)), NOVEMBER)
    assert plain(table(report, "Found again, and relapsed").rows)[1:] == [
        ("Site 3", "西村", "after shutting down", date(2026, 8, 9), date(2026, 11, 12), "D1")
    ]


def test_what_is_hidden_is_reckoned_for_places_without_an_open_finding() -> None:
    """
    Two places were drawn for sure, one of them found something: half of the places in question.

    Site 1 is not one of them, for its finding was struck off in December; site 3 is, whose ledger
    does not say on which day it was.
    """
    plan = {
        "plan_id": "P1",
        "week": "2026-W45",
        "version": 1,
        "as_of": date(2026, 11, 1),
        "seed": 1,
        "iterations": 1,
        "prize": 1.0,
        "bound": 1.0,
        "input_hash": "x",
        "draw": orjson.dumps({"S00001": 1.0, "S00002": 1.0}).decode(),
        **dict.fromkeys(("params", "problem", "wants"), "{}"),
    }
    stops = [
        {
            "stop_id": f"P1:{number}",
            "plan_id": "P1",
            "route_id": "R1",
            "site_id": f"S0000{number}",
            "position": number,
            "visit_type": "patrol",
            "why": orjson.dumps([{"code": "random"}]).decode(),
            **dict.fromkeys(("arrive_s", "start_s", "end_s", "leg_s", "leg_m", "node"), 0),
        }
        for number in (1, 2)
    ]
    found = (
        finding(1, 1, date(2026, 11, 3), closed=date(2026, 12, 5), state="closed"),
        finding(2, 3, date(2026, 11, 4), state="closed"),
    )
    tables = {
        "plan": as_table([plan], TABLES["plan"]),
        "stop": as_table(stops, TABLES["stop"]),
        "finding": as_table(found, FINDING),
    }
    part = hidden_part(town(**tables), known(**tables))
    told = figure(part, "Places with something still unfound, estimated")
    assert (told.value[1], told.rows) == ("about 1", ("S00002", "S00003"))


def test_what_cannot_be_known_is_said(november: Report) -> None:
    """No plan was made: nothing of what is hidden, and nothing of what did not fit."""
    told = [en for _, en in november.sections[0].paragraphs]
    drawn = "Random draw: no planned week is over yet"
    assert any(one.startswith(drawn) for one in told)
    assert any("No week of the period was planned" in one for one in told)


def test_places_that_chance_explains_are_not_ranked(november: Report) -> None:
    """Five looks tell no village from another."""
    ranked = table(november, "Villages, by find ratio")
    assert all(row[1] is None for row in ranked.rows)


def test_nobody_is_ranked_by_name() -> None:
    """Keepers and teams stand in no list of the ranking, whatever the ledger knows of them."""
    keeper, team = "网格长甲", "一队乙"
    rows = sites(
        {"village": "东村", "keeper": keeper},
        {"village": "东村", "keeper": keeper},
        {"village": "西村", "keeper": keeper},
    )
    visits = inspections(*({**one, "team": team} for one in VISITS))
    report = month_report(town(site=rows, inspection=visits), NOVEMBER)
    section = next(
        one for one in report.sections if one.heading[1].startswith("Towns, villages and grids")
    )
    cells = {cell for one in section.tables for row in one.rows for cell in row}
    assert cells.isdisjoint({keeper, team})


def test_every_figure_is_as_many_as_the_rows_it_names(november: Report) -> None:
    """A figure without its rows could be any number; every id is in the store, and once."""
    store = town()
    ids = {str(one) for name in TABLES for one in store.read(name).index}
    for one in november.figures:
        count = re.match(r"(\d+)(/\d+)?$", one.value[1])
        if count is not None:
            assert int(count[1]) == len(one.rows), one.label
        assert len(set(one.rows)) == len(one.rows), one.label
        assert set(one.rows) <= ids, one.label


def test_every_figure_of_the_page_is_one_of_the_report(november: Report) -> None:
    """The page adds no number of its own to those that are traced."""
    shown = re.findall(
        r"<b><span[^>]*>[^<]*</span><span[^>]*>([^<]*)</span></b>", report_page(november)
    )
    assert shown == [one.value[1] for one in november.figures]


def test_planned_weeks_tell_what_did_not_fit() -> None:
    """The last plan of a week counts, with the sentence that says what it would take."""
    plan = {
        "as_of": date(2026, 11, 8),
        "seed": 1,
        "iterations": 1,
        "prize": 1.0,
        "bound": 1.0,
        "input_hash": "x",
        **dict.fromkeys(("params", "problem", "wants", "draw"), "{}"),
    }
    plans = [
        {"plan_id": "P1", "week": "2026-W46", "version": 1, **plan},
        {"plan_id": "P2", "week": "2026-W46", "version": 2, **plan},
        {"plan_id": "P3", "week": "2026-W50", "version": 1, **plan},
    ]
    promises = [
        {
            "promise_id": f"{plan_id}:{name}",
            "plan_id": plan_id,
            "promise": name,
            "kept": kept,
            "detail": "{}",
            "zh": f"{plan_id} 加一班",
            "en": f"{plan_id} one more shift",
        }
        for plan_id in ("P1", "P2", "P3")
        for name, kept in (("must:S00001", True), ("must:S00002", False))
    ]
    tables = {
        "plan": as_table(plans, TABLES["plan"]),
        "promise": as_table(promises, TABLES["promise"]),
    }
    report = month_report(town(**tables), NOVEMBER)
    assert figure(report, "Promises that fitted the plans").rows == ("P2:must:S00001",)
    assert plain(table(report, "Promises that did not fit").rows) == [
        ("2026-W46", "P2 one more shift", "must:S00002")
    ]
    assert any(en.startswith("1 promise(s) did not fit") for _, en in report.sections[0].paragraphs)


def test_an_enterprise_over_its_cap_is_named() -> None:
    """Three inspections within the year where blue allows one."""
    days = [date(2026, month, 2) for month in (3, 6, 9)]
    seen = [visit(3, day, mode="inspection") for day in days]
    report = month_report(town(inspection=inspections(*VISITS, *seen)), NOVEMBER)
    assert figure(report, "Enterprises over the yearly cap").rows == ("S00003",)
    assert plain(table(report, "Enterprises over the cap").rows) == [
        ("Site 3", "西村", "blue", 3, 1, "S00003")
    ]


def test_an_audit_is_put_beside_the_visit_its_plan_drew() -> None:
    """The plan of week 48 meant the visit of the 3rd, which found something; the audit did not."""
    lots = {"audits": {"S00001": {"inspection_id": "J00003", "teams": [], "chance": 0.5}}}
    plan = {
        "plan_id": "P1",
        "week": "2026-W48",
        "version": 1,
        "as_of": date(2026, 11, 22),
        "seed": 1,
        "iterations": 1,
        "prize": 1.0,
        "bound": 1.0,
        "input_hash": "x",
        "lots": orjson.dumps(lots).decode(),
        **dict.fromkeys(("params", "problem", "wants", "draw"), "{}"),
    }
    audit = visit(1, date(2026, 11, 26), mode="audit", team="T2")
    tables = {
        "plan": as_table([plan], TABLES["plan"]),
        "inspection": inspections(*VISITS, audit),
    }
    report = month_report(town(**tables), NOVEMBER)
    assert figure(report, "Audits that agree with the visit they repeat").value[1] == "0/1"
    row = table(report, "Agreement of audits with each team's visits").rows[0]
    assert row[:4] == ("T1", 1, 0, 0)
    assert row[6] == ("不足 10 次，太少", "fewer than 10: too few")


def test_a_month_that_is_not_over_says_so() -> None:
    """The store knows days up to the 12th alone."""
    store = Town(
        {"site": town().read("site"), "inspection": inspections(visit(1, date(2026, 11, 12)))}
    )
    report = month_report(store, NOVEMBER)
    assert report.subtitle[1] == "2026-11-01 to 2026-11-12 (records of 2026-11 are not complete)"


@pytest.mark.parametrize("month", ["2026-13", "November", "2026-00", "202611"])
def test_what_is_no_month_is_refused(month: str) -> None:
    """One clear line."""
    with pytest.raises(ConfigError, match="Expected a month such as 2026-11") as raised:
        month_report(town(), month)
    assert month in raised.value.zh


def test_a_month_to_come_is_refused() -> None:
    """A report of nothing would look like a month in which nothing happened."""
    with pytest.raises(InputError, match="Nothing is on record for 2027-01: the last record is of"):
        month_report(town(), "2027-01")


def test_an_empty_store_is_told_what_to_do() -> None:
    """Nothing was imported."""
    with pytest.raises(NotFoundError, match="gridpatrol import"):
        month_report(Town({}), NOVEMBER)


def test_a_week_that_has_not_begun_is_no_week_of_the_month_yet() -> None:
    """Records end on Wednesday 18 November: the plan of the week from the 23rd cannot fail yet."""
    plan = {
        "version": 1,
        "as_of": date(2026, 11, 18),
        "seed": 1,
        "iterations": 1,
        "prize": 1.0,
        "bound": 1.0,
        "input_hash": "x",
        **dict.fromkeys(("params", "problem", "wants", "draw"), "{}"),
    }
    weeks = {"P1": "2026-W47", "P2": "2026-W48"}
    plans = [{"plan_id": key, "week": week, **plan} for key, week in weeks.items()]
    store = town(plan=as_table(plans, TABLES["plan"]))
    running = read_records(store, month_period(NOVEMBER, known=date(2026, 11, 18)))
    assert weeks_planned(store, running).index.tolist() == ["P1"]
    ended = read_records(store, month_period(NOVEMBER, known=LAST))
    assert weeks_planned(store, ended).index.tolist() == ["P1", "P2"]


def test_what_another_office_follows_is_not_ours_to_mend() -> None:
    """The major finding went to the fire brigade: it is told of, and counts nowhere as open."""
    rows = [
        {**one, "transferred_to": "消防"} if one["finding_id"] == "F3" else one for one in FINDINGS
    ]
    part = mending_part(known(finding=as_table(rows, FINDING)))
    assert figure(part, "Findings overdue").rows == ("F2",)
    assert figure(part, "Major findings open").value[1] == "0"
    said = [en for _, en in part.section.paragraphs]
    assert "1 more were handed to other offices and are not counted here." in said
