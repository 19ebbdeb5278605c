"""Questions, their answers, and the original file again: through a store, as an office does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.pipeline.ledgers.importing import ImportChoices, import_ledgers
from tests.data.ledger.office import write_text
from tests.service.conftest import on_file

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from data.store import Store
    from service.results.ledgers import ImportResult

HEADER = "企业名称,村,经度,纬度,坐标系,经营状态"
# At latitude 35.5, 0.003 degrees of longitude are 272 m: one name, one village, too far to be sure.
FIRST = "永盛木材厂,刘湾村,115.000,35.5,GPS,在产"
LIKE = "永盛木材厂,刘湾村,115.003,35.5,GPS,停产"
VISITS = "被检查单位,村,检查日期,检查组,结果"
VISIT = "永胜木材厂,刘湾村,2026-03-16,一队,未发现"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """Give a ledger in which one row may be another once more."""
    return write_text(tmp_path / "a.csv", HEADER, FIRST, LIKE)


def state(store: Store) -> dict[str, pd.DataFrame]:
    """Read all that an import writes but the rows told."""
    return {
        name: store.read(name).drop(columns="source")
        for name in ("site", "inspection", "finding", "answer")
    }


def answer(store: Store, folder: Path, row: str, said: str, header: str = HEADER) -> ImportResult:
    """Import a correction workbook with one row and its answer."""
    book = write_text(folder / "correction.csv", f"答复,{header}", f"{said},{row}")
    return import_ledgers(store, [book])


def unchanged(store: Store, *files: Path) -> ImportResult:
    """Import files again and see that nothing in the store moves."""
    before = state(store)
    result = import_ledgers(store, files)
    for name, table in state(store).items():
        assert table.equals(before[name]), name
    return result


def test_a_file_imported_again_does_not_undo_what_was_told_later(
    store: Store, tmp_path: Path
) -> None:
    """The week begins with the office's old files; the list somebody mended since then holds."""
    old = write_text(tmp_path / "old.csv", HEADER, FIRST)
    import_ledgers(store, [old])
    mended = write_text(tmp_path / "mended.csv", HEADER, FIRST.replace("在产", "停产"))
    import_ledgers(store, [mended])
    unchanged(store, old)
    assert store.read("site")["status"].tolist() == ["stopped"]


@on_file
def test_an_older_version_of_a_file_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Offices save over their files; the copy in somebody's mail is still the old one."""
    newer = FIRST.replace("115.000", "115.001").replace("在产", "停产")  # 91 m away
    ledger = write_text(tmp_path / "a.csv", HEADER, FIRST)
    import_ledgers(store, [ledger])
    import_ledgers(store, [write_text(ledger, HEADER, newer)])
    again = unchanged(store, write_text(ledger, HEADER, FIRST))
    assert store.read("site")["status"].tolist() == ["stopped"]
    assert (again.updated, again.settled) == (0, {"old_news": 1})


def test_a_file_read_again_only_fills_what_a_person_left_open(store: Store, tmp_path: Path) -> None:
    """Somebody corrected the status in the store itself, and lost the number of workers."""
    ledger = write_text(tmp_path / "a.csv", f"{HEADER},从业人数", f"{FIRST},12")
    import_ledgers(store, [ledger])
    with store.writing() as unit:
        unit.upsert("site", store.read("site").assign(status="stopped", workers=float("nan")))
    import_ledgers(store, [ledger])
    assert store.read("site")[["workers", "status"]].to_numpy().tolist() == [[12.0, "stopped"]]


@on_file
def test_an_older_version_of_a_file_does_not_move_a_site_back(store: Store, tmp_path: Path) -> None:
    """The office found out since that its positions are Baidu's."""
    header, row = f"点位编号,{HEADER}", f"S00001,{FIRST}"
    ledger = write_text(tmp_path / "a.csv", header, row)
    import_ledgers(store, [ledger])
    import_ledgers(store, [write_text(ledger, header, row.replace("GPS", "百度"))])
    unchanged(store, write_text(ledger, header, row))
    assert store.read("site")["datum"].tolist() == ["bd09"]


