"""Every hostile file of the campaign is refused in one line or read safely, and touches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile import Prober
from benchmarks.hostile_files import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_SAFELY = frozenset(
    {
        "formulas_as_text",
        "book_with_laughing_words",
        "book_with_macros",
        "places_with_links",
        "shapes_that_claim_millions",
        "shapes_in_a_system_that_reaches_out",
        "package_with_false_shapes",
        "columns_with_false_shapes",
    }
)
"""Files whose rows are fine once what is hostile about them is left alone."""


@pytest.fixture(scope="module")
def prober() -> Iterator[Prober]:
    """Start the process whose limited copies read the files."""
    with Prober() as started:
        yield started


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_file_harms_nothing(name: str, prober: Prober) -> None:
    """The kernel's limits are the clock; whoever exceeds them is ended and counts as broken."""
    probe = prober.probe(name)
    assert probe.is_harmless, probe
    assert (probe.outcome == "read") == (name in READ_SAFELY), probe


def test_the_watch_sees_a_file_that_is_opened(
    prober: Prober, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A watch that sees nothing would pass every file."""
    monkeypatch.setitem(HOSTILE, "secret_itself", lambda bait: bait.secret)
    probe = prober.probe("secret_itself")
    assert probe.outcome == "read"
    assert "secret opened" in probe.touched
