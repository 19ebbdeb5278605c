"""How alike two names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.likeness import Likeness, learn_places, likeness, name_parts

PLACES = ("庆祖镇", "刘湾村", "刘湾")


def alike(one: str, other: str) -> str:
    """Name the likeness of two names."""
    return likeness(name_parts(one, PLACES), name_parts(other, PLACES)).name


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("华泰面粉有限公司", "华泰面粉有限责任公司", "EQUAL"),
        ("华泰面粉有限公司", "華泰面粉公司", "EQUAL"),
        ("庆祖镇华泰面粉厂", "华泰面粉厂", "EQUAL"),
        ("刘湾村旧砖厂", "旧砖厂", "EQUAL"),
        ("旧砖厂(东院)", "旧砖 厂（东院）", "EQUAL"),
        ("华泰面粉", "华泰面粉厂", "SHORT"),
        ("永盛家具厂(个体工商户)", "永盛家具厂", "EQUAL"),
        ("永盛家具厂(张某)", "永盛家具厂", "SHORT"),
        ("永盛家具厂", "永盛家具合作社", "FORM"),
        ("永盛家具厂", "永盛家具有限公司", "FORM"),
        ("永盛木材厂", "永胜木材厂", "LIKE"),
        ("永盛木材厂", "永盛木材加工有限公司", "LIKE"),
        ("永盛家具厂(张某)", "永盛家具厂(李某)", "LIKE"),
        ("旧砖厂", "旧砖厂(东院)", "LIKE"),
        ("闲置厂房1号", "闲置厂房2号", "OTHER"),
        ("旧砖厂(东院)", "旧砖厂(西院)", "OTHER"),
        ("永盛一厂", "永盛二厂", "OTHER"),
        ("鑫源家具厂", "顺达汽修厂", "OTHER"),
    ],
)
def test_pairs_of_names(one: str, other: str, expected: str) -> None:
    """From two spellings of one name to two names."""
    assert alike(one, other) == expected


@given(one=st.text(max_size=20), other=st.text(max_size=20))
def test_order_does_not_matter(one: str, other: str) -> None:
    """Else it would matter which ledger is read first."""
    assert alike(one, other) == alike(other, one)


@given(name=st.text(min_size=1, max_size=20))
def test_a_name_is_itself(name: str) -> None:
    """Whatever is in it."""
    assert likeness(name_parts(name), name_parts(name)) == Likeness.EQUAL


def test_a_place_is_learned_from_five_names() -> None:
    """Four could be chance; a name given twice counts once."""
    names = [f"柳河镇{sign}厂" for sign in "甲乙丙丁"]
    assert learn_places([*names, *names]) == ()
    assert learn_places([*names, "柳河镇戊厂"]) == ("柳河镇",)


def test_county_and_town_are_both_learned() -> None:
    """Some ledgers write both."""
    names = [f"安平县柳河镇{sign}厂" for sign in "甲乙丙丁戊"]
    assert learn_places(names) == ("安平县", "安平县柳河镇")


def test_a_place_that_is_the_whole_name_stays() -> None:
    """庆祖镇 alone, as a name, is not an empty name."""
    assert name_parts("庆祖镇", PLACES).core == "庆祖镇"
