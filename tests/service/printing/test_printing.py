"""Results as lines for people: nothing that was left out goes unsaid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.words import GRADES
from service.printing.summary import summary
from service.results.beats import BeatResult, BeatsResult
from service.results.cell import HotspotResult
from service.results.week import DemoResult, MapResult, PlanResult, ScoreResult
from tests.service.loads import WHOLE

if TYPE_CHECKING:
    from data.words import Lang

ROADS = replace(
    WHOLE,
    parts=2,
    margin_km=5.0,
    clipped_km=7.26,
    dropped_km=2.74,
    dropped_parts=3,
    odd_speeds=4,
    odd_lengths=5,
    barred_rows=6,
    shapeless_rows=8,
)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "分成 2 片",
                "5 公里内",
                "其外 7.3 公里",
                "2.7 公里、3 小片",
                "4 行",
                "5 行",
                "6 行",
                "8 行",
            ],
        ),
        ("en", ["2 parts", "5 km around", "7.3 km beyond", "2.7 km in 3 small parts"]),
        ("en", ["4 rows have a speed", "5 rows have a length", "6 rows take no", "8 rows have no"]),
    ],
)
def test_roads_left_out_are_said_in_kilometres(lang: Lang, said: list[str]) -> None:
    """A count of points tells nobody whether half a village is missing."""
    text = "\n".join(summary(ROADS, lang))
    assert [part for part in said if part not in text] == []


def test_a_net_in_one_piece_says_no_more() -> None:
    """Nothing was left out, so there is nothing to read."""
    assert len(summary(WHOLE, "en")) == 1


def test_the_demo_ends_without_promising_a_list() -> None:
    """Its pages are not listed one by one; a colon with nothing behind it looks like a fault."""
    plan = PlanResult(
        plan_id="P1",
        week="2026-W48",
        version=1,
        as_of="2026-11-22",
        seed=1,
        iterations=1,
        routes=1,
        stops=1,
        drive_s=60,
        work_s=60,
        distance_m=1.0,
        prize=1.0,
        bound=1.0,
        promises=0,
        broken=(),
        unplanned=0,
        unplanned_reasons={},
        later_rows=0,
        holidays_known=True,
        absences={},
        run={},
    )
    demo = DemoResult(
        seed=1,
        index="demo-out/index.html",
        score=ScoreResult(
            as_of="2026-11-22",
            model="scorecard",
            sites=0,
            grades=dict.fromkeys(GRADES, 0),
            top=(),
        ),
        hotspots=HotspotResult(
            as_of="2026-11-22", cell_m=500, cells=0, classes={}, hot=(), outings=()
        ),
        beats=BeatsResult(
            as_of="2026-11-22",
            cell_kind="square",
            cells=1,
            sites=1,
            by_road=True,
            spread=0.0,
            tolerance=0.05,
            by_hours=False,
            again=False,
            moved_cells=0,
            kept_cells=0,
            ended=(),
            groups=1,
            longest_hop_m=0.0,
            heavy_cells=(),
            outside=0,
            team_share=None,
            beats=(
                BeatResult(
                    beat_id="B1",
                    name="V1",
                    keeper="",
                    team="",
                    cells=1,
                    sites=1,
                    work_min=60.0,
                    share=1.0,
                    compactness=0.79,
                    contiguous=True,
                    moved_cells=0,
                ),
            ),
        ),
        plan=plan,
        pages=MapResult(out="demo-out", pages={"index.html": 10, "week.html": 20}),
    )
    assert "2 个页面已写入 demo-out。" in summary(demo, "zh")
    assert "分为 1 个巡区：1 个网格、1 个点位（评分的数据截至 2026-11-21）。" in summary(demo, "zh")
    assert "2 page(s) written to demo-out." in summary(demo, "en")
