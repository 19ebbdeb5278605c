"""What a plan drew by lot is kept with it, told on its pages, and blind where it must be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.schema import as_records
from data.sheets import SWEEP_GRADE, SWEEP_KIND
from data.store import open_store
from planning.rules import default_rules
from service.pipeline.plans.lots import DrawnVisits, lot_lines
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.week.ground import town_ground
from service.pipeline.week.sweep import with_sweeps

if TYPE_CHECKING:
    from data.sheets import WeekSheet
    from data.store import Store

WEEK = "2026-W48"


@pytest.fixture(scope="module")
def told() -> DrawnVisits:
    """Draw two visits, one with its team, one audit and two sweeps; one of each pair is left."""
    return DrawnVisits(
        whys={"a": "random", "b": "random", "c": "audit", "sweep:x": "sweep", "sweep:y": "sweep"},
        lots={
            "teams": {"a": {}},
            "audits": {"c": {}},
            "audit_pool": 40,
            "sweeps": {"sweep:x": 0.5, "sweep:y": 0.5},
            "sweep_pool": 9,
        },
        visited={"a": 2700, "sweep:x": 5400, "z": 1800},
    )


def test_each_lot_is_one_line_with_what_was_not_kept(told: DrawnVisits) -> None:
    """One of two draws, the team of one, no audit of one, one sweep of two: 1.5 hours."""
    en = [line for _, line in lot_lines(told)]
    assert en[0] == (
        "Random share: 2 drawn, 1 in the plan; 1 could not be kept, the promises say why."
    )
    assert en[1].endswith("the teams of 1 of them were drawn too, 1 go as drawn.")
    assert "1 of 40 recent visits" in en[2]
    assert "0 in the plan; 1 could not be kept" in en[2]
    assert "2 of 9 squares drawn, 1 in the plan, 1.5 hours on the spot; 1 could" in en[3]


def test_a_plan_that_drew_nothing_says_nothing() -> None:
    """Nor does one of before, whose lots nobody stored."""
    assert lot_lines(DrawnVisits(whys={"a": "risk"}, lots={}, visited={"a": 1})) == ()


@pytest.fixture(scope="module")
def week(planned_file: tuple[object, object]) -> WeekSheet:
    """Join the pages' sheet of the planned week once."""
    with open_store(str(planned_file[0])) as store:
        return week_sheet(store, WEEK, roads=store.read_roads())


def test_sweeps_are_stops_with_a_name_and_no_score(week: WeekSheet) -> None:
    """A tenth of the week goes to places in no ledger, in this real town too."""
    swept = [s for route in week.routes for s in route.stops if s.visit_type == "sweep"]
    assert swept
    for stop in swept:
        assert (stop.site.kind, stop.site.grade) == (SWEEP_KIND, SWEEP_GRADE)
        assert stop.site.name.startswith("片区 ")
        assert stop.leg_line
    assert any("片区排查" in zh for zh, _ in week.lots)


def test_an_audit_shows_nothing_of_what_was_seen(week: WeekSheet) -> None:
    """Neither the last visit, nor its findings, nor reasons that rest on them."""
    audits = [s for route in week.routes for s in route.stops if s.visit_type == "audit"]
    assert audits
    for stop in audits:
        assert (stop.site.last_visit, stop.site.last_result, stop.findings) == (None, None, ())
        assert (stop.site.reasons, [why.code for why in stop.why]) == ((), ["audit"])


def test_an_audit_is_made_by_another_team(planned: Store) -> None:
    """The plan keeps the number of the visit that is repeated, and who made it."""
    lots = orjson.loads(planned.read("plan")["lots"].iloc[0])
    teams = planned.read("team")["name"].to_dict()
    made = planned.read("inspection")["team"].to_dict()
    routes = planned.read("route")["team_id"].to_dict()
    went = {row["site_id"]: routes[row["route_id"]] for row in as_records(planned.read("stop"))}
    assert lots["audits"]
    for site, lot in lots["audits"].items():
        assert site not in went or teams[went[site]] != made[lot["inspection_id"]]


def test_a_drawn_team_goes_itself(planned: Store) -> None:
    """Nobody else makes the visit."""
    lots = orjson.loads(planned.read("plan")["lots"].iloc[0])["teams"]
    routes = planned.read("route")["team_id"].to_dict()
    went = {row["site_id"]: routes[row["route_id"]] for row in as_records(planned.read("stop"))}
    kept = [went[site] == lot["team"] for site, lot in lots.items() if site in went]
    assert kept
    assert all(kept)


def test_a_swept_place_has_a_name_where_sites_have_theirs(planned: Store) -> None:
    """Replanning and names of changes ask for both in one table."""
    places = with_sweeps(planned, planned.read("site"))
    drawn = orjson.loads(planned.read("plan")["lots"].iloc[0])["sweeps"]
    assert places.loc[list(drawn), "name"].str.startswith("片区").all()


def test_beats_of_sites_are_known_where_the_town_was_divided(planned: Store) -> None:
    """Nobody divided this town: every site is left to its village."""
    sites, teams = planned.read("site"), planned.read("team")
    blind = planned.read("sweep").head(0).assign(seen=None, swept=None)
    ground = town_ground(
        planned,
        sites,
        teams,
        blind=blind,
        monday=date(2026, 11, 23),
        as_of=date(2026, 11, 23),
        rules=default_rules(),
    )
    assert (ground.beat_of, ground.blind) == ({}, ())
    assert ground.team_names == teams["name"].to_dict()
