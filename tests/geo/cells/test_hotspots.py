"""Hotspots: cells of whole towns that never mislead."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.errors import ConfigError
from data.schema import CELL, FINDING, SCORE, as_table, check_table
from geo.cells.division import square_division
from geo.cells.grid import Cell
from geo.cells.hotspots import HotspotParams, find_hotspots
from tests.builders import inspections, sites
from tests.geo.builders import lonlat

AS_OF = date(2026, 11, 23)
NO_SCORES = as_table([], SCORE)


def hotspots(
    places: pd.DataFrame, scores: pd.DataFrame, past: pd.DataFrame, **known: pd.DataFrame
) -> pd.DataFrame:
    """Find the hotspots of a town cut into squares of 500 m."""
    division = square_division(places, size_m=500)
    return find_hotspots(places, scores, past, as_of=AS_OF, division=division, **known)


def town(side: int, visits: int, hot: set[tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build one site in each of side x side cells; every visit to a hot one finds something."""
    places, past = [], []
    for column in range(side):
        for row in range(side):
            name = f"S{column:02d}{row:02d}"
            lon, lat = lonlat(500 * column + 250, 500 * row + 250)
            places.append({"site_id": name, "lon_deg": lon, "lat_deg": lat})
            result = "finding" if (column, row) in hot else "clean"
            past += [{"site_id": name, "day": "2026-11-01", "result": result}] * visits
    return sites(*places), inspections(*past)


def test_finds_the_block_that_is_hot() -> None:
    """A 3 x 3 block of finds in 100 clean cells; its middle is beyond any doubt."""
    block = {(c, r) for c in (4, 5, 6) for r in (4, 5, 6)}
    places, visits = town(10, 3, block)
    cells = hotspots(places, NO_SCORES, visits)
    middle = cells.loc[str(Cell(38, 500, 1180 + 5, 7860 + 5))]
    far = cells.loc[str(Cell(38, 500, 1180, 7860))]
    assert middle["class"] == "hot99"
    assert far["class"] == "plain"
    assert middle["near_visits"] == 27
    check_table(cells, CELL)


def test_more_visits_alone_make_no_hotspot() -> None:
    """Where patrols go often they find often; the rate per visit is what counts."""
    places, visits = town(6, 1, set())
    corner = places.index[0]
    many = inspections(
        *({"site_id": s, "day": "2026-10-01", "result": "finding"} for s in places.index),
        *({"site_id": s, "day": "2026-10-02"} for s in places.index),
        *({"site_id": corner, "day": "2026-10-03", "result": "finding"} for _ in range(9)),
        *({"site_id": corner, "day": "2026-10-04"} for _ in range(9)),
    )
    cells = hotspots(places, NO_SCORES, many)
    assert set(cells["class"]) <= {"plain", "few"}
    assert len(visits) == 36


