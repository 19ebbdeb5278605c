"""What each type of column looks like in pandas, and which values are none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from data.schema.columns import ColumnType

    BoolArray = NDArray[np.bool_]

DTYPES: dict[ColumnType, Any] = {
    "text": "str",
    "json": "str",
    "number": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "date": "datetime64[s]",
    "geometry": "object",
}
"""Type of a column to the type pandas stores it in."""


def misfits(known: pd.Series, kind: ColumnType) -> tuple[str, BoolArray]:
    """
    Find the values that are not of a column's type.

    Parameters
    ----------
    known
        Values of one column, missing ones left out.
    kind
        The type they should have.

    Returns
    -------
    word
        What a misfit is, such as ``no text``.
    which
        Shape of ``known``; true for a misfit.

    Examples
    --------
    >>> word, which = misfits(pd.Series([1.0, 1.5]), "integer")
    >>> word, which.tolist()
    ('no whole number', [False, True])
    """
    word, find = _CHECKS[kind]
    return word, find(known)


def _none(known: pd.Series) -> BoolArray:
    return np.zeros(len(known), dtype=bool)


def _each(known: pd.Series, fits: Callable[[Any], bool]) -> BoolArray:
    return np.fromiter((not fits(value) for value in known.tolist()), dtype=bool, count=len(known))


def _no_text(known: pd.Series) -> BoolArray:
    if isinstance(known.dtype, pd.StringDtype) or pd.api.types.infer_dtype(known) == "string":
        return _none(known)
    return _each(known, lambda value: isinstance(value, str))


def _no_json(known: pd.Series) -> BoolArray:
    return _each(known, _is_json)


def _is_json(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        orjson.loads(value)
    except orjson.JSONDecodeError:
        return False
    return True


def _no_number(known: pd.Series) -> BoolArray:
    if pd.api.types.is_bool_dtype(known) or not pd.api.types.is_numeric_dtype(known):
        return ~_none(known)
    return np.asarray(~np.isfinite(known.to_numpy(dtype="float64")), dtype=bool)


def _no_whole_number(known: pd.Series) -> BoolArray:
    wrong = _no_number(known)
    if wrong.all() or pd.api.types.is_integer_dtype(known):
        return wrong
    numbers = np.where(wrong, 0.5, known.to_numpy(dtype="float64"))
    return np.asarray(numbers % 1 != 0, dtype=bool)


def _no_flag(known: pd.Series) -> BoolArray:
    if pd.api.types.is_bool_dtype(known):
        return _none(known)
    return _each(known, lambda value: isinstance(value, bool | np.bool_))


def _no_day(known: pd.Series) -> BoolArray:
    if not pd.api.types.is_datetime64_any_dtype(known):
        return ~_none(known)
    return np.asarray(known != known.dt.normalize(), dtype=bool)


def _no_shape(known: pd.Series) -> BoolArray:
    return np.asarray(~shapely.is_geometry(known.to_numpy(dtype=object)), dtype=bool)


_CHECKS: dict[ColumnType, tuple[str, Callable[[pd.Series], BoolArray]]] = {
    "text": ("no text", _no_text),
    "json": ("no JSON", _no_json),
    "number": ("no finite number", _no_number),
    "integer": ("no whole number", _no_whole_number),
    "flag": ("neither true nor false", _no_flag),
    "date": ("no day", _no_day),
    "geometry": ("no shape", _no_shape),
}
