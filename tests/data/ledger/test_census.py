"""Sites of an import, row by row: what each row adds, and that order does not matter."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

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
