"""Which ways a car may use, in which directions, and how files write their class."""

from __future__ import annotations

import pytest

from data.roads.classes import direction, is_drivable, road_class, said_direction


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "track"}, True),
        ({"highway": "footway"}, False),
        ({"highway": "construction"}, False),
        ({"waterway": "river"}, False),
        ({"highway": "service", "access": "private"}, True),
        ({"highway": "service", "access": "no"}, False),
        ({"highway": "service", "access": "no", "motorcar": "yes"}, True),
        ({"highway": "service", "access": "yes", "motor_vehicle": "no"}, False),
        ({"highway": "service", "area": "yes"}, False),
        ({"route": "ferry"}, True),
        ({"route": "ferry", "motor_vehicle": "no"}, False),
        ({"route": "ferry", "highway": "footway"}, False),
        ({"route": "bus"}, False),
    ],
)
def test_drivable_ways(tags: dict[str, str], *, expected: bool) -> None:
    """Inspectors may enter private roads, and must not be sent over a footbridge."""
    assert is_drivable(tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, "both"),
        ({"oneway": "no"}, "both"),
        ({"oneway": "reversible"}, "both"),
        ({"oneway": "yes"}, "forward"),
        ({"oneway": "-1"}, "backward"),
        ({"highway": "motorway"}, "forward"),
        ({"highway": "motorway_link", "oneway": "no"}, "both"),
        ({"junction": "roundabout"}, "forward"),
    ],
)
def test_directions(tags: dict[str, str], expected: str) -> None:
    """As the OpenStreetMap wiki has it for the key oneway."""
    assert direction(tags) == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("True", "forward"),
        ("F", "forward"),
        ("T", "backward"),
        ("-1", "backward"),
        (1.0, "forward"),
        ("B", "both"),
        (None, "both"),
        ("0", "both"),
    ],
)
def test_directions_of_map_layers(written: object, meant: str) -> None:
    """Geofabrik writes F, T and B: in drawing order, against it, both."""
    assert said_direction(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("residential", "residential"),
        ("motorway_link", "motorway_link"),
        ("['footway', 'service']", "service"),
        ("track_grade5", "track"),
        ("unknown", "road"),
        (7, "road"),
        (None, "road"),
        ("steps", None),
        ("省道", "primary"),
        ("轮渡", "ferry"),
    ],
)
def test_classes_of_map_layers(written: object, meant: str | None) -> None:
    """A class that nobody knows is an ordinary road; a footway is none."""
    assert road_class(written) == meant
