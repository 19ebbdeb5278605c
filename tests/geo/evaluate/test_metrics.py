"""Figures of an order of visits, against hand arithmetic and scikit-learn."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from data.errors import DegenerateInputError, ShapeError
from geo.evaluate.metrics import (
    auc,
    days_earlier,
    first_half_share,
    gain_curve,
    lift_at,
    monthly_auc,
    recall_at,
    within_auc,
)
from geo.evaluate.windows import month_windows

if TYPE_CHECKING:
    from pathlib import Path

row = st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 6), st.integers(0, 2))


def both_outcomes(rows: list[tuple[int, int, int, int]]) -> bool:
    """Tell whether some visits found something and some did not."""
    return 0 < sum(one[0] for one in rows) < len(rows)


visits = st.lists(row, min_size=2, max_size=24).filter(both_outcomes)
"""Found, score, day and group of visits, with both outcomes and many ties."""

few = st.lists(row, min_size=2, max_size=5).filter(both_outcomes)


def columns(rows: list[tuple[int, int, int, int]]) -> list[np.ndarray]:
    """Turn rows into arrays."""
    return [np.array(column) for column in zip(*rows, strict=True)]


@given(visits)
def test_auc_is_that_of_scikit_learn(rows: list[tuple[int, int, int, int]]) -> None:
    """Ties count one half, as everybody's AUC does."""
    found, score, _, _ = columns(rows)
    assert auc(found, score) == pytest.approx(roc_auc_score(found, score), abs=1e-12)


@given(visits)
def test_within_auc_weighs_groups_by_their_pairs(rows: list[tuple[int, int, int, int]]) -> None:
    """The mean of scikit-learn's AUC over groups, weighted by finds times others."""
    found, score, _, group = columns(rows)
    figures, pairs = [], []
    for one in np.unique(group):
        here = found[group == one]
        if 0 < here.sum() < len(here):
            figures.append(roc_auc_score(here, score[group == one]))
            pairs.append(here.sum() * (len(here) - here.sum()))
    mine = within_auc(found, score, group)
    if not pairs:
        assert np.isnan(mine)
    else:
        assert mine == pytest.approx(np.average(figures, weights=pairs), abs=1e-12)


def test_visits_of_an_unknown_team_are_in_no_pair() -> None:
    """A visit nobody signed cannot be compared inside a team."""
    assert within_auc([1, 0, 1], [0.9, 0.1, 0.0], [4, 4, -1]) == 1.0
    assert np.isnan(within_auc([1, 0], [0.9, 0.1], [-1, -1]))


def test_one_outcome_has_no_auc() -> None:
    """Where nothing was found there is no order to judge."""
    assert np.isnan(auc([0, 0], [1.0, 2.0]))
    assert np.isnan(auc([1, 1], [1.0, 2.0]))


def test_recall_counts_ties_as_they_fall_on_average() -> None:
    """The first place is sure; the second is one of two tied visits, of which one is a find."""
    assert recall_at([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.1], 0.5) == pytest.approx(0.75)


def test_recall_rounds_places_half_up() -> None:
    """A tenth of five visits is half a visit, and counts as one."""
    assert recall_at([1, 0, 0, 0, 0], [5, 4, 3, 2, 1], 0.1) == 1.0


def test_recall_of_no_find_is_unknown() -> None:
    """A share of nothing is no number."""
    assert np.isnan(recall_at([0, 0], [1.0, 2.0], 0.5))


def test_lift_divides_by_the_share() -> None:
    """Three quarters of the finds in half of the visits."""
    assert lift_at([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.1], 0.5) == pytest.approx(1.5)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_a_share_outside_its_range_is_refused(share: float) -> None:
    """None of the visits, or more than all, is a slip of the caller."""
    with pytest.raises(DegenerateInputError, match=r"share in \(0, 1\]"):
        recall_at([1, 0], [1.0, 2.0], share)


def test_gain_rises_visit_by_visit() -> None:
    """A find, then two tied visits with one find between them, then none."""
    assert gain_curve([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.1]).tolist() == [0, 0.5, 0.75, 1, 1]


def test_days_earlier_hands_out_the_real_days() -> None:
    """Days 1, 2, 2, 5: the finds of days 5 and 2 get the days 1 and 2, so 4 and 0 days."""
    assert days_earlier([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], [1, 2, 2, 5]) == pytest.approx(2.0)


def test_days_earlier_gives_tied_visits_their_mean_day() -> None:
    """Finds of days 4 and 2 are tied on the days 1 and 2: 1.5 days each, 2.5 and 0.5 earlier."""
    assert days_earlier([1, 0, 1, 0], [1, 0, 1, 0], [4, 1, 2, 3]) == pytest.approx(1.5)


