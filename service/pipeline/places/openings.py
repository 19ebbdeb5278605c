"""Questions about places that may be settled once roads are known, and the ledgers they are in."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from data.ledger.answers import fingerprint
from data.ledger.notes import last_doubt
from data.ledger.outcomes import as_json
from data.ledger.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame

    from data.ledger.reading import ReadSheet
    from data.ledger.report import Doubt
    from data.store import Store
    from data.store.unit import Unit

OPEN_LEDGERS = "open_ledgers"
"""Setting: ledgers with such questions, name to sha256 of what was read last and where it lay."""
_BY_ROADS = frozenset({"datum_open", "datum_silent"})
_WITH_THEM = frozenset({"site_rejected"})
"""Rows of visits, findings and meters that come in with the sites of such questions."""


def note_open_ledgers(
    unit: Unit,
    doubts: Iterable[Doubt],
    sheets: Sequence[ReadSheet],
    *,
    places: Mapping[str, Path],
    home: Path | None,
) -> None:
    """
    Remember which ledgers to import again once there are roads.

    Parameters
    ----------
    unit
        What is being written.
    doubts
        Rows of this import that were not stored.
    sheets
        All sheets of this import; correction workbooks are nobody's ledger.
    places
        Name of each file to where it was read from.
    home
        Folder of the store, from which places are noted; ``None`` notes them as they were given.
    """
    read = {s.file.name: s.file.sha256 for s in sheets if "row_mark" not in s.reader.places}
    wanted = {
        doubt.file
        for doubt in doubts
        if doubt.code in (_BY_ROADS if _is_site(doubt) else _WITH_THEM)
    }
    noted = unit.settings().get(OPEN_LEDGERS, "{}")
    kept = {name: told for name, told in json.loads(noted).items() if name not in places}
    fresh = {name: [read[name], _seen_from(places[name], home)] for name in wanted & read.keys()}
    text = as_json({**kept, **fresh})
    if text != noted:
        unit.set(OPEN_LEDGERS, text)


def _is_site(doubt: Doubt) -> bool:
    return doubt.kind == "sites"


def _seen_from(path: Path, home: Path | None) -> str:
    """Name a file from a folder, so that both may be moved together."""
    if home is None:
        return str(path)
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # on another drive
        return str(path.absolute())


def open_places(store: Store) -> tuple[int, dict[str, str]]:
    """
    Count the rows of sites whose place the roads may tell, and name the ledgers to import again.

    Of a file that was read in several versions the last one counts. Rows of correction workbooks
    and rows that somebody answered or mended since do not count.

    Returns
    -------
    rows
        How many; 0 where nothing needs to be imported again.
    files
        Names of those ledgers and of the ones whose rows wait for these sites, to the paths by
        which they are reached from the current folder; the name again where they are gone.
    """
    told = store.read("import_row", where={"kind": ["sites"], "fate": ["question"]})
    told = told[told["target"].isna() & told["cells"].notna()]
    noted = store.settings().get(OPEN_LEDGERS)
    ledgers: dict[str, list[str]] = {} if noted is None else json.loads(noted)
    if noted is not None:
        told = told[told["file_hash"].isin([sha256 for sha256, _ in ledgers.values()])]
    rows = _still_open(store, told)
    if not rows:
        return 0, {}
    named = dict.fromkeys(
        sorted(set(rows) | ledgers.keys(), key=lambda name: (name not in rows, name))
    )
    home = store.file.parent if store.file else None
    return len(rows), {name: _reached(name, ledgers.get(name), home) for name in named}


def _still_open(store: Store, told: DataFrame) -> list[str]:
    """Name the ledger of each row whose datum nobody has told since."""
    answered = set(store.read("answer").index)
    files = []
    for row, zh, en in zip(retold(told), told["note"], told["note_en"], strict=True):
        why = last_doubt(str(zh), str(en))
        is_open = why is not None and why.code in _BY_ROADS
        if is_open and row.text("row_mark") is None:
            files += [row.file] if fingerprint(row.kind, row.raw) not in answered else []
    return files


def _reached(name: str, noted: list[str] | None, home: Path | None) -> str:
    """Give the path by which a command run here finds a ledger, if it is where it was."""
    path = Path(name if noted is None else noted[1])
    if home is not None and noted is not None:
        path = home / path
    if not path.exists():
        return name
    here = _seen_from(path, Path.cwd())
    return str(path.resolve()) if here.startswith("..") else here
