"""What was not stored comes back in a workbook, is mended, and takes its place."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import openpyxl
import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.store import open_store
from service.cli import main
from service.pipeline.ledgers.corrections import check_corrections, default_file

MESSY = {
    "企业": (
        ("某镇企业台账",),
        ("序号", "企业名称", "所在村", "企业经度", "企业纬度", "坐标系", "用电量"),
        (1, "永盛木材厂", "刘湾村", 115.001, 35.501, "GPS", "大"),
        (2, "新华铸造厂", "后李村", None, None, None, "中"),
        (3, None, "后李村", 115.003, 35.503, "GPS", None),
    ),
    "Sheet2": (
        ("某镇闲置厂房台账",),
        ("厂房名称", "所在村", "经度", "纬度", "坐标系"),
        ("旧粮库", "刘湾村", 0, 0, "GPS"),
    ),
    "检查": (
        ("编号", "被检查单位", "所在村", "检查日期", "检查结果"),
        ("JC1", "永盛木材厂", "刘湾村", "2026-11-02", "未发现"),
        ("JC2", "新华铸造厂", "后李村", "2026-11-03", "发现隐患"),
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a messy ledger in a folder of its own, and go there."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in MESSY.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(tmp_path / "台账.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    """Run the command as a user does."""
    monkeypatch.setattr(sys, "argv", ["gridpatrol", *arguments])
    main()


def stored(folder: Path) -> dict[str, list[str]]:
    """List names of sites and numbers of inspections in the store."""
    with open_store(str(folder / "town.gpkg")) as store:
        return {
            "sites": sorted(store.read("site")["name"]),
            "visits": sorted(store.read("inspection").index),
        }


def tabs(book: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read the tabs of a workbook."""
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in openpyxl.load_workbook(book)
    }


BOOK = "town-corrections-台账.xlsx"


@pytest.mark.usefixtures("capsys")
def test_what_was_not_stored_is_in_the_workbook_with_its_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row by row in the columns of the ledger, titles above, where it came from behind."""
    run(monkeypatch, "import", "台账.xlsx")
    got = tabs(folder / BOOK)
    assert list(got) == ["企业", "Sheet2", "检查", "说明"]
    assert got["企业"][0][2] == "某镇企业台账"
    assert got["企业"][1][-1] == "原行标识"
    assert [str(row[-1]).partition(":")[2] for row in got["企业"][2:]] == ["企业:4", "企业:5"]
    assert [row[:-1] for row in got["企业"][1:]] == [
        ("待办原因", "答复", *MESSY["企业"][1], "原表位置"),
        (
            "没有坐标",
            None,
            "2",
            "新华铸造厂",
            "后李村",
            None,
            None,
            None,
            "中",
            "台账.xlsx / 企业 / 4",
        ),
        (
            "没有名称",
            None,
            "3",
            None,
            "后李村",
            "115.003",
            "35.503",
            "GPS",
            None,
            "台账.xlsx / 企业 / 5",
        ),
    ]


@pytest.mark.usefixtures("capsys")
def test_mended_rows_take_their_place_and_the_rest_stays_undecided(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coordinate filled in: the site is there, its visit follows, its extra column too."""
    run(monkeypatch, "import", "台账.xlsx")
    assert stored(folder) == {"sites": ["永盛木材厂"], "visits": ["JC1"]}
    book = openpyxl.load_workbook(folder / BOOK)
    for place, value in {"F3": 115.009, "G3": 35.509, "H3": "高德"}.items():
        book["企业"][place] = value
    for place, value in {"E3": 115.002, "F3": 35.502}.items():
        book["Sheet2"][place] = value
    book.save(folder / BOOK)
    run(monkeypatch, "import", BOOK)
    assert stored(folder) == {
        "sites": ["新华铸造厂", "旧粮库", "永盛木材厂"],
        "visits": ["JC1", "JC2"],
    }
    with open_store(str(folder / "town.gpkg")) as store:
        sites = store.read("site").set_index("name")
        rows = store.read("import_row")
    assert sites.loc["新华铸造厂", "source"] == f"{BOOK} / 企业 / 3"
    assert json.loads(sites.loc["新华铸造厂", "extra"]) == {"用电量": "中"}
    assert sites.loc["旧粮库", "kind"] == "idle_factory"
    mine = rows[(rows["file"] == BOOK) & (rows["sheet"] == "企业") & (rows["row"] == 4)]
    assert mine["fate"].tolist() == ["rejected"]
    left = tabs(folder / "town-corrections-台账-2.xlsx")
    assert [row[0] for row in left["企业"][2:]] == ["没有名称"]
    assert [row[-2] for row in left["企业"][2:]] == ["台账.xlsx / 企业 / 5"]
    assert "Sheet2" not in left


@pytest.mark.usefixtures("capsys")
def test_importing_again_makes_no_second_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows for the same reasons are the same file; notes in an edited one are kept."""
    run(monkeypatch, "import", "台账.xlsx")
    run(monkeypatch, "import", "台账.xlsx")
    assert sorted(path.name for path in folder.glob("*corrections*")) == [BOOK]
    (folder / BOOK).write_bytes(b"somebody's work")
    run(monkeypatch, "import", "台账.xlsx")
    assert (folder / BOOK).read_bytes() == b"somebody's work"
    assert (folder / "town-corrections-台账-2.xlsx").exists()


def test_the_answer_names_the_workbook(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words for people, as a field for programs; a dry run writes it, too."""
    run(monkeypatch, "import", "台账.xlsx", "--dry-run", "--corrections", "改.xlsx", "--lang", "en")
    assert "mend the cells" in capsys.readouterr().out
    assert (folder / "改.xlsx").exists()
    assert not (folder / "town.gpkg").exists()
    run(monkeypatch, "import", "台账.xlsx", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["corrections"] == BOOK
    assert answer["to_see"][0]["cells"]["企业名称"] == "新华铸造厂"


@pytest.mark.usefixtures("capsys")
def test_no_workbook_where_nobody_wants_one_or_nothing_is_to_mend(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty workbook would only worry people."""
    run(monkeypatch, "import", "台账.xlsx", "--no-corrections")
    (folder / "good.csv").write_text("企业名称,经度,纬度,坐标系\n乙厂,115.02,35.5,GPS", "utf-8")
    run(monkeypatch, "import", "good.csv")
    assert list(folder.glob("*corrections*")) == []


def test_a_name_that_is_taken_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """Not after a minute of importing."""
    (tmp_path / "a.xlsx").write_bytes(b"mine")
    with pytest.raises(InputError, match="is there already"):
        check_corrections(tmp_path / "a.xlsx")
    with pytest.raises(ConfigError, match=r"ending in .xlsx"):
        check_corrections(tmp_path / "a.csv")
    with pytest.raises(NotFoundError, match="none is not a folder: make it first"):
        check_corrections(tmp_path / "none" / "a.xlsx")
    check_corrections(None)


@pytest.mark.parametrize(
    ("store", "ledger", "name"),
    [
        ("postgresql://office/town", "台账.xlsx", "town-corrections-台账.xlsx"),
        ("x/town.gpkg", "闲置厂房.csv", "x/town-corrections-ledgers.xlsx"),
        ("town.gpkg", "高德坐标.xlsx", "town-corrections-ledgers.xlsx"),
    ],
)
def test_the_name_says_nothing_of_rows_it_may_not_be_true_of(
    store: str, ledger: str, name: str
) -> None:
    """The import reads 闲置 and 高德 in a file's name; the book holds other files' rows, too."""
    assert default_file(store, [Path(ledger)]) == Path(name)
