"""Signs that stand for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.glyphs import plain_glyphs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("興與廠", "兴与厂"),
        ("濮阳巿", "濮阳市"),
        ("壹厂", "一厂"),
        ("一厂", "1厂"),
        ("二十三号", "23号"),
        ("十号", "10号"),
        ("03号", "3号"),
        ("b0栋", "bo栋"),
        ("l号", "1号"),
    ],
)
def test_spellings_of_one_sign(one: str, other: str) -> None:
    """Typed by another method, copied from a scan, or written on a gate."""
    assert plain_glyphs(one) == plain_glyphs(other)


@pytest.mark.parametrize(
    ("one", "other"), [("丰源", "沣源"), ("东院", "西院"), ("10号", "1号"), ("三厂", "二厂")]
)
def test_signs_that_differ(one: str, other: str) -> None:
    """A river's name is not a good harvest, and ten is not one."""
    assert plain_glyphs(one) != plain_glyphs(other)


@given(text=st.text(max_size=40))
def test_plain_stays_plain(text: str) -> None:
    """Else the key would depend on how often it was made."""
    assert plain_glyphs(plain_glyphs(text)) == plain_glyphs(text)
