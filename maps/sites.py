"""Sites on a map: columns of bytes that a script draws on a canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import InputError, ShapeError
from maps.embedded import EmbeddedLayer
from maps.escaping import plain
from maps.packing import packed, steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import int64, uint64
    from numpy.typing import ArrayLike, NDArray

_ORIGIN_LON, _ORIGIN_LAT = -180.0, -90.0
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


class SitesLayer(EmbeddedLayer):
    """
    Sites on a folium map.

    Parameters
    ----------
    blob
        As ``site_blob`` makes it.
    columns
        Names of its columns, in order. ``grade`` (0 red to 3 blue) must be among them; ``kind``
        (1 is an idle factory) may be.

    Raises
    ------
    InputError
        If ``grade`` is missing: a mark without its grade has no colour.
    """

    def __init__(self, blob: str, *, columns: Sequence[str]) -> None:
        if "grade" not in columns:
            raise InputError(
                f"Expected a column 'grade' of the sites, got {', '.join(columns) or 'none'}.",
                zh=f"点位图层须有 grade 一列，现有：{'、'.join(columns) or '无'}。",
            )
        super().__init__(
            key="sites",
            script="patrol.sites",
            content=blob,
            options={"columns": list(columns), "x0": _ORIGIN_LON, "y0": _ORIGIN_LAT},
        )


def site_blob(
    lon_deg: ArrayLike,
    lat_deg: ArrayLike,
    *,
    ids: Sequence[str],
    names: Sequence[str],
    columns: Mapping[str, ArrayLike],
) -> tuple[str, NDArray[int64]]:
    """
    Pack sites into text of about eleven characters each.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, degrees.
    ids
        Site ids; they order sites at the same place.
    names
        What pages call the sites.
    columns
        By name, shape ``(n,)``, whole numbers 0-255.

    Returns
    -------
    text
        Base64 of gzip of: counts ``n`` and bytes of names (uint32), x and y as differences in
        steps of 0.00001 degrees (int32, byte planes), one byte per site and column, names in
        UTF-8 joined by line ends. All little-endian, sites along a Morton curve.
    order
        Shape ``(n,)``: row ``i`` of the text is site ``order[i]`` of the input.

    Raises
    ------
    ShapeError
        If the inputs differ in length.

    References
    ----------
    Morton, G. M. (1966), A computer oriented geodetic data base, IBM.
    """
    x, y = steps(lon_deg, origin_deg=_ORIGIN_LON), steps(lat_deg, origin_deg=_ORIGIN_LAT)
    listed = {name: np.asarray(column) for name, column in columns.items()}
    lengths = {len(x), len(y), len(ids), len(names), *(len(c) for c in listed.values())}
    if len(lengths) != 1:
        raise ShapeError(f"Expected columns of one length, got {sorted(lengths)}.")
    order = np.lexsort((np.asarray(ids, dtype=str), _morton(x, y)))
    text = "\n".join(_one_line(names[place]) for place in order).encode("utf-8")
    raw = np.array([len(order), len(text)], "<u4").tobytes() + _planes(x[order]) + _planes(y[order])
    raw += b"".join(column[order].astype(np.uint8).tobytes() for column in listed.values())
    return packed(raw + text), order


def _one_line(name: str) -> str:
    return " ".join(plain(name).split())


def _morton(x: NDArray[int64], y: NDArray[int64]) -> NDArray[uint64]:
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(values: NDArray[int64]) -> NDArray[uint64]:
    """Put a zero bit before each bit of the low 32."""
    bits = values.astype(np.uint64)
    for shift, mask in _SPREAD:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _planes(values: NDArray[int64]) -> bytes:
    """Write differences as int32, all low bytes first, then all second bytes, and so on."""
    deltas = np.diff(values, prepend=0).astype("<i4")
    return deltas.view(np.uint8).reshape(-1, 4).T.tobytes()
