"""JSON that somebody sent, read strictly: bounded, and nothing in it said twice."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import orjson

from data.errors import InputError

DEEPEST = 24
"""Lists and objects within each other; rules of an office have five."""
_MARKS = (b"[", b"{", b",")
"""Every value stands after one of these, but the first of all."""
_SHOWN = 40
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_AS_LISTS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def read_json(content: bytes, *, most_values: int | None = None) -> Any:  # noqa: ANN401 - what JSON knows
    """
    Read a document.

    Parameters
    ----------
    content
        UTF-8. A parsed value takes some hundred bytes of memory, and may be written with two.
    most_values
        Values that it may hold, told before it is parsed: signs that begin one are counted, in
        texts too; ``None`` where its length is bounded already.

    Raises
    ------
    InputError
        If it is no JSON (``NaN`` is none), holds more values, is nested deeper than ``DEEPEST``, or
        names a member of an object twice: one of the two would be dropped in silence.

    Examples
    --------
    >>> read_json(b'{"a": [1, {"a": 2}]}')
    {'a': [1, {'a': 2}]}
    >>> read_json(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
        ...
    data.errors.InputError: The member 'a' stands twice in one object; say it once.
    """
    if most_values is not None and sum(map(content.count, _MARKS)) >= most_values:
        raise InputError(
            f"The document holds more than {most_values} values.",
            zh=f"内容超过 {most_values} 项。",
        )
    try:
        known = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"It is no JSON: {error}.",
            zh=f"第 {error.lineno} 行第 {error.colno} 个字符处不是合法的 JSON。",
        ) from error
    bare = _bare(content)
    if _is_too_deep(bare):
        raise InputError(
            f"The document is nested deeper than {DEEPEST} levels.",
            zh=f"内容嵌套超过 {DEEPEST} 层。",
        )
    if bare.count(b":") != _bare(orjson.dumps(known)).count(b":"):
        name = _name_twice(content)[:_SHOWN]
        raise InputError(
            f"The member {name!r} stands twice in one object; say it once.",
            zh=f"“{name}”在同一对象里出现了两次，只能写一次。",
        )
    return known


def _is_too_deep(bare: bytes) -> bool:
    """Take the innermost away, one level a turn: a walk through a megabyte takes a second."""
    left = bare.translate(_AS_LISTS, _NO_BRACKETS)
    for _ in range(DEEPEST):
        left = left.replace(b"[]", b"")
    return bool(left)


def _bare(content: bytes) -> bytes:
    """Leave the texts out, so that what is left of brackets and colons is what they mean."""
    return _TEXT.sub(b"", content)


def _name_twice(content: bytes) -> str:
    """Find a name that stands twice in one object, in a document that has one."""
    found: list[str] = []

    def look(members: list[tuple[str, object]]) -> None:
        if not found and len(dict(members)) < len(members):
            found.extend(name for name, _ in Counter(name for name, _ in members).most_common(1))

    json.loads(content.decode(), object_pairs_hook=look, parse_int=len, parse_float=len)
    return found[0]
