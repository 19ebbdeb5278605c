"""Answers that do not settle what a row is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.ledger.misfits import say_misfits
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, questioned, rejected
from tests.data.ledger.office import row

KNOWN = {"S00001"}
SILENT = note("datum_silent")
ALIKE = note("maybe_same", id="S00001", name="甲厂", why=("同名", "one name"))


def codes(outcome: Outcome) -> list[str]:
    """List what is said of a row after its answer was looked at."""
    return [item.code for item in say_misfits([outcome], known=KNOWN)[0].notes]


@pytest.mark.parametrize(
    ("said", "why", "fits"),
    [
        ("新点位", SILENT, "坐标系（高德、百度、GPS、国土）、不要"),
        ("S00001", SILENT, "坐标系（高德、百度、GPS、国土）、不要"),
        ("高德", ALIKE, "点位编号（如 S00012）、新点位、不要"),
        ("新点位", note("no_coordinates"), "不要"),
    ],
)
def test_a_misfit_is_told_what_fits(said: str, why: Note, fits: str) -> None:
    """A word from the wrong list looks like an answer and is none; the row must say so."""
    outcome = questioned(row("sites", name="甲厂", answer=said), why)
    told = say_misfits([outcome], known=KNOWN)[0].notes
    assert told[-1] == why
    assert told[-2].zh == f"答复“{said}”答不了这一问；可填：{fits}，或改好单元格"


@pytest.mark.parametrize(
    ("said", "why"), [("不要", SILENT), ("百度", SILENT), ("S00001", ALIKE), ("", SILENT)]
)
def test_what_fits_or_is_empty_is_not_told_off(said: str, why: Note) -> None:
    """The row waits for something else then, such as the other rows of its file."""
    assert codes(questioned(row("sites", name="甲厂", answer=said), why)) == [why.code]


def test_what_nobody_understands_is_told_only_what_fits_its_question() -> None:
    """Not 新点位, where the datum is asked."""
    outcome = questioned(row("sites", name="甲厂", answer="问老王"), SILENT)
    told = say_misfits([outcome], known=KNOWN)[0].notes[-2]
    assert told.code == "answer_unread"
    assert "新点位" not in told.zh


def test_an_answer_that_was_used_is_no_misfit() -> None:
    """The site of the visit is clear now; its result is another question."""
    visit = row("inspections", name="甲厂", answer="S00001")
    visit = replace(visit, notes=(note("answered", said="S00001"),))
    assert codes(questioned(visit, note("unknown_result", value="?"))) == [
        "answered",
        "unknown_result",
    ]


def test_a_datum_does_not_give_a_row_its_coordinates() -> None:
    """It is not called settled by the answer, and keeps the reason."""
    site = replace(row("sites", name="甲厂", answer="高德"), notes=(note("answered", said="高德"),))
    assert codes(rejected(site, note("no_coordinates"))) == ["answer_misfit", "no_coordinates"]
