"""Texts that somebody typed into a ledger: they must reach the reader, and no further."""

from __future__ import annotations

HOSTILE = (
    "<img src=x onerror=hit()>",
    "</script><script>hit()</script>",
    "{{ 7 * 7 }}",
    "{% if %}",
    "${hit()}",
    "`+hit()+`",
    "C:\\users\\new",
    "<!-- <script>",
    "\"'><svg onload=hit()>",
    "厂\u202etxt.exe",
    "line\u2028sep\u2029end",
    "a\nb\tc\x00d",
)
