"""When the town's model is used."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.evaluate import ece, monthly_auc
from geo.sigmoid import fit_sigmoid, forward_chances
from geo.town.choice import choose, choose_unseen, lacks
from geo.town.looks import Looks
from tests.geo.town.builders import AS_OF


def looks(count: int, *, is_card_blind: bool) -> Looks:
    """Make a year of looks at 40 places, half of them bad; the card sees it or sees nothing."""
    dice = np.random.default_rng(3)
    place = np.arange(count) % 40
    is_bad = place < 20
    found = dice.random(count) < np.where(is_bad, 0.6, 0.1)
    days = pd.Series(pd.date_range("2025-07-01", "2026-06-30", periods=count)).dt.normalize()
    card = np.where(is_bad, 0.5, 0.3) if not is_card_blind else np.full(count, 0.4)
    rows = pd.DataFrame(
        {
            "site_id": [f"S{one:02}" for one in place],
            "day": days,
            "month": days.dt.to_period("M").dt.start_time,
            "team": np.where(np.arange(count) % 3 == 0, "A", "B"),
            "found": found.astype(float),
            "card": card,
        }
    )
    return Looks(rows=rows, columns=pd.DataFrame({"prior": card}))


def test_uses_the_model_where_it_was_better() -> None:
    """The card takes all places to be alike; past finds say which are bad."""
    choice = choose(looks(1000, is_card_blind=True), as_of=AS_OF, wanted="auto")
    assert (choice.is_learned, choice.because) == (True, "better")
    assert choice.gain is not None
    assert choice.gain.low > 0
    assert choice.card_auc == pytest.approx(0.5)


def test_keeps_a_card_that_knows_all_there_is() -> None:
    """The card already separates good from bad: nothing is left to win."""
    choice = choose(looks(1000, is_card_blind=False), as_of=AS_OF, wanted="auto")
    assert (choice.is_learned, choice.because) == (False, "not_better")


@pytest.mark.parametrize(
    ("count", "finds"), [(0, 0), (400, 200), (799, 300), (2000, 109), (2000, 1891)]
)
def test_keeps_the_card_where_looks_are_few_or_of_one_kind(count: int, finds: int) -> None:
    """Below 800 looks, or 110 of either outcome, no model reliably beat a card."""
    choice = choose_unseen(count, finds, wanted="auto")
    assert choice is not None
    assert (choice.is_learned, choice.because) == (False, "few")


def test_enough_looks_are_judged() -> None:
    """At the bounds themselves past months decide."""
    assert choose_unseen(800, 110, wanted="auto") is None


def test_uses_the_model_when_told_though_it_is_not_better() -> None:
    """An office may want chances; it is told that they order no better."""
    choice = choose(looks(1000, is_card_blind=False), as_of=AS_OF, wanted="learned")
    assert (choice.is_learned, choice.because) == (True, "told")


def test_says_what_a_model_lacks() -> None:
    """Fifty looks are no base for chances, whoever asks."""
    few = looks(50, is_card_blind=True)
    assert not choose(few, as_of=AS_OF, wanted="learned").is_learned
    assert ("looks", 50, 200) in lacks(few, 0)


def test_calibration_has_no_say_in_the_choice() -> None:
    """It never turns an order round: chances order visits as logits do, but for rounded ties."""
    choice = choose(looks(1000, is_card_blind=True), as_of=AS_OF, wanted="auto")
    assert choice.judged is not None
    judged = choice.judged
    found, month = judged["found"].to_numpy(), judged["month"].to_numpy(dtype=np.int64)
    team = pd.factorize(judged["team"])[0]
    chance = fit_sigmoid(judged["logit"], judged["found"]).chance(judged["logit"])
    assert monthly_auc(found, chance, month, team) == pytest.approx(choice.model_auc, abs=1e-3)


def test_the_error_of_chances_is_that_of_months_they_were_not_calibrated_on() -> None:
    """Turning round what the first month found moves no chance that it is held against."""
    choice = choose(looks(1000, is_card_blind=True), as_of=AS_OF, wanted="auto")
    assert choice.judged is not None
    judged = choice.judged
    chance = forward_chances(judged["logit"], judged["found"], judged["month"])
    later = (judged["month"] > 0).to_numpy()
    assert choice.ece == pytest.approx(ece(judged["found"][later], chance[later]))
    assert 0 < choice.ece < 0.2
