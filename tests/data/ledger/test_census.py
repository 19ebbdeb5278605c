"""Sites of an import, row by row: what each row adds, and that order does not matter."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

HEADER = "企业名称,村,经度,纬度,坐标系,统一社会信用代码,从业人数,联系电话"
FIRST = "永盛木材厂,刘湾村,115.000,35.5,GPS,,,123"


def test_a_second_telling_fills_what_the_first_leaves_open(tmp_path: Path) -> None:
    """A list with the number of workers, one with the telephone: nothing of either is lost."""
    second = "永盛木材 厂,刘湾村,115.000,35.5,GPS,,12,"
    result = read_text(tmp_path, HEADER, FIRST, second)
    site = result.tables["site"].iloc[0]
    assert (site["workers"], site["extra"]) == (12, '{"联系电话": "123"}')
    assert fates(result) == ["accepted", "duplicate"]
    assert result.rows.note_en.iloc[1] == "a.csv / 3 fills what was left open: 从业人数"


def test_what_a_second_telling_contradicts_is_said(tmp_path: Path) -> None:
    """The first stays; the clerk sees where they differ."""
    second = "永盛木材厂,刘湾村,115.000,35.5,GPS,,12,"
    result = read_text(tmp_path, HEADER, FIRST.replace("GPS,,,", "GPS,,9,"), second)
    assert result.tables["site"]["workers"].tolist() == [9]
    assert result.rows.note_en.iloc[-1].endswith(
        "differs from the row read first and was not taken: 从业人数"
    )


def test_a_match_under_another_name_is_listed(tmp_path: Path) -> None:
    """Old name, new name, and why they are one."""
    code = "91320412MA1ABCDE2X"
    first = read_text(tmp_path, HEADER, FIRST.replace("GPS,,", f"GPS,{code},"))
    later = f"永盛木材加工有限公司,刘湾村,115.001,35.5,GPS,{code},,"
    result = read_text(tmp_path, HEADER, later, known=KnownTables(first.tables), name="b.csv")
    assert result.tables["site"]["name"].tolist() == ["永盛木材加工有限公司"]
    assert (
        "same site as S00001 (same credit code, 91 m apart), its name changes from "
        "'永盛木材厂' to '永盛木材加工有限公司'"
    ) in result.rows.note_en.iloc[-1]


def test_numbers_of_one_list_keep_alike_sites_apart(tmp_path: Path) -> None:
    """An exported list names each of its sites once; without numbers the second is told twice."""
    rows = [f"永盛木材厂,刘湾村,幸福路3号,{lon},35.5,GPS" for lon in ("115.000", "115.006")]
    header = "企业名称,村,详细地址,经度,纬度,坐标系"
    assert len(read_text(tmp_path, header, *rows).tables["site"]) == 1
    numbered = [f"S{number:05d},{row}" for number, row in enumerate(rows, start=7)]
    result = read_text(tmp_path, f"点位编号,{header}", *numbered)
    assert result.tables["site"].index.tolist() == ["S00007", "S00008"]
    assert fates(result) == ["accepted", "accepted"]


NAMES = ["永盛木材厂", "永盛木材", "永胜木材厂", "永盛木材经营部", "鑫源涂料厂"]


@settings(max_examples=8, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(["115.0000", "115.0002", "115.0030", "115.0500"]),
            st.sampled_from(["", "91320412MA1ABCDE2X", "91320412MA1ABCDE2Y"]),
        ),
        min_size=2,
        max_size=3,
    )
)
def test_order_of_files_does_not_matter(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One row a file, in any order: the same sites, fates and questions."""
    folder = tmp_path_factory.mktemp("order")
    paths = [
        write_text(folder / f"{at}.csv", HEADER, f"{name},刘湾村,{lon},35.5,GPS,{code},,{at}")
        for at, (name, lon, code) in enumerate(rows)
    ]
    results = [read_ledgers(order, known=KnownTables()) for order in itertools.permutations(paths)]
    for other in results[1:]:
        pd.testing.assert_frame_equal(other.tables["site"], results[0].tables["site"])
        pd.testing.assert_frame_equal(other.rows.sort_index(), results[0].rows.sort_index())


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(["115.0000", "115.0002", "115.0030", "115.0500"]),
            st.sampled_from(["", "91320412MA1ABCDE2X", "91320412MA1ABCDE2Y"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_ledger_read_again_changes_nothing(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is doubtful in it: no new site, nothing changed, the same questions."""
    lines = [
        f"{name},刘湾村,{lon},35.5,GPS,{code},,{at}" for at, (name, lon, code) in enumerate(rows)
    ]
    folder = tmp_path_factory.mktemp("again")
    first = read_text(folder, HEADER, *lines)
    held = KnownTables({**first.tables, "import_row": first.rows})
    again = read_text(folder, HEADER, *lines, known=held)
    assert [(count.new, count.updated) for count in again.files] == [(0, 0)]
    assert again.rows.fate.tolist() == first.rows.fate.tolist()
    assert again.rows.target.tolist() == first.rows.target.tolist()


CODE = "91320412MA1ABCDE2X"


def test_a_code_told_later_is_held_against_the_rows_in_between(tmp_path: Path) -> None:
    """The third row gives the first the code of the second, 4.5 km away: asked at once."""
    rows = (
        "永盛木材厂,刘湾村,115.00,35.5,GPS,,,",
        f"永盛木材厂,前杨村,115.05,35.5,GPS,{CODE},,",
        f"永盛木材厂,刘湾村,115.00,35.5,GPS,{CODE},,",
    )
    first = read_text(tmp_path, HEADER, *rows)
    assert fates(first) == ["accepted", "question", "duplicate"]
    assert "may be S00001" in first.rows.note_en.iloc[2]
    again = read_text(tmp_path, HEADER, *rows, known=KnownTables(first.tables))
    assert fates(again) == fates(first)


def test_news_of_a_stored_site_is_held_against_the_rows_before_it(tmp_path: Path) -> None:
    """The second row brings the stored site the code of the first: which is which is asked."""
    stored = read_text(tmp_path, HEADER, FIRST)
    rows = (
        f"永盛木材厂,前杨村,115.05,35.5,GPS,{CODE},,",
        f"永盛木材厂,刘湾村,115.00,35.5,GPS,{CODE},,",
    )
    later = read_text(tmp_path, HEADER, *rows, known=KnownTables(stored.tables), name="b.csv")
    assert fates(later) == ["question", "accepted"]
    assert [doubt.code for doubt in later.doubts] == ["maybe_same"]


OLD = "永盛木材厂,刘湾村,115.000,35.5,GPS,,,"
NEW = "宏达家具厂,刘湾村,115.000,35.5,GPS,,,"


def imported(
    folder: Path, *rows: str, after: LedgerImport | None = None, **how: str
) -> LedgerImport:
    """Import rows into a store that holds what an import before gave, its report included."""
    known = {**after.tables, "import_row": after.rows} if after else {}
    return read_text(
        folder, how.get("header", HEADER), *rows, known=KnownTables(known), name=how["name"]
    )


def test_another_name_on_the_spot_of_a_known_site_is_a_question(tmp_path: Path) -> None:
    """The land office's list has a firm nobody knows where another one stood: both are kept."""
    first = imported(tmp_path, OLD, name="a.csv")
    later = imported(tmp_path, NEW, name="land.csv", after=first)
    assert (fates(later), later.files[0].new) == (["question"], 1)
    assert [doubt.code for doubt in later.doubts] == ["maybe_renamed"]
    assert "same kind and spot as S00001 (永盛木材厂), another name" in later.rows.note_en.iloc[-1]


def test_the_question_about_a_new_name_stays_until_it_is_answered(tmp_path: Path) -> None:
    """The same file again asks again; the answer 新点位 ends it."""
    first = imported(tmp_path, OLD, name="a.csv")
    later = imported(tmp_path, NEW, name="land.csv", after=first)
    tables = {name: pd.concat([first.tables[name], later.tables[name]]) for name in later.tables}
    tables["import_row"] = pd.concat([first.rows, later.rows])
    again = read_text(tmp_path, HEADER, NEW, known=KnownTables(tables), name="land.csv")
    assert (fates(again), again.files[0].unchanged) == (["question"], 1)
    told = read_text(
        tmp_path, f"{HEADER},答复", f"{NEW},新点位", known=KnownTables(tables), name="mended.csv"
    )
    assert fates(told) == ["accepted"]


def test_an_answer_renames_the_known_site(tmp_path: Path) -> None:
    """The firm kept its yard and changed its name."""
    first = imported(tmp_path, OLD, name="a.csv")
    told = imported(
        tmp_path, f"{NEW},S00001", header=f"{HEADER},答复", name="land.csv", after=first
    )
    assert told.tables["site"]["name"].to_dict() == {"S00001": "宏达家具厂"}


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NEW.replace("115.000", "115.0002"), "18 m away"),
        (NEW.replace("GPS,,", "GPS,91320412MA1ABCDE2X,"), "a code of its own"),
        (NEW.replace("刘湾村", "前杨村"), "another village"),
    ],
)
def test_what_is_plainly_another_site_is_not_asked_about(
    tmp_path: Path, new: str, why: str
) -> None:
    """One fact besides the name that tells them apart is enough."""
    first = imported(tmp_path, OLD, name="a.csv")
    assert fates(imported(tmp_path, new, name="b.csv", after=first)) == ["accepted"], why


