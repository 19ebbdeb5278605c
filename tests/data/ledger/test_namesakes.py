"""One answer for the rows of one name in a correction workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.ledger.answers import Answers, fingerprint
from data.ledger.entries import entry_of
from data.ledger.namesakes import answer_namesakes
from data.ledger.sitebook import SiteBook
from tests.data.ledger.office import row

if TYPE_CHECKING:
    from data.ledger.answers import Answer
    from data.ledger.rows import LedgerRow


def book() -> SiteBook:
    """Give a town of two sites, one of them called as some rows name it."""
    place = {"village": "刘湾村", "kind": "enterprise", "lon_deg": 115.0, "lat_deg": 35.5}
    names = {"S00001": "永盛木材厂", "S00002": "鑫源涂料厂"}
    return SiteBook([entry_of({"site_id": i, "name": name, **place}) for i, name in names.items()])


def visit(day: int, said: str | None = None, **cells: str) -> LedgerRow:
    """Build a visit at a misspelt site on a day of March, answered or not."""
    told = {} if said is None else {"answer": said}
    made = row("inspections", **{"name": "永胜木材厂", "village": "刘湾村", **told, **cells})
    return replace(made, number=day, raw={"检查日期": f"2026-03-{day:02d}"})


def heard(*rows: LedgerRow) -> list[str | None]:
    """Spread the answers over the rows, and give the site that each row means then."""
    answers, town = Answers(), book()
    answer_namesakes(rows, answers=answers, book=town)

    def of(one: LedgerRow) -> Answer | None:
        silent = replace(one, cells={k: v for k, v in one.cells.items() if k != "answer"})
        return answers.of(silent, known=town.by_id)[0]

    return [found.site_id if (found := of(one)) else None for one in rows]


def test_rows_of_one_name_follow_the_answer_to_one_of_them() -> None:
    """Nobody writes S00001 forty times; the row before the answered one follows too."""
    assert heard(visit(1), visit(2, "S00001"), visit(3)) == ["S00001"] * 3


def test_two_answers_for_one_name_answer_no_third_row() -> None:
    """Nobody can tell which is meant."""
    assert heard(visit(1, "S00001"), visit(2, "S00002"), visit(3)) == ["S00001", "S00002", None]


@pytest.mark.parametrize(
    "cells",
    [
        {"village": "前杨村"},
        {"name": "永胜木器厂"},
        {"name": "鑫源涂料厂"},
    ],
    ids=["another village", "another name", "a site that is clear"],
)
def test_other_rows_are_left_alone(cells: dict[str, str]) -> None:
    """The answer is about one name in one village that no site has."""
    assert heard(visit(1, "S00001"), visit(2, **cells)) == ["S00001", None]


def test_a_row_with_a_remembered_answer_keeps_it() -> None:
    """What somebody said of that very row comes before what was said of its namesake."""
    answers, town = Answers(), book()
    answers.of(visit(3, "S00002"), known=town.by_id)
    answer_namesakes([visit(1, "S00001"), visit(3)], answers=answers, book=town)
    kept, _ = answers.of(visit(3), known=town.by_id)
    assert kept is not None
    assert kept.site_id == "S00002"
    assert fingerprint("inspections", visit(1).raw) != fingerprint("inspections", visit(3).raw)
