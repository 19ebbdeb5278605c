"""A few lines of OpenStreetMap to test with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Tags = dict[str, str]


def _tags(tags: Tags) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


def node(number: int, lon: float, lat: float, **tags: str) -> str:
    """Write one node."""
    return f'<node id="{number}" lon="{lon}" lat="{lat}">{_tags(tags)}</node>'


def way(number: int, refs: str, **tags: str) -> str:
    """Write one way; ``refs`` lists its nodes."""
    points = "".join(f'<nd ref="{ref}"/>' for ref in refs.split())
    return f'<way id="{number}">{points}{_tags(tags)}</way>'


def document(*elements: str) -> str:
    """Write a whole file."""
    return f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{"".join(elements)}</osm>'


SQUARE = (
    node(1, 115.0, 35.5),
    node(2, 115.01, 35.5),
    node(3, 115.01, 35.51),
    node(4, 115.0, 35.51),
)
"""Four corners, about 900 m by 1,100 m; ways between them are for the test to say."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes elements, after the four corners, to a file."""

    def put(*elements: str, name: str = "town.osm") -> Path:
        path = tmp_path / name
        path.write_text(document(*SQUARE, *elements), encoding="utf-8")
        return path

    return put