@on_file
def test_an_answer_nobody_understands_is_said(store: Store, tmp_path: Path) -> None:
    """Not even of a row that is turned away for another reason."""
    answer(store, tmp_path, FIRST.replace("115.000,35.5", ","), "去问老王")
    told = store.read("import_row").set_index("fate").loc["rejected", "note"]
    assert "去问老王" in told


@on_file
def test_a_doubt_is_a_site_and_a_question(store: Store, original: Path) -> None:
    """Both rows are kept; read again, the file asks the same and changes nothing."""
    first = import_ledgers(store, [original])
    assert store.read("site").index.tolist() == ["S00001", "S00002"]
    assert first.fates["question"] == 1
    told = store.read("import_row").set_index("row").loc[3]
    assert (told["fate"], told["target"]) == ("question", "S00002")
    assert "may be S00001 (永盛木材厂): same name and village, 272 m apart" in told["note_en"]
    again = unchanged(store, original)
    assert (again.fates, again.new, again.updated) == (first.fates, 0, 0)


def test_answered_with_a_site_the_row_is_news_of_it(
    store: Store, original: Path, tmp_path: Path
) -> None:
    """The site kept for it goes into the other; the original asks no more and undoes nothing."""
    import_ledgers(store, [original])
    result = answer(store, tmp_path, LIKE, "S00001")
    sites = store.read("site")
    assert sites.index.tolist() == ["S00001"]
    assert sites.loc["S00001", "status"] == "stopped"
    assert result.fates.get("question", 0) == 0
    again = unchanged(store, original)
    assert again.fates.get("question", 0) == 0
    unchanged(store, original, tmp_path / "correction.csv")


def test_visits_follow_the_site_that_is_another(
    store: Store, original: Path, tmp_path: Path
) -> None:
    """Somebody had been at the site that was kept for the row; that is not lost."""
    import_ledgers(store, [original])
    visits = write_text(
        tmp_path / "v.csv", f"点位编号,{VISITS}", f"S00002,{VISIT}", f"S00001,{VISIT}"
    )
    hazards = write_text(
        tmp_path / "h.csv",
        "点位编号,隐患内容,隐患等级,发现日期,整改状态",
        "S00002,污水直排,一般,2026-03-16,整改中",
    )
    import_ledgers(store, [visits, hazards])
    answer(store, tmp_path, LIKE, "S00001")
    held = state(store)
    assert held["inspection"]["site_id"].tolist() == ["S00001"]  # one day, one result: one visit
    assert held["finding"]["site_id"].tolist() == ["S00001"]


@on_file
def test_answered_as_new_it_is_asked_no_more(store: Store, original: Path, tmp_path: Path) -> None:
    """It keeps the id it has."""
    import_ledgers(store, [original])
    result = answer(store, tmp_path, LIKE, "新点位")
    assert store.read("site").index.tolist() == ["S00001", "S00002"]
    assert result.fates.get("question", 0) == 0
    again = unchanged(store, original)
    assert again.fates.get("question", 0) == 0


def test_answered_as_unwanted_its_site_goes(store: Store, original: Path, tmp_path: Path) -> None:
    """The row is rejected with its reason, now and from the original."""
    import_ledgers(store, [original])
    answer(store, tmp_path, LIKE, "不要")
    assert store.read("site").index.tolist() == ["S00001"]
    again = unchanged(store, original)
    assert (again.fates["rejected"], again.fates.get("question", 0)) == (1, 0)


