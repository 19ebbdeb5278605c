"""Shapes in words: nobody reads coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.crs import metric_crs, project
from service.words import say

if TYPE_CHECKING:
    from data.words import Lang

_M_PER_KM = 1000.0


def outline_words(wkt: str, lang: Lang) -> str:
    """
    Say what a shape is, how large, and where its middle lies.

    Parameters
    ----------
    wkt
        The shape as well-known text, lon and lat in degrees.
    lang
        Language of the words.

    Returns
    -------
    words
        Lon and lat of a point; kilometres of a line, square kilometres of an area, each with the
        middle. The text itself where it is no shape.
    """
    shape = shapely.from_wkt(wkt, on_invalid="ignore")
    if shape is None or shape.is_empty:
        return wkt
    lon, lat = shape.centroid.coords[0]
    spot = f"{lon:.6f},{lat:.6f}"
    dimension = shapely.get_dimensions(shape)
    if dimension == 0:
        return spot
    (metres,) = project(np.array([shape], dtype=object), metric_crs(np.array([lon])))
    if dimension == 1:
        return say("history.line", lang, km=metres.length / _M_PER_KM, spot=spot)
    return say("history.area", lang, km2=metres.area / _M_PER_KM**2, spot=spot)
