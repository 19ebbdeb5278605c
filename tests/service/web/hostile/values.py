"""What a sender may put where a form or a document of the interface expects something decent."""

from __future__ import annotations

from typing import Any

from tests.service.web.hostile.texts import KEY, WHOLE, led

DEEP = 5_000
"""Lists within each other; a reader that follows them one by one falls over at a thousand."""
HUGE = 10**400
"""More than any column or fraction holds."""
TEXTS: dict[str, str] = {
    "markup": led("厂") + WHOLE,
    "short markup": KEY,
    "formula": "=cmd|' /C calc'!A0",
    "NUL": "厂\x00房",
    "surrogate": "厂\ud800房",
    "right to left": "\u202e\u2066厂房",
    "path": "../../../../etc/passwd",
    "code": "no-such-code",
    "long": "长" * 50_000,
    "huge": str(HUGE),
    "infinite": "1e999",
    "nan": "nan",
    "negative": "-1",
    "superscript": "²",
    "digits of others": "٣",
    "no day": "2026-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "blank": " \t ",
}
"""Of a form, or of JSON: each is a text."""
OTHERS: dict[str, Any] = {
    "null": None,
    "true": True,
    "list": [KEY],
    "object": {"$ne": KEY},
    "below zero": -1,
    "huge number": HUGE,
    "fraction": 0.5,
    "beyond": 1e308,
}
"""Of JSON: what is no text."""
RAW: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "NaN": b'{"day": NaN, "reward_yuan": NaN}',
    "surrogate": b'{"note": "\\ud800", "day": "2026-11-23", "what": "\\ud800"}',
    "member twice": b'{"day": "2026-11-23", "day": "x", "kind": 1, "kind": "stop"}',
    "deep": b'{"note": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "bare deep": b"[" * DEEP + b"]" * DEEP,
    "list": b"[1]",
    "text": b'"x"',
    "null": b"null",
    "huge number": b'{"minutes": 1' + b"0" * 5_000 + b"}",
    "no UTF-8": b'{"note": "\xff"}',
    "UTF-16": '{"day": "2026-11-23"}'.encode("utf-16"),
    "prototype": b'{"__proto__": {"role": "administrator"}, "constructor": 1}',
}
"""Bodies that say they are JSON."""
MORE: dict[str, str] = {
    "id": "x1",
    "account_id": "id-administrator",
    "actor": "id-administrator",
    "by": "administrator",
    "role": "administrator",
    "towns": "乙镇",
    "permissions": "people",
    "must_change": "",
    "source": "x",
    "state": "closed",
    "published": "x",
}
"""Members that nobody asked for: whoever sends them gains nothing."""
