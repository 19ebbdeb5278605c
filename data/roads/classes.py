"""Which ways a car may use, in which direction, and what their class is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.roads.osm import Tags

DRIVE_CLASSES = frozenset(
    [
        "motorway",
        "motorway_link",
        "trunk",
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "road",
        "track",
    ]
)
"""Roads a car may use. Service ways and tracks count: idle plants lie at their ends."""

FERRY = "ferry"
"""The class of a boat that takes cars."""
UNKNOWN = "road"
"""The class of a road of which the file does not say what it is."""

NO_ROADS = frozenset(
    [
        "bridleway",
        "busway",
        "bus_guideway",
        "construction",
        "corridor",
        "cycleway",
        "elevator",
        "footway",
        "path",
        "pedestrian",
        "platform",
        "proposed",
        "raceway",
        "razed",
        "abandoned",
        "steps",
    ]
)
"""Classes that a file of roads may hold and that take no car."""

_CHINESE = {
    "高速": "motorway",
    "快速": "trunk",
    "国道": "trunk",
    "省道": "primary",
    "主干": "primary",
    "县道": "secondary",
    "次干": "secondary",
    "乡道": "tertiary",
    "支路": "tertiary",
    "村道": "unclassified",
    "巷": "residential",
    "机耕": "track",
    "轮渡": FERRY,
    "步行": "footway",
    "人行": "footway",
}
"""How offices write road classes; the first that the text contains decides."""

_ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
_ONE_WAY = frozenset({"yes", "true", "1", "f", "ft", "forward"})
_ONE_WAY_BACK = frozenset({"-1", "reverse", "t", "tf", "backward"})
_BOTH_WAYS = frozenset({"no", "false", "0", "b", "both"})
_ALWAYS_ONE_WAY = frozenset({"motorway", "motorway_link"})
_ROUND = frozenset({"roundabout", "circular"})
_LISTED = re.compile(r"[\w一-鿿:]+")

Direction = Literal["both", "forward", "backward"]


def is_drivable(tags: Tags) -> bool:
    """
    Tell whether inspectors in a car may use a way.

    Private ways count: who inspects has the right to enter. The most particular of the access tags
    decides, so ``access=no`` with ``motorcar=yes`` is open. A ferry counts unless cars are barred.
    """
    road = tags.get("highway") in DRIVE_CLASSES and tags.get("area") != "yes"
    if not road and not is_ferry(tags):
        return False
    said = [tags[key] for key in _ACCESS_KEYS if key in tags]
    return not said or said[0] != "no"


def is_ferry(tags: Tags) -> bool:
    """Tell whether a way is the line of a boat and no road."""
    return tags.get("route") == FERRY and tags.get("highway") is None


def direction(tags: Tags) -> Direction:
    """Find which way a road may be driven; motorways and roundabouts are one-way unless tagged."""
    said = said_direction(tags.get("oneway"))
    if said in {"forward", "backward"}:
        return said
    implied = tags.get("highway") in _ALWAYS_ONE_WAY or tags.get("junction") in _ROUND
    barred = tags.get("oneway", "") in _BOTH_WAYS
    return "forward" if implied and not barred else "both"


def said_direction(value: object) -> Direction:
    """Understand a value of a one-way column or tag, in OpenStreetMap's or GIS spelling."""
    text = str(value).strip().lower().removesuffix(".0")
    if text in _ONE_WAY:
        return "forward"
    return "backward" if text in _ONE_WAY_BACK else "both"


def road_class(value: object) -> str | None:
    """
    Understand the class of a road as a file of edges writes it.

    Returns
    -------
    highway
        One of ``DRIVE_CLASSES`` or ``ferry``, the first of a list; ``road`` where the text is
        missing or says nothing known; ``None`` where it takes no car.

    Examples
    --------
    >>> road_class("['service', 'residential']"), road_class("track_grade2"), road_class("县道")
    ('service', 'track', 'secondary')
    >>> road_class(None), road_class("footway")
    ('road', None)
    """
    words = _LISTED.findall(str(value).lower()) if isinstance(value, str) else []
    known = [name for word in words if (name := _known_class(word)) is not None]
    usable = [name for name in known if name not in NO_ROADS]
    if usable:
        return usable[0]
    return None if known else UNKNOWN


def _known_class(word: str) -> str | None:
    plain = word.partition("_grade")[0]
    if plain in DRIVE_CLASSES or plain in NO_ROADS or plain == FERRY:
        return plain
    return next((name for part, name in _CHINESE.items() if part in word), None)
