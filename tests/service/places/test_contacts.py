"""Tests of whom an inspector may turn to at a site."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from service.pipeline.places.contacts import contacts, contacts_for


def sites(keeper: str | None = None, **extra: str) -> pd.DataFrame:
    """Give one site with a keeper and columns that the store has no field for."""
    told = json.dumps(extra, ensure_ascii=False) if extra else None
    return pd.DataFrame(
        {"keeper": [keeper], "extra": [told]}, index=pd.Index(["S00001"], name="site_id")
    )


def test_the_keeper_comes_first_and_the_number_keeps_its_digits_alone() -> None:
    """Numbers are typed with gaps and dashes; a phone dials digits."""
    table = sites("张三", 联系人="李四", 联系电话="0530-712 3456 / 13800138000")
    assert contacts(table) == {"S00001": (("张三", ""), ("李四", "05307123456"))}


def test_a_number_without_a_name_is_still_a_number() -> None:
    """Half of the ledgers have only the number."""
    assert contacts(sites(None, 手机="13800138000")) == {"S00001": (("", "13800138000"),)}


@pytest.mark.parametrize("extra", [{}, {"联系人": "李四"}, {"联系电话": "无"}, {"电话": "12345"}])
def test_nothing_to_dial_is_no_contact(extra: dict[str, str]) -> None:
    """A name alone helps nobody, and five digits are no telephone number."""
    assert contacts(sites(None, **extra)) == {}


@pytest.mark.parametrize(
    ("visit_type", "shown"),
    [
        ("inspection", ("张三", "李四")),
        ("recheck", ("张三", "李四")),
        ("patrol", ("张三",)),
        ("night", ("张三",)),
        ("audit", ()),
    ],
)
def test_only_what_the_visit_needs_is_shown(visit_type: str, shown: tuple[str, ...]) -> None:
    """Unannounced visits ring nobody; who audits a colleague's visit is told nothing of it."""
    both = (("张三", ""), ("李四", "13800138000"))
    assert tuple(name for name, _ in contacts_for(both, visit_type)) == shown