@on_file
def test_an_unwanted_site_that_was_visited_stays(
    store: Store, original: Path, tmp_path: Path
) -> None:
    """A visit without a site would be lost."""
    visits = write_text(tmp_path / "v.csv", f"点位编号,{VISITS}", f"S00002,{VISIT}")
    import_ledgers(store, [original])
    import_ledgers(store, [visits])
    result = answer(store, tmp_path, LIKE, "不要")
    assert store.read("site").index.tolist() == ["S00001", "S00002"]
    assert [row.en for row in result.to_see] == [
        (
            "S00002 has 1 visits or findings, so it stays; if it is another site, answer its id; "
            "to keep it, answer 新点位 (new)"
        )
    ]


@on_file
def test_a_misspelt_visit_goes_where_the_answer_says(
    store: Store, original: Path, tmp_path: Path
) -> None:
    """The question names the likely sites; the answer holds for the original too."""
    visits = write_text(tmp_path / "v.csv", VISITS, VISIT)
    asked = import_ledgers(store, [original, visits])
    assert any("the closest are S00001 '永盛木材厂', S00002" in row.en for row in asked.to_see)
    answer(store, tmp_path, VISIT, "S00002", VISITS)
    assert store.read("inspection")["site_id"].tolist() == ["S00002"]
    again = unchanged(store, visits)
    assert again.fates.get("question", 0) == 0


def test_a_dropped_visit_stays_dropped(store: Store, original: Path, tmp_path: Path) -> None:
    """From the original as well."""
    visits = write_text(tmp_path / "v.csv", VISITS, VISIT)
    import_ledgers(store, [original, visits])
    answer(store, tmp_path, VISIT, "不要", VISITS)
    again = unchanged(store, visits)
    assert again.fates["rejected"] == 1
    assert store.read("inspection").empty


@on_file
def test_an_answered_datum_settles_the_position(store: Store, tmp_path: Path) -> None:
    """And is remembered for the original, which states none."""
    row = "永盛木材厂,刘湾村,115.000,35.5,,在产"
    original = write_text(tmp_path / "a.csv", HEADER, row)
    import_ledgers(store, [original])
    answer(store, tmp_path, row, "百度")
    site = store.read("site").iloc[0]
    assert (site["datum"], bool(site["datum_stated"])) == ("bd09", True)
    unchanged(store, original)


@on_file
def test_a_file_read_in_another_datum_moves_its_sites(store: Store, tmp_path: Path) -> None:
    """The same row of the same file is the same site, however far it moves."""
    original = write_text(tmp_path / "a.csv", HEADER, "永盛木材厂,刘湾村,115.000,35.5,,在产")
    import_ledgers(store, [original])
    import_ledgers(store, [original], choices=ImportChoices(datum="bd09"))
    assert store.read("site")["datum"].tolist() == ["bd09"]


PLANTS = "闲置厂房名称,村,经度,纬度,坐标系,经营状态"
PLANT = "旧面粉厂,刘湾村,115.010,35.5,GPS,闲置"
GONE = "名称,村,经营状态"


@on_file
def test_what_two_lists_disagree_about_is_settled_by_the_answer(
    store: Store, tmp_path: Path
) -> None:
    """The plant stays in use until somebody says that the demolition holds; then for good."""
    lists = [
        write_text(tmp_path / "a.csv", PLANTS, PLANT),
        write_text(tmp_path / "b.csv", GONE, "旧面粉厂,刘湾村,已拆除"),
    ]
    assert import_ledgers(store, lists).fates["question"] == 1
    assert unchanged(store, *lists).fates["question"] == 1
    assert store.read("site")["status"].tolist() == ["idle"]
    answer(store, tmp_path, "旧面粉厂,刘湾村,已拆除", "S00001", GONE)
    assert store.read("site")["status"].tolist() == ["gone"]
    assert unchanged(store, *lists).fates.get("question", 0) == 0


