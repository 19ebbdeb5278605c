"""Codes in words, for templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data import words
from data.findings import LEDGER_STEP
from service.web.words import say as say_page
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.words import Labels, Lang
    from service.results.measure import DispositionLine, OrderLine

BY_PAGE = "page of findings"
"""Source of steps that were taken on the page of a finding."""
_PHONE = re.compile(r"link-(.+)-[0-9a-f]+\.json")
_KINDS: dict[str, Labels] = {
    "grade": words.GRADES,
    "level": words.FINDING_LEVELS,
    "state": words.FINDING_STATES,
    "step": words.FINDING_STEPS,
    "order": words.ORDERS,
    "disposition": words.DISPOSITIONS,
    "expertise": words.EXPERTISE,
    "tip": words.TIP_STATES,
    "urgency": words.URGENCIES,
    "cell": words.CELL_CLASSES,
    "trend": words.CELL_TRENDS,
    "status": words.SITE_STATUS,
    "kind": words.SITE_KINDS,
    "result": words.RESULTS,
    "visit_type": words.VISIT_TYPES,
}


def labels(lang: Lang) -> Callable[[str, str | None], str]:
    """
    Give what writes a code of one kind in words; a code it does not know stays as it is.

    Examples
    --------
    >>> labels("en")("grade", "red"), labels("zh")("state", "closed"), labels("zh")("grade", None)
    ('red', '已销号', '')
    """

    def told(kind: str, code: str | None) -> str:
        pair = _KINDS[kind].get(code or "")
        return (code or "") if pair is None else pair[0 if lang == "zh" else 1]

    return told


def told_source(source: str, lang: Lang) -> str:
    """
    Say where a step came from: a ledger, a phone, a page; what is neither stays as it is.

    Examples
    --------
    >>> told_source("import: 隐患台账.xlsx / 497", "zh")
    '台账：隐患台账.xlsx / 497'
    >>> told_source("link-T01-e1a7457f.json", "zh")
    'T01 的手机'
    >>> told_source(BY_PAGE, "en")
    'entered on this page'
    """
    phone = _PHONE.fullmatch(source)
    if phone:
        return say_page("desk.from_phone", lang, team=phone[1])
    if source.startswith(LEDGER_STEP):
        return say_page("desk.from_ledger", lang, file=source.removeprefix(LEDGER_STEP))
    return say_page("desk.from_page", lang) if source == BY_PAGE else source


def choices(kind: str, lang: Lang) -> list[tuple[str, str]]:
    """List the codes of one kind with their words, as a field to choose from shows them."""
    return [(code, pair[0 if lang == "zh" else 1]) for code, pair in _KINDS[kind].items()]


def order_state(one: OrderLine, lang: Lang) -> str:
    """Say how an order stands, as the command line does."""
    return say(
        f"measure.{one.state}",
        lang,
        due=one.due,
        days=one.late_days,
        followed=one.followed,
        withdrawn=one.withdrawn,
    )


def disposition_state(one: DispositionLine, lang: Lang) -> str:
    """Say how a disposition stands, as the command line does."""
    days = {"finished": one.finished, "relapsed": one.relapsed, "withdrawn": one.withdrawn}
    return say(f"measure.disposed_{one.state}", lang, **days)
