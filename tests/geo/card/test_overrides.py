"""What makes a site red whatever its points."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from geo.card.card import default_card
from geo.card.overrides import overrides
from geo.sites.features import site_features
from tests.builders import inspections, sites
from tests.geo.builders import findings, tips

if TYPE_CHECKING:
    from data.model import Reason

AS_OF = date(2026, 11, 23)
CARD = default_card()


def first(extra: dict[str, str] | None = None, **known: object) -> Reason | None:
    """Give the override of one site."""
    table = sites({"extra": json.dumps(extra) if extra else None, **known})
    features = site_features(table, inspections(), findings(), tips(), as_of=AS_OF, card=CARD)
    (found,) = overrides(features, CARD)
    return found


@pytest.mark.parametrize(
    ("extra", "zh"),
    [
        (
            {"储存量": "液氨10吨"},
            "危险化学品达到临界量（液氨10吨，q/Q合计1），属重大危险源，直接定为红色",
        ),
        ({"重大危险源": "是"}, "台账登记为重大危险源，直接定为红色"),
        ({"三合一": "是"}, "台账登记为三合一，直接定为红色"),
    ],
)
def test_columns_that_mean_red(extra: dict[str, str], zh: str) -> None:
    """Ten tonnes of ammonia are the critical quantity of GB 18218."""
    found = first(extra)
    assert found is not None
    assert (found.code, found.points, found.zh) == ("major_hazard", 0.0, zh)


@pytest.mark.parametrize("extra", [{"储存量": "液氨9.9吨"}, {"重大危险源": "否"}, {"三合一": ""}])
def test_less_is_not_red(extra: dict[str, str]) -> None:
    """Just below, denied, or empty."""
    assert first(extra) is None


def test_the_remark_is_quoted() -> None:
    """The owner can be shown the entry."""
    found = first(remark="三合一场所")
    assert found is not None
    assert found.zh == "台账备注：三合一场所，直接定为红色"
