"""Better or luck: the bootstrap over sites."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from data.errors import ConfigError, ShapeError
from geo.evaluate.metrics import auc, recall_at
from geo.evaluate.paired import interval, over_windows, paired_interval, resampled, weighted_mean


def mean_of(values: np.ndarray):  # noqa: ANN201 - a metric
    """Give a metric whose figure is known: the mean of values times the score."""
    return lambda rows, score: float((values[rows] * score).mean())


def test_a_score_is_no_better_than_itself() -> None:
    """The same draws for both: the difference is 0 in each."""
    score = np.arange(30.0)
    gain = paired_interval(mean_of(np.ones(30)), score, score, np.arange(30), draws=40)
    assert (gain.low, gain.high, gain.mean, gain.seen) == (0, 0, 0, 0)
    assert not gain.is_above_zero
    assert not gain.is_below_zero


def test_an_interval_is_as_wide_as_theory_says() -> None:
    """400 values of variance 1: the mean's interval is 2 x 1.96 / 20 wide, luck aside."""
    values = np.array([-1.0, 1.0] * 200)
    span = interval(mean_of(values), np.ones(400), np.arange(400), draws=4000)
    assert span.high - span.low == pytest.approx(2 * 1.96 / 20, rel=0.05)
    assert span.seen == 0


def test_visits_of_one_site_are_drawn_together() -> None:
    """Each site's ten visits say one thing, so 40 sites are 40 values: the interval is wider."""
    values = np.repeat(np.array([-1.0, 1.0] * 20), 10)
    alone = interval(mean_of(values), np.ones(400), np.arange(400), draws=2000)
    sites = interval(mean_of(values), np.ones(400), np.repeat(np.arange(40), 10), draws=2000)
    ratio = (sites.high - sites.low) / (alone.high - alone.low)
    assert ratio == pytest.approx(np.sqrt(10), rel=0.1)


def test_a_draw_takes_all_visits_of_a_site() -> None:
    """Rows of one site come in equal numbers, whatever is drawn."""
    sites = np.array([0, 1, 0, 2, 1, 0])
    for rows in resampled(sites, draws=30, seed=3):
        counts = np.bincount(rows, minlength=6)
        for site in range(3):
            assert len(set(counts[sites == site])) == 1
        assert sum(counts[[0, 1, 3]]) == 3


def test_the_same_seed_gives_the_same_interval() -> None:
    """A page printed twice says the same."""
    found = np.tile([0, 0, 1], 20)
    score = np.arange(60.0)

    def metric(rows: np.ndarray, drawn: np.ndarray) -> float:
        return auc(found[rows], drawn)

    one = paired_interval(metric, score, -score, np.arange(60) // 2, draws=50, seed=4)
    assert one == paired_interval(metric, score, -score, np.arange(60) // 2, draws=50, seed=4)
    assert one != paired_interval(metric, score, -score, np.arange(60) // 2, draws=50, seed=5)


def test_names_of_sites_may_be_texts() -> None:
    """Ids are texts; their order does not matter."""
    names = [f"S{number % 7}" for number in range(21)]
    values = np.arange(21.0)
    by_name = interval(mean_of(values), np.ones(21), names, draws=20)
    assert by_name == interval(mean_of(values), np.ones(21), np.arange(21) % 7, draws=20)


def test_draws_without_an_answer_are_left_out() -> None:
    """One find at one of ten sites: a third of the draws miss it, and have no AUC."""
    found = np.array([1, *[0] * 9])

    def metric(rows: np.ndarray, drawn: np.ndarray) -> float:
        return auc(found[rows], drawn)

    gain = interval(metric, found + 0.0, np.arange(10), draws=100)
    assert (gain.low, gain.high, gain.seen) == (1, 1, 1)


def test_too_few_draws_with_an_answer_make_no_interval() -> None:
    """What only some draws can tell is no interval, and nothing is better for it."""

    def metric(rows: np.ndarray, _drawn: np.ndarray) -> float:
        return 1.0 if (rows == np.arange(4)).all() else float("nan")

    gain = interval(metric, np.ones(4), np.arange(4), draws=20)
    assert gain.seen == 1
    assert np.isnan(gain.low)
    assert not gain.is_above_zero


def test_windows_are_judged_apart_and_weighed_by_finds() -> None:
    """Recall at half is 1 in the first month, 0 in the second with three times the finds."""
    found = np.array([1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    score = np.array([9, 1, 0, 1, 1, 1, 5, 5, 5, 5, 5, 5.0])
    window = np.array([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1])

    def half(seen: np.ndarray, drawn: np.ndarray) -> float:
        return recall_at(seen, drawn, 0.5)

    metric = over_windows(half, window, found, found)
    rows = np.arange(12)
    assert metric(rows, score) == pytest.approx((1 * 1.0 + 3 * 0.0) / 4)


def test_a_window_without_an_answer_weighs_nothing() -> None:
    """A month without a find is no month of nought."""
    assert weighted_mean([0.8, np.nan], [1, 5]) == 0.8
    assert np.isnan(weighted_mean([np.nan], [1]))


def test_draws_are_of_sites_without_visits_too() -> None:
    """No visit at all is an empty draw, not a fault."""
    for rows in resampled(np.zeros(0, dtype=int), draws=2, seed=0):
        assert_array_equal(rows, [])


def test_a_level_outside_its_range_is_refused() -> None:
    """An interval of everything, or of nothing."""
    with pytest.raises(ConfigError, match=r"level in \(0, 1\), got 10 and 1"):
        interval(mean_of(np.ones(2)), [1.0, 2.0], [0, 1], draws=10, level=1.0)


def test_scores_of_other_visits_are_refused() -> None:
    """Pairs must be of the same visits."""
    with pytest.raises(ShapeError, match="lists of one length"):
        paired_interval(mean_of(np.ones(2)), [1.0, 2.0], [1.0], [0, 1])
