"""Coordinate systems of map files: to degrees, and which datum those degrees are in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.formats.sheets import Remark

WGS84_TEXT = "EPSG:4326"
_REACHES_OUT = re.compile(r"^\s*\+|grids|parameterfile|\binit\s*=|pipeline|https?:", re.IGNORECASE)
"""PROJ would open the files and addresses that such a text names."""
_HARMLESS = re.compile(r"@null|https?://www\.opengis\.net/def/crs/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class System:
    """
    The coordinate system of a layer.

    Attributes
    ----------
    datum
        What a column 坐标系 would say of the degrees; empty where nothing states it.
    transformer
        Takes the file's x, y to degrees; missing where they are degrees, or nobody knows.
    remarks
        What a person should know of the conversion.
    """

    datum: str
    transformer: Transformer | None = None
    remarks: tuple[Remark, ...] = ()

    def to_degrees(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Move shapes to lon, lat in degrees; those that cannot be moved get infinite positions."""
        if self.transformer is None:
            return shapes
        return np.asarray(shapely.transform(shapes, self._move), dtype=object)

    def _move(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.transformer is None or not len(xy):
            return xy
        return np.column_stack(self.transformer.transform(xy[:, 0], xy[:, 1]))


UNSTATED = System("")
WGS84 = System("WGS-84")


def read_system(text: str | None) -> System:
    """
    Understand a coordinate system.

    Parameters
    ----------
    text
        WKT, PROJJSON or an authority's code; empty or missing where none is stated.

    Returns
    -------
    system
        China's 2000 system keeps its own degrees, every other known one becomes WGS-84. Of a text
        that cannot be understood nothing is taken as stated, with a remark.
    """
    if text is None or not text.strip():
        return UNSTATED
    if _REACHES_OUT.search(_HARMLESS.sub("", text)):
        return System("", remarks=(("crs_unread", {"crs": _short(text)}),))
    try:
        return _system_of(CRS.from_user_input(text))
    except (CRSError, ProjError, ValueError, TypeError):
        return System("", remarks=(("crs_unread", {"crs": _short(str(text))}),))


def _system_of(crs: CRS) -> System:
    degrees = crs.geodetic_crs
    if degrees is None:
        return System("", remarks=(("crs_unread", {"crs": _short(crs.name)}),))
    datum = (degrees.datum.name if degrees.datum else degrees.name).lower()
    if "2000" in datum and ("china" in datum or "cgcs" in datum):
        return System("CGCS2000", _transformer(crs, degrees))
    if "wgs" in datum or "world geodetic system 1984" in datum:
        return System("WGS-84", _transformer(crs, CRS.from_user_input(WGS84_TEXT)))
    remark: Remark = ("crs_other", {"crs": _short(crs.name)})
    return System("WGS-84", _transformer(crs, CRS.from_user_input(WGS84_TEXT)), (remark,))


def _transformer(crs: CRS, degrees: CRS) -> Transformer:
    return Transformer.from_crs(crs.to_2d(), degrees.to_2d(), always_xy=True)


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def first_stated(texts: Sequence[str | None]) -> System:
    """Take the first of several descriptions of one system that can be understood."""
    found = [read_system(text) for text in texts if (text or "").strip()]
    clear = [system for system in found if system.datum]
    return (clear or found or [UNSTATED])[0]
