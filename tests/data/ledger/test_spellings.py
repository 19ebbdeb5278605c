"""Wordings of codes."""

from __future__ import annotations

import re

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
    assert table.codes <= set(codes)
    for code in table.codes & set(codes) - {"bd09", "gcj02"}:
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


STATES = {
    "operating": "在产 正常生产 正常营业 存续 存续（在营、开业、在册） 开业 在业 已复产 复工复产 "
    "恢复生产 试运行 使用中 Operating",
    "partly": "半停产 部分停产 间歇性生产 季节性生产",
    "stopped": "停产 已停产 长期停产 停产整治 责令停产 临时停产 暂停营业 停业 歇业 已停止生产 "
    "停用 倒闭 已破产 未生产 未复产 待复产 关门",
    "idle": "闲置 空置 已腾空 厂房已腾空 已腾退 废弃 人去楼空 待租 未使用 vacant",
    "zombie": "僵尸企业 空壳企业 无实际经营",
    "shut": "已取缔 关停 已关闭 依法关闭 注销 已注销 吊销 吊销未注销 已清退 查封 两断三清",
    "moved": "已搬离 搬迁 搬迁至外地 已迁出 迁至濮阳县 整体外迁 已搬走",
    "gone": "已拆除 拆除 厂房已拆除 企业已拆除 已全部拆除 2023年已拆除 已拆迁 已灭失 已不存在 "
    "已拆除并复垦 已拆除，已复耕 拆除完毕 demolished",
    "unknown": "不详 待核实",
}
NOT_YET = (
    "拟关停 待取缔 限期关闭 责令搬迁 计划搬迁 正在搬迁 搬迁中 部分搬迁 关停中 未取缔 "
    "待拆除 拟拆除 正在拆除 拆除中 列入拆迁计划 部分拆除 未拆除 设备已拆除 拆除重建 "
    "拆迁 复垦 在建 已出租 另议"
)


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, line in STATES.items() for text in line.split()]
)
def test_states_of_sites(text: str, code: str) -> None:
    """As offices word them in 经营状态; the first word that has happened decides."""
    assert find_code(text, spellings.STATUS) == code


@pytest.mark.parametrize("text", NOT_YET.split())
def test_what_has_not_happened_to_a_site_is_no_state(text: str) -> None:
    """It stays in the row's extra: a site that is to be shut works still, one half down stands."""
    assert find_code(text, spellings.STATUS) is None


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


TABLES = {
    name: table
    for name in dir(spellings)
    if isinstance(table := getattr(spellings, name), spellings.Spellings)
}
DENIALS = ("未", "没有", "无", "不", "非", "尚未")
HAS_DENIAL = re.compile("[未没无不非中]|^un|^in")
NOT_MENDED = ("RESULT", "整改")
"""The one word whose denial is as bad as itself: 未整改 is a find as 需整改 is."""


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("name", TABLES)
def test_no_word_is_read_as_its_opposite(name: str, denial: str) -> None:
    """未办结 must not close, 无违法 must not accuse; denied, a word means another or nothing."""
    table = TABLES[name]
    positive = {word: code for word, code in table.words if not HAS_DENIAL.search(word)}
    read_as_itself = [
        word
        for word, code in positive.items()
        if find_code(denial + word, table) == code and (name, word) != NOT_MENDED
    ]
    assert positive
    assert read_as_itself == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("未办结", "rectifying"),
        ("尚未办结", "rectifying"),
        ("正在办结", "rectifying"),
        ("办结中", "rectifying"),
        ("未整改完成", "rectifying"),
        ("未整改完毕", "rectifying"),
        ("未在规定期限内整改完成", "rectifying"),
        ("部分整改完成", "rectifying"),
        ("责令限期整改完成", "rectifying"),
        ("复查不合格", "rectifying"),
        ("未验收合格", "submitted"),
        ("已整改,未验收合格", "submitted"),
        ("未逾期,已销号", "closed"),
    ],
)
def test_states_not_reached_stay_open(text: str, code: str) -> None:
    """A finding stays in front of people until someone verified that it is gone."""
    assert find_code(text, spellings.STATE) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("没有发现问题", "clean"),
        ("不存在问题", "clean"),
        ("没有安全隐患", "clean"),
        ("无违法行为", "clean"),
        ("未发现不合格项", "clean"),
        ("无需整改", "clean"),
        ("No hazard found", "clean"),
        ("未整改", "finding"),
        ("未通过", "finding"),
        ("治理设施未正常运行", "finding"),
        ("存在不安全问题", "finding"),
        ("没有非法生产,发现隐患2处", "finding"),
        ("无证非法经营", "illegal"),
        ("该企业不存在", "absent"),
        ("未关门", None),
    ],
)
def test_denied_results(text: str, code: str | None) -> None:
    """A denial reaches its own word, not the next one; what it leaves open is asked."""
    assert find_code(text, spellings.RESULT) == code


@pytest.mark.parametrize(
    ("text", "table", "code"),
    [
        ("非重大", spellings.LEVEL, "ordinary"),
        ("不完全属实", spellings.VERIFIED, "open"),
        ("unverified", spellings.VERIFIED, "open"),
        ("not true", spellings.VERIFIED, "false"),
        ("未停产", spellings.STATUS, "operating"),
        ("尚未投产", spellings.STATUS, "stopped"),
        ("无证生产", spellings.STATUS, "operating"),
        ("未取缔", spellings.STATUS, None),
        ("夜间不生产", spellings.HOURS, "day"),
        ("非金属", spellings.SKILL, None),
        ("非WGS84", spellings.DATUM, None),
        ("非重大", spellings.GRADE, None),
    ],
)
def test_other_denied_words(text: str, table: spellings.Spellings, code: str | None) -> None:
    """The same guard in every list."""
    assert find_code(text, table) == code


def test_a_hostile_text_is_read_quickly() -> None:
    """Repeated denials must not make the search explode; ten thousand signs, no answer."""
    assert find_code("未" + "在内" * 5000, spellings.STATE) is None


def test_neither_yes_nor_no() -> None:
    """A substance is no tick."""
    assert yes_or_no("硫酸") is None
