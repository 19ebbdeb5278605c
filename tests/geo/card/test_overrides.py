"""What makes a site red whatever its points."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.schema import DISPOSITION, as_table
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


def test_a_shut_site_that_works_again_is_red_and_says_when() -> None:
    """Shut on 1 September, illegal on 20 October; as of that day nobody knows yet."""
    decided = as_table(
        [
            {
                "disposition_id": "CZ1",
                "site_id": "S00001",
                "kind": "shut",
                "day": date(2026, 8, 1),
                "finished": date(2026, 9, 1),
            }
        ],
        DISPOSITION,
    )
    visit = {"site_id": "S00001", "day": date(2026, 10, 20), "result": "illegal"}
    said = []
    for as_of in (date(2026, 10, 20), date(2026, 10, 21)):
        features = site_features(
            sites({}),
            inspections(visit),
            findings(),
            tips(),
            as_of=as_of,
            card=CARD,
            dispositions=decided,
        )
        said.append(overrides(features, CARD)[0])
    assert said[0] is None
    assert said[1] is not None
    assert (said[1].code, said[1].evidence) == ("relapse", "CZ1 2026-10-20")
    assert (
        said[1].en == "Shut down on 2026-09-01 and found working again on 2026-10-20: red at once"
    )
