"""What was recorded, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import SWEEP_RESULTS, label
from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.record_results import RecordResult


def record_lines(result: RecordResult, lang: Lang) -> list[str]:
    """Say how many sweeps were stored, what they found, and what is left to the import."""
    counts = [f"{label(SWEEP_RESULTS, code, lang)} {n}" for code, n in result.results.items()]
    told = ("、" if lang == "zh" else ", ").join(counts) or say("record.none", lang)
    lines = [say("record.done", lang, files=result.files, results=told)]
    if result.unchanged:
        lines.append(say("record.unchanged", lang, count=result.unchanged))
    lines += [
        "  " + say("record.found", lang, id=site.site_id, name=site.name) for site in result.found
    ]
    if result.found:
        lines.append(say("record.confirm", lang))
    if result.elsewhere:
        lines.append(say("record.elsewhere", lang, count=result.elsewhere))
    return lines
