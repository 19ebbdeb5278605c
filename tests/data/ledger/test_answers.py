"""What people answer about questions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.headers import HEADERS
from data.ledger.answers import Answer, Answers, answered, fingerprint
from data.ledger.layout import header_field
from tests.data.ledger.office import row

KNOWN = frozenset({"S00012", "S00084"})


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("header", ["答复", "答复（点位编号、新点位、不要）", "answer"])
def test_every_kind_of_ledger_may_hold_answers(kind: str, header: str) -> None:
    """A correction workbook has a sheet for each."""
    assert header_field(header, kind) == "answer"


def test_a_fingerprint_ignores_the_answer_and_the_order_of_columns() -> None:
    """The original row and its copy in the correction workbook are one."""
    original = fingerprint("sites", {"企业名称": "甲厂", "村": "刘湾村"})
    assert fingerprint("sites", {"答复": "不要", "村": "刘湾村", "企业名称": "甲厂"}) == original
    assert fingerprint("sites", {"企业名称": "甲厂", "村": "前杨村"}) != original
    assert fingerprint("tips", {"企业名称": "甲厂", "村": "刘湾村"}) != original


def test_an_answer_is_remembered_for_a_row_that_says_the_same() -> None:
    """In another file, at another place, without the column."""
    asked = replace(row("inspections", name="甲厂", answer="S00012"), raw={"单位名称": "甲厂"})
    answers = Answers()
    answers.of(asked, known=KNOWN)
    stored = {str(record["answer_id"]): record for record in answers.records()}
    again = replace(row("inspections", name="甲厂"), raw={"单位名称": "甲厂"}, number=99)
    found, said = Answers(stored).of(again, known=KNOWN)
    assert found == Answer(meaning="site", said="S00012", site_id="S00012", source="a.csv / 2")
    assert said is None


def test_nothing_is_remembered_of_what_nobody_answered() -> None:
    """A row without an answer leaves no trace."""
    answers = Answers()
    assert answers.of(row("inspections", name="甲厂"), known=KNOWN) == (None, None)
    assert answers.records() == []


def test_what_is_no_answer_is_said() -> None:
    """And the row is settled as if nobody had answered."""
    answer, said = Answers().of(row("inspections", name="甲厂", answer="问老张"), known=KNOWN)
    assert answer is None
    assert said is not None
    assert said.en.startswith("answer '问老张' not understood and not used; this row takes")


def test_a_later_answer_replaces_the_former() -> None:
    """People change their minds."""
    first = Answers()
    first.of(row("inspections", name="甲厂", answer="S00012"), known=KNOWN)
    second = Answers({str(record["answer_id"]): record for record in first.records()})
    second.of(row("inspections", name="甲厂", answer="S00084"), known=KNOWN)
    assert [record["site_id"] for record in second.records()] == ["S00084"]


def test_a_visit_goes_to_the_site_that_was_answered() -> None:
    """Whatever its name."""
    rows, dropped = Answers().apply([row("inspections", name="甲厂", answer="S00012")], known=KNOWN)
    assert rows[0].text("site_id") == "S00012"
    assert rows[0].notes[-1].zh == "按答复“S00012”处理"
    assert dropped == []


def test_an_unwanted_row_is_rejected_by_its_answer() -> None:
    """And says so."""
    rows, dropped = Answers().apply([row("tips", what="异味", answer="不要")], known=KNOWN)
    assert rows == []
    assert [(one.fate, one.notes[-1].en) for one in dropped] == [
        ("rejected", "dropped by answer '不要'")
    ]


def test_a_datum_that_was_answered_counts_as_stated() -> None:
    """It stands where the row itself would state it."""
    answer = Answer(meaning="datum", said="高德", site_id=None, source="a.csv / 2")
    assert answered(row("tips", what="异味"), answer).text("datum") == "高德"


def test_an_answer_that_does_not_fit_is_said() -> None:
    """A visit cannot become a site: it has no position."""
    rows, _ = Answers().apply([row("inspections", name="甲厂", answer="新点位")], known=KNOWN)
    assert rows[0].notes[-1].code == "answer_unused"


def test_a_day_is_one_day_however_a_cell_shows_it() -> None:
    """Day 46067 of the spreadsheet's calendar is 14 February 2026; a head count stays a number."""
    shown = fingerprint("inspections", {"检查日期": "2026-02-14"})
    assert fingerprint("inspections", {"检查日期": "46067"}) == shown
    counted = fingerprint("sites", {"人数": "46067"})
    assert counted != fingerprint("sites", {"人数": "2026-02-14"})


def test_a_row_mended_elsewhere_changes_nothing() -> None:
    """It is accepted, points at what it became, and says where that was."""
    original = replace(row("inspections", name="甲厂"), raw={"单位名称": "甲厂"})
    answers = Answers()
    mend = Answer(meaning="mended", said="JC1", site_id=None, source="b.xlsx / 检查 / 3")
    answers.keep("inspections", fingerprint("inspections", original.raw), mend)
    left, settled = answers.apply([original], known=KNOWN)
    assert left == []
    assert [(one.fate, one.target, one.change) for one in settled] == [
        ("accepted", "JC1", "unchanged")
    ]
    assert settled[0].notes[-1].en == (
        "mended at b.xlsx / 检查 / 3, where it became JC1; this row changes nothing more"
    )


def test_a_mended_site_that_is_none_is_not_wanted() -> None:
    """Its original must not bring it back."""
    answers = Answers()
    mend = Answer(meaning="mended", said="S00084", site_id="S00084", source="b.xlsx / 2")
    answers.keep("sites", "k", mend)
    answers.follow({"S00084": ""})
    assert [(one["meaning"], one["said"]) for one in answers.records()] == [("drop", "不要")]