def test_days_earlier_reads_dates() -> None:
    """A month's visits come as dates."""
    days = np.array(["2026-01-31", "2026-02-02"], dtype="datetime64[ns]")
    assert days_earlier([0, 1], [0.0, 1.0], days) == 2.0


def test_days_stay_inside_the_group() -> None:
    """The find of the second team can only get a day of that team: 9 to 8, not to 1."""
    found, score = [0, 0, 0, 1], [0.1, 0.2, 0.3, 0.9]
    assert days_earlier(found, score, [1, 2, 8, 9], [0, 0, 1, 1]) == 1.0
    assert days_earlier(found, score, [1, 2, 8, 9]) == 8.0


@given(visits)
def test_a_constant_has_what_random_order_has(rows: list[tuple[int, int, int, int]]) -> None:
    """Every find gets the mean day; an order of the rows must not help."""
    found, _, day, _ = columns(rows)
    chance = day[found == 1].mean() - day.mean()
    assert days_earlier(found, np.zeros(len(rows)), day) == pytest.approx(chance)
    assert auc(found, np.zeros(len(rows))) == 0.5


@settings(deadline=None, max_examples=40)  # up to 120 orders each
@given(few)
def test_ties_are_the_mean_over_their_orders(rows: list[tuple[int, int, int, int]]) -> None:
    """The exact figure is the mean over every way to break the ties."""
    found, _, day, _ = columns(rows)
    flat = np.zeros(len(rows))
    orders = [np.array(order, float) for order in itertools.permutations(range(len(rows)))]
    for figure in (days_earlier, first_half_share):
        every = [figure(found, order, day) for order in orders]
        assert figure(found, flat, day) == pytest.approx(np.mean(every))


@given(visits)
def test_nobody_beats_who_knows(rows: list[tuple[int, int, int, int]]) -> None:
    """The outcome itself as a score is the ceiling of every figure."""
    found, score, day, group = columns(rows)
    assert auc(found, found) == 1.0
    assert recall_at(found, found, 0.4) >= recall_at(found, score, 0.4) - 1e-12
    for where in (None, group):
        best = days_earlier(found, found, day, where)
        assert best >= days_earlier(found, score, day, where) - 1e-12
        best = first_half_share(found, found, day, where)
        assert best >= first_half_share(found, score, day, where) - 1e-12


