"""What the cells of a correction workbook offer to choose from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.ledger.layout import header_field
from data.ledger.replies import DATUM_ANSWERS, fitting, offered
from data.words import FINDING_LEVELS, FINDING_STATES, RESULTS, SITE_STATUS

if TYPE_CHECKING:
    from data.words import Labels

_CHOICE_SIGNS = 255
"""Signs that a workbook's list of choices can hold, commas counted."""
_SITE_ID = re.compile(r"(?<![0-9A-Za-z])S\d{5,9}(?!\d)")
CODED: dict[str, Labels] = {
    "status": SITE_STATUS,
    "result": RESULTS,
    "level": FINDING_LEVELS,
    "state": FINDING_STATES,
}
"""Field to the codes that its cells stand for."""


def coded_choices(header: str, *, kind: str) -> list[str]:
    """
    List the words that a column of a ledger may hold, where it holds codes.

    Parameters
    ----------
    header
        As the ledger has it.
    kind
        Code of ``data.words.LEDGER_KINDS``.

    Returns
    -------
    words
        Chinese, as the import reads them; empty for every other column.
    """
    field = None if kind == "unknown" else header_field(header, kind)
    if field == "datum":
        return list(DATUM_ANSWERS)
    return [zh for zh, _ in CODED.get(field or "", {}).values()]


def choices(reason: str, *, kind: str, code: str = "") -> list[str]:
    """
    List the answers to choose from: the sites that the reason names, then the words.

    Only what settles the question is offered: a row whose datum is open takes no 新点位.

    Parameters
    ----------
    reason
        Why the row was not stored.
    kind
        Code of ``data.words.LEDGER_KINDS``.
    code
        The same as a key of ``data/ledger/notes.toml``; empty where it is not known.

    Examples
    --------
    >>> choices("有 2 个点位都叫“旧粮库”：S00055（25号）、S00094（28号）", kind="inspections")
    ['S00055', 'S00094', '不要']
    """
    sites = dict.fromkeys(_SITE_ID.findall(reason)) if "site" in fitting(code, kind=kind) else {}
    words = offered(kind, code)
    room = _CHOICE_SIGNS - sum(len(word) + 1 for word in words)
    shown: list[str] = []
    for site in sites:
        room -= len(site) + 1
        if room >= 0:
            shown.append(site)
    return [*shown, *words]
