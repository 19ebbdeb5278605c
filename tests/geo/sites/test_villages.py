"""Villages of one name: a place belongs to the nearest."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.sites.villages import nearest_of_name

# At latitude 35.5 a degree of longitude is 90.5 km, one of latitude 111.2 km.
WEST, EAST = shapely.Point(114.98, 35.50), shapely.Point(115.06, 35.51)


def test_a_place_belongs_to_the_nearest() -> None:
    """7.2 km lie between the two; one site 0.5 km beside each."""
    which, marks = nearest_of_name(
        np.array([115.055, 114.985]), np.array([35.5, 35.5]), [EAST, WEST]
    )
    assert [marks[place] for place in which] == ["东", "西"]


@pytest.mark.parametrize(
    ("other", "marks"),
    [
        (shapely.Point(115.00, 35.55), ("南", "北")),  # 1.8 km east, 5.6 km north
        (shapely.Point(115.00, 35.45), ("北", "南")),
        (shapely.Point(115.06, 35.50), ("西", "东")),
    ],
)
def test_two_are_told_by_where_they_lie(other: shapely.Point, marks: tuple[str, ...]) -> None:
    """From west to east; who knows the town knows which is meant."""
    assert nearest_of_name(np.array([115.0]), np.array([35.5]), [WEST, other])[1] == marks


def test_a_label_and_its_outline_are_one_village() -> None:
    """The office drew it, and the map has its label in it, or at its edge."""
    outline = shapely.box(114.975, 35.495, 114.985, 35.505)
    beside = shapely.Point(114.99, 35.50)  # 450 m beside
    which, marks = nearest_of_name(np.array([114.98]), np.array([35.5]), [outline, WEST, beside])
    assert (which.tolist(), marks) == ([0], ("",))


def test_an_outline_is_near_where_its_edge_is() -> None:
    """A site within it belongs to it, however near the other's label is to its middle."""
    outline = shapely.box(114.98, 35.49, 115.04, 35.52)
    which, marks = nearest_of_name(np.array([115.039]), np.array([35.51]), [EAST, outline])
    assert marks[which[0]] == "西"


def test_more_than_two_are_numbered() -> None:
    """From west to east."""
    three = [EAST, shapely.Point(115.02, 35.45), WEST]
    which, marks = nearest_of_name(np.array([115.06]), np.array([35.5]), three)
    assert (marks, which.tolist()) == (("1", "2", "3"), [2])
