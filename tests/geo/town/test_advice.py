"""What would lower a learned score, and what is not known of the place."""

from __future__ import annotations

import numpy as np
import orjson
import pandas as pd
import pytest

from geo.card.signals import signal
from geo.sigmoid import Sigmoid
from geo.town.advice import learned_advice
from geo.town.effects import Foreseen
from geo.town.facts import Facts

SITES = pd.Index(["S1"])
CARD = [
    {"code": "major_finding", "points": 0.0, "zh": "销号后不再直接定为红色", "en": "Lifted"},
    {"code": "licences", "points": -0.10, "zh": "补齐证照", "en": "Complete the licences"},
    {"code": "chemicals", "points": -0.08, "zh": "清走危险化学品", "en": "Remove the chemicals"},
    {"code": "sublet", "points": -0.04, "zh": "清退转租户", "en": "End the subletting"},
    {"code": "unknown", "points": -0.02, "zh": "还不清楚：人数", "en": "Not known: people"},
]
SLOPES = {"licences": 0.3, "chemicals": -0.2, "sublet": 0.9, "workers": 0.8}
SHARES = {"licences": 1.0, "chemicals": 1.0, "sublet": 0.5, "workers": 0.5}


def advice(*, slopes: dict[str, float] = SLOPES) -> list[dict[str, object]]:
    """Write the advice of one site of which the number of people is unknown; its logit is 0."""
    one = pd.Series([0.0], index=SITES)
    seen = Foreseen(
        intercept=0.0,
        parts=pd.DataFrame(index=SITES),
        slopes=pd.Series(slopes),
        logit=one,
        spread=one + 1.0,
        risk=one + 0.5,
        low=one,
        high=one,
        past=pd.DataFrame(),
    )
    signals = [
        signal(
            code,
            (f"项{code}", f"item {code}"),
            np.array([share]),
            says=("有", "there"),
            known=np.array([code != "workers"]),
        )
        for code, share in SHARES.items()
    ]
    facts = Facts(
        features=pd.DataFrame(index=SITES),
        signals=signals,
        shares=pd.DataFrame(SHARES, index=SITES),
        prior=one,
        card=one,
        extras=pd.DataFrame(index=SITES),
    )
    card = pd.Series([orjson.dumps(CARD).decode()], index=SITES)
    (text,) = learned_advice(seen, facts, card, sigmoid=Sigmoid())
    listed: list[dict[str, object]] = orjson.loads(text)
    return listed


def test_remedies_are_the_cards_weighed_by_the_model() -> None:
    """Subletting, 0.5 of 0.9, lowers more than licences, 1 of 0.3; chemicals were no worse here."""
    told = {one["code"]: one["points"] for one in advice() if one["code"] != "unknown"}
    assert list(told) == ["major_finding", "sublet", "licences", "chemicals"]
    assert told == pytest.approx(
        {"major_finding": 0, "sublet": -0.45, "licences": -0.3, "chemicals": 0}
    )


def test_sentences_of_remedies_stay() -> None:
    """They speak of facts, which no model changes."""
    said = {one["code"]: one["zh"] for one in advice()}
    assert said["licences"] == "补齐证照"


def test_what_is_unknown_names_the_ends_of_the_chance() -> None:
    """Half of 0.8 to either side of logit 0: 1 / (1 + e^0.4) = 40 %, and 60 %."""
    last = advice()[-1]
    assert last["code"] == "unknown"
    assert last["points"] == pytest.approx(-0.4)
    assert (
        last["en"] == "Not known: item workers; once a visit has told, the chance lies in 40-60 %"
    )
    assert last["zh"] == "还不清楚：项workers；到场核实后，检出可能在40%–60%之间"


def test_what_moves_nothing_is_only_named() -> None:
    """A factor the model gives no weight: ends that are alike would say nothing."""
    last = advice(slopes=SLOPES | {"workers": 0.0})[-1]
    assert (last["points"], last["en"]) == (0, "Not known: item workers")


def test_a_negative_weight_turns_the_ends_round() -> None:
    """Many people, fewer finds: the chance is lowest where the share turns out whole."""
    last = advice(slopes=SLOPES | {"workers": -0.8})[-1]
    assert last["points"] == pytest.approx(-0.4)
