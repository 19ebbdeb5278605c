"""Roads that a plan counted as closed, as a layer under its routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.embedded import EmbeddedLayer
from maps.escaping import plain
from maps.packing import packed_json, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import LonLat
    from data.sheets import ClosedRoads


class ClosedRoadsLayer(EmbeddedLayer):
    """
    Closed roads on a folium map; a click on one says what is closed, and when.

    Parameters
    ----------
    closed
        What to draw.
    """

    def __init__(self, closed: Sequence[ClosedRoads]) -> None:
        rows = [
            [plain(one.zh), plain(one.en), [_stepped(line) for line in one.lines]] for one in closed
        ]
        super().__init__(key="closedroads", script="patrol.closedroads", content=packed_json(rows))


def _stepped(line: Sequence[LonLat]) -> list[int]:
    """Write a line as lon, lat, lon, lat ... in steps of 0.00001 degrees."""
    listed: list[int] = (
        np.stack([steps(axis) for axis in np.array(line).T], axis=1).ravel().tolist()
    )
    return listed
