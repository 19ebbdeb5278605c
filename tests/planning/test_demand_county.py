"""What a county's week offers: each town by the hours of its own teams."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.schema import FINDING, SCORE, TIP, as_table
from planning.demand import Demand, weekly_demand
from planning.rules import parse_rules
from tests.builders import inspections, sites
from tests.planning.town import MONDAY, shifts

RICH = [{"town": "东镇", "lon_deg": 115.0 + 0.01 * n, "lat_deg": 35.5} for n in range(3)]
POOR = [{"town": "西镇", "lon_deg": 113.0 + 0.01 * n, "lat_deg": 35.5} for n in range(3)]


def offer(most_candidates: int) -> Demand:
    """
    Ask for the week of two towns with a team each, the sites of the first worth more.

    An inspection takes 45 minutes and 4.5 on the road, 2,970 s; a team's week of five days of
    32,400 s, a tenth of it kept free, is 145,800 s: 0.03 of it hold one inspection and no second.
    """
    table = sites(*RICH, *POOR)
    scores = [
        {
            "site_id": site,
            "as_of": MONDAY,
            "model": "test",
            "risk": 0.9 if number < len(RICH) else 0.6,
            "grade": "blue",
            "uncertainty": 0.5,
            "reasons": "[]",
        }
        for number, site in enumerate(table.index)
    ]
    days = shifts()
    west = [replace(one, id=f"{one.id}-W", team="T2", lon_deg=113.0) for one in days]
    return weekly_demand(
        table,
        as_table(scores, SCORE),
        inspections(),
        as_table([], FINDING),
        as_table([], TIP),
        shifts=(*days, *west),
        monday=MONDAY,
        as_of=MONDAY,
        rules=parse_rules(
            {
                "county": {"most_candidates": most_candidates},
                "offer": {"capacity_times": 0.03},
                "random": {"share": 0.0},
                "frequency": {"village_weekly": False, "blue_days": 0},
            }
        ),
        seed=1,
    )


def test_few_candidates_are_chosen_from_all_sites_together() -> None:
    """Two inspections fit into both teams' weeks: the two best are both of the rich town."""
    week = offer(most_candidates=1000)
    assert week.towns is None
    assert [want.site_id for want in week.wants] == ["S00001", "S00002"]


def test_many_candidates_are_chosen_town_by_town() -> None:
    """One for each team, from its own town: nobody drives across the county for the second best."""
    week = offer(most_candidates=1)
    assert week.towns is not None
    assert [week.towns.of_site[want.site_id] for want in week.wants] == ["东镇", "西镇"]
    assert len(week.wants) + len(week.left_out) == len(RICH) + len(POOR)


@pytest.mark.parametrize("most_candidates", [1, 1000])
def test_each_left_out_site_is_told_the_cut_of_its_own_choice(most_candidates: int) -> None:
    """A site left out is worth no more a minute than the first that no longer fitted."""
    for left in offer(most_candidates).left_out:
        assert left.detail["points_per_minute"] <= left.detail["cut"]
