"""Further columns of a ledger."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from geo.card.card import default_card
from geo.sites.extras import extra_facts
from tests.builders import sites

CARD = default_card()


def facts(**columns: str) -> pd.Series:
    """Read one site's columns."""
    table = sites({"extra": json.dumps(columns, ensure_ascii=False)})
    return extra_facts(table, CARD).iloc[0]


@pytest.mark.parametrize(
    ("columns", "ratio"),
    [
        ({"q/Q": "0.35"}, 0.35),
        ({"Ｑ／Ｑ值": "0.35"}, 0.35),
        ({"q/Q值": "０．３５"}, 0.35),
        ({"危化品数量": "液氨12吨"}, 1.2),
        ({"危化品数量": "液氨500kg"}, 0.05),
        ({"危化品数量（吨）": "液氨4"}, 0.4),
        ({"危化品数量": "液氨2吨、汽油20吨"}, 0.3),
        ({"危化品数量": "甲苯50吨"}, 0.1),
        ({"危化品数量": "液氨2"}, np.nan),
        ({"危化品数量": "油漆2吨"}, np.nan),
        ({"危化品数量": "液氨2吨、油漆3吨"}, np.nan),
        ({"危化品数量": "液氨12吨、油漆3吨"}, 1.2),
        ({"危化品数量": "若干"}, np.nan),
    ],
)
def test_reads_quantities_against_the_critical_ones(columns: dict[str, str], ratio: float) -> None:
    """Ammonia 10 t, petrol 200 t, toluene 500 t; no unit or an unlisted substance is no zero."""
    assert facts(**columns)["ratio"] == pytest.approx(ratio, nan_ok=True)


@pytest.mark.parametrize(
    ("columns", "d"),
    [
        ({"L": "3", "E": "6", "C": "15"}, 270.0),
        ({"L值": "0.5", "E值": "10", "C值": "7", "D值": "999"}, 35.0),
        ({"LEC": "160"}, 160.0),
        ({"L": "3", "E": "6"}, np.nan),
        ({"L": "30", "E": "6", "C": "15"}, np.nan),
        ({"L": "-3", "E": "6", "C": "15", "LEC": "18"}, 18.0),
        ({"LEC": "高"}, np.nan),
    ],
)
def test_multiplies_l_e_and_c(columns: dict[str, str], d: float) -> None:
    """The three first, else their product as written; outside the scales is no value."""
    assert facts(**columns)["lec_d"] == pytest.approx(d, nan_ok=True)


def test_reads_ticks_and_roads() -> None:
    """A word other than no says what is there."""
    found = facts(涉爆粉尘="铝镁粉尘", 炉窑="无", 三合一="√", 道路状况="土路")
    assert found[["dust", "heat", "combined", "major"]].tolist() == [True, False, True, False]
    assert found["road"] == "土路"


def test_a_site_without_further_columns_says_nothing() -> None:
    """Unknown, not no; an empty ledger too."""
    found = extra_facts(sites({}), CARD).iloc[0]
    assert np.isnan(found["lec_d"])
    assert pd.isna(found["dust"])
    assert not found["major"]
    assert extra_facts(sites(), CARD).empty