@on_file
def test_a_list_of_what_is_gone_that_came_later_is_not_asked_about_again(
    store: Store, tmp_path: Path
) -> None:
    """Week after week the office imports its old list with it."""
    lists = [
        write_text(tmp_path / "a.csv", PLANTS, PLANT),
        write_text(tmp_path / "b.csv", GONE, "旧面粉厂,刘湾村,已拆除"),
    ]
    import_ledgers(store, lists[:1])
    import_ledgers(store, lists[1:])
    assert unchanged(store, *lists).fates.get("question", 0) == 0
    sites = store.read("site")
    assert (sites["status"].tolist(), sites["kind"].tolist()) == (["gone"], ["idle_factory"])


def test_a_firm_that_moved_into_an_idle_plant_may_be_answered(store: Store, tmp_path: Path) -> None:
    """With the plant's id it is one site from now on, the firm; the plant's visits are its own."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", PLANTS, PLANT)])
    firm = PLANT.replace("闲置", "在产")
    assert import_ledgers(store, [write_text(tmp_path / "b.csv", HEADER, firm)]).fates == {
        "question": 1,
        "skipped": 1,
    }
    assert len(store.read("site")) == 2
    answer(store, tmp_path, firm, "S00001")
    sites = store.read("site")
    assert (sites.index.tolist(), sites["kind"].tolist()) == (["S00001"], ["enterprise"])
    again = unchanged(store, tmp_path / "a.csv", tmp_path / "b.csv")
    assert again.fates.get("question", 0) == 0


@on_file
def test_which_site_is_gone_may_be_answered(store: Store, tmp_path: Path) -> None:
    """A name that is written in another way is answered with the id."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", PLANTS, PLANT)])
    gone = write_text(tmp_path / "b.csv", GONE, "面粉老厂,刘湾村,已拆除")
    assert import_ledgers(store, [gone]).fates["question"] == 1
    answer(store, tmp_path, "面粉老厂,刘湾村,已拆除", "S00001", GONE)
    assert store.read("site")["status"].tolist() == ["gone"]
    assert unchanged(store, gone).fates.get("question", 0) == 0


@on_file
def test_fates_on_screen_add_up(store: Store, original: Path, tmp_path: Path) -> None:
    """What somebody dropped is counted apart, and so is the question that is stored."""
    first = import_ledgers(store, [original])
    assert (first.kept, first.new, first.fates["accepted"]) == (1, 2, 1)
    dropped = answer(store, tmp_path, LIKE, "不要")
    assert (dropped.dropped, dropped.fates["rejected"], len(dropped.to_see)) == (1, 1, 0)


@on_file
def test_visits_imported_alone_are_told_the_same_as_with_their_sites(
    store: Store, tmp_path: Path
) -> None:
    """Which row of which file was turned away, and why; not that no ledger has the name."""
    header = HEADER.replace("坐标系", "坐标系,从业人数")
    rows = [
        LIKE.replace("115.003,35.5,GPS", ",,,约12人"),
        ",前杨村,115.001,35.5,GPS,,在产",
        "顺达粮油店,前杨村,125.003,35.5,GPS,,在产",
    ]
    near = [f"第{n}厂,刘湾村,115.00{n},35.5,GPS,,在产" for n in range(4, 9)]
    sites = write_text(tmp_path / "a.csv", header, *rows, *near)
    names = ("永盛木材厂,刘湾村", "瑞丰涂料厂,前杨村", "顺达粮油店,前杨村")
    visits = write_text(
        tmp_path / "v.csv", VISITS, *(f"{name},2026-03-16,一队,未发现" for name in names)
    )
    first = import_ledgers(store, [sites, visits])
    told = [row.zh for row in first.to_see if row.kind == "inspections"]
    assert told[0] == "“永盛木材厂”（刘湾村）在 a.csv / 2 没有入库：没有坐标"
    assert "a.csv / 3 是本村没填名称的一行" in told[1]
    assert "在 a.csv / 4 没有入库：坐标在辖区外" in told[2]
    again = unchanged(store, visits)
    assert [row.zh for row in again.to_see] == told
    answer(store, tmp_path, rows[0], "不要", header)
    assert unchanged(store, visits).settled == {"site_dropped": 1}
