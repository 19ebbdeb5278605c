"""Pages and reports can be made of a store that is cut down to one town."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.store import Scope
from service.pipeline.pages.drawing import hotspot_table, stored_cells
from service.pipeline.plans.planned import read_planned
from service.pipeline.reports.site import site_report
from tests.service.conftest import WEEK

if TYPE_CHECKING:
    from data.store import Store

OWN, MARK = "甲镇", "异乡"


@pytest.fixture
def town(planned_copy: Store) -> Store:
    """Split the planned week's places among two towns, mark the second's, and see the first."""
    with planned_copy.writing() as unit:
        sites = unit.read("site")
        villages = sorted(sites["village"].dropna().unique())
        own = sites["village"].isin(villages[::2])
        sites["town"] = sites["town"].where(~own, OWN).where(own, MARK)
        sites["name"] = sites["name"].where(own, sites["name"] + MARK)
        unit.upsert("site", sites)
        cells = unit.read("cell")
        half = [place % 2 == 0 for place in range(len(cells))]
        unit.upsert("cell", cells.assign(town=[OWN if one else MARK for one in half]))
    return planned_copy.within(Scope(towns=frozenset({OWN}), contacts=False))


def test_pages_are_made_of_one_town(town: Store) -> None:
    """A page that fails where another's places are left out would show nobody anything."""
    planned = read_planned(town, WEEK)
    own = set(town.read("site").index)
    stops = {stop.site for route in planned.plan.routes for stop in route.stops}
    assert stops
    assert stops <= own | set(town.read("sweep").index)
    assert {site.id for site in planned.problem.sites} <= own | set(town.read("sweep").index)
    assert set(planned.whys) <= own | set(town.read("sweep").index)
    assert len(planned.shifts(town.read("team"), town.read("shift"))) == len(planned.problem.shifts)
    assert set(hotspot_table(town).index) <= own
    assert set(stored_cells(town)["town"]) == {OWN}
    report = site_report(town, min(own & stops), as_of=date(2026, 11, 23))
    assert MARK not in repr(report)
