"""Wordings of codes."""

from __future__ import annotations

import pytest

from data import words
from data.ledger import spellings
from data.ledger.spellings import find_code, yes_or_no


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (spellings.STATUS, words.SITE_STATUS),
        (spellings.IDLE_KIND, words.SITE_KINDS),
        (spellings.GRADE, words.GRADES),
        (spellings.HOURS, words.SITE_HOURS),
        (spellings.MODE, words.VISIT_TYPES),
        (spellings.RESULT, words.RESULTS),
        (spellings.LEVEL, words.FINDING_LEVELS),
        (spellings.STATE, words.FINDING_STATES),
        (spellings.VERIFIED, words.TIP_STATES),
        (spellings.SKILL, words.SKILLS),
        (spellings.DATUM, words.DATUMS),
    ],
)
def test_every_label_of_ours_is_understood(table: spellings.Spellings, codes: words.Labels) -> None:
    """What our own exports write must come back as the same code."""
    assert {code for _, code in table} <= set(codes)
    known = {code for _, code in table}
    for code in known & set(codes) - {"bd09", "gcj02"}:
        assert find_code(codes[code][0], table) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("高德", "gcj02"),
        ("腾讯地图", "gcj02"),
        ("GCJ-02", "gcj02"),
        ("火星坐标", "gcj02"),
        ("百度地图", "bd09"),
        ("BD09", "bd09"),
        ("GPS(WGS84)", "wgs84"),
        ("RTK", "wgs84"),
        ("手持GPS", "wgs84"),
        ("CGCS2000", "cgcs2000"),
        ("国土", "cgcs2000"),
        ("天地图", "cgcs2000"),
        ("国家2000大地坐标系", "cgcs2000"),
        ("北京54", None),
        ("西安80", None),
    ],
)
def test_datums_by_name(text: str, code: str | None) -> None:
    """Old national datums are a hundred metres off and must not pass for new ones."""
    assert find_code(text, spellings.DATUM) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("未发现隐患", "clean"),
        ("未发现", "clean"),
        ("发现隐患", "finding"),
        ("不合格", "finding"),
        ("合格", "clean"),
        ("大门锁门", "closed"),
        ("企业拒绝检查", "refused"),
        ("非法生产", "illegal"),
        ("未找到", "absent"),
        ("nothing found", "clean"),
        ("hazard found", "finding"),
    ],
)
def test_results(text: str, code: str) -> None:
    """Negations come first: nothing found contains found."""
    assert find_code(text, spellings.RESULT) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("日常", "inspection"),
        ("四不两直", "inspection"),
        ("日常巡查", "patrol"),
        ("夜间", "night"),
        ("回头看", "lookback"),
        ("专家", "expert"),
        ("专项检查", "special"),
        ("复查", "recheck"),
    ],
)
def test_modes(text: str, code: str) -> None:
    """An unannounced visit is an inspection; its wording is kept beside the code."""
    assert find_code(text, spellings.MODE) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不属实", "false"),
        ("属实", "true"),
        ("待核实", "open"),
    ],
)
def test_tips(text: str, code: str) -> None:
    """Untrue contains true."""
    assert find_code(text, spellings.VERIFIED) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("已销号", "closed"),
        ("逾期未整改", "overdue"),
        ("整改中", "rectifying"),
        ("未整改", "rectifying"),
        ("已整改", "submitted"),
        ("待复查", "submitted"),
    ],
)
def test_states(text: str, code: str) -> None:
    """Mended is not closed until somebody looked."""
    assert find_code(text, spellings.STATE) == code


def test_neither_yes_nor_no() -> None:
    """A substance is no tick."""
    assert yes_or_no("硫酸") is None
