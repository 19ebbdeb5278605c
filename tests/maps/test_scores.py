"""Tests of the score that people read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maps.scores import score


@given(st.floats(0, 1))
def test_a_score_reads_as_texts_outside_the_pages_write_it(risk: float) -> None:
    """The overview and the reasons of the plan write the share with no decimals."""
    assert str(score(risk)) == f"{100 * risk:.0f}"


def test_a_half_goes_to_the_even_neighbour() -> None:
    """0.625 is exact in binary: 62.5 lies between 62 and 63."""
    assert score(0.625) == 62
