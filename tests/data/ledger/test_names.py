"""Two spellings of one name, two names that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.names import name_key, village_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华泰面粉有限公司", "华泰面粉公司"),
        ("华泰面粉有限责任公司", "华泰面粉股份有限公司"),
        ("旧面粉厂(西院)", "旧面粉 厂（西院）"),
        ("ABC厂", "ａｂｃ厂"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Width, blanks, brackets and the legal form vary from sheet to sheet."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("旧面粉厂(西院)", "旧面粉厂(东院)"), ("闲置厂房1号", "闲置厂房2号"), ("永盛厂", "永盛公司")],
)
def test_different_names(one: str, other: str) -> None:
    """West yard and east yard are two places."""
    assert name_key(one) != name_key(other)


def test_a_name_of_marks_only_keeps_its_marks() -> None:
    """Else all such names would be one."""
    assert name_key("***") != name_key("---") != ""


@pytest.mark.parametrize("village", ["刘湾", "刘湾村", "刘湾村委会", " 刘湾社区", "刘湾村民委员会"])
def test_village_by_any_of_its_names(village: str) -> None:
    """Village, its committee, its community."""
    assert village_key(village) == "刘湾"


@given(text=st.text())
def test_keys_are_stable(text: str) -> None:
    """A key of a key is that key, or matching would depend on who asks."""
    assert name_key(name_key(text) or "x")
    assert isinstance(village_key(text), str)
