"""Plan, page, record, next plan: what came back is known at once, and nothing is counted twice."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import orjson
import pandas as pd
import pytest

from data.schema import as_records
from data.store import open_store
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.records.record import record_files
from service.pipeline.week.making import plan_week
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

NEXT_WEEK = "2026-W49"


@pytest.fixture
def town(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Plan a week of one team that visits three sites."""
    shutil.copy(empty_file, tmp_path / "town.gpkg")
    with open_store(str(tmp_path / "town.gpkg")) as made:
        fill(made, tmp_path)
        plan_week(made, week=WEEK, search=search(3))
        yield made


def routes(town: Store) -> list[dict[str, object]]:
    """List the stops at sites of the only plan with the day of their route, in driving order."""
    days = {row["route_id"]: row["day"].date() for row in as_records(town.read("route"))}
    rows = as_records(town.read("stop").sort_values("start_s"))
    sites = [row for row in rows if not row["site_id"].startswith("sweep:")]
    return [{**row, "day": days[row["route_id"]]} for row in sites]


def send(town: Store, folder: Path, stop: dict[str, object], **said: object) -> Path:
    """Write the file a phone sends of one stop, edited at noon of its day in China."""
    at = f"{stop['day']}T04:00:00Z"
    file = folder / "phone.json"
    head = {"format": "patrol-results/1", "plan": stop["plan_id"], "team": "T1", "device": "p1"}
    visit = {"site": stop["site_id"], "edited_at": at, "done_at": at, **said}
    file.write_bytes(orjson.dumps({**head, "day": str(stop["day"]), "visits": [visit]}))
    record_files(town, [file])
    return file


def test_a_replan_knows_what_the_phones_told(town: Store, tmp_path: Path) -> None:
    """The visit made stays where it was; the one that was skipped is offered again."""
    first, second = routes(town)[:2]
    send(town, tmp_path, first, result="clean")
    send(town, tmp_path, second, result="skipped", skip="time")
    since = max(first["day"], second["day"])  # type: ignore[type-var]  # days
    wishes = read_wishes(f"{since}T17:00", (), ())
    result = replan_week(town, week=WEEK, wishes=wishes, search=search(0))
    assert result.recorded == 1
    again = town.read("stop", where={"plan_id": [result.plan.plan_id]})
    made = again.set_index("site_id")["start_s"]
    assert made[first["site_id"]] == first["start_s"]
    assert second["site_id"] not in made or made[second["site_id"]] > second["start_s"]  # type: ignore[operator]  # seconds


def test_a_hazard_due_next_week_is_rechecked_in_next_weeks_plan(
    town: Store, tmp_path: Path
) -> None:
    """Found this week, due on Wednesday of the next: the plan promises its re-check by itself."""
    stop = routes(town)[0]
    found = {"id": "p1-1", "what": "无灭火器", "level": "ordinary", "due": "2026-12-02"}
    file = send(town, tmp_path, stop, result="finding", findings=[found])
    record_files(town, [file])
    with town.writing() as unit:
        unit.upsert("score", town.read("score").assign(as_of=pd.Timestamp(2026, 11, 30)))
    plan = plan_week(town, week=NEXT_WEEK, search=search(3))
    mine = as_records(town.read("stop", where={"plan_id": [plan.plan_id]}))
    types = {row["site_id"]: row["visit_type"] for row in mine}
    assert types[str(stop["site_id"])] == "recheck"
    assert len(town.read("finding")) == len(town.read("inspection")) == 1
