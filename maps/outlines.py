"""Outlined areas with a label, as layers that are off until asked for: beats, stops, shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from maps.embedded import EmbeddedLayer
from maps.escaping import plain
from maps.packing import packed_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

DIGITS = 5
_SIMPLER_DEG = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """
    One area.

    Attributes
    ----------
    shape
        Polygon or MultiPolygon, lon, lat in degrees.
    fill, edge
        Colours; an empty fill is none.
    label
        What stands in it, Chinese and English.
    """

    shape: BaseGeometry
    edge: str
    fill: str = ""
    label: tuple[str, str] = ("", "")


class OutlinesLayer(EmbeddedLayer):
    """
    Areas on a folium map.

    Parameters
    ----------
    key
        Name of the layer in scripts.
    outlines
        What is drawn.
    dash
        Lengths of dashes and gaps of the edge, pixels; empty is a solid line.
    label_zoom
        Labels appear from this zoom on.
    """

    def __init__(
        self,
        key: str,
        outlines: Sequence[Outline],
        *,
        dash: tuple[int, ...] = (),
        label_zoom: int = 0,
    ) -> None:
        super().__init__(
            key=key,
            script="patrol.outlines",
            content=packed_json([_row(one) for one in outlines]),
            options={"dash": list(dash), "labelZoom": label_zoom, "pane": key},
        )


def _row(one: Outline) -> dict[str, Any]:
    at = one.shape.representative_point()
    return {
        "rings": flat_rings(one.shape),
        "fill": one.fill,
        "edge": one.edge,
        "label": [plain(text) for text in one.label],
        "at": [round(at.x, DIGITS), round(at.y, DIGITS)],
    }


def flat_rings(shape: BaseGeometry) -> list[list[float]]:
    """
    List the rings of polygons, outer ones and holes alike, as scripts fill them: even-odd.

    Parameters
    ----------
    shape
        Polygon or MultiPolygon, degrees; other parts are left out.

    Returns
    -------
    rings
        Each is lon, lat, lon, lat ... to about a metre, without its closing point.

    Examples
    --------
    >>> flat_rings(shapely.box(0, 0, 1, 1))
    [[1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]]
    """
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return [_flat(ring) for ring in rings]


def _flat(ring: Any) -> list[float]:  # noqa: ANN401  a ring of shapely
    corners = shapely.get_coordinates(ring.simplify(_SIMPLER_DEG))[:-1]
    flat: list[float] = np.round(corners, DIGITS).ravel().tolist()
    return flat
