"""The vocabulary: what counts as a look, and as a find; codes that people write in words."""

from __future__ import annotations

import pytest

from data.words import (
    DISPOSITIONS,
    EXPERTISE,
    FINDING_LEVELS,
    FINDING_STATES,
    FINDS,
    LOOKS,
    ORDERS,
    RESULTS,
    TIP_STATES,
    Labels,
    code_of,
)

TYPED = (ORDERS, DISPOSITIONS, EXPERTISE, FINDING_LEVELS, FINDING_STATES, TIP_STATES)
"""Lists whose codes people type as arguments of commands."""


def test_looks_are_results_and_finds_are_looks() -> None:
    """A misspelt code would count as no visit at all, and nobody would notice."""
    assert FINDS < LOOKS < set(RESULTS)


def test_a_visit_that_met_nobody_is_no_look() -> None:
    """Counting a shut gate as "nothing found" would make those who lock theirs look safe."""
    assert LOOKS.isdisjoint({"absent", "closed", "refused", "moved", "skipped"})


@pytest.mark.parametrize("codes", TYPED, ids=lambda codes: next(iter(codes)))
def test_a_code_is_read_as_it_is_and_from_either_label(codes: Labels) -> None:
    """The office types the words that the program prints; no label may mean two codes."""
    for code, labels in codes.items():
        assert [code_of(codes, text) for text in (code, *labels)] == [code] * 3


def test_a_word_that_is_no_code_is_left_for_the_check_behind() -> None:
    """Whoever needs the code says what was expected, with the word as it was written."""
    assert code_of(ORDERS, " scold") == " scold"
