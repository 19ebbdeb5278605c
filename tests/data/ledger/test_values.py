"""Numbers, areas, days, ticks and codes as offices fill them in."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.spellings import GRADE, STATUS
from data.ledger.values import (
    area_unit,
    is_full_code,
    read_area_m2,
    read_code,
    read_credit_code,
    read_day,
    read_flag,
    read_number,
)

anything = st.one_of(
    st.none(),
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12, 12.0),
        ("12", 12.0),
        ("约12人", 12.0),
        ("１２", 12.0),
        ("1,200", 1200.0),
        ("1，200人", 1200.0),
        ("10-20", 15.0),
        ("10余人", 10.0),
        ("12人左右", 12.0),
        ("0", 0.0),
        ("3.5", 3.5),
        ("/", None),
        ("很多", None),
        ("-5", None),
        (True, None),
        (float("inf"), None),
    ],
)
def test_reads_numbers(cell: object, value: float | None) -> None:
    """A share of the cells in any real ledger is not a plain number."""
    assert read_number(cell, column="人数")[0] == value  # type: ignore[arg-type]


def test_says_what_it_made_of_a_number() -> None:
    """The planner must be able to see it and object."""
    _, said = read_number("约12人", column="从业人数")
    assert said is not None
    assert said.zh == "“从业人数”约12人 读作 12"
    assert said.repair


def test_says_nothing_of_a_plain_number() -> None:
    """Notes on everything would be read by nobody."""
    assert read_number("12人", column="人数") == (12.0, None)


@pytest.mark.parametrize(
    ("cell", "column", "area"),
    [
        (3, "占地面积(亩)", 2000.0),
        (1.5, "占地亩数", 1000.0),
        (120, "用地(m2)", 120.0),
        (120, "面积(㎡)", 120.0),
        (120, "用地面积(平方米)", 120.0),
        (2, "占地(公顷)", 20_000.0),
        (0.3, "面积(万平方米)", 3000.0),
        ("3亩", "占地面积(平方米)", 2000.0),
        ("1,200平方米", "占地面积(亩)", 1200.0),
    ],
)
def test_areas_become_square_metres(cell: object, column: str, area: float) -> None:
    """15 mu are a hectare; the unit in the cell outranks the header's."""
    assert read_area_m2(cell, column=column)[0] == pytest.approx(area)  # type: ignore[arg-type]


def test_area_without_a_unit_is_said() -> None:
    """A silent guess could be wrong by a factor of 667."""
    value, said = read_area_m2(50, column="占地面积")
    assert value == 50.0
    assert said is not None
    assert said.code == "no_unit"


def test_no_unit_in_a_plain_header() -> None:
    """The word for land is no unit."""
    assert area_unit("占地面积") is None


DAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2025, 9, 1, 14, 30),  # noqa: DTZ001 - cells have no zone
        "2025-09-01",
        "2025/9/1",
        "2025.09.01",
        "2025年9月1日",
        "2025年9月1号",
        "２０２５年９月１日",
        "20250901",
        "2025-09-01 14:30:00",
        "2025/9/1 0:00",
        45901,
        45901.6,
        "45901",
    ],
)
def test_reads_every_form_of_a_day(cell: object) -> None:
    """45901 is what Excel keeps for 2025-09-01: 45658 for New Year 2025 and 243 days."""
    assert read_day(cell, column="日期")[0] == DAY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", ["2025-13-01", "2025-02-30", "去年", 12, "9月1日", "1900-01-01", True]
)
def test_refuses_what_is_no_day(cell: object) -> None:
    """A wrong day is worse than none."""
    day, said = read_day(cell, column="日期")  # type: ignore[arg-type]
    assert day is None
    assert said is not None
    assert said.code == "unread"


def test_says_when_a_number_was_a_day() -> None:
    """Somebody may have meant a number."""
    _, said = read_day(45901, column="日期")
    assert said is not None
    assert said.en == "'日期' 45901 read as 2025-09-01"


@given(
    day=st.dates(date(1955, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_days_come_back(day: date, form: str) -> None:
    """Every way of writing a day is one day."""
    assert read_day(day.strftime(form), column="日期")[0] == day
    assert read_day((day - date(1899, 12, 30)).days, column="日期")[0] == day


@given(number=st.integers(0, 10**9))
def test_whole_numbers_come_back(number: int) -> None:
    """With and without thousands marks."""
    assert read_number(f"{number:,}", column="人数")[0] == number
    assert read_number(str(number), column="人数")[0] == number


@given(cell=anything)
def test_never_fails(cell: object) -> None:
    """Whatever a cell holds, every reader gives an answer."""
    for reader in (read_number, read_area_m2, read_day, read_flag):
        reader(cell, column="x")  # type: ignore[operator]
    read_code(cell, STATUS, column="x")  # type: ignore[arg-type]
    read_credit_code(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("yes", ["是", "有", "√", "Y", "yes", True, 1, "涉及"])
def test_ticks_are_yes(yes: object) -> None:
    """So many ways to say yes."""
    assert read_flag(yes, column="x") == (True, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("no", ["否", "无", "×", "N", "no", False, 0, "不涉及"])
def test_ticks_are_no(no: object) -> None:
    """No is an answer; empty is not."""
    assert read_flag(no, column="x") == (False, None)  # type: ignore[arg-type]


def test_empty_tick_is_unknown() -> None:
    """Nobody said there are no chemicals."""
    assert read_flag(None, column="x") == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("红", "red"),
        ("橙色", "orange"),
        ("黄色等级", "yellow"),
        ("较大风险", "orange"),
        ("Ⅱ级", "orange"),
    ],
)
def test_reads_grades(text: str, code: str) -> None:
    """Colours, words and Roman figures."""
    assert read_code(text, GRADE, column="x")[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("半停产", "partly"),
        ("停产", "stopped"),
        ("在产", "operating"),
        ("正常生产", "operating"),
        ("不在产", "stopped"),
        ("已取缔", "shut"),
        ("闲置", "idle"),
        ("僵尸企业", "zombie"),
        ("已搬迁", "moved"),
    ],
)
def test_reads_states(text: str, code: str) -> None:
    """Half stopped is not stopped, not running is not running."""
    assert read_code(text, STATUS, column="x")[0] == code


def test_short_code_is_kept_but_no_proof() -> None:
    """A cut code would make strangers one site."""
    code, said = read_credit_code("91320412")
    assert code == "91320412"
    assert not is_full_code(code)
    assert said is not None
    assert said.code == "bad_code"


@pytest.mark.parametrize("cell", ["无", "办理中", "/", None])
def test_no_code_is_none(cell: object) -> None:
    """Two firms without a code are not one firm."""
    assert read_credit_code(cell) == (None, None)  # type: ignore[arg-type]
