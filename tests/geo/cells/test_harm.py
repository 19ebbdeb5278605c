"""How bad a find would be, by what the ledger knows."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from geo.cells.harm import HarmParams, site_severity
from tests.builders import sites


def test_an_ordinary_place_is_one() -> None:
    """Also one of which nothing is known: missing is neither safe nor worse."""
    assert site_severity(sites({}, {"workers": 0, "chemicals": False})).tolist() == [1.0, 1.0]


def test_chemicals_and_people_add_up() -> None:
    """1 + 2, 1 + log(10) / log(100), 1 + 2 + 1 at most: 9 people are log(10) with log1p."""
    places = sites({"chemicals": True}, {"workers": 9}, {"chemicals": True, "workers": 5000})
    params = HarmParams(full_workers=99)
    assert site_severity(places, params=params).tolist() == pytest.approx([3.0, 1.5, 4.0])


@pytest.mark.parametrize("values", [{"chemicals": -1.0}, {"people": -0.1}, {"full_workers": 0.0}])
def test_refuses_impossible_weights(values: dict[str, float]) -> None:
    """A place that is less bad than ordinary is not what this scale says."""
    with pytest.raises(ConfigError, match="Expected chemicals >= 0, people >= 0"):
        HarmParams(**values)
