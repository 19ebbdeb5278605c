"""The model as a whole: blind to the future, additive, and free of its teams."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import orjson
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.errors import DegenerateInputError
from geo.learned import Scored, Visits, choose, explain_learned, fit, score_visits
from geo.learned.boosted import fit_steps
from geo.learned.noticed import Noticed
from tests.geo.learned.builders import random_town

ORIGIN = pd.Timestamp("2025-12-01").date()
TOWN = random_town(3)
IS_AHEAD = TOWN.rows["day"] >= pd.Timestamp(ORIGIN)
AHEAD = TOWN.take(TOWN.rows.index[IS_AHEAD])


@cache
def scored_town() -> Scored:
    """Score the town as it is, once; not while tests are looked for."""
    return score_visits(TOWN, AHEAD, origin=ORIGIN)[1]


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_nothing_on_or_after_the_origin_moves_a_score(seed: int) -> None:
    """Outcomes, sites and days of later visits are shuffled about; scores stay to the last bit."""
    rng = np.random.default_rng(seed)
    rows = TOWN.rows.copy()
    later = rows.index[IS_AHEAD]
    for column in ("site", "found", "team", "day"):
        rows.loc[later, column] = rng.permutation(rows.loc[later, column].to_numpy())
    order = rng.permutation(rows.index)
    moved = replace(TOWN, rows=rows).take(pd.Index(order))
    scored = score_visits(moved, AHEAD, origin=ORIGIN)[1]
    pd.testing.assert_series_equal(scored.risk, scored_town().risk, check_exact=True)


def test_a_model_that_won_is_in_use_and_orders_by_danger() -> None:
    """Danger makes the outcome, and own history tells only some of it."""
    choice = choose(TOWN, origin=ORIGIN)
    assert choice.kind == "ridge"
    assert choice.gain is not None
    assert choice.gain.low > 0
    assert "ridge" in choice.en
    assert scored_town().risk.corr(AHEAD.features["danger"], method="spearman") > 0.8


@pytest.mark.parametrize("kind", ["ridge", "boosted", "blend"])
def test_contributions_sum_to_the_logit(kind: str) -> None:
    """Reasons must be the score and not a story about it."""
    model = fit(TOWN, origin=ORIGIN, kind=kind)  # type: ignore[arg-type]  # a parameter of the test
    scored = model.score(AHEAD, TOWN)
    total = scored.contributions.sum(axis="columns") + scored.intercept
    assert_allclose(total, scored.logit, atol=1e-9, rtol=0)
    points = [
        sum(one["points"] for one in orjson.loads(text)) for text in explain_learned(scored, TOWN)
    ]
    assert_allclose(points, scored.logit, atol=1e-9, rtol=0)
    assert scored.risk.between(0, 1).all()
    assert (scored.spread > 0).all()


def test_reasons_are_few_and_tell_numbers_and_dates() -> None:
    """At most eight groups beside the base; own history names the visit behind it."""
    for text in explain_learned(scored_town(), TOWN):
        reasons = orjson.loads(text)
        assert reasons[0]["code"] == "base"
        assert len(reasons) <= 9
        own = [one for one in reasons if one["code"] == "own" and "earlier visits" in one["en"]]
        assert all(one["evidence"].startswith("v") for one in own)


def test_a_nuisance_team_does_not_move_a_score_but_a_known_one_does() -> None:
    """A strict team must not make its places look risky."""
    other = AHEAD.rows["team"].map({"T0": "T2", "T1": "T0", "T2": "T1"})
    swapped = replace(AHEAD, rows=AHEAD.rows.assign(team=other))
    nuisance = fit(TOWN, origin=ORIGIN)
    known = fit(TOWN, origin=ORIGIN, team_mode="known")
    assert_allclose(nuisance.score(AHEAD, TOWN).risk, nuisance.score(swapped, TOWN).risk)
    assert (known.score(AHEAD, TOWN).risk != known.score(swapped, TOWN).risk).any()


def test_an_ignored_team_moves_nothing_at_all() -> None:
    """Neither in training, nor in what a site's past is compared with, nor when scoring."""
    rng = np.random.default_rng(8)
    mixed = rng.permutation(TOWN.rows["team"].to_numpy())
    other = replace(TOWN, rows=TOWN.rows.assign(team=mixed))
    seen = [
        fit(town, origin=ORIGIN, team_mode="ignore").score(town.take(AHEAD.rows.index), town)
        for town in (TOWN, other)
    ]
    pd.testing.assert_series_equal(seen[0].risk, seen[1].risk, check_exact=True)


def test_few_results_leave_the_rule_on_past_finds_in_use() -> None:
    """100 results are too few; the sentence says how many are there and how many it takes."""
    few = TOWN.take(TOWN.rows.index[:100])
    choice, scored = score_visits(few, AHEAD, origin=ORIGIN)
    assert choice.kind == "card"
    assert "100 results" in choice.en
    assert "至少需要 800" in choice.zh
    assert choice.zh.startswith("使用以往发现的规则：")
    assert scored.risk.between(0, 1).all()


