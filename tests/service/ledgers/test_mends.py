"""What a person mended or answered once stays so: workbooks and original files, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from service.pipeline.ledgers.corrections import file_corrections
from service.pipeline.ledgers.importing import import_ledgers
from tests.data.ledger.office import write_text
from tests.service.conftest import on_file
from tests.service.ledgers.test_answers import FIRST, HEADER, VISIT, VISITS, unchanged

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.results.ledgers import ImportResult

TWINS = (
    "旧粮库,刘湾村,115.010,35.5,GPS,闲置",
    "旧粮库,刘湾村,115.040,35.5,GPS,闲置",  # 2.7 km apart: two sites of one name
)
LOST = "新华铸造厂,后李村,,,GPS,在产"
FINDINGS = "隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改状态,销号日期"


def ask(store: Store, folder: Path, *files: Path) -> tuple[ImportResult, Path]:
    """Import files, and write the workbook of what they left open."""
    result = import_ledgers(store, files)
    told = file_corrections(result, files, store=str(folder / "town.gpkg"), file=None, lang="zh")
    return result, folder / str(told.corrections or "none").rpartition("/")[2]


def fill(book: Path, **cells: object) -> Path:
    """Write into cells of the first tab, such as ``B2``, as a person does, and save."""
    opened = openpyxl.load_workbook(book)
    for place, value in cells.items():
        opened.worksheets[0][place] = value
    opened.save(book)
    return book


@pytest.fixture
def lost(store: Store, tmp_path: Path) -> tuple[Path, Path]:
    """Give a ledger with a site without coordinates, and its workbook."""
    original = write_text(tmp_path / "a.csv", HEADER, FIRST, LOST)
    return original, ask(store, tmp_path, original)[1]


def test_a_mended_row_stays_mended_when_the_original_comes_again(
    store: Store, tmp_path: Path, lost: tuple[Path, Path]
) -> None:
    """Neither turned away nor asked about; the row says where it was mended."""
    original, book = lost
    fill(book, C2="新华铸造有限公司", E2=115.009, F2=35.509)
    mended = import_ledgers(store, [book])
    assert (mended.new, mended.to_see) == (1, ())
    again = unchanged(store, original)
    assert (again.to_see, again.settled) == ((), {"mended": 1})
    told = store.read("import_row").query("file == 'a.csv' and row == 3").iloc[0]
    assert told["note"] == f"已在 {book.name} / a / 2 改好，成为 S00002，本行不再改动它"
    unchanged(store, original, book)
    assert ask(store, tmp_path, original)[0].to_see == ()


@on_file
def test_a_mend_can_be_mended_again(store: Store, lost: tuple[Path, Path]) -> None:
    """The site keeps its id, and the original still changes nothing."""
    original, book = lost
    import_ledgers(store, [fill(book, E2=115.009, F2=35.509)])
    import_ledgers(store, [fill(book, C2="新华精密铸造厂")])
    assert store.read("site")["name"].tolist() == ["永盛木材厂", "新华精密铸造厂"]
    unchanged(store, original)


@on_file
def test_a_mended_question_is_not_kept_beside_what_it_became(store: Store, tmp_path: Path) -> None:
    """The site that was kept for the row until it was mended is that site."""
    like = FIRST.replace("115.000", "115.003")
    original = write_text(tmp_path / "a.csv", HEADER, FIRST, like)
    _, book = ask(store, tmp_path, original)
    import_ledgers(store, [fill(book, C2="永盛家具厂")])
    assert store.read("site")["name"].tolist() == ["永盛木材厂", "永盛家具厂"]
    assert unchanged(store, original).to_see == ()


@on_file
def test_a_visit_with_a_mended_day_stays_mended(store: Store, tmp_path: Path) -> None:
    """Rows without a number of their own, too."""
    visit = "永盛木材厂,刘湾村,去年,一队,未发现"
    sites = write_text(tmp_path / "a.csv", HEADER, FIRST)
    visits = write_text(tmp_path / "v.csv", VISITS, visit)
    _, book = ask(store, tmp_path, visits, sites)
    import_ledgers(store, [fill(book, E2="2026-03-16")])
    assert len(store.read("inspection")) == 1
    assert unchanged(store, visits).to_see == ()


@on_file
def test_an_unchanged_row_of_a_workbook_is_no_mend(store: Store, lost: tuple[Path, Path]) -> None:
    """It is turned away again, and so is the original."""
    original, book = lost
    import_ledgers(store, [book])
    assert [row.code for row in import_ledgers(store, [original]).to_see] == ["no_coordinates"]


def test_a_dropped_row_never_comes_back(
    store: Store, tmp_path: Path, lost: tuple[Path, Path]
) -> None:
    """It is counted, not listed, and no later workbook asks about it."""
    original, book = lost
    assert import_ledgers(store, [fill(book, B2="不要")]).to_see == ()
    result, none = ask(store, tmp_path, original)
    assert (result.to_see, result.settled) == ((), {"dropped": 1})
    assert not none.exists()


@on_file
def test_visits_and_findings_of_a_dropped_site_are_dropped_with_it(
    store: Store, tmp_path: Path, lost: tuple[Path, Path]
) -> None:
    """Nobody is asked about them, also where their files come later and alone."""
    _, book = lost
    import_ledgers(store, [fill(book, B2="不要")])
    visits = write_text(
        tmp_path / "v.csv", f"检查编号,{VISITS}", "JC1,新华铸造厂,后李村,2026-03-16,一队,发现隐患"
    )
    hazards = write_text(
        tmp_path / "h.csv", FINDINGS, "YH1,JC1,新华铸造厂,污水直排,一般,2026-03-16,整改中,"
    )
    first = import_ledgers(store, [visits])
    later = import_ledgers(store, [hazards])
    assert (first.to_see, first.settled) == ((), {"site_dropped": 1})
    assert (later.to_see, later.settled) == ((), {"visit_dropped": 1})


@on_file
def test_one_answer_does_for_all_rows_of_a_name(store: Store, tmp_path: Path) -> None:
    """The rows left empty follow, now and when the original comes again."""
    sites = write_text(tmp_path / "a.csv", HEADER, *TWINS)
    days = ("2026-03-16", "2026-03-23", "2026-03-30")
    visits = write_text(
        tmp_path / "v.csv", VISITS, *(f"旧粮库,刘湾村,{day},一队,未发现" for day in days)
    )
    _, book = ask(store, tmp_path, visits, sites)
    import_ledgers(store, [fill(book, B2="S00002")])
    assert store.read("inspection")["site_id"].tolist() == ["S00002"] * 3
    assert unchanged(store, visits).to_see == ()


@on_file
def test_a_name_answered_in_two_ways_leaves_the_empty_rows_open(
    store: Store, tmp_path: Path
) -> None:
    """Nobody can tell which of them is meant."""
    sites = write_text(tmp_path / "a.csv", HEADER, *TWINS)
    days = ("2026-03-16", "2026-03-23", "2026-03-30")
    visits = write_text(
        tmp_path / "v.csv", VISITS, *(f"旧粮库,刘湾村,{day},一队,未发现" for day in days)
    )
    _, book = ask(store, tmp_path, visits, sites)
    result = import_ledgers(store, [fill(book, B2="S00002", B3="S00001")])
    assert sorted(store.read("inspection")["site_id"]) == ["S00001", "S00002"]
    assert [row.code for row in result.to_see] == ["several_sites"]


def test_findings_follow_their_visit_by_themselves(store: Store, tmp_path: Path) -> None:
    """They are not in the workbook, and come in when the visit is answered."""
    sites = write_text(tmp_path / "a.csv", HEADER, FIRST)
    visits = write_text(tmp_path / "v.csv", f"检查编号,{VISITS}", f"JC1,{VISIT}")
    hazards = write_text(
        tmp_path / "h.csv", FINDINGS, "YH1,JC1,永胜木材厂,污水直排,一般,2026-03-16,整改中,"
    )
    _, book = ask(store, tmp_path, visits, sites, hazards)
    assert openpyxl.load_workbook(book).sheetnames == ["v", "说明"]
    result = import_ledgers(store, [fill(book, B2="S00001")])
    assert result.followed == 1
    assert store.read("finding")["site_id"].tolist() == ["S00001"]
    assert unchanged(store, hazards).to_see == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "S00999",
            "答复“S00999”未采用：库里没有点位 S00999；本行可填：点位编号（如 S00012）、不要",
        ),
        (
            "S00001或S00002",
            "答复“S00001或S00002”未采用：写了不止一个点位（S00001、S00002），请只写一个",
        ),
        ("问老张", "答复“问老张”读不懂，未采用；本行可填：点位编号（如 S00012）、不要"),
        ("新点位", "答复“新点位”答不了这一问；可填：点位编号（如 S00012）、不要，或改好单元格"),
    ],
)
@on_file
def test_a_wrong_answer_is_told_what_is_wrong_with_it(
    store: Store, tmp_path: Path, said: str, told: str
) -> None:
    """Before the question itself, in the report and in the next workbook."""
    sites = write_text(tmp_path / "a.csv", HEADER, FIRST)
    visits = write_text(tmp_path / "v.csv", VISITS, VISIT)
    _, book = ask(store, tmp_path, visits, sites)
    result = import_ledgers(store, [fill(book, B2=said)])
    assert [row.zh.startswith(f"{told}；台账里没有“永胜木材厂”") for row in result.to_see] == [True]


def test_workbooks_do_not_pile_up(store: Store, tmp_path: Path) -> None:
    """One nobody touched gives way to what is asked now; one somebody filled in stays."""
    more = LOST.replace("新华铸造厂", "顺达粮油店")
    original = write_text(tmp_path / "a.csv", HEADER, LOST, more)
    _, first = ask(store, tmp_path, original)
    shorter = write_text(tmp_path / "a.csv", HEADER, LOST)
    assert ask(store, tmp_path, shorter)[1] == first
    fill(first, B2="等一等")
    filled = first.read_bytes()
    _, second = ask(store, tmp_path, shorter)
    assert (second.name, first.read_bytes()) == ("town-corrections-a-2.xlsx", filled)
    assert ask(store, tmp_path, shorter)[1] == second


@on_file
def test_a_workbook_about_other_files_stays(store: Store, tmp_path: Path) -> None:
    """What this import did not look at is not lost with it."""
    both = [
        write_text(tmp_path / "a.csv", HEADER, LOST),
        write_text(tmp_path / "b.csv", HEADER, LOST.replace("新华铸造厂", "顺达粮油店")),
    ]
    _, first = ask(store, tmp_path, *both)
    _, second = ask(store, tmp_path, both[0])
    assert (first.name, second.name) == ("town-corrections-a.xlsx", "town-corrections-a-2.xlsx")


@pytest.fixture
def hazards(store: Store, tmp_path: Path) -> Path:
    """Give a list of findings that was imported, then overtaken by a newer one."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, FIRST)])
    line = "YH1,,永盛木材厂,污水直排,一般,2026-03-16"
    old = write_text(tmp_path / "h.csv", FINDINGS, f"{line},整改中,")
    import_ledgers(store, [old])
    newer = write_text(tmp_path / "newer.csv", FINDINGS, f"{line},已销号,2026-04-01")
    import_ledgers(store, [newer])
    return old


