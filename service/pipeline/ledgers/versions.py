"""Which version of each ledger was imported last, where a file of one name came several times."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.ledger.outcomes import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.reading import ReadSheet
    from data.store.unit import Unit

LEDGER_VERSIONS = "ledger_versions"
"""Setting: name of a ledger to the sha256 of what was imported last under it."""


def note_versions(unit: Unit, sheets: Sequence[ReadSheet]) -> None:
    """Remember what was read now; correction workbooks are nobody's ledger."""
    read = {s.file.name: s.file.sha256 for s in sheets if "row_mark" not in s.reader.places}
    settings = unit.settings()
    fresh = {**last_versions(settings), **read}
    if fresh != last_versions(settings):
        unit.set(LEDGER_VERSIONS, as_json(fresh))


def last_versions(settings: Mapping[str, str]) -> dict[str, str]:
    """Give the name of each ledger to the sha256 of its last version; empty in older stores."""
    return dict(json.loads(settings.get(LEDGER_VERSIONS, "{}")))
