"""An import as lines that a clerk can read in a minute."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from data.ledger.notes import all_notes
from data.ledger.report import SETTLED, Doubt, SheetCount
from data.words import Lang
from service.pipeline.ledgers.importing import COUNTED
from service.printing.ledgers import import_lines
from service.results.ledgers import ImportResult
from service.words import say

LANGS: tuple[Lang, ...] = get_args(Lang)


def seen(
    row: int, code: str, zh: str = "原因", *, kind: str = "inspections", fate: str = "question"
) -> Doubt:
    """Build one doubtful row."""
    return Doubt(
        file="检查.csv", sheet="", row=row, kind=kind, fate=fate, code=code, zh=zh, en="why"
    )


def result(*rows: Doubt, **changes: object) -> ImportResult:
    """Build the outcome of an import of one sheet."""
    sheet = SheetCount(
        file="检查.csv",
        sheet="",
        kind="inspections",
        fates={"accepted": 5},
        new=5,
        updated=0,
        unchanged=0,
        blank=0,
    )
    plain = ImportResult(
        sheets=(sheet,),
        fates={"accepted": 5},
        new=5,
        updated=0,
        unchanged=0,
        repairs={},
        to_see=rows,
        repeated_files={},
        held={f"{table}s": 5 if table == "inspection" else 0 for table in COUNTED},
        dry_run=False,
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def text(outcome: ImportResult, lang: Lang = "zh") -> str:
    """Write it as one text."""
    return "\n".join(import_lines(outcome, lang))


def test_rows_of_one_cause_are_one_line() -> None:
    """Seventeen visits to one of two yards are one question."""
    rows = [seen(number, "several_sites", "有 2 个点位都叫甲") for number in range(10, 27)]
    lines = [line for line in text(result(*rows)).splitlines() if "都叫甲" in line]
    assert lines == [
        "    检查.csv 第 10、11、12、13、14、15、16、17 等行（17 行）：有 2 个点位都叫甲"
    ]


def test_findings_that_wait_for_an_inspection_are_counted_not_listed() -> None:
    """They need nothing from anybody; one line says so."""
    rows = [seen(n, "inspection_open", f"所属检查 {n}", kind="findings") for n in range(1, 88)]
    told = text(result(*rows))
    assert "[隐患] 87 行" in told
    assert "这些隐患自动入库" in told
    assert "所属检查 5" not in told


def test_what_follows_from_others_comes_last() -> None:
    """First what a person can settle."""
    waits = [seen(n, "inspection_open", kind="findings") for n in (1, 2, 3)]
    told = text(result(*waits, seen(9, "unknown_site")))
    assert told.index("点位台账里没有这个名称") < told.index("所属的检查记录还待确认")


def test_many_causes_are_cut_with_a_count() -> None:
    """Seven names, three shown, four left with eight rows."""
    rows = [seen(n, "unknown_site", f"没有{'甲乙丙丁戊'[n]}") for n in range(5) for _ in (0, 1, 2)]
    rows += [seen(20, "unknown_site", "没有己"), seen(21, "unknown_site", "没有庚")]
    told = text(result(*rows))
    assert "……另有 4 种情形，共 8 行" in told
    assert "没有庚" not in told


def test_what_to_do_next_is_the_last_line() -> None:
    """Above it stand dozens of lines that nobody scrolls through."""
    told = text(result(seen(3, "unknown_site"), corrections="town-corrections.xlsx"))
    assert told.splitlines()[-1].startswith("这些行连同原因写在待改表 town-corrections.xlsx：")


def test_a_long_cause_is_cut_to_a_line() -> None:
    """The workbook has it whole."""
    lines = text(result(seen(3, "datum_open", "候" * 300, kind="sites"))).splitlines()
    assert max(len(line) for line in lines if "候候" in line) < 120


def test_importing_again_says_that_nothing_changed() -> None:
    """The store is as before, and the user must see it at once."""
    told = text(result(new=0, unchanged=5))
    assert "没有新内容：接收的 5 条与库中一致" in told
    assert "新增" not in told


def test_an_import_of_questions_alone_says_that_nothing_was_stored() -> None:
    """'All 0 accepted rows' is no sentence."""
    told = text(result(seen(3, "datum_open", kind="sites"), new=0))
    assert "没有可以入库的行" in told
    assert "接收的 0 条" not in told


def test_changes_are_counted() -> None:
    """New, updated and unchanged, in this order."""
    told = text(result(new=1, updated=2, unchanged=3), "en")
    assert "Stored: 1 new, 2 updated, 3 unchanged." in told


def test_what_was_dropped_is_not_called_rejected() -> None:
    """The total said 退回 49 and the list below it 退回 24 行: 25 had been answered 不要."""
    fates = {"accepted": 5, "rejected": 3}
    sheet = dataclasses.replace(result().sheets[0], fates=fates, dropped=2)
    bad = seen(9, "no_day", fate="rejected")
    told = text(
        result(
            bad, sheets=(sheet,), fates=fates, dropped=2, settled={"dropped": 1, "site_dropped": 1}
        )
    )
    assert "合计：接收 5、退回 1、按答复不导入 2。" in told
    assert "[检查记录] 接收 5、退回 1、按答复不导入 2" in told
    assert "退回 1 行，未入库" in told
    assert "不再询问：1 行答复“不要”、1 行随点位不导入。" in told


def test_questions_that_are_stored_are_counted_where_the_stored_rows_are() -> None:
    """Accepted rows alone do not add up to what came into the store."""
    told = text(result(new=6, kept=1), "en")
    assert "Stored: 6 new, 0 updated, 0 unchanged; 1 of them are questions" in told


def test_a_dry_run_says_so_at_the_end() -> None:
    """Nobody may believe that it was stored."""
    assert text(result(dry_run=True), "en").endswith("Dry run: nothing was stored.")


def test_what_a_folder_also_holds_is_named() -> None:
    """Somebody who names a folder learns what of it nobody read."""
    told = text(result(left_alone=("truth.json", "照片.jpg")), "zh")
    assert "没有读：truth.json、照片.jpg。" in told
    assert "没有读" not in text(result(), "zh")


def test_a_repeated_file_is_named() -> None:
    """Two copies under two names are one ledger."""
    told = text(result(repeated_files={"b.csv": "a.csv"}), "en")
    assert "b.csv is byte for byte a.csv" in told


def test_blank_rows_are_counted() -> None:
    """A sheet with a thousand empty formatted rows was not half lost."""
    sheet = dataclasses.replace(result().sheets[0], blank=3)
    assert "（另有空行 3）" in text(result(sheets=(sheet,)))


def codes(weight: str) -> list[str]:
    """List the notes of one weight."""
    return [code for code, (_, _, theirs) in all_notes().items() if theirs == weight]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", codes("repair"))
def test_every_repair_can_be_named(code: str, lang: Lang) -> None:
    """A repair without words would stop the import's report."""
    assert "41" in text(result(repairs={code: 41}), lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", codes("doubt"))
def test_every_doubt_has_a_heading(code: str, lang: Lang) -> None:
    """In both languages, with its count."""
    assert "3" in text(result(*(seen(n, code) for n in (7, 8, 9))), lang)


def test_roads_are_advised_only_where_there_are_none() -> None:
    """Who has loaded them would load them again in vain."""
    asked = seen(3, "datum_open", kind="sites")
    assert "roads load" in text(result(asked))
    assert "roads load" not in text(result(asked, has_roads=True))


def test_a_likely_datum_is_called_a_hint() -> None:
    """94 % is no reason to take it."""
    asked = seen(3, "datum_open", kind="sites")
    assert "只供参考，不足以据此采用" in text(result(asked))


def test_what_is_settled_is_counted_in_one_line() -> None:
    """Nobody is asked again, and nothing goes in silence."""
    told = text(result(settled={"dropped": 3, "mended": 2}, followed=4))
    assert "不再询问：3 行答复“不要”、2 行已在待改表改好（计在接收里）。" in told
    assert "先前待确认的 4 条隐患，所属检查已确认，随之办妥（不在以上行数内）。" in told


@pytest.mark.parametrize("code", sorted(SETTLED))
@pytest.mark.parametrize("lang", LANGS)
def test_every_way_to_be_settled_has_words(code: str, lang: Lang) -> None:
    """In both languages."""
    assert "7" in say(f"import.settled_{code}", lang, count=7)
