"""Learned scores of a small town, from tables to reasons."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from geo.card.card import default_card
from geo.card.scorecard import score_sites
from geo.town.facts import town_facts
from geo.town.looks import past_looks
from geo.town.scores import learned_scores
from tests.geo.town.builders import AS_OF, town

if TYPE_CHECKING:
    from geo.town.facts import TownTables


def scored(t: TownTables) -> pd.DataFrame:
    """Score a town with logits of its past looks as what was foreseen."""
    card = default_card()
    by_card = score_sites(t.sites, t.inspections, t.findings, t.tips, as_of=AS_OF, card=card)
    looks = past_looks(t, as_of=AS_OF, card=card)
    judged = pd.DataFrame({"logit": np.log(looks.rows["card"]), "found": looks.rows["found"]})
    return learned_scores(t, looks, judged, as_of=AS_OF, card=card, card_scores=by_card)


@cache
def expected() -> pd.DataFrame:
    """Score the town as it is, once."""
    return scored(town())


def test_reasons_sum_to_a_logit_that_orders_as_the_chance_does() -> None:
    """The chance is a rising function of the sum, so a repeated reason list orders the places."""
    table = expected()
    sums = [sum(one["points"] for one in orjson.loads(text)) for text in table["reasons"]]
    odds = np.log(table["risk"] / (1 - table["risk"]))
    level, slope = np.linalg.lstsq(np.column_stack([np.ones(len(sums)), sums]), odds)[0]
    assert slope > 0
    assert_allclose(level + slope * np.array(sums), odds, atol=1e-9)


def test_at_most_eight_sentences_the_ordinary_place_last() -> None:
    """An inspector reads them aloud."""
    for text in expected()["reasons"]:
        reasons = orjson.loads(text)
        assert len(reasons) <= 8
        assert reasons[-1]["code"] == "base"
        assert all(one["zh"] and one["en"] for one in reasons)


def test_colours_are_as_many_as_the_card_gives() -> None:
    """The model changes who is red, not how many."""
    t = town()
    by_card = score_sites(
        t.sites, t.inspections, t.findings, t.tips, as_of=AS_OF, card=default_card()
    )
    counts = expected()["grade"].astype(str).value_counts().sort_index()
    assert counts.to_dict() == by_card["grade"].astype(str).value_counts().sort_index().to_dict()


def test_the_cards_risk_of_a_morning_is_that_of_the_card() -> None:
    """With no finding and no tip, nothing is known differently then, and both must agree."""
    t = town()
    by_card = score_sites(
        t.sites, t.inspections, t.findings, t.tips, as_of=AS_OF, card=default_card()
    )
    facts = town_facts(t, as_of=AS_OF, card=default_card())
    assert_allclose(facts.card, by_card["risk"], atol=1e-12)


def test_every_place_has_advice_and_a_firmness() -> None:
    """What can be done and what is unknown are facts; a model does not take them away."""
    table = expected()
    assert table["stability"].between(0, 1).all()
    told = [orjson.loads(text) for text in table["advice"]]
    unlicensed = [n for n, name in enumerate(table.index) if int(name[1:]) % 3 == 0]
    assert all("licences" in [one["code"] for one in told[n]] for n in unlicensed)
    assert all(one["points"] <= 0 for row in told for one in row)
    assert all(row[-1]["code"] == "unknown" for row in told)


def test_scores_bear_the_day_they_were_asked_for() -> None:
    """Cells and plans read it to know how far they may look."""
    assert set(expected()["as_of"]) == {pd.Timestamp(AS_OF)}


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 1000), late=st.integers(1, 60))
def test_what_comes_later_changes_nothing(seed: int, late: int) -> None:
    """Visits on the day or after it may say anything of any place."""
    t = town()
    dice = np.random.default_rng(seed)
    later = t.inspections.sample(30, random_state=seed).assign(
        day=pd.Timestamp(AS_OF) + pd.to_timedelta(dice.integers(0, late, 30), unit="D"),
        result=dice.choice(["finding", "clean"], 30),
    )
    later.index = pd.Index([f"L{n}" for n in range(30)], name=t.inspections.index.name)
    both = pd.concat([t.inspections, later.astype(dict(t.inspections.dtypes))])
    assert_frame_equal(scored(replace(t, inspections=both)), expected())
