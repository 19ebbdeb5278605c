"""Columns that only this town's ledger has."""

from __future__ import annotations

import json

import pytest
from numpy.testing import assert_allclose

from data.schema import SITE, as_table
from geo.town.extras import extra_columns
from tests.geo.town.builders import site


def test_numbers_keep_their_header_and_words_become_columns() -> None:
    """Full-width digits are digits; log(1 + 9) = 2.302585 for nine."""
    rows = [
        site(
            n,
            extra=json.dumps(
                {"月用电": "９" if n % 2 else "99", "火源": "明火" if n < 25 else "无"}
            ),
        )
        for n in range(50)
    ]
    columns = extra_columns(as_table(rows, SITE))
    assert list(columns.columns) == ["月用电", "火源=无", "火源=明火"]
    assert_allclose(columns["月用电"].iloc[1], 2.302585, atol=1e-6)
    assert columns["火源=明火"].sum() == 25


@pytest.mark.parametrize("value", ["inf", "1e999", "同样"])
def test_what_does_not_vary_or_is_no_number_tells_nothing(value: str) -> None:
    """One word everywhere, infinities: no column comes of them."""
    rows = [site(n, extra=json.dumps({"备用": value})) for n in range(30)]
    assert extra_columns(as_table(rows, SITE)).empty


def test_ten_thousand_categories_give_at_most_a_few_columns() -> None:
    """Each word on one site: none is common enough."""
    rows = [site(n, extra=json.dumps({"编号": f"甲{n}"})) for n in range(300)]
    assert extra_columns(as_table(rows, SITE)).empty
