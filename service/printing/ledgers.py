"""An import as a few lines for the person who sent the files: what came in, what did not, why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.words import FATES, LEDGER_KINDS, Lang, label
from service.results.ledgers import FOLLOWS
from service.words import enumerated, knows, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger import Doubt, SheetCount
    from service.results.ledgers import ImportResult

CAUSES_SHOWN = 3
SIGNS_SHOWN = 80
NUMBERS_SHOWN = 8
REPAIRS_SHOWN = 6


def import_lines(result: ImportResult, lang: Lang) -> list[str]:
    """
    Write what an import did.

    Rows with one cause are one line with their count, so that three hundred questions can be read
    in a minute; every single row is in the JSON answer and in the store's table ``import_row``.
    What to do next is the last line, which stands above the prompt.
    """
    files = len({sheet.file for sheet in result.sheets})
    rows = sum(result.fates.values())
    return [
        say("import.head", lang, files=files, rows=rows),
        *(f"  {_sheet(sheet, lang)}" for sheet in result.sheets),
        *(
            say("import.repeated", lang, file=file, other=other)
            for file, other in result.repeated_files.items()
        ),
        *_left_alone(result.left_alone, lang),
        say("import.total", lang, fates=_fates(result, lang)),
        *_repairs(result.repairs, lang),
        _changes(result, lang),
        *_doubts(result, lang),
        *_settled(result, lang),
        *([say("import.kept", lang)] if result.to_see and not result.dry_run else []),
        say("import.store", lang, **result.held),
        *([say("import.dry", lang)] if result.dry_run else []),
        *(_corrections(result.corrections, lang)),
    ]


def _left_alone(files: Sequence[str], lang: Lang) -> list[str]:
    if not files:
        return []
    return [say("import.left_alone", lang, files=enumerated(files, lang))]


def _corrections(file: str | None, lang: Lang) -> list[str]:
    return [] if file is None else [say("import.corrections", lang, file=file)]


def _sheet(sheet: SheetCount, lang: Lang) -> str:
    return say(
        "import.sheet",
        lang,
        place=" ".join(filter(None, (sheet.file, sheet.sheet))),
        kind=label(LEDGER_KINDS, sheet.kind, lang),
        fates=_fates(sheet, lang),
    ) + (say("import.blank", lang, count=sheet.blank) if sheet.blank else "")


def _fates(counted: SheetCount | ImportResult, lang: Lang) -> str:
    """Count rows by fate; those that nobody wanted have a word of their own, and are not listed."""
    named = {label(FATES, fate, lang): counted.fates.get(fate, 0) for fate in FATES}
    named[label(FATES, "rejected", lang)] -= counted.dropped
    named[say("import.dropped", lang)] = counted.dropped
    return _and(
        (
            say("import.fate", lang, fate=fate, count=count)
            for fate, count in named.items()
            if count
        ),
        lang,
    )


def _and(words: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def _changes(result: ImportResult, lang: Lang) -> str:
    """Say what the accepted rows did; importing a file twice must be seen to do nothing."""
    if not (result.new or result.updated or result.unchanged):
        return say("import.nothing_stored", lang)
    if not (result.new or result.updated):
        return say("import.nothing_new", lang, unchanged=result.unchanged)
    key = "import.changes_kept" if result.kept else "import.changes"
    figures = {"new": result.new, "updated": result.updated, "unchanged": result.unchanged}
    return say(key, lang, **figures, **({"kept": result.kept} if result.kept else {}))


def _repairs(repairs: dict[str, int], lang: Lang) -> list[str]:
    shown = list(repairs.items())[:REPAIRS_SHOWN]
    listed = _and(
        (
            say("import.repair", lang, what=say(f"repair.{code}", lang), count=count)
            for code, count in shown
        ),
        lang,
    )
    return [say("import.repairs", lang, repairs=listed)] if shown else []


def _settled(result: ImportResult, lang: Lang) -> list[str]:
    """Count what nobody needs to look at again, by why."""
    listed = [
        say(f"import.settled_{code}", lang, count=count) for code, count in result.settled.items()
    ]
    lines = [say("import.settled", lang, listed=_and(listed, lang))] if listed else []
    if result.followed:
        lines.append(say("import.followed", lang, count=result.followed))
    return lines


def _doubts(result: ImportResult, lang: Lang) -> list[str]:
    lines = []
    for fate in ("rejected", "question"):
        mine = [row for row in result.to_see if row.fate == fate]
        if mine:
            lines.append(say(f"import.{fate}", lang, count=len(mine)))
            lines += _groups(mine, lang, has_roads=result.has_roads)
    return lines


def _groups(rows: Sequence[Doubt], lang: Lang, *, has_roads: bool) -> list[str]:
    """Group rows by ledger and reason, the commonest first; what follows from others last."""
    counts = Counter((row.kind, row.code) for row in rows)
    ordered = sorted(counts, key=lambda group: (group[1] in FOLLOWS, -counts[group]))
    lines = []
    for kind, code in ordered:
        mine = [row for row in rows if (row.kind, row.code) == (kind, code)]
        advice = _advice(code, lang, has_roads=has_roads)
        heading = say(f"doubt.{code}", lang)
        named = label(LEDGER_KINDS, kind, lang)
        lines.append(
            "  "
            + say(
                "import.group", lang, kind=named, count=len(mine), heading=heading, advice=advice
            ).rstrip()
        )
        if code not in FOLLOWS:
            lines += [f"    {line}" for line in _causes(mine, heading, lang)]
    return lines


def _advice(code: str, lang: Lang, *, has_roads: bool) -> str:
    """Say what to do; of roads only where there are none yet."""
    keys = [f"advice.{code}"]
    if code == "datum_open" and not has_roads:
        keys.append("advice.datum_roads")
    told = [say(key, lang) for key in keys if knows(key)]
    return ("" if lang == "zh" else " ").join(told)


def _causes(rows: Sequence[Doubt], heading: str, lang: Lang) -> list[str]:
    """Give one line per sentence, with the rows it is about."""
    by_text: dict[str, list[Doubt]] = {}
    for row in rows:
        by_text.setdefault(row.zh if lang == "zh" else row.en, []).append(row)
    ordered = sorted(by_text.items(), key=lambda item: -len(item[1]))
    lines = []
    for text, mine in ordered[:CAUSES_SHOWN]:
        where = _where(mine, lang)
        lines.append(
            where if text == heading else say("import.cause", lang, where=where, text=_cut(text))
        )
    if len(ordered) > CAUSES_SHOWN:
        left = ordered[CAUSES_SHOWN:]
        lines.append(
            say("import.more", lang, causes=len(left), rows=sum(len(mine) for _, mine in left))
        )
    return lines


def _cut(text: str) -> str:
    """Shorten a sentence to what a line of a terminal holds; workbook and JSON have it whole."""
    return text if len(text) <= SIGNS_SHOWN else f"{text[: SIGNS_SHOWN - 1]}…"


def _where(rows: Sequence[Doubt], lang: Lang) -> str:
    """Name the rows of each sheet by number, a few of them."""
    by_sheet: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        by_sheet.setdefault((row.file, row.sheet), []).append(row.row)
    places = []
    for (file, sheet), numbers in by_sheet.items():
        listed = _and(map(str, numbers[:NUMBERS_SHOWN]), lang)
        key = "import.where" if len(numbers) <= NUMBERS_SHOWN else "import.where_more"
        place = " ".join(filter(None, (file, sheet)))
        places.append(say(key, lang, place=place, rows=listed, count=len(numbers)))
    return ("；" if lang == "zh" else "; ").join(places)
