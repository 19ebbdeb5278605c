"""Whether the scores know what is on record, as the page of the week says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.schema import INSPECTION, SCORE, as_table
from service.jobs.queue import find_job
from service.web.week.scored import week_scored
from tests.service.web.weeks import MONDAY, WEEK, town

if TYPE_CHECKING:
    from data.store import Store
    from tests.service.web.conftest import Service


def scored(store: Store, as_of: str) -> None:
    """Score the first site, as of a day."""
    row = {"site_id": "S00001", "as_of": as_of, "model": "scorecard", "points": 10}
    row |= {"risk": 0.1, "uncertainty": 0.1, "grade": "blue", "reasons": "[]"}
    with store.writing() as unit:
        unit.upsert("score", as_table([row], SCORE))


def visited(store: Store, *days: str) -> None:
    """Put a visit of each day on record."""
    rows = [
        {"inspection_id": f"J{n}", "site_id": "S1", "day": day, "visit_type": "patrol"}
        | {"result": "clean", "team": "一队"}
        for n, day in enumerate(days)
    ]
    with store.writing() as unit:
        unit.append("inspection", as_table(rows, INSPECTION))


@pytest.mark.parametrize(
    ("as_of", "days", "state", "count"),
    [
        ("2026-11-21", (), "fresh", 0),
        ("2026-11-21", ("2026-11-20",), "fresh", 0),
        ("2026-11-21", ("2026-11-21", "2026-11-22", MONDAY), "old", 2),
        (MONDAY, ("2026-11-22", MONDAY), "fresh", 0),
        ("2026-11-24", (MONDAY,), "late", 0),
    ],
)
def test_what_a_week_may_know_and_the_scores_do_not(
    service: Service, as_of: str, days: tuple[str, ...], state: str, count: int
) -> None:
    """Rows before the scores' day are in them; those of the week itself must not be."""
    store = service.office.store
    scored(store, as_of)
    visited(store, *days)
    told = week_scored(store, date.fromisoformat(MONDAY))
    assert (told.state, told.count) == (state, count)


def test_the_page_says_so_and_scores_from_before_monday(service: Service) -> None:
    """One press scores from all that is known and none of the week, and leads back to it."""
    store = service.office.store
    town(store)
    client = service.client("planner")
    assert "还没有评分" in client.get(f"/week/{WEEK}").text
    scored(store, "2026-11-21")
    visited(store, "2026-11-22", "2026-11-24")
    assert "其后的 1 条" in client.get(f"/week/{WEEK}").text
    answer = client.post(f"/week/{WEEK}/score")
    job_id, onward = answer.headers["location"].removeprefix("/jobs/").split("?to=")
    assert find_job(store, job_id).argument == {"as_of": MONDAY}
    assert onward == f"/week/{WEEK}%3Fsaid%3Dscored"
    scored(store, "2026-11-25")
    assert "中途重排" in client.get(f"/week/{WEEK}").text
