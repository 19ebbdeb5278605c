"""The town's model: what it learns, and that it adds up."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose

from geo.card.card import default_card
from geo.town.looks import Looks, past_looks
from geo.town.mixed import fit_mixed
from tests.geo.town.builders import AS_OF, town


def looks_of(found: list[float], site: list[str], team: list[str], prior: float = 0.3) -> Looks:
    """Make looks at places that the card takes to be alike."""
    rows = pd.DataFrame({"site_id": site, "team": team, "found": found})
    return Looks(rows=rows, columns=pd.DataFrame({"prior": [prior] * len(found)}))


def test_a_site_found_often_has_a_positive_effect_and_one_never_a_negative() -> None:
    """Ten looks each, nine finds against one: the effects are mirror images."""
    found = [1.0] * 9 + [0.0] + [1.0] + [0.0] * 9
    model = fit_mixed(looks_of(found, ["a"] * 10 + ["b"] * 10, ["A"] * 20))
    effects = model.effects(pd.Index(["a", "b", "new"]))
    assert effects["a"] > 0
    assert_allclose(effects["a"], -effects["b"], atol=1e-6)
    assert effects["new"] == 0.0


def test_a_strict_team_does_not_make_a_risky_place() -> None:
    """Both teams see both places equally often, and each finds the same at both."""
    found = ([1.0] * 6 + [0.0] * 4) * 2 + ([1.0] * 2 + [0.0] * 8) * 2
    site = (["a"] * 10 + ["b"] * 10) * 2
    model = fit_mixed(looks_of(found, site, ["A"] * 20 + ["B"] * 20))
    assert_allclose(model.effects(pd.Index(["a", "b"])), [0.0, 0.0], atol=1e-6)


def test_the_gradient_is_zero_at_the_answer() -> None:
    """Every look's miss, summed over a site, balances how far its effect was drawn to 0."""
    found = [1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    site = ["a", "a", "a", "b", "b", "b", "c", "c"]
    model = fit_mixed(looks_of(found, site, [None] * 8))  # type: ignore[list-item]  # unknown teams
    columns = pd.DataFrame({"prior": [0.3] * 8})
    chance = 1 / (1 + np.exp(-model.logit(columns, pd.Index(site))))
    miss = pd.Series(np.array(found) - chance).groupby(site).sum()
    assert_allclose(miss, model.effects(miss.index) / model.site_variance, atol=1e-6)


def test_more_looks_leave_less_unknown() -> None:
    """The spread of a place seen often is smaller than that of one never seen."""
    found = [1.0, 0.0] * 10 + [1.0, 0.0]
    model = fit_mixed(looks_of(found, ["a"] * 20 + ["b"] * 2, ["A"] * 22))
    columns = pd.DataFrame({"prior": [0.3] * 3})
    often, seldom, never = model.spread(columns, pd.Index(["a", "b", "new"]))
    assert often < seldom < never


def test_learns_that_places_without_a_licence_are_worse() -> None:
    """The invented town has three times as many finds there."""
    looks = past_looks(town(), as_of=AS_OF, card=default_card())
    logit = fit_mixed(looks).logit(looks.columns, pd.Index(looks.rows["site_id"]))
    is_bad = looks.rows["site_id"].str[1:].astype(int) % 3 == 0
    assert logit[is_bad].mean() > logit[~is_bad].mean() + 0.5