@given(visits, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(
    rows: list[tuple[int, int, int, int]], random: object
) -> None:
    """A file sorted by result must not look like foresight."""
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found, score, day, group = columns(rows)
    again = columns(mixed)
    assert days_earlier(found, score, day, group) == pytest.approx(days_earlier(*again))
    assert within_auc(found, score, group) == pytest.approx(
        within_auc(again[0], again[1], again[3]), nan_ok=True
    )
    assert recall_at(found, score, 0.3) == pytest.approx(recall_at(*again[:2], 0.3))


@given(visits, st.floats(0.1, 9), st.floats(-5, 5))
def test_only_the_order_of_a_score_counts(
    rows: list[tuple[int, int, int, int]], scale: float, shift: float
) -> None:
    """Points and chances that put visits in the same order are equally good."""
    found, score, day, _ = columns(rows)
    moved = scale * score + shift
    assert auc(found, moved) == pytest.approx(auc(found, score))
    assert days_earlier(found, moved, day) == pytest.approx(days_earlier(found, score, day))


def test_first_half_is_whole_days() -> None:
    """Two of six visits end day 1, four end day 2: only day 1 lies before half."""
    day = [1, 1, 2, 2, 3, 3]
    assert first_half_share([1, 1, 0, 0, 0, 0], [6, 5, 4, 3, 2, 1], day) == 1.0
    assert first_half_share([0, 0, 1, 0, 0, 0], [6, 5, 4, 3, 2, 1], day) == 0.0


def test_first_half_is_that_of_the_group() -> None:
    """Each team's first half is its own: both finds are the first of their team's three days."""
    found, score = [1, 0, 0, 1, 0, 0], [3, 2, 1, 3, 2, 1]
    day, group = [1, 2, 3, 7, 8, 9], [0, 0, 0, 1, 1, 1]
    assert first_half_share(found, score, day, group) == 1.0
    assert first_half_share(found, score, day) == pytest.approx(1.0)
    # Without groups, the second team's find stays last where its score is low.
    assert first_half_share(found, [9, 8, 7, 3, 2, 1], day) == pytest.approx(0.5)


def test_unequal_lengths_are_refused() -> None:
    """A score for other visits must not be paired by chance."""
    with pytest.raises(ShapeError, match="lists of one length"):
        auc([1, 0], [1.0, 2.0, 3.0])


def test_a_score_that_is_no_number_is_refused() -> None:
    """A missing score has no place in an order."""
    with pytest.raises(DegenerateInputError, match="finite scores, got nan in row 1"):
        auc([1, 0], [1.0, np.nan])


def test_an_outcome_that_is_neither_is_refused() -> None:
    """An unknown result is no result."""
    with pytest.raises(DegenerateInputError, match=r"outcomes of 0 or 1, got 2\.0 in row 0"):
        recall_at([2, 0], [1.0, 2.0], 0.5)


def test_a_visit_without_a_day_is_refused() -> None:
    """Days cannot be handed out that nobody wrote."""
    with pytest.raises(DegenerateInputError, match="day of every visit, got none in row 1"):
        days_earlier([1, 0], [1.0, 2.0], [3.0, np.nan])


def test_recall_takes_the_first_of_each_month() -> None:
    """Half of each month: the low scores of the first month still hold one find of three."""
    found, score, month = [1, 0, 1, 1], [0.2, 0.1, 0.9, 0.8], [0, 0, 1, 1]
    assert recall_at(found, score, 0.5, month) == pytest.approx(2 / 3)
    assert recall_at(found, score, 0.5) == pytest.approx(2 / 3)
    assert recall_at(found, [0.2, 0.1, 0.1, 0.1], 0.5, month) == pytest.approx((1 + 1) / 3)


def test_months_are_weighed_by_their_finds() -> None:
    """One find in order; then two finds of which none is above the visit without: 1 x 1 + 2 x 0."""
    found, score, month = [1, 0, 1, 1, 0], [2, 1, 1, 1, 2], [0, 0, 1, 1, 1]
    assert monthly_auc(found, score, month) == pytest.approx(1 / 3)


def test_a_month_is_compared_inside_its_teams() -> None:
    """The strict team's finds beat the other's visits by the team alone; inside, one in two."""
    found, score = [1, 0, 1, 0], [0.9, 0.8, 0.1, 0.2]
    assert monthly_auc(found, score, [3] * 4, [0, 0, 1, 1]) == pytest.approx(0.5)
    assert monthly_auc(found, score, [3] * 4, [0, 0, -1, -1]) == 1.0
    assert np.isnan(monthly_auc(found, score, [3] * 4, [0, 1, 2, 3]))


def test_chicago_figures_are_those_measured_before(shared_data: Path) -> None:
    """
    Nine months of food inspections, ranked by group mean and by the shrunk own rate.

    Measured by other code before this one was written: AUC, within-group AUC, recall at a fifth
    and at half, within-group days; 486-739 visits and 49-133 finds a month.
    """
    table = pd.read_csv(shared_data / "inspections" / "chicago_food_2011_2014.csv.gz")
    day = pd.to_datetime(table["Inspection_Date"])
    found = (table["criticalFound"] > 0).to_numpy(dtype=int)
    team, site = pd.factorize(table["Inspector_Assigned"])[0], table["License"].to_numpy()
    rows = {"team": [], "own": []}
    for window in month_windows(day, count=9):
        past, now = (day < window.first).to_numpy(), window.holds(day)
        assert 486 <= now.sum() <= 739
        base = found[past].mean()
        seen = pd.DataFrame({"found": found[past], "team": team[past], "site": site[past]})
        own = seen.groupby("site")["found"].agg(["sum", "size"]).reindex(site[now]).fillna(0)
        rows["team"].append((now, seen.groupby("team")["found"].mean()[team[now]].to_numpy()))
        rows["own"].append((now, ((own["sum"] + 2 * base) / (own["size"] + 2)).to_numpy()))
    told = {}
    for name, months in rows.items():
        at = np.concatenate([np.flatnonzero(now) for now, _ in months])
        score = np.concatenate([one for _, one in months])
        month = np.repeat(np.arange(9), [now.sum() for now, _ in months])
        both = month * 10 + team[at]
        told[name] = [
            monthly_auc(found[at], score, month),
            monthly_auc(found[at], score, month, team[at]),
            recall_at(found[at], score, 0.2, month),
            recall_at(found[at], score, 0.5, month),
            days_earlier(found[at], score, day.to_numpy()[at], both),
        ]
    assert told["team"] == pytest.approx([0.718, 0.500, 0.431, 0.763, -0.28], abs=0.006)
    assert told["own"] == pytest.approx([0.553, 0.547, 0.253, 0.562, 0.78], abs=0.006)
