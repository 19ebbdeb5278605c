"""Values of a rules file, checked one by one: the key, what it takes, and what was found."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from data.errors import ConfigError

_Part = TypeVar("_Part")
_INDUSTRY = re.compile(r"[A-T](\d{1,4})?")


def read_part(
    kind: type[_Part],
    name: str,
    section: Mapping[str, Any],
    *,
    keys: Mapping[str, str] = MappingProxyType({}),
) -> _Part:
    """
    Read one section into its record, each value by the written type of its field.

    Parameters
    ----------
    kind
        A dataclass whose module postpones annotations.
    name
        What the section is called in errors.
    section
        Key to value; a key that is missing takes the field's default.
    keys
        What a field is called in the file, where that is another word.

    Raises
    ------
    ConfigError
        If a value has the wrong kind or range, or a key without a default is missing.
    """
    known = {}
    for field in fields(kind):  # type: ignore[arg-type]  # every part is a dataclass
        key = keys.get(field.name, field.name)
        if key in section:
            known[field.name] = value_of(f"{name}.{key}", section[key], str(field.type))
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ConfigError(f"Rules: {name} lacks {key}.", zh=f"规则：{name} 缺少 {key}。")
    return kind(**known)


def value_of(what: str, value: object, kind: str) -> Any:  # noqa: ANN401  # the kind decides
    """
    Check one value against the written type of its field.

    Raises
    ------
    ConfigError
        If it is none of that kind; numbers are finite and >= 0.
    """
    en, zh, read = _KINDS[kind]
    try:
        return read(value)
    except (TypeError, ValueError) as error:
        raise ConfigError(
            f"Rules: expected {en} as {what}, got {value!r}.",
            zh=f"规则：{what} 应为{zh}，现为“{value}”。",
        ) from error


def check_keys(name: str, section: Mapping[str, Any], known: Container[str]) -> None:
    """
    Refuse a key that nobody reads.

    Raises
    ------
    ConfigError
        With the first such key.
    """
    for key in section:
        if key not in known:
            raise ConfigError(
                f"Rules: section [{name}] has no key {key!r}.",
                zh=f"规则：[{name}] 一节里没有 {key} 这一项。",
            )


def check_code(what: str, code: object, codes: Mapping[str, Any]) -> None:
    """
    Refuse a code that is none of a list.

    Raises
    ------
    ConfigError
        If it is not there.
    """
    if code not in codes:
        raise ConfigError(
            f"Rules: expected {what} among {', '.join(codes)}, got {code!r}.",
            zh=f"规则：{what} 应为 {'、'.join(codes)} 之一，现为“{code}”。",
        )


def check_industry(what: str, code: object) -> None:
    """
    Refuse what is no beginning of a GB/T 4754 class.

    Raises
    ------
    ConfigError
        If it is not a letter from A to T with up to four digits.
    """
    if not isinstance(code, str) or _INDUSTRY.fullmatch(code) is None:
        raise ConfigError(
            f"Rules: expected {what} with industry codes such as C26, got {code!r}.",
            zh=f"规则：{what} 应为 C26 这样的行业代码，现为“{code}”。",
        )


def by_longest(table: Mapping[str, _Part], industry_code: str) -> _Part | None:
    """
    Look a class up by its longest beginning that is listed; ``None`` where none is.

    Examples
    --------
    >>> by_longest({"C2": 1, "C26": 2}, "C2614"), by_longest({"C2": 1}, "C3311")
    (2, None)
    """
    listed = [code for code in table if industry_code.startswith(code)]
    return table[max(listed, key=len)] if listed else None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not (math.isfinite(value) and value >= 0):
        raise ValueError
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return int(_number(value))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(value))


def _wholes(value: object) -> tuple[int, ...]:
    return tuple(_whole(item) for item in _items(value))


def _items(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return value


def _day(value: object) -> date:
    """Take a TOML date, or its text."""
    if isinstance(value, datetime):
        raise TypeError
    return value if isinstance(value, date) else date.fromisoformat(_text(value))


def _days(value: object) -> tuple[date, ...]:
    return tuple(_day(item) for item in _items(value))


def _spans(value: object) -> tuple[tuple[date, date], ...]:
    spans = tuple((_day(first), _day(last)) for first, last in map(_items, _items(value)))
    if any(first > last for first, last in spans):
        raise ValueError
    return spans


def _counts(value: object) -> Mapping[str, int]:
    if not isinstance(value, Mapping):
        raise TypeError
    return MappingProxyType({str(key): _whole(number) for key, number in value.items()})


_KINDS: dict[str, tuple[str, str, Callable[[object], Any]]] = {
    "bool": ("true or false", " true 或 false", _flag),
    "int": ("a whole number >= 0", "不小于 0 的整数", _whole),
    "float": ("a number >= 0", "不小于 0 的数", _number),
    "str": ("a text", "文字", _text),
    "date": ("a date such as 2026-11-23", " 2026-11-23 这样的日期", _day),
    "date | None": ("a date such as 2026-11-23", " 2026-11-23 这样的日期", _day),
    "tuple[str, ...]": ("a list of texts", "文字列表", _texts),
    "tuple[int, ...]": ("a list of whole numbers >= 0", "不小于 0 的整数列表", _wholes),
    "tuple[date, ...]": ("a list of dates", "日期列表", _days),
    "tuple[tuple[date, date], ...]": (
        "a list of pairs of dates, first before last",
        "[起, 止] 日期对的列表",
        _spans,
    ),
    "Mapping[str, int]": ("a table of whole numbers >= 0", "不小于 0 的整数表", _counts),
}
"""Written type of a field to what it takes in English and Chinese, and its reader."""