def test_an_old_list_does_not_open_a_closed_finding(store: Store, hazards: Path) -> None:
    """The report counts what it left alone."""
    result = unchanged(store, hazards)
    assert store.read("finding")["state"].tolist() == ["closed"]
    assert (result.updated, result.settled) == (0, {"old_news": 1})


@on_file
def test_an_old_version_under_the_same_name_changes_nothing(store: Store, hazards: Path) -> None:
    """Offices save over their files; the copy in somebody's mail is still the old one."""
    old = hazards.read_bytes()
    hazards.write_text(hazards.read_text("utf-8").replace("整改中", "待复查"), "utf-8")
    import_ledgers(store, [hazards])
    state = store.read("finding")["state"].tolist()
    hazards.write_bytes(old)
    unchanged(store, hazards)
    assert store.read("finding")["state"].tolist() == state


def test_an_old_list_of_visits_undoes_no_correction(store: Store, tmp_path: Path) -> None:
    """The result somebody corrected in a newer list stays."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, FIRST)])
    header = f"检查编号,{VISITS}"
    line = "JC1,永盛木材厂,刘湾村,2026-03-16,一队"
    old = write_text(tmp_path / "v.csv", header, f"{line},未发现")
    import_ledgers(store, [old])
    import_ledgers(store, [write_text(tmp_path / "newer.csv", header, f"{line},发现隐患")])
    assert unchanged(store, old).settled == {"old_news": 1}
    assert store.read("inspection")["result"].tolist() == ["finding"]


def test_an_old_list_of_tips_undoes_no_verification(store: Store, tmp_path: Path) -> None:
    """A tip that was found true stays true."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, FIRST)])
    header = "线索编号,日期,渠道,内容,是否属实"
    old = write_text(tmp_path / "t.csv", header, "XS1,2026-03-01,热线,异味,不属实")
    import_ledgers(store, [old])
    newer = write_text(tmp_path / "newer.csv", header, "XS1,2026-03-01,热线,异味,属实")
    import_ledgers(store, [newer])
    assert import_ledgers(store, [old]).settled == {"old_news": 1}
    assert store.read("tip")["verified"].tolist() == ["true"]


