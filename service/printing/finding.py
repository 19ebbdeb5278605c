"""What ``gridpatrol findings`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import FINDING_LEVELS, FINDING_STATES, FINDING_STEPS, label
from service.words import enumerated, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.finding import (
        FindingLine,
        FindingResult,
        FindingsResult,
        StepLine,
        StepsResult,
    )

_UNKNOWN = "-"


def findings_lines(result: FindingsResult, lang: Lang) -> list[str]:
    """Say how many are open and late, then one finding a line."""
    head = "findings.head" if result.week is None else "findings.due_head"
    lines = [say(head, lang, as_of=result.as_of, week=result.week, **result.counts)]
    if count := result.counts.get("put_off"):
        lines.append(say("findings.put_off", lang, count=count))
    if not result.fitting:
        return [*lines, say("findings.none", lang)]
    lines.append(say("findings.fitting", lang, count=result.fitting))
    lines += ["  " + _finding(one, lang) for one in result.lines]
    if result.fitting > len(result.lines):
        lines.append(say("findings.more", lang, count=result.fitting - len(result.lines)))
    return lines


def finding_lines(result: FindingResult, lang: Lang) -> list[str]:
    """Tell all of one finding: what it is, and what was done, step by step."""
    one = result.finding
    facts = say(
        "findings.show_facts",
        lang,
        found=one.found,
        team=one.team or _UNKNOWN,
        rule=result.rule or _UNKNOWN,
        photos=_photos(result, lang),
        source=result.source or _UNKNOWN,
    )
    lines = [_finding(one, lang), "  " + facts, say("findings.history", lang)]
    lines += [_step(step, lang) for step in result.steps]
    return lines if result.is_written else [*lines, say("findings.unwritten", lang)]


def _photos(result: FindingResult, lang: Lang) -> str:
    """Name the photographs, or say how many a phone counted."""
    if result.photos or not result.photo_count:
        return result.photos or _UNKNOWN
    return say("findings.photo_count", lang, count=result.photo_count)


def steps_lines(result: StepsResult, lang: Lang) -> list[str]:
    """Say where each finding stands now."""
    lines = []
    if result.rows is not None:
        key = "findings.bulk_dry" if result.dry_run else "findings.bulk"
        lines.append(say(key, lang, rows=result.rows, taken=len(result.taken)))
    for one in result.taken:
        due = say("findings.taken_due", lang, due=one.due) if one.due else ""
        figures = {"id": one.finding_id, "day": one.day, "due": due if _is_open(one.state) else ""}
        lines.append(
            say(
                "findings.taken",
                lang,
                step=label(FINDING_STEPS, one.step, lang),
                state=label(FINDING_STATES, one.state, lang),
                **figures,
            )
        )
    if result.known:
        lines.append(say("findings.bulk_known", lang, count=result.known))
    return lines


def _is_open(state: str) -> bool:
    return state != "closed"


def _finding(one: FindingLine, lang: Lang) -> str:
    marks = _marks(one, lang)
    return say(
        "findings.line",
        lang,
        id=one.finding_id,
        level=label(FINDING_LEVELS, one.level, lang),
        state=label(FINDING_STATES, one.state, lang),
        due=_due(one, lang),
        site=one.site,
        village=one.village or _UNKNOWN,
        what=one.what or _UNKNOWN,
        marks=say("findings.marks", lang, marks=enumerated(marks, lang)) if marks else "",
    )


def _due(one: FindingLine, lang: Lang) -> str:
    if not _is_open(one.state):
        key = "findings.struck" if one.closed else "findings.struck_undated"
        return say(key, lang, closed=one.closed)
    if one.due is None:
        return say("findings.due_none", lang)
    key = "findings.due_late" if one.days_late else "findings.due_day"
    return say(key, lang, due=one.due, days=one.days_late)


def _marks(one: FindingLine, lang: Lang) -> list[str]:
    marks = []
    if one.on_the_spot:
        marks.append(say("findings.mark_on_the_spot", lang))
    if one.extensions:
        marks.append(say("findings.mark_extended", lang, times=one.extensions))
    if one.escalated:
        marks.append(say("findings.mark_escalated", lang, day=one.escalated))
    if one.transferred_to:
        marks.append(say("findings.mark_transferred", lang, office=one.transferred_to))
    if one.voided:
        marks.append(say("findings.mark_voided", lang, day=one.voided))
    return marks


def _step(step: StepLine, lang: Lang) -> str:
    """Write one step with all that it says."""
    said = [
        ("who", step.who),
        ("due", step.due),
        ("visit", step.inspection_id),
        ("handed", step.handed_to),
        ("document", step.document),
        ("note", step.note),
    ]
    names = {"handed": "office"}
    more = [
        say(f"findings.step_{name}", lang, **{names.get(name, name): value})
        for name, value in said
        if value
    ]
    if step.takes_back:
        more.append(say("findings.step_takes_back", lang, number=step.takes_back))
    if step.taken_back_by:
        more.append(say("findings.step_taken_back", lang, by=step.taken_back_by))
    return say(
        "findings.step",
        lang,
        number=step.number,
        day=step.day,
        step=label(FINDING_STEPS, step.step, lang),
        state=label(FINDING_STATES, step.state, lang),
        more="".join(more),
    )
