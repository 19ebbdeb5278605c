"""History: what counts as a look, teams that differ, and rates of few visits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from geo.sites.history import (
    fair_visits,
    looks_before,
    mean_rate,
    shrunk_rate,
    site_history,
    team_rate,
)
from tests.builders import inspections

AS_OF = date(2026, 11, 23)
SITES = pd.Index(["S1", "S2"], name="site_id")


def test_the_day_itself_is_not_past() -> None:
    """A plan made on Monday morning cannot know Monday's results."""
    visits = inspections(
        {"site_id": "S1", "day": "2026-11-22"}, {"site_id": "S1", "day": "2026-11-23"}
    )
    assert len(looks_before(visits, AS_OF)) == 1


@pytest.mark.parametrize("result", ["absent", "closed", "refused", "moved", "skipped"])
def test_a_closed_gate_is_no_look(result: str) -> None:
    """Counting it as "nothing found" would make those who lock their gate look safe."""
    visits = inspections({"site_id": "S1", "day": "2026-11-01", "result": result})
    assert looks_before(visits, AS_OF).empty


def test_counts_by_site() -> None:
    """Three looks and two finds at S1, nothing known of S2; S9 is not in the ledger."""
    visits = inspections(
        {"site_id": "S1", "day": "2026-11-01", "result": "finding"},
        {"site_id": "S1", "day": "2026-11-05", "result": "clean"},
        {"site_id": "S1", "day": "2026-11-03", "result": "illegal"},
        {"site_id": "S9", "day": "2026-11-03", "result": "illegal"},
    )
    found = site_history(looks_before(visits, AS_OF), SITES)
    assert found["visits"].tolist() == [3, 0]
    assert found["finds"].tolist() == [2, 0]
    assert found.loc["S1", "last"] == pd.Timestamp("2026-11-05")
    assert pd.isna(found.loc["S2", "last"])


def test_no_history_is_zeros() -> None:
    """On the first day there is no visit at all."""
    found = site_history(looks_before(inspections(), AS_OF), SITES)
    assert found["visits"].tolist() == [0, 0]
    assert found["expected"].tolist() == [0.0, 0.0]
    assert np.isnan(mean_rate(looks_before(inspections(), AS_OF)))


def test_teams_are_drawn_to_the_mean() -> None:
    """Two looks each, 2 and 0 finds, mean 0.5, prior 2: (2 + 1) / 4 and (0 + 1) / 4."""
    looks = pd.DataFrame({"team": ["A", "A", "B", "B"], "found": [True, True, False, False]})
    assert_allclose(team_rate(looks, prior_looks=2.0), [0.75, 0.75, 0.25, 0.25])


def test_an_unknown_team_has_the_mean() -> None:
    """A missing name is no team of its own."""
    looks = pd.DataFrame({"team": ["A", None], "found": [True, False]})
    assert team_rate(looks, prior_looks=0.0)[1] == 0.5


def test_a_strict_teams_visits_count_as_more() -> None:
    """P = 4 / 20; a team expecting 3 in 10 counts 3 / 0.2 = 15, one expecting 1 counts 5."""
    fair = fair_visits(np.array([4.0, 0.0]), np.array([10.0, 10.0]), np.array([3.0, 1.0]))
    assert_allclose(fair, [15.0, 5.0])


def test_finds_are_never_more_than_fair_visits() -> None:
    """P = 10 / 20; a lenient team expecting 2 in 10 counts 4, but it found 9: at least 9."""
    fair = fair_visits(np.array([9.0, 1.0]), np.array([10.0, 10.0]), np.array([2.0, 5.0]))
    assert_allclose(fair, [9.0, 10.0])


def test_without_any_find_a_visit_is_a_visit() -> None:
    """Nobody found anything: no team is stricter, and nothing is divided by 0."""
    fair = fair_visits(np.zeros(2), np.array([3.0, 0.0]), np.zeros(2))
    assert_allclose(fair, [3.0, 0.0])


def test_shrinks_by_hand_arithmetic() -> None:
    """Rates 0 and 1 of 5 visits: mean .5, spread .25, within .25 / 5, so .2 / (.2 + .05) = .8."""
    assert_allclose(shrunk_rate(np.array([0.0, 5.0]), np.array([5.0, 5.0])), [0.1, 0.9])


def test_chance_alone_leaves_only_the_mean() -> None:
    """If rates differ no more than coin tosses would, no cell is worse than another."""
    assert_allclose(shrunk_rate(np.array([1.0, 1.0]), np.array([2.0, 2.0])), [0.5, 0.5])


def test_no_visits_have_no_rate() -> None:
    """Nobody went anywhere: not 0, but unknown."""
    assert np.isnan(shrunk_rate(np.zeros(2), np.zeros(2))).all()


counts = st.lists(
    st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(listed=counts)
def test_a_shrunk_rate_lies_between_its_own_and_the_mean(listed: list[tuple[int, int]]) -> None:
    """Shrinking never overshoots, and a rate stays a share."""
    finds, visits = np.array(listed, dtype=float).T
    rate = shrunk_rate(finds, visits)
    if visits.sum() == 0:
        return
    mean = finds.sum() / visits.sum()
    raw = np.where(visits > 0, finds / np.maximum(visits, 1), mean)
    assert (rate >= np.minimum(raw, mean) - 1e-12).all()
    assert (rate <= np.maximum(raw, mean) + 1e-12).all()
