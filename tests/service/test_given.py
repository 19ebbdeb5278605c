"""Papers follow the published plan; the draft is shown to who asks, and says so."""

from __future__ import annotations

import pytest

from data.errors import NotFoundError
from data.schema import TABLES, as_table
from service.pipeline.plans.given import counted_plans, is_draft
from service.pipeline.plans.sheets import paper_plan
from service.pipeline.reports.day import day_report
from service.pipeline.reports.week import week_report
from tests.service.reports.test_report_month import Town, figure
from tests.service.reports.test_report_week import MONDAY, PLAN, ROUTE, WEEK, stop, town

DRAFT = PLAN | {"plan_id": "P2", "version": 2}
LATE = ROUTE | {"route_id": "R2", "plan_id": "P2", "shift": "T1-mon"}
OTHER = stop(1, 4) | {"stop_id": "P2:1", "plan_id": "P2", "route_id": "R2"}


def office(*given: str, withdrawn: bool = False) -> Town:
    """Write two versions of a week; some of them were published, one after the other."""
    rows = [
        {
            "publication_id": f"{WEEK}-p{number:04d}",
            "week": WEEK,
            "plan_id": plan_id,
            "moment": "2026-11-15T01:00:00.000Z",
            "who": "planner",
            "withdrawn": "2026-11-15T02:00:00.000Z" if withdrawn else None,
        }
        for number, plan_id in enumerate(given, start=1)
    ]
    return town(
        plan=as_table([PLAN, DRAFT], TABLES["plan"]),
        route=as_table([ROUTE, LATE], TABLES["route"]),
        stop=as_table([stop(1, 1), stop(2, 2), OTHER], TABLES["stop"]),
        publication=as_table(rows, TABLES["publication"]),
    )


def test_sheets_of_a_day_follow_the_published_version() -> None:
    """The planner's newer draft has one stop; the teams were given two."""
    report = day_report(office("P1"), str(MONDAY))
    assert figure(report, "Stops").rows == ("P1:1", "P1:2")
    assert (report.facts.is_draft, "draft" in report.subtitle[1]) == (False, False)


def test_a_draft_is_shown_to_who_asks_and_says_so() -> None:
    """In both languages, on every form of the paper."""
    report = day_report(office("P1"), str(MONDAY), draft=True)
    assert figure(report, "Stops").rows == ("P2:1",)
    assert report.facts.is_draft
    assert report.subtitle[1].endswith("(draft: not published, nobody goes by it)")
    assert "草稿" in report.subtitle[0]


def test_the_newest_publication_counts() -> None:
    """A former version may be given out again."""
    assert paper_plan(office("P1", "P2"), WEEK).name == "P2"
    assert paper_plan(office("P1", "P2", "P1"), WEEK).name == "P1"


def test_a_plan_taken_back_is_a_draft_again() -> None:
    """Who prints a route then is stopped; no version comes into force by itself."""
    withdrawn = office("P1", withdrawn=True)
    with pytest.raises(NotFoundError, match="No plan of 2026-W47 is published") as refused:
        day_report(withdrawn, str(MONDAY))
    assert "没有已发布的计划" in refused.value.zh
    assert paper_plan(withdrawn, WEEK, draft=True).name == "P2"
    assert is_draft(withdrawn, "P1")


def test_an_office_that_never_published_has_no_drafts() -> None:
    """One person with a laptop plans and prints: the newest version counts, and is none."""
    alone = office()
    assert paper_plan(alone, WEEK).name == "P2"
    assert not is_draft(alone, "P2")


def test_who_looks_back_counts_the_published_version() -> None:
    """The report of the week judges the teams by what they were given, not by a later draft."""
    report = week_report(office("P1"), WEEK)
    assert figure(report, "Planned stops made").rows == ("S00001",)
    assert figure(report, "Planned stops made").value[1] == "1/2"


def test_weeks_without_a_publication_count_their_newest() -> None:
    """Those from before the office had the service are not lost to its reports."""
    before = PLAN | {"plan_id": "P0", "week": "2026-W46"}
    plans = as_table(
        [PLAN, DRAFT, before, before | {"plan_id": "P00", "version": 2}], TABLES["plan"]
    )
    assert counted_plans(office("P1"), plans).index.tolist() == ["P00", "P1"]
