"""Numbers and bytes in the smallest text a page can carry, the same on every machine."""

from __future__ import annotations

import base64
import gzip
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ShapeError
from maps.escaping import embedded_json

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import ArrayLike, NDArray

DEGREE_STEP = 1e-5
"""Rounding of every position on a page: 0.00001 degrees, about one metre."""

_MAX_VARINT_BYTES = 10
_OS_BYTE, _OS_UNKNOWN = 9, 255


def packed(raw: bytes) -> str:
    """
    Compress bytes to text, byte-identical between Python versions.

    Returns
    -------
    text
        Base64 of a gzip stream without time stamp; the byte that names the operating system,
        which differs between Python versions, says "unknown".
    """
    stream = bytearray(gzip.compress(raw, 9, mtime=0))
    stream[_OS_BYTE] = _OS_UNKNOWN
    return base64.b64encode(bytes(stream)).decode("ascii")


def packed_json(value: object) -> str:
    """Compress a value, written as JSON, to text."""
    return packed(embedded_json(value).encode("utf-8"))


def steps(degrees: ArrayLike, *, origin_deg: float = 0.0) -> NDArray[int64]:
    """
    Count whole steps of 0.00001 degrees from an origin.

    Examples
    --------
    >>> steps([115.00001], origin_deg=115.0).tolist()
    [1]
    """
    return np.round((np.asarray(degrees, dtype=float) - origin_deg) / DEGREE_STEP).astype(np.int64)


def varints(values: ArrayLike) -> bytes:
    """
    Write integers as zigzag varints.

    Parameters
    ----------
    values
        Shape ``(n,)``, integers.

    Returns
    -------
    stream
        Each value as ``2v`` or ``-2v - 1``, seven bits a byte, low bits first; the high bit of
        a byte says that more follow.

    Raises
    ------
    ShapeError
        If the values are not one row.

    References
    ----------
    Protocol Buffers encoding guide, "Signed integers".

    Examples
    --------
    >>> list(varints([0, -1, 1, 150]))
    [0, 1, 2, 172, 2]
    """
    whole = np.asarray(values, dtype=np.int64)
    if whole.ndim != 1:
        raise ShapeError(f"Expected one row of integers, got shape {whole.shape}.")
    zigzag = ((whole << 1) ^ (whole >> 63)).astype(np.uint64)
    digits = [zigzag >> np.uint64(7 * place) for place in range(_MAX_VARINT_BYTES + 1)]
    table = np.stack(
        [
            (digits[place] & np.uint64(127))
            | ((digits[place + 1] > 0).astype(np.uint64) << np.uint64(7))
            for place in range(_MAX_VARINT_BYTES)
        ],
        axis=1,
    )
    used = np.stack([digits[place] > 0 for place in range(_MAX_VARINT_BYTES)], axis=1)
    used[:, 0] = True
    return table[used].astype(np.uint8).tobytes()
