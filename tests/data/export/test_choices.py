"""What the cells of a correction workbook offer."""

from __future__ import annotations

import pytest

from data.export.choices import CODED, choices, coded_choices
from data.ledger.spellings import DATUM, LEVEL, RESULT, STATE, STATUS, Spellings, find_code

_READ = {"status": STATUS, "result": RESULT, "level": LEVEL, "state": STATE}


@pytest.mark.parametrize(
    ("reason", "kind", "offered"),
    [
        (
            "有 2 个点位：S00055（25号）、S00094（28号）",
            "inspections",
            ["S00055", "S00094", "不要"],
        ),
        ("台账里没有“XS000012345厂”", "findings", ["不要"]),
        (
            "可能与 S00001（甲）为同一点位",
            "tips",
            ["不要", "高德", "腾讯", "百度", "GPS", "国土2000"],
        ),
    ],
)
def test_only_answers_that_mean_something_are_offered(
    reason: str, kind: str, offered: list[str]
) -> None:
    """The sites that the question names; 新点位 and datums only where a row can be that."""
    assert choices(reason, kind=kind) == offered


@pytest.mark.parametrize(
    ("code", "kind", "offered"),
    [
        ("datum_open", "sites", ["高德", "腾讯", "百度", "GPS", "国土2000", "不要"]),
        ("maybe_same", "sites", ["S00001", "新点位", "不要"]),
        ("gone_or_not", "sites", ["S00001", "不要"]),
        ("no_coordinates", "sites", ["不要"]),
        ("site_rejected", "inspections", ["S00001", "不要"]),
        ("unknown_result", "inspections", ["不要"]),
        ("no_name", "findings", ["S00001", "不要"]),
        ("no_name", "sites", ["不要"]),
    ],
)
def test_each_question_offers_what_settles_it(code: str, kind: str, offered: list[str]) -> None:
    """新点位 under a question about the datum was chosen, and nothing happened."""
    assert choices("可能与 S00001（甲）有关", kind=kind, code=code) == offered


def test_a_list_of_choices_fits_into_its_cell() -> None:
    """It holds 255 signs: 不要 and its comma are 3, an id and its comma 7, so 36 ids fit."""
    reason = "、".join(f"S{number:05d}" for number in range(100))
    assert len(choices(reason, kind="power")) == 36 + 1


@pytest.mark.parametrize(("field", "spellings"), _READ.items())
def test_every_word_that_is_offered_is_understood(field: str, spellings: Spellings) -> None:
    """A choice that the import does not read would be a trap."""
    read = {code: find_code(zh, spellings) for code, (zh, _) in CODED[field].items()}
    assert read == {code: code for code in CODED[field]}


def test_datums_are_offered_by_what_people_call_them() -> None:
    """The land office's among them."""
    read = [find_code(word, DATUM) for word in coded_choices("坐标来源", kind="sites")]
    assert read == ["gcj02", "gcj02", "bd09", "wgs84", "cgcs2000"]


def test_other_columns_offer_nothing() -> None:
    """Names and numbers are typed."""
    assert coded_choices("企业名称", kind="sites") == []
    assert coded_choices("结果", kind="unknown") == []
