"""JSON that is sent, read strictly: no NaN, no half of a sign, and not nested too deep."""

from __future__ import annotations

from typing import Any

import orjson

from service.web.problems import RefusalError

DEEPEST = 24
"""Lists and objects within each other; rules of an office have five."""


def strict_json(body: bytes) -> Any:  # noqa: ANN401 - what JSON knows
    """
    Read a document.

    Raises
    ------
    RefusalError
        422 if it is no JSON, or nested deeper than ``DEEPEST``.
    """
    try:
        known = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusalError(
            422,
            f"The body is no JSON: {error}.",
            zh=f"请求体不是合法的 JSON：{error}。",
            kind="wrong-argument",
        ) from error
    if _depth(known) > DEEPEST:
        raise RefusalError(
            422,
            f"The body is nested deeper than {DEEPEST} levels.",
            zh=f"请求体嵌套超过 {DEEPEST} 层。",
            kind="wrong-argument",
        )
    return known


def _depth(value: object) -> int:
    """Count how deep lists and objects stand in each other, without recursion."""
    deepest, left = 0, [(value, 1)]
    while left:
        one, depth = left.pop()
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if isinstance(one, dict | list):
            deepest = max(deepest, depth)
        left += [(inner, depth + 1) for inner in inside]
    return deepest
