"""What an answer means, and what is said of one that means nothing."""

from __future__ import annotations

import pytest

from data.ledger.replies import TAKES, allowed, offered, read_answer, why_unread
from data.words import ANSWERS, LEDGER_KINDS

KNOWN = frozenset({"S00012", "S00084", "厂-7"})


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("S00012", ("site", "S00012")),
        ("ｓ０００１２", ("site", "S00012")),
        ("是 S00012（刘湾村12号）", ("site", "S00012")),
        ("S00084", ("site", "S00084")),  # 84 alone would be a datum
        ("厂-7", ("site", "厂-7")),
        ("新点位", ("new", None)),
        (" New ", ("new", None)),
        ("不是同一个。", ("new", None)),
        ("不要", ("drop", None)),
        ("drop", ("drop", None)),
        ("高德", ("datum", None)),
        ("GPS (WGS84)", ("datum", None)),
        ("S99999", None),
        ("S00012 或 S00084", None),
        ("问老张", None),
        ("", None),
    ],
)
def test_reads_answers(text: str, meaning: tuple[str, str | None] | None) -> None:
    """A site, new, drop, a datum; two sites, an unknown one and anything else are no answer."""
    assert read_answer(text, known=KNOWN) == meaning


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S99999", "answer_no_site"),
        ("S00012或S00084", "answer_two_sites"),
        ("问老张", "answer_unread"),
    ],
)
def test_an_answer_that_means_nothing_is_told_why(text: str, code: str) -> None:
    """An unknown site, two of them, or no such word."""
    assert why_unread(text, kind="sites", known=KNOWN).code == code


def test_a_long_answer_is_cut() -> None:
    """Somebody pasted a letter: forty signs say enough."""
    assert f"“{'很' * 40}…”" in why_unread("很" * 500, kind="tips", known=KNOWN).zh


def test_what_may_be_answered_is_known() -> None:
    """Kinds and meanings are codes; every kind may be dropped."""
    assert set(TAKES) <= set(LEDGER_KINDS)
    assert {meaning for listed in TAKES.values() for meaning in listed} <= set(ANSWERS)
    assert all("不要" in offered(kind) for kind in LEDGER_KINDS)


def test_a_visit_is_offered_no_new_site() -> None:
    """It has no position to become one."""
    assert "新点位" not in offered("inspections") + allowed("inspections")
    assert "新点位" in offered("sites")
