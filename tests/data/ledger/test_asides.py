"""Rows that are no data, and rows that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.headers import HEADERS
from data.ledger.asides import Asides
from data.ledger.layout import find_layout
from data.ledger.sheets import RawRow, RawSheet, cell_text, is_empty

HEADER = ("序号", "企业名称", "所在村", "经度", "纬度", "备注")
LAYOUT = find_layout(RawSheet("", (RawRow(2, HEADER),)), kinds=tuple(HEADERS))


def code(*cells: object, number: int = 9) -> str | None:
    """Say why a row is passed over."""
    filled = {i: cell_text(cell) for i, cell in enumerate(cells) if not is_empty(cell)}  # type: ignore[arg-type]
    said = Asides(LAYOUT).why(number, filled)
    return said.code if said else None


@pytest.mark.parametrize(
    "cells",
    [
        ("合计", "117家"),
        ("合 计", None, None),
        (None, "小计"),
        ("总计:", 12),
        ("本页合计", 3),
        ("Total", 3),
    ],
)
def test_totals(cells: tuple[object, ...]) -> None:
    """Wherever the word stands, first or in the place of the name."""
    assert code(*cells) == "total_row"


@pytest.mark.parametrize(
    "cells",
    [
        ("注:本表由各村上报汇总,坐标以手机定位为准。",),
        ("注：坐标以手机定位为准",),
        ("说明:一式两份",),
        ("制表人:张某", None, None, "审核人:李某"),
        ("备注", "无"),
    ],
)
def test_notes(cells: tuple[object, ...]) -> None:
    """What stands below the table."""
    assert code(*cells) == "note_row"


def test_header_printed_again() -> None:
    """Tables made for printing repeat it on every page."""
    assert code(*HEADER) == "repeated_header"


def test_rows_up_to_the_header() -> None:
    """Titles and the header itself."""
    assert code("某镇台账", number=1) == code(*HEADER, number=2) == "above_header"


@pytest.mark.parametrize(
    "cells",
    [
        (1, "合计量具厂", "刘湾村", 115.0, 35.5),
        (1, "说明书印刷厂", "刘湾村", None, None),
        (1, "注塑厂", "刘湾村", None, None),
        (None, "合计", "刘湾村", 115.0, 35.5),
    ],
)
def test_sites_with_such_names_are_data(cells: tuple[object, ...]) -> None:
    """A workshop for injection moulding (注塑) is no note; what has a position is data."""
    assert code(*cells) is None


def test_unknown_sheet() -> None:
    """All its rows are recorded."""
    said = Asides(None).why(1, {0: "x"})
    assert said is not None
    assert said.code == "unknown_sheet"


TEXTS = (
    "合 计",
    "ＴＯＴＡＬ",
    "备注：无",
    "n o t e: x",
    "企业名称",
    "所在村",
    "甲厂",
    "会计师",
    "3",
    "",
)


@settings(deadline=None)
@given(cells=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6))
def test_no_row_is_passed_over_without_a_strange_text(cells: list[str]) -> None:
    """Else a long ledger, looked at column by column, would take a total for a visit."""
    strange = Asides(LAYOUT).strange(set(cells))
    if any(cells) and code(*cells) is not None:
        assert strange & set(cells)


def test_names_and_numbers_are_not_strange() -> None:
    """They fill nearly every row."""
    assert Asides(LAYOUT).strange({"甲厂", "JC0001", "会计师事务所", "2026-03-16"}) == set()