def two_teams(side: int, visits: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Build a town in which every cell is alike and two teams go to each.

    The strict team finds something at 4 visits of 5, the lenient team nothing. In the middle block
    the strict team makes all the visits, elsewhere each team makes half of them.
    """
    places, _ = town(side, 0, set())
    middle = {f"S{column:02d}{row:02d}" for column in (4, 5, 6) for row in (4, 5, 6)}
    found_by = {"strict": 4, "lenient": 0}
    past = []
    for site in places.index:
        teams = ["strict", "strict"] if site in middle else ["strict", "lenient"]
        for team in teams:
            results = [
                "finding" if turn % 5 < found_by[team] else "clean" for turn in range(visits)
            ]
            past += [
                {"site_id": site, "day": "2026-11-01", "team": team, "result": result}
                for result in results
            ]
    return places, inspections(*past)


def test_a_strict_teams_villages_are_not_hotter_for_it() -> None:
    """Raw finds per visit are .8 in the block and .4 elsewhere, all of it the team's doing."""
    places, visits = two_teams(8, 10)
    teams = hotspots(places, NO_SCORES, visits)
    nameless = hotspots(places, NO_SCORES, visits.assign(team=None))
    middle = str(Cell(38, 500, 1180 + 5, 7860 + 5))
    assert nameless.loc[middle, "class"] == "hot99"
    assert teams.loc[middle, "class"] == "plain"
    assert teams.loc[middle, "rate"] == pytest.approx(teams["rate"].mean(), rel=0.01)


def test_few_visits_are_their_own_class() -> None:
    """Four visits around a cell say nothing, and nothing is not "cold"."""
    places, visits = town(2, 1, {(0, 0)})
    cells = hotspots(places, NO_SCORES, visits)
    assert cells["class"].unique().tolist() == ["few"]
    assert cells["z"].isna().all()


@pytest.mark.parametrize(
    ("side", "visits", "hot"),
    [(3, 0, set()), (1, 6, {(0, 0)}), (3, 3, set()), (2, 9, {(0, 0)})],
    ids=["no visits", "one site", "all the same", "all near"],
)
def test_questions_without_an_answer_are_no_crash(
    side: int, visits: int, hot: set[tuple[int, int]]
) -> None:
    """The first week of an office is exactly such a question."""
    places, past = town(side, visits, hot)
    cells = hotspots(places, NO_SCORES, past)
    assert set(cells["class"]) <= {"few", "plain"}


def test_no_sites_have_no_cells() -> None:
    """An empty ledger gives an empty table with all its columns."""
    cells = hotspots(sites(), NO_SCORES, inspections())
    assert cells.empty
    check_table(cells, CELL)


def test_visits_elsewhere_and_later_count_nowhere() -> None:
    """A site that is not in the ledger has no cell; tomorrow's visit is not known yet."""
    places, visits = town(2, 1, set())
    more = pd.concat(
        [
            visits,
            inspections(
                {"inspection_id": "X1", "site_id": "gone", "day": "2026-11-01"},
                {"inspection_id": "X2", "site_id": places.index[0], "day": "2026-11-23"},
            ),
        ]
    )
    cells = hotspots(places, NO_SCORES, more)
    assert cells["visits"].sum() == 4


def test_sums_up_the_scores_of_its_sites() -> None:
    """Two sites of risk .2 and .6, blue and orange, in one cell; last look 22 days ago."""
    lon, lat = lonlat(100, 100)
    places = sites(*({"site_id": s, "lon_deg": lon, "lat_deg": lat} for s in "AB"))
    common = {"as_of": AS_OF, "model": "card", "uncertainty": 0.5, "reasons": "[]"}
    scores = as_table(
        [
            {"site_id": "A", "risk": 0.2, "grade": "blue", **common},
            {"site_id": "B", "risk": 0.6, "grade": "orange", **common},
        ],
        SCORE,
    )
    visits = inspections({"site_id": "A", "day": "2026-11-01"})
    (cell,) = hotspots(places, scores, visits).to_dict("records")
    assert cell["mean_risk"] == pytest.approx(0.4)
    assert (cell["max_risk"], cell["worst_grade"]) == (0.6, "orange")
    assert (cell["sites"], cell["days_since"]) == (2, 22)


def test_counts_the_findings_that_are_overdue() -> None:
    """Of three findings at one place one is late, one due on the last day known, one struck off."""
    places, visits = town(1, 1, set())
    common = {"site_id": places.index[0], "level": "ordinary", "found": "2026-10-01"}
    rows = [
        {"finding_id": "F1", "due": "2026-11-21", "state": "notified", **common},
        {"finding_id": "F2", "due": "2026-11-22", "state": "notified", **common},
        {"finding_id": "F3", "due": "2026-10-05", "state": "closed", **common},
    ]
    (cell,) = hotspots(places, NO_SCORES, visits, findings=as_table(rows, FINDING)).to_dict(
        "records"
    )
    assert cell["overdue"] == 1


def test_without_findings_nothing_is_said_of_them() -> None:
    """Nobody asked; that is not the same as none overdue."""
    places, visits = town(1, 1, set())
    assert hotspots(places, NO_SCORES, visits)["overdue"].isna().all()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"min_near_visits": 0}, "Expected min_near_visits >= 1, got 0"),
        ({"hot99": 0.2}, "Expected 0 < hot99 <= hot95 <= hot90 < 1, got 0.2, 0.05, 0.1"),
    ],
)
def test_refuses_impossible_settings(values: dict[str, float], message: str) -> None:
    """Each setting by its name."""
    with pytest.raises(ConfigError, match=message):
        HotspotParams(**values)
