"""Single fields of decoded JSON, each of the kind the contract says, or one clear error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from unicodedata import category

from data.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST = 300
"""No text of a problem or plan is longer: every id stands in messages and on pages."""
MOST = 2**31 - 1
"""No whole number of a problem or plan is larger, its seed apart: 68 years in seconds."""


def items(listed: Mapping[str, Any], key: str, *, needed: bool = True) -> Sequence[Any]:
    """Return a list; empty where it is missing and not needed."""
    found = listed.get(key)
    if found is None and not needed:
        return ()
    if not isinstance(found, list | tuple):
        raise ProblemError(
            f"Expected a list of {key}, got {type(found).__name__}.",
            zh=f"{key} 应是列表，现为 {type(found).__name__}。",
        )
    return found


def named(kind: str, item: object, keys: frozenset[str], key: str = "id") -> str:
    """Return what an object is called in messages; refuse keys that the contract has not."""
    name = f" {shown(item.get(key))}" if isinstance(item, dict) else ""
    known(f"{kind}{name}", item, keys)
    return f"{kind}{name}"


def known(what: str, item: object, keys: frozenset[str]) -> None:
    """Refuse what is no object, and keys that the contract has not: they may be misspelt rules."""
    if not isinstance(item, dict):
        raise ProblemError(
            f"Expected an object as {what}, got {shown(item)}.",
            zh=f"{what} 应是对象，现为 {shown(item)}。",
        )
    unknown = sorted(str(key) for key in set(item) - keys)
    if unknown:
        raise ProblemError(
            f"The {what} has the unknown key {shown(unknown[0])}.",
            zh=f"{what} 有不认识的项 {shown(unknown[0])}。",
        )


def mapping(what: str, item: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return an object; empty where it is missing or null."""
    value = item.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ProblemError(
            f"Expected an object as {key} of {what}, got {shown(value)}.",
            zh=f"{what} 的 {key} 应是对象，现为 {shown(value)}。",
        )
    return dict(value)


def text(what: str, item: Mapping[str, Any], key: str) -> str:
    """Return a text."""
    value = item.get(key)
    if not isinstance(value, str):
        raise ProblemError(
            f"Expected text as {key} of {what}, got {shown(value)}.",
            zh=f"{what} 的 {key} 应是文本，现为 {shown(value)}。",
        )
    return _clear(what, key, value)


def _clear(what: str, key: str, value: str) -> str:
    """Refuse a text that cannot stand in one line: too long, a line break, half a sign."""
    if len(value) <= LONGEST and not any(category(sign) in {"Cc", "Cs"} for sign in value):
        return value
    raise ProblemError(
        f"Expected one line of at most {LONGEST} signs as {key} of {what}, got {shown(value)}.",
        zh=f"{what} 的 {key} 应是不超过 {LONGEST} 字的一行文本，现为 {shown(value)}。",
    )


def text_or_none(what: str, item: Mapping[str, Any], key: str) -> str | None:
    """Return a text, or ``None`` where it is missing or null."""
    return None if item.get(key) is None else text(what, item, key)


def texts(what: str, item: Mapping[str, Any], key: str) -> list[str]:
    """Return a list of texts; empty where it is missing or null."""
    values = item.get(key)
    if values is None:
        return []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ProblemError(
            f"Expected a list of texts as {key} of {what}, got {shown(values)}.",
            zh=f"{what} 的 {key} 应是文本列表，现为 {shown(values)}。",
        )
    return [_clear(what, key, value) for value in values]


def flag(what: str, item: Mapping[str, Any], key: str) -> bool:
    """Return true or false; false where it is missing."""
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise ProblemError(
            f"Expected true or false as {key} of {what}, got {shown(value)}.",
            zh=f"{what} 的 {key} 应是 true 或 false，现为 {shown(value)}。",
        )
    return value


def number(what: str, item: Mapping[str, Any], key: str, default: float | None = None) -> float:
    """Return a finite number."""
    value = item.get(key, default)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        if is_number and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # falls through to the same refusal as infinity
    raise ProblemError(
        f"Expected a finite number as {key} of {what}, got {shown(value)}.",
        zh=f"{what} 的 {key} 应是有限的数，现为 {shown(value)}。",
    )


def whole(what: str, item: Mapping[str, Any], key: str, default: int | None = None) -> int:
    """Return a whole number, at most ``MOST`` away from 0; 3.0 is one."""
    value = number(what, item, key, default)
    if not value.is_integer() or abs(value) > MOST:
        raise ProblemError(
            f"Expected a whole number as {key} of {what}, at most {MOST}, got {value!r}.",
            zh=f"{what} 的 {key} 应是不超过 {MOST} 的整数，现为“{value}”。",
        )
    return int(value)


def shown(value: object, most: int = 60) -> str:
    """
    Write a value for a message, shortened where it is long.

    Examples
    --------
    >>> shown("x" * 100, 10)
    "'xxxxxxxxx…"
    """
    if isinstance(value, int) and value.bit_length() > 4 * most:
        return f"an integer of {value.bit_length()} bits"
    written = repr(value)
    return written if len(written) <= most else written[:most] + "…"