def test_a_model_of_noise_is_not_in_use() -> None:
    """Where nothing can be foreseen, the choice says "not better" and gives the baseline."""
    rng = np.random.default_rng(5)
    rows = TOWN.rows.assign(found=(rng.random(len(TOWN.rows)) < 0.3).astype(float))
    choice = choose(replace(TOWN, rows=rows), origin=ORIGIN)
    assert choice.kind == "card"
    assert "not better" in choice.en


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_one_outcome_only_gives_the_baseline(outcome: float) -> None:
    """Nothing can be told apart; a model that is asked for says so."""
    same = replace(TOWN, rows=TOWN.rows.assign(found=outcome))
    choice, scored = score_visits(same, AHEAD, origin=ORIGIN)
    assert choice.kind == "card"
    assert scored.risk.between(0, 1).all()
    with pytest.raises(DegenerateInputError, match="with and without a find"):
        fit(same, origin=ORIGIN)


def test_no_history_at_all_gives_one_answer_for_all() -> None:
    """The first day of an office: nothing is known, and that is one half."""
    choice, scored = score_visits(TOWN.take(TOWN.rows.index[:0]), AHEAD, origin=ORIGIN)
    assert choice.labels == 0
    assert set(scored.risk) == {0.5}


def test_the_cards_risk_is_used_where_no_model_is() -> None:
    """The scorecard's result, unchanged."""
    risk = pd.Series(np.linspace(0.1, 0.9, len(AHEAD.rows)), index=AHEAD.rows.index)
    few = TOWN.take(TOWN.rows.index[:10])
    carded = replace(few, card=pd.Series(0.5, index=few.rows.index))
    choice, scored = score_visits(carded, replace(AHEAD, card=risk), origin=ORIGIN)
    assert choice.zh.startswith("使用评分卡：")
    assert_allclose(scored.risk, risk, atol=1e-9)


@pytest.mark.parametrize("is_carded", [True, False])
def test_the_base_of_a_site_hangs_on_no_other_row(*, is_carded: bool) -> None:
    """Without a model as well: a site scored alone has the reasons that it has among all."""
    few, ahead = TOWN.take(TOWN.rows.index[:90]), AHEAD
    if is_carded:
        few = replace(few, card=pd.Series(0.2, index=few.rows.index))
        risk = pd.Series(np.linspace(0.1, 0.9, len(AHEAD.rows)), index=AHEAD.rows.index)
        ahead = replace(AHEAD, card=risk)
    whole = score_visits(few, ahead, origin=ORIGIN)[1]
    alone = score_visits(few, ahead.take(ahead.rows.index[5:6]), origin=ORIGIN)[1]
    assert explain_learned(alone, few)[0] == explain_learned(whole, few)[5]
    if is_carded:
        assert whole.intercept == pytest.approx(np.log(0.2 / 0.8))


def test_awkward_columns_do_no_harm() -> None:
    """Constants, infinities, 10,000 categories, truth values, nothing known: all are borne."""
    count = len(TOWN.rows)
    features = TOWN.features.assign(
        constant=1.0,
        infinite=np.where(np.arange(count) % 7 == 0, np.inf, 1.0 * np.arange(count)),
        category=[f"c{number}" for number in range(count)],
        empty=np.nan,
        flag=np.arange(count) % 2 == 0,
        word=pd.Series(["a", None, "b"] * (count // 3), index=TOWN.rows.index, dtype="str"),
    )
    awkward = Visits(rows=TOWN.rows, features=features)
    model = fit(awkward, origin=ORIGIN)
    scored = model.score(awkward.take(AHEAD.rows.index), awkward)
    assert np.isfinite(scored.logit).all()
    assert ("column", "constant") in model.core.design.left_out
    assert ("column", "category") in model.core.design.joined
    assert ("column", "infinite") in model.core.design.infinite


def test_what_was_done_about_odd_columns_and_rows_is_said() -> None:
    """Every second number endless, one value for all, a word a visit, and visits of the future."""
    known = TOWN.rows["day"] < pd.Timestamp(ORIGIN)
    past = int(known.sum())
    features = TOWN.features.assign(
        constant=1.0,
        infinite=np.where(np.arange(len(known)) % 2 == 0, np.inf, np.arange(len(known)) / 7),
        word=[f"w{number}" for number in range(len(known))],
    )
    history = pd.DataFrame({"faults": 2.0}, index=features.index)
    choice = choose(Visits(rows=TOWN.rows, features=features, history=history), origin=ORIGIN)
    endless = int(np.isinf(features["infinite"][known]).sum())
    assert choice.noticed == (
        Noticed("later", "day", len(known) - past),
        Noticed("infinite", "infinite", endless),
        Noticed("constant", "constant", past),
        Noticed("joined", "word", past),
    )


def test_steps_are_read_off_the_trees_exactly() -> None:
    """Two columns that only act alone: the parts of a row are those of its two bins."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2000, 2))
    found = (rng.random(2000) < 1 / (1 + np.exp(-2 * (x[:, 0] > 0)))).astype(float)
    steps = fit_steps(x, found)
    assert_allclose(steps.parts(x).mean(axis=0), 0, atol=1e-9)
    low, high = steps.parts(np.array([[-1.0, 0.0], [1.0, 0.0]]))
    assert high[0] - low[0] == pytest.approx(2, abs=0.6)
    assert abs(high[1] - low[1]) < 1e-12
