"""What was recorded, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import RESULTS, SWEEP_RESULTS, VISIT_TYPES, label
from maps.words import WORDS
from service.printing.ledgers import import_lines
from service.printing.road import calibration_lines
from service.words import enumerated, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.words import Labels, Lang
    from service.results.record import Conflict, DayDone, PlannedDone, RecordResult

NAMED = 5
"""Skipped and silent stops that a line names; --json has all."""


def record_lines(result: RecordResult, lang: Lang) -> list[str]:
    """Say what was stored, what is contradicted or asked, what was learnt, and what was done."""
    lines = [_head(result, lang)] if result.files else []
    lines += _stored(result, lang)
    for conflict in result.conflicts:
        lines += _conflict_lines(conflict, lang)
    lines += [
        say("record.question", lang, text=zh if lang == "zh" else en) for zh, en in result.questions
    ]
    lines += [
        say(
            "record.learnt",
            lang,
            type=label(VISIT_TYPES, one.visit_type, lang),
            minutes=one.minutes,
            low=one.low,
            high=one.high,
            visits=one.visits,
            former=one.former,
        )
        for one in result.learnt
    ]
    if result.roads is not None:
        lines += calibration_lines(result.roads, lang)
    for done in result.done:
        lines += _done_lines(done, lang)
    if result.imported is not None:
        lines += import_lines(result.imported, lang)
    return lines


def _head(result: RecordResult, lang: Lang) -> str:
    swept = _counts(result.results, SWEEP_RESULTS, lang)
    told = [
        *_counts(result.visits, RESULTS, lang),
        *(say("record.swept", lang, told=one) for one in swept),
    ]
    word = "record.rehearsed" if result.dry_run else "record.done"
    results = enumerated(told, lang) or say("record.none", lang)
    return say(word, lang, files=result.files, results=results)


def _stored(result: RecordResult, lang: Lang) -> Iterator[str]:
    for name in ("changed", "withdrawn", "unchanged"):
        if count := getattr(result, name):
            yield say(f"record.{name}", lang, count=count)
    found = result.findings
    if any((found.opened, found.voided, found.closed, found.held, found.changed)):
        yield say(
            "record.findings",
            lang,
            opened=found.opened,
            on_the_spot=found.on_the_spot,
            closed=found.closed,
            held=found.held,
            changed=found.changed,
            voided=found.voided,
        )
    for site in result.found:
        yield "  " + say("record.found", lang, id=site.site_id, name=site.name)
    if result.found:
        yield say("record.confirm", lang)


def _counts(counted: dict[str, int], labels: Labels, lang: Lang) -> list[str]:
    return [f"{label(labels, code, lang)} {number}" for code, number in counted.items()]


def _conflict_lines(conflict: Conflict, lang: Lang) -> list[str]:
    """Show the words of all phones under one another."""
    head = say("record.conflict", lang, name=conflict.name or conflict.stop, day=conflict.day)
    sides = [
        "  "
        + say(
            "record.side_taken" if side.is_taken else "record.side",
            lang,
            team=side.team,
            edited=side.edited_at,
            result=_result(side.result, lang),
            said=enumerated([text for text in (side.note, *side.findings) if text], lang) or "-",
            take=side.take,
        )
        for side in conflict.sides
    ]
    return [head, *sides]


def _result(code: str, lang: Lang) -> str:
    """Name a result of a visit or a sweep; a place found on the way has none."""
    labels = RESULTS if code in RESULTS else SWEEP_RESULTS
    return label(labels, code, lang) if code in labels else "-"


def _done_lines(done: PlannedDone, lang: Lang) -> list[str]:
    """Show the plan beside what was done: a line for each route told of, one for the rest."""
    head = say(
        "record.against",
        lang,
        week=done.week,
        plan_id=done.plan_id,
        planned=done.planned,
        done=done.done,
        skipped=done.skipped,
        silent=done.silent,
        extra=done.extra,
    )
    told = [day for day in done.days if day.done or day.skipped or day.extra]
    lines = [head, *("  " + _day_line(day, lang) for day in told)]
    unheard = [day for day in done.days if day.planned and day not in told]
    if unheard:
        silent = sum(len(day.silent) for day in unheard)
        lines.append("  " + say("record.unheard", lang, routes=len(unheard), stops=silent))
    return lines


def _day_line(day: DayDone, lang: Lang) -> str:
    line = say(
        "record.day",
        lang,
        day=day.day,
        team=day.team + (say("record.at_night", lang) if day.at_night else ""),
        planned=len(day.planned),
        done=len(day.done),
        skipped=len(day.skipped),
        silent=len(day.silent),
        extra=len(day.extra),
    )
    reasons = [f"{site}{_reason(why, lang)}" for site, why in list(day.reasons.items())[:NAMED]]
    return f"{line} {say('record.why', lang, sites=enumerated(reasons, lang))}" if reasons else line


def _reason(why: str, lang: Lang) -> str:
    """Write a reason as the page words it; a table holds the words themselves."""
    zh, en = WORDS.get(f"js.skip_{why}", (why, why))
    word = zh if lang == "zh" else en
    return f" {word}" if word else ""
