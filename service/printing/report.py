"""A report that was written, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.report import ReportResult


def report_lines(result: ReportResult, lang: Lang) -> list[str]:
    """Say what a leader reads first, and where the files are."""
    side = 0 if lang == "zh" else 1
    return [
        say("report.head", lang, title=result.title[side], subtitle=result.subtitle[side]),
        *(say("report.line", lang, text=text[side]) for text in result.said),
        *(say("report.file", lang, file=file) for file in result.files),
    ]
