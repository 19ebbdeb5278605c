"""What an export says of itself, line by line: of what, from where, as of when, in which datum."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.words import DATUMS, label

if TYPE_CHECKING:
    from data.export.table import Facts
    from data.words import Lang

_TITLES = {
    "content": ("内容", "Content"),
    "town": ("乡镇", "Town"),
    "invented": ("数据性质", "Nature"),
    "as_of": ("截至日期", "As of"),
    "datum": ("坐标系", "Datum"),
    "count": ("行数", "Rows"),
    "sources": ("来源文件", "Sources"),
    "version": ("程序", "Program"),
}
_INVENTED = ("虚构示例，不是真实企业", "Invented example, no real enterprise")
_REAL = ("台账数据", "Ledger data")


UNDATED = date(2000, 1, 1)
"""Stands in a file's own clock where nothing in the store has a date, so that files repeat."""


def stamp(facts: Facts) -> date:
    """Give the day that a file bears as its date: never that of the clock, so that files repeat."""
    return facts.as_of or UNDATED


def fact_lines(facts: Facts, lang: Lang) -> list[tuple[str, str]]:
    """
    List what an export says of itself as pairs of a title and a text, without what is not known.

    Examples
    --------
    >>> from datetime import date
    >>> from data.export.table import Facts
    >>> facts = Facts(zh="点位", en="Sites", town="", invented=True, as_of=date(2026, 11, 22),
    ...     datum="gcj02", count=1, sources=(), version="0.1.0")
    >>> dict(fact_lines(facts, "en"))["Datum"]
    'GCJ-02 (Amap, Tencent)'
    """
    side = 0 if lang == "zh" else 1
    texts = {
        "content": (facts.zh, facts.en)[side],
        "town": facts.town,
        "invented": (_INVENTED if facts.invented else _REAL)[side],
        "as_of": facts.as_of.isoformat() if facts.as_of else "",
        "datum": label(DATUMS, facts.datum, lang),
        "count": str(facts.count),
        "sources": ("、", ", ")[side].join(facts.sources),
        "version": f"gridpatrol {facts.version}",
    }
    return [(_TITLES[key][side], text) for key, text in texts.items() if text]


def fact_text(facts: Facts, lang: Lang) -> str:
    """Write the same as one line of text."""
    mark, gap = ("：", "；") if lang == "zh" else (": ", "; ")
    return gap.join(f"{title}{mark}{text}" for title, text in fact_lines(facts, lang))
