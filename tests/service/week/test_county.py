"""A week with many candidates is planned town by town, and the user is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planning.county import Part
from planning.rules import default_rules, parse_rules
from service.pipeline.pages.drawing import draw_week
from service.pipeline.rules.ruling import Ruling
from service.pipeline.week import county
from service.pipeline.week.county import county_search
from service.pipeline.week.making import plan_week
from service.pipeline.week.search import Search
from service.printing.summary import summary
from tests.service.conftest import WEEK, no_clock, search

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.results.week import PlanResult

FEW = 60


def plan_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> PlanResult:
    """Plan the week as if sixty candidates were more than one search can take."""
    own = {"county": {"most_candidates": FEW}}
    monkeypatch.setattr(county, "processors", lambda: 1)
    ruling = Ruling(rules=parse_rules(own), own=own, origin="file")
    return plan_week(store, week=WEEK, search=search(1), ruling=ruling)


def test_a_week_in_parts_is_stored_whole_told_and_repeats(
    qingzu: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """
    Nothing is lost in the store, the page opens, the summary names the parts, and it repeats.

    The town's four teams make four parts at most, however many candidates each has.
    """
    result = plan_in_parts(qingzu, monkeypatch)
    assert result.county is not None
    assert list(result.county.parts) == ["1-1", "1-2", "2-1", "2-2"]
    assert result.county.borders > 0
    fates = [*qingzu.read("stop")["site_id"], *qingzu.read("unplanned")["site_id"]]
    assert sorted(fates) == sorted(set(fates))
    assert "planned in 4 parts (1-1, 1-2, 2-1, 2-2)" in " ".join(summary(result, "en"))
    draw_week(qingzu, week=WEEK, out=tmp_path, lang="zh")
    again = plan_in_parts(qingzu, monkeypatch)
    assert (result.prize, result.stops, result.county) == (again.prize, again.stops, again.county)
    assert qingzu.read("plan")["input_hash"].nunique() == 1


def test_a_town_is_planned_as_one_and_says_nothing_of_parts(planned_file: object) -> None:
    """Whoever has one town sees no word of counties."""
    _, result = planned_file  # type: ignore[misc]  # path and result
    assert result.county is None


@pytest.mark.parametrize(
    ("given", "limit_s"),
    [({}, 37.5), ({"time_limit_s": 8.0}, 8.0), ({"iterations": 9}, None)],
)
def test_without_a_limit_the_search_lasts_so_many_seconds_a_town(
    given: dict[str, float], limit_s: float | None
) -> None:
    """Fifteen towns, five seconds each, two processors: 37.5 s by the clock on the wall."""
    parts = [Part(str(number), (), ()) for number in range(15)]
    asked = Search(seed=1, clock=no_clock, **given)  # type: ignore[arg-type]  # one of the limits
    shared = county_search(asked, parts, rules=default_rules(), workers=2)
    assert shared.time_limit_s == limit_s
