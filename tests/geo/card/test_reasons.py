"""Reasons: at most eight sentences, what is known first, and points that stay exact."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.model import Reason
from geo.card.reasons import MOST_SENTENCES, explain, raising, read_reasons, write_reasons
from geo.card.signals import Signal, signal

OVERRIDE = Reason("major_finding", 0.0, "重大", "major")


def factors(*known: bool) -> list[Signal]:
    """Give one factor after the other, f0, f1 ..., known or not, of one site."""
    return [
        signal(
            f"f{place}",
            (f"因素{place}", f"factor {place}"),
            np.zeros(1),
            says=(f"句{place}", f"Sentence {place}"),
            known=np.array([is_known]),
        )
        for place, is_known in enumerate(known)
    ]


def reasons_of(
    known: list[bool], points: list[float], override: Reason | None = None
) -> tuple[Reason, ...]:
    """Explain one site."""
    (text,) = explain(factors(*known), np.array([points]), [override])
    return read_reasons(text)


def test_round_trip() -> None:
    """What the store gives back is what was written, hostile text included."""
    reasons = (Reason("tips", 0.1 + 0.2, "“线索”<b>", 'a "tip"\n', "X1 2026-11-01"),)
    assert read_reasons(write_reasons(reasons)) == reasons


def test_hostile_texts_come_back_as_they_were() -> None:
    """Sentences and ids of a ledger may hold quotes, backslashes and line ends."""
    one = signal(
        "a", ("a", "a"), np.ones(1), says=('"\\x"\n', "it's"), evidence=['J"1\\ 2026-11-01']
    )
    (text,) = explain([one], np.array([[0.1]]), [None])
    assert read_reasons(text) == (Reason("a", 0.1, '"\\x"\n', "it's", 'J"1\\ 2026-11-01'),)


def test_most_points_first_and_none_without_points() -> None:
    """Two factors with points, one without; an override comes before all."""
    found = reasons_of([True, True, True], [0.1, 0.3, 0.0], OVERRIDE)
    assert [reason.code for reason in found] == ["major_finding", "f1", "f0"]


def test_what_is_known_comes_before_what_is_not() -> None:
    """That nobody knows the industry is no reason to show first, however many points it has."""
    found = reasons_of([False, True], [0.3, 0.1])
    assert [(reason.code, reason.points) for reason in found] == [("f1", 0.1), ("f0", 0.3)]


def test_several_unknown_factors_are_one_sentence() -> None:
    """With the sum of their points, and all their names."""
    found = reasons_of([False, True, False], [0.1, 0.1, 0.2])
    assert [(reason.code, round(reason.points, 12)) for reason in found] == [
        ("f1", 0.1),
        ("unknown", 0.3),
    ]
    assert found[1].zh.startswith("2项不详")
    assert found[1].zh.endswith("因素0、因素2")


def test_the_smallest_beyond_eight_are_one_sentence() -> None:
    """Ten factors of 1 to 10 points: seven are told, 3 + 2 + 1 together."""
    found = reasons_of([True] * 10, [place / 100 for place in range(1, 11)])
    assert [reason.code for reason in found] == [f"f{p}" for p in range(9, 2, -1)] + ["other"]
    assert found[-1] == Reason(
        "other", 0.06, "其他3项：因素0、因素1、因素2", "3 others: factor 0, factor 1, factor 2"
    )


def test_eight_known_factors_need_no_other() -> None:
    """Just as many as fit."""
    assert len(reasons_of([True] * 8, [0.01] * 8)) == MOST_SENTENCES
    assert "other" not in {one.code for one in reasons_of([True] * 8, [0.01] * 8)}


@given(
    known=st.lists(st.booleans(), min_size=14, max_size=14),
    points=arrays(float, 14, elements=st.floats(0, 0.07)),
    has_first=st.booleans(),
)
def test_never_more_than_eight_and_never_a_point_lost(
    known: list[bool],
    points: np.ndarray,
    has_first: bool,  # noqa: FBT001 - drawn
) -> None:
    """Whatever is joined: the sum is that of all factors."""
    found = reasons_of(known, points.tolist(), OVERRIDE if has_first else None)
    assert len(found) <= MOST_SENTENCES
    assert sum(reason.points for reason in found) == pytest.approx(points.sum(), abs=1e-10)


def test_unknown_says_so() -> None:
    """The owner is not told a fact that nobody knows."""
    one = signal(
        "licences",
        ("证照情况", "licences"),
        pd.Series([0.4, 0.0]),
        says=("证照情况：缺环评", "x"),
        known=pd.Series([True, False]),
    )
    texts = explain([one], np.array([[0.04], [0.04]]), [None, None])
    (reason,) = read_reasons(texts[1])
    assert reason == Reason(
        "licences",
        0.04,
        "证照情况不详，按同类场所的中位数计分",
        "Unknown: licences; the median of its kind counts",
    )


def test_unknown_everywhere_says_that_half_counts() -> None:
    """There is no median where nobody is known."""
    one = signal(
        "x", ("从业人数", "workers"), pd.Series([0.0]), says=("", ""), known=pd.Series([False])
    )
    (reason,) = read_reasons(explain([one], np.array([[0.1]]), [None])[0])
    assert reason.zh == "从业人数均不详，按一半计分"


def test_more_sites_than_are_written_at_once() -> None:
    """Each site has its own sentences, beyond the first block too."""
    count = 8_200
    one = signal(
        "a", ("a", "a"), np.ones(count), says=("x", "x"), evidence=[*map(str, range(count))]
    )
    texts = explain([one], np.full((count, 1), 0.1), [None] * count)
    assert len(texts) == count
    assert read_reasons(texts[count - 1])[0].evidence == str(count - 1)


def test_what_makes_a_site_red_at_once_comes_first_in_short_lists() -> None:
    """It bears no points, and without it nothing says why the site is red."""
    (text,) = explain(factors(*[True] * 2), np.array([[0.1, -0.05]]), [OVERRIDE])
    assert [one.code for one in raising(text)] == ["major_finding", "f0"]