def test_numbered_workshops_on_one_spot_are_not_asked_about(tmp_path: Path) -> None:
    """1号 and 2号 are two, whoever lists them."""
    first = imported(tmp_path, OLD.replace("永盛木材厂", "永盛1号车间"), name="a.csv")
    later = imported(tmp_path, NEW.replace("宏达家具厂", "宏达2号车间"), name="b.csv", after=first)
    assert fates(later) == ["accepted"]


def test_tenants_of_one_list_are_not_asked_about(tmp_path: Path) -> None:
    """A list names each of its sites once; in the first list, and in next month's."""
    first = imported(tmp_path, OLD, NEW, name="a.csv")
    assert fates(first) == ["accepted", "accepted"]
    later = imported(tmp_path, NEW, f"{OLD}1", name="b.csv", after=first)
    assert fates(later) == ["accepted", "accepted"]


def test_a_yard_of_several_tenants_gets_one_more_without_a_question(tmp_path: Path) -> None:
    """Nobody could say which of the two it was before."""
    first = imported(tmp_path, OLD, NEW, name="a.csv")
    third = NEW.replace("宏达家具厂", "鑫源涂料店")
    assert fates(imported(tmp_path, third, name="b.csv", after=first)) == ["accepted"]


def test_an_idle_yard_on_the_spot_of_a_firm_is_another_site(tmp_path: Path) -> None:
    """Walls and the firm within them are two: landlord and tenant, and no question."""
    first = imported(tmp_path, OLD, name="a.csv")
    header = HEADER.replace("企业名称", "闲置厂房名称")
    later = imported(tmp_path, NEW, header=header, name="land.csv", after=first)
    assert fates(later) == ["accepted"]
    assert later.tables["site"]["kind"].tolist() == ["idle_factory"]
