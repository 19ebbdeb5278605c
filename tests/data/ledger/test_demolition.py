"""Texts that say that a place is gone, and those that only sound like it."""

from __future__ import annotations

import pytest

from data.ledger.demolition import is_demolished


@pytest.mark.parametrize(
    "text",
    [
        "该院落整体已于2023年5月12日依法拆除完毕。",
        "原址已夷为平地",
        "2024.3 已拆平",
        "不复存在",
        "２０２３年底已拆迁",
        "Torn down",
        "no longer exists",
    ],
)
def test_a_place_that_is_gone(text: str) -> None:
    """A day, an office's small words and the width of signs change nothing."""
    assert is_demolished(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023年拆迁",
        "限期拆除",
        "拆除一半",
        "拆除后又建",
        "东侧厂房已拆除，西侧在产",
        "不存在隐患",
        "gone fishing",
    ],
)
def test_a_place_that_may_still_stand(text: str) -> None:
    """A plan, a part, what came after, or another subject: there is something to see."""
    assert not is_demolished(text)


def test_a_story_is_not_read_as_one_word() -> None:
    """Only the first signs are looked at; a text that goes on says more than that."""
    assert not is_demolished("已拆除" + "，又来了一家新的" * 20)
