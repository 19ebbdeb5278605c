"""What would lower a score."""

from __future__ import annotations

import json

import numpy as np
import pytest

from data.model import Reason
from geo.card.advice import MOST_ADVICE, REMEDIES, advise
from geo.card.scorecard import FACTORS
from geo.card.signals import Signal, signal


def factor(code: str, *, known: bool = True, applies: bool = True) -> Signal:
    """Give a factor of one site."""
    return signal(
        code,
        (f"因素{code}", f"factor {code}"),
        np.zeros(1),
        says=("", ""),
        known=np.array([known]),
        applies=np.array([applies]),
    )


def advice(
    signals: list[Signal], share: list[float], weights: list[float], first: Reason | None = None
) -> list[dict]:
    """Advise one site."""
    (text,) = advise(signals, np.array([share]), np.array(weights), [first])
    return json.loads(text)


def test_what_lowers_most_comes_first() -> None:
    """Half of 12 points, all of 10; the industry stays what it is."""
    signals = [factor("rectification"), factor("licences"), factor("industry")]
    found = advice(signals, [0.5, 1.0, 1.0], [0.12, 0.10, 0.15])
    assert [(one["code"], one["points"]) for one in found] == [
        ("licences", -0.10),
        ("rectification", -0.06),
    ]
    assert found[0]["zh"] == "补齐证照"


def test_only_what_is_worth_a_line() -> None:
    """Less than half a point is not; and never more than four remedies."""
    assert advice([factor("licences")], [0.04], [0.10]) == []
    codes = sorted(REMEDIES)
    found = advice([factor(code) for code in codes], [1.0] * len(codes), [0.05] * len(codes))
    assert len(found) == MOST_ADVICE


def test_what_is_unknown_is_named_with_both_ends() -> None:
    """A median of 0.25 of 8 points and of 0.5 of 4: 4 counted, 8 more possible."""
    signals = [factor("licences", known=False), factor("night", known=False)]
    (found,) = advice(signals, [0.25, 0.5], [0.08, 0.04])
    assert (found["code"], found["points"]) == ("unknown", pytest.approx(-0.04))
    assert found["zh"] == ("还不清楚：因素licences、因素night；到场核实后，分数会变动-4到+8分")


def test_what_counts_nothing_yet_can_only_raise() -> None:
    """None of 8 points counted: a range from minus nought would puzzle whoever reads it."""
    (found,) = advice([factor("licences", known=False)], [0.0], [0.08])
    assert found["zh"] == "还不清楚：因素licences；到场核实后，分数只会升，最多升 8 分"
    assert found["en"].endswith("a visit can only raise the score, by at most 8 points")


def test_what_counts_in_full_can_only_lower() -> None:
    """All of 8 points counted."""
    (found,) = advice([factor("licences", known=False)], [1.0], [0.08])
    assert found["zh"] == "还不清楚：因素licences；到场核实后，分数只会降，最多降 8 分"


def test_what_makes_no_sense_is_not_unknown() -> None:
    """Nobody must look for the workers of an idle plant."""
    assert advice([factor("workers", known=False, applies=False)], [0.0], [0.02]) == []


def test_a_major_finding_is_lifted_first() -> None:
    """It has no points, but the colour hangs on it."""
    first = Reason("major_finding", 0.0, "重大", "major")
    found = advice([factor("licences")], [1.0], [0.10], first)
    assert [one["code"] for one in found] == ["major_finding", "licences"]


def test_every_remedy_is_of_a_factor() -> None:
    """A misspelt code would never be advised."""
    # Names of functions are the codes of their factors.
    codes = {one.__name__.removesuffix("_signal") for one in FACTORS}
    assert set(REMEDIES) <= codes
