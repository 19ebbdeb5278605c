"""What ``gridpatrol history`` prints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson

from data import words
from service.words import knows, say

if TYPE_CHECKING:
    from data.words import Labels, Lang
    from service.results.past import ChangeResult, EventResult, HistoryResult

_LABELS: dict[str, Labels] = {
    "status": words.SITE_STATUS,
    "grade": words.GRADES,
    "ledger_grade": words.GRADES,
    "hours": words.SITE_HOURS,
    "datum": words.DATUMS,
    "mode": words.VISIT_TYPES,
    "result": words.RESULTS,
    "level": words.FINDING_LEVELS,
    "state": words.FINDING_STATES,
    "verified": words.TIP_STATES,
    "fate": words.FATES,
    "kind": words.SITE_KINDS | words.SHIFT_KINDS | words.LEDGER_KINDS | words.CLOSURES,
}
_COUNTS = {"changed": "changed_rows", "removed": "removed_rows"}
_LISTS = frozenset({"ways", "classes"})
_SHARES = frozenset({"risk", "uncertainty"})
_LONGEST = 60
"""Signs of a value that are shown; the whole value is in ``--json``."""


def history_lines(result: HistoryResult, lang: Lang) -> list[str]:
    """Tell each event on a line of its own, with its changes below, oldest first."""
    if result.hits:
        return _hits(result, lang)
    if not result.events and result.row_id is None:
        return [say("history.nothing", lang)]
    return [*_event_lines(result, lang), *_origin_lines(result, lang)]


def _hits(result: HistoryResult, lang: Lang) -> list[str]:
    """List the sites of a name, so that one can be asked for by its id."""
    lines = [say("history.several", lang, name=result.row_id, count=len(result.hits))]
    for one in result.hits:
        facts = [one.village or "-", _shown("status", one.status, lang)]
        told = ("，" if lang == "zh" else ", ").join(facts)
        lines.append("  " + say("history.hit", lang, id=one.site_id, name=one.name, facts=told))
    return lines


def _origin_lines(result: HistoryResult, lang: Lang) -> list[str]:
    """Tell which rows of files told of a record, the oldest file first."""
    lines = [say("history.origins", lang)] if result.origins else []
    if result.earlier_origins:
        lines.append("  " + say("history.earlier", lang, count=result.earlier_origins))
    for one in result.origins:
        place = " / ".join(part for part in (one.file, one.sheet, str(one.row)) if part)
        note = one.zh if lang == "zh" else one.en
        fate = words.label(words.FATES, one.fate, lang)
        key = "history.origin_noted" if note else "history.origin"
        lines.append(
            "  " + say(key, lang, place=place, fate=fate, **({"note": note} if note else {}))
        )
    return lines


def _event_lines(result: HistoryResult, lang: Lang) -> list[str]:
    if not result.events:
        return [say("history.unchanged", lang, row_id=result.row_id)]
    lines = []
    if result.earlier:
        lines.append(say("history.earlier", lang, count=result.earlier))
    for event in result.events:
        lines.append(_head(event, lang))
        told = [_change(change, lang) for change in event.changes]
        lines += [f"  {line}" for line in (told if result.row_id else _counts(event, lang))]
    return lines


def _head(event: EventResult, lang: Lang) -> str:
    moment = datetime.fromisoformat(event.moment).astimezone()
    line = say(
        "history.event", lang, moment=f"{moment:%Y-%m-%d %H:%M}", who=event.who, what=event.what
    )
    files = event.detail.get("files", [])
    line += say("history.files", lang, files="、".join(files)) if files else ""
    for done in ("closed", "reopened"):
        roads = _roads(event.detail.get(done, []), lang)
        line += say(f"history.{done}", lang, roads="、".join(roads)) if roads else ""
    return line


def _roads(noted: str | list[str], lang: Lang) -> list[str]:
    """Name the roads of closures; a star stands for all, and older stores note one name alone."""
    names = [noted] if isinstance(noted, str) else noted
    every = words.label(words.CLOSURES, "all", lang)
    return [name.removesuffix("*") + every if name.endswith("*") else name for name in names]


def _counts(event: EventResult, lang: Lang) -> list[str]:
    lines = []
    for table, counted in event.counts.items():
        parts = [
            say(
                "history.count",
                lang,
                word=_word(f"history.{_COUNTS.get(word, word)}", lang),
                count=n,
            )
            for word, n in counted.items()
        ]
        listed = ("，" if lang == "zh" else ", ").join(parts)
        lines.append(say("history.counts", lang, table=_word(f"table.{table}", lang), words=listed))
    return lines


def _word(key: str, lang: Lang) -> str:
    """Name a thing; one that has no word yet keeps its own name."""
    return say(key, lang) if knows(key) else key.partition(".")[2]


def _change(change: ChangeResult, lang: Lang) -> str:
    table = _word(f"table.{change.table}", lang)
    row = say("history.row", lang, table=table, row_id=change.row_id)
    joint = "；" if lang == "zh" else "; "
    if change.after is None:
        known = {name: value for name, value in change.before.items() if value is not None}
        fields = [
            say(
                "history.value",
                lang,
                name=_word(f"field.{name}", lang),
                value=_shown(name, v, lang),
            )
            for name, v in known.items()
        ]
        return say("history.removed", lang, row=row, fields=joint.join(fields))
    fields = [
        say(
            "history.field",
            lang,
            name=_word(f"field.{name}", lang),
            before=_shown(name, before, lang),
            after=_shown(name, change.after[name], lang),
        )
        for name, before in change.before.items()
    ]
    return say("history.changed", lang, row=row, fields=joint.join(fields))


def _shown(name: str, value: Any, lang: Lang) -> str:  # noqa: ANN401 (whatever JSON holds)
    if value is None:
        return say("history.empty", lang)
    if isinstance(value, bool):
        return say("history.yes" if value else "history.no", lang)
    if name in _SHARES and isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, float):
        return f"{value:.10g}"
    labels = _LABELS.get(name, {})
    if value in labels:
        return words.label(labels, str(value), lang)
    text = _outline(str(value), lang) if name == "geometry" else str(value)
    if name in _LISTS:
        text = ("、" if lang == "zh" else ", ").join(map(str, orjson.loads(value)))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _outline(wkt: str, lang: Lang) -> str:
    """Say what a shape is; what measures it is heavy, and other commands print too."""
    from service.printing.outlines import outline_words

    return outline_words(wkt, lang)