MARKS = ("乱写", "0123456789ab:企业:4", "' OR 1=1 --", "=1+1")


@pytest.mark.parametrize(
    ("address", "mark"),
    [("server", "' OR 1=1 --"), *(("file", mark) for mark in MARKS)],
    indirect=["address"],
)
def test_a_row_mark_that_means_nothing_is_left_alone(
    store: Store, lost: tuple[Path, Path], mark: str
) -> None:
    """The row is imported as any other; only nothing is remembered of an original."""
    original, book = lost
    import_ledgers(store, [fill(book, E2=115.009, F2=35.509, J2=mark)])
    assert len(store.read("site")) == 2
    assert [row.code for row in import_ledgers(store, [original]).to_see] == ["no_coordinates"]


@on_file
def test_originals_and_workbook_may_come_at_once(store: Store, lost: tuple[Path, Path]) -> None:
    """Offices import all that lies in a folder."""
    original, book = lost
    result = import_ledgers(store, [original, fill(book, E2=115.009, F2=35.509)])
    assert (result.to_see, result.settled) == ((), {"mended": 1})
    unchanged(store, original, book)


@on_file
def test_a_mend_without_the_column_of_answers_is_remembered(store: Store, tmp_path: Path) -> None:
    """A person deletes the column that stayed empty; the mark still says which row was mended."""
    numbered, right = f"检查编号,{VISITS}", VISIT.replace("永胜", "永盛")
    ledger = write_text(tmp_path / "s.csv", HEADER, FIRST)
    visits = write_text(tmp_path / "v.csv", numbered, f"JC1,{VISIT}")
    import_ledgers(store, [ledger, visits])
    asked = store.read("import_row").query("kind == 'inspections' and fate == 'question'").index[0]
    book = write_text(tmp_path / "mended.csv", f"原行标识,{numbered}", f"{asked},JC1,{right}")
    import_ledgers(store, [book])
    assert store.read("inspection")["site_id"].to_dict() == {"JC1": "S00001"}
    again = unchanged(store, visits)
    assert (again.to_see, again.settled) == ((), {"mended": 1})
