"""Every site to its nearest village, by road where roads are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DegenerateInputError, ShapeError
from data.model import UNREACHABLE
from geo.cells.division import village_division
from tests.geo.cells.builders import areas, at, box, label

TWO = areas(
    {"area_id": "v1", "geometry": label(0, 0), "name": "甲村"},
    {"area_id": "v2", "geometry": label(4000, 0), "name": "乙村"},
    kind="village",
)


def test_the_nearest_village_in_a_straight_line() -> None:
    """The middle is 2,000 m from both: the smaller id counts."""
    division = village_division(at((1900, 0), (2100, 0), (2000, 0)), TWO)
    assert division.cell_of_site.tolist()[:2] == ["v1", "v2"]
    assert division.counted == {}


def test_the_road_decides_where_it_is_known() -> None:
    """A river lies between the site and the village it can see."""
    travel_s = np.array([[900.0, 300.0]])
    assert village_division(at((100, 0)), TWO, travel_s=travel_s).cell_of_site.tolist() == ["v2"]


@pytest.mark.parametrize("none", [UNREACHABLE, np.inf, np.nan])
def test_a_site_that_no_road_reaches_goes_straight_and_is_told(none: float) -> None:
    """Whichever way "no way" is written."""
    division = village_division(at((100, 0)), TWO, travel_s=np.array([[none, none]]))
    assert division.cell_of_site.tolist() == ["v1"]
    assert division.counted["straight"] == 1


def test_label_and_outline_of_one_village_are_one() -> None:
    """1,000 m apart and of one name; their times count together, under the smaller id."""
    drawn = areas(
        {"area_id": "n7", "geometry": label(1300, 0), "name": "甲村"},
        {"area_id": "w3", "geometry": box(0, -300, 300, 300), "name": "甲村"},
        {"area_id": "n9", "geometry": label(9000, 0), "name": "甲村"},
        kind="village",
    )
    division = village_division(at((5000, 0)), drawn, travel_s=np.array([[700.0, 100.0, 200.0]]))
    assert division.cells.index.tolist() == ["n7", "n9"]
    assert division.cell_of_site.tolist() == ["n7"]
    assert division.counted == {"joined": 1, "empty": 1}
    assert division.cells["name"].tolist() == ["甲村（n7）", "甲村（n9）"]


def test_nearby_villages_of_other_names_stay_two() -> None:
    """Villages of a plain lie side by side; nameless ones are never the same."""
    drawn = areas(
        {"area_id": "a", "geometry": label(0, 0), "name": "甲村"},
        {"area_id": "b", "geometry": label(100, 0), "name": "乙村"},
        {"area_id": "c", "geometry": label(200, 0)},
        {"area_id": "d", "geometry": label(300, 0)},
        kind="village",
    )
    assert len(village_division(at((0, 0)), drawn).cells) == 4


def test_within_an_outline_the_road_has_no_say() -> None:
    """The office drew the line; who lives inside is of that village."""
    drawn = areas(
        {"area_id": "a", "geometry": box(0, 0, 1000, 1000), "name": "甲村"},
        {"area_id": "b", "geometry": label(3000, 0), "name": "乙村"},
        kind="village",
    )
    sites = at((500, 500), (1100, 500))
    division = village_division(sites, drawn, travel_s=np.array([[900.0, 10.0]] * 2))
    assert division.cell_of_site.tolist() == ["a", "b"]
    outlines = division.cells["geometry"]
    assert outlines["a"].intersection(outlines["b"]).area < 1e-10  # a square metre


@settings(deadline=None, max_examples=20)
@given(spots=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 900)), min_size=1, max_size=9))
def test_villages_do_not_share_land(spots: list[tuple[float, float]]) -> None:
    """Two people answering for one field is nobody answering."""
    one, other = village_division(at(*spots), TWO).cells["geometry"]
    assert one.intersection(other).area < 1e-10  # a square metre


def test_one_village_has_all_the_land() -> None:
    """One site, one label: a shape around both."""
    alone = areas({"area_id": "v", "geometry": label(0, 0)}, kind="village")
    division = village_division(at((0, 0)), alone)
    assert division.cells["geometry"]["v"].covers(label(400, 0))


def test_refuses_times_of_another_shape() -> None:
    """One row per site, one column per village."""
    with pytest.raises(ShapeError, match=r"Expected travel_s of shape \(1, 2\), got \(2, 1\)"):
        village_division(at((0, 0)), TWO, travel_s=np.zeros((2, 1)))


def test_no_village_is_one_clear_line() -> None:
    """It says what to load."""
    with pytest.raises(DegenerateInputError, match="got none among 0 row") as caught:
        village_division(at((0, 0)), areas(kind="village"))
    assert "村庄" in (caught.value.zh or "")
