"""Factors of what is done at a site, by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.testing import assert_allclose

from geo.card import hazards
from geo.card.card import default_card
from geo.sites.extras import extra_facts
from tests.builders import sites

if TYPE_CHECKING:
    import pandas as pd

CARD = default_card()


def features(*, extra: dict[str, str] | None = None, **known: object) -> pd.DataFrame:
    """Give one site with these columns, and further ones of its ledger."""
    table = sites({"extra": json.dumps(extra, ensure_ascii=False) if extra else None, **known})
    return table.join(extra_facts(table, CARD))


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("C2641", "涂料", 1.0),
        ("2641", None, 1.0),
        ("C3391", "铸造", 0.85),
        ("C3484", "机械加工", 0.4),
        ("C3360", "五金", 0.85),
        (None, "成品油", 1.0),
        ("不详", "印染", 0.75),
        ("T9600", "国际组织", 0.2),
    ],
)
def test_rates_the_industry(code: str | None, words: str | None, expected: float) -> None:
    """The longest code wins: 3391 is casting although 33 is metal; words count without a code."""
    found = hazards.industry_signal(features(industry_code=code, industry=words), CARD)
    assert found.share.tolist() == [expected]
    assert found.known.tolist() == [True]


def test_says_what_the_industry_means() -> None:
    """The word of the ledger, the group it belongs to, and how dangerous that is."""
    found = hazards.industry_signal(features(industry_code="C2641", industry="涂料"), CARD)
    assert found.says.zh[0] == "行业为涂料（危险化学品），危险性高"
    assert found.says.en[0] == "Works in hazardous chemicals: high hazard"


def test_an_industry_nobody_names_is_unknown() -> None:
    """Neither code nor a known word: not safe, but unknown."""
    assert not hazards.industry_signal(features(), CARD).known.any()
    assert not hazards.industry_signal(features(industry="综合"), CARD).known.any()


@pytest.mark.parametrize(
    ("flag", "share", "known"), [(True, 1, True), (False, 0, True), (None, 0, False)]
)
def test_chemicals_may_be_unknown(flag: bool | None, share: float, known: bool) -> None:  # noqa: FBT001 - a case
    """An empty cell is not a "no"."""
    found = hazards.chemicals_signal(features(chemicals=flag), CARD)
    assert (found.share.tolist(), found.known.tolist()) == ([share], [known])


def test_workers_count_by_magnitude() -> None:
    """ln(1 + 9) / ln(1 + 100) of the share for nine people; all from a hundred on."""
    found = hazards.workers_signal(features(workers=9), CARD)
    assert_allclose(found.share, [np.log(10) / np.log(101)])
    assert hazards.workers_signal(features(workers=144), CARD).share.tolist() == [1.0]


@pytest.mark.parametrize(
    ("columns", "share", "band"),
    [
        ({"L": "0.5", "E": "6", "C": "3"}, 0.0, "D=0.5×6×3=9，稍有危险"),
        ({"L": "1", "E": "6", "C": "7"}, 0.25, "D=1×6×7=42，一般危险"),
        ({"L": "3", "E": "6", "C": "7"}, 0.5, "D=3×6×7=126，显著危险"),
        ({"LEC": "320"}, 0.75, "D=320，高度危险"),
        ({"L": "6", "E": "6", "C": "15"}, 1.0, "D=6×6×15=540，极其危险"),
    ],
)
def test_the_offices_own_lec_takes_the_place_of_the_industry(
    columns: dict[str, str], share: float, band: str
) -> None:
    """Bands below 20, 70, 160, up to 320, and above; a shop (0.2) with LEC 540 is no shop."""
    found = hazards.industry_signal(features(extra=columns, industry="商店"), CARD)
    assert found.share.tolist() == [share]
    assert found.says.zh == [f"按办公室的LEC评价，{band}"]


def test_quantity_is_asked_where_there_are_chemicals() -> None:
    """Four tonnes of ammonia of ten: 0.4. Chemicals without an amount: unknown. None: not asked."""
    told = features(chemicals=True, extra={"储存量(吨)": "液氨4"})
    found = hazards.quantity_signal(told, CARD)
    assert found.share.tolist() == [0.4]
    assert found.says.zh == ["危险化学品数量为液氨4，是临界量的0.4倍"]
    gap = hazards.quantity_signal(features(chemicals=True), CARD)
    assert (gap.known.tolist(), gap.applies.tolist()) == ([False], [True])
    assert hazards.quantity_signal(features(chemicals=False), CARD).applies.tolist() == [False]


def test_a_stated_amount_says_that_there_are_chemicals() -> None:
    """An empty tick box beside four tonnes of ammonia is no "unknown"."""
    told = features(extra={"储存量": "液氨4吨"})
    found = hazards.chemicals_signal(told, CARD)
    assert (found.share.tolist(), found.known.tolist()) == ([1.0], [True])


@pytest.mark.parametrize(
    ("known", "share", "is_known"),
    [
        ({"industry_code": "C2110"}, 1.0, True),
        ({"industry": "木材加工"}, 1.0, True),
        ({"industry": "印染"}, 0.0, True),
        ({"extra": {"涉爆粉尘": "是"}, "industry": "印染"}, 1.0, True),
        ({"extra": {"涉爆粉尘": "否"}, "industry": "家具"}, 0.0, True),
        ({}, 0.0, False),
    ],
)
def test_dust_by_column_then_by_industry(
    known: dict[str, object],
    share: float,
    is_known: bool,  # noqa: FBT001 - a case
) -> None:
    """What the ledger says outright counts first; without industry nobody knows."""
    found = hazards.dust_signal(features(**known), CARD)
    assert (found.share.tolist(), found.known.tolist()) == ([share], [is_known])


def test_furnaces_by_industry() -> None:
    """Casting melts metal; an idle plant has no industry, and nothing is asked of it."""
    found = hazards.heat_signal(features(industry="铸造"), CARD)
    assert found.share.tolist() == [1.0]
    assert found.says.zh == ["从行业或备注看有高温熔炼（铸造）"]
    assert hazards.heat_signal(features(kind="idle_factory"), CARD).applies.tolist() == [False]
