"""Remarks in two languages."""

from __future__ import annotations

from geo.wording.remark import Remark


def test_remarks_follow_each_other() -> None:
    """English sentences are parted by a space, Chinese ones are not."""
    assert Remark("一。", "One.") + Remark("二。", "Two.") == Remark("一。二。", "One. Two.")


def test_an_empty_remark_says_nothing() -> None:
    """No space is left behind."""
    assert Remark("一。", "One.") + Remark("", "") == Remark("一。", "One.")
