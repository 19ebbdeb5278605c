"""Names of cells that people understand."""

from __future__ import annotations

import pytest

from geo.cells.division import square_division
from geo.cells.naming import unique_names
from tests.geo.cells.builders import areas, at, label

VILLAGE = areas({"area_id": "v", "geometry": label(250, 250), "name": "焦油村"}, kind="village")


@pytest.mark.parametrize(
    ("spot", "name"),
    [
        ((250, 250), "焦油村"),
        ((1250, 250), "焦油村 东 1.0 km"),
        ((1250, 1250), "焦油村 东北 1.4 km"),
        ((250, 2250), "焦油村 北 2.0 km"),
        ((-750, 1250), "焦油村 西北 1.4 km"),
        ((-750, 250), "焦油村 西 1.0 km"),
        ((-750, -750), "焦油村 西南 1.4 km"),
        ((250, -750), "焦油村 南 1.0 km"),
        ((1250, -750), "焦油村 东南 1.4 km"),
    ],
)
def test_says_the_village_the_way_and_how_far(spot: tuple[float, float], name: str) -> None:
    """From the village to the middle of the square; the village's own square bears its name."""
    division = square_division(at(spot), size_m=500, places=VILLAGE)
    assert division.cells["name"].tolist() == [name]


def test_the_nearest_village_gives_the_name() -> None:
    """Also where another is larger or listed first."""
    two = areas(
        {"area_id": "a", "geometry": label(250, 250), "name": "甲村"},
        {"area_id": "b", "geometry": label(5250, 250), "name": "乙村"},
        kind="village",
    )
    names = square_division(at((4250, 250)), size_m=500, places=two).cells["name"]
    assert names.tolist() == ["乙村 西 1.0 km"]


def test_names_that_would_be_alike_say_both_ways() -> None:
    """2.8 km north-east twice: 2.0 and 2.0 km, and 2.2 and 1.8 km (8.08 ** 0.5 = 2.84)."""
    corner = areas({"area_id": "v", "geometry": label(100, 100), "name": "焦油村"}, kind="village")
    names = square_division(at((2100, 2100), (2300, 1900)), size_m=200, places=corner).cells["name"]
    assert names.tolist() == [
        "焦油村 东北 2.8 km（东 2.00 km 北 2.00 km）",
        "焦油村 东北 2.8 km（东 2.20 km 北 1.80 km）",
    ]


def test_the_villages_of_the_ledger_do_where_no_map_is() -> None:
    """The middle of a village's sites stands for it."""
    division = square_division(at((100, 100), (300, 300), (200, 200), village="甲村"), size_m=500)
    assert division.cells["name"].tolist() == ["甲村"]


def test_without_any_village_the_id_is_the_name() -> None:
    """Better a number than a wrong village."""
    division = square_division(at((100, 100), village=None), size_m=500)
    assert division.cells["name"].tolist() == division.cells.index.tolist()


def test_only_names_that_several_have_get_an_id() -> None:
    """The others are short already."""
    assert unique_names(["1", "2", "3"], ["甲", "乙", "甲"]) == ["甲（1）", "乙", "甲（3）"]
