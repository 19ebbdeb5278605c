"""The vocabulary: what counts as a look, and as a find."""

from __future__ import annotations

from data.words import FINDS, LOOKS, RESULTS


def test_looks_are_results_and_finds_are_looks() -> None:
    """A misspelt code would count as no visit at all, and nobody would notice."""
    assert FINDS < LOOKS < set(RESULTS)


def test_a_visit_that_met_nobody_is_no_look() -> None:
    """Counting a shut gate as "nothing found" would make those who lock theirs look safe."""
    assert LOOKS.isdisjoint({"absent", "closed", "refused", "moved", "skipped"})
