"""What people type into forms, read; the office's day, where nobody says another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.errors import InputError, NotFoundError
from data.findings import day_told
from data.units import FIRST_YEAR, LAST_YEAR
from service.access.clock import office_day
from service.pipeline.places.standing import report_day
from service.web.kept import kept
from service.web.office import office_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from data.store import Store

LONGEST = 2000
"""Signs of one field; a ledger's longest notes have some hundreds."""


def today(request: Request) -> date:
    """Tell the day by the office's calendar, wherever the machine stands."""
    return office_day(office_of(request).clock)


def standing_day(request: Request, town: Store) -> date:
    """
    Tell the day before which all that is on record lies: tomorrow, or the day after its last row.

    Pages tell of the day before it, see :func:`late_day`. Ask for it outside of what is ``kept``:
    it is kept by itself.
    """
    day = today(request) + timedelta(days=1)
    return kept(request, town, ("standing day", day), lambda tables: _standing(tables, day))


def _standing(town: Store, day: date) -> date:
    try:
        return max(day, report_day(town))
    except NotFoundError:
        return day


def late_day(request: Request, town: Store) -> date:
    """
    Tell the day that pages tell of, on which things are late: today, or that of the last row.

    The later counts: a ledger may hold rows dated ahead, and none of them is late before it began.
    """
    return day_told(standing_day(request, town))


def said(form: Mapping[str, object], name: str) -> str:
    """
    Read one field: its words with single spaces between them, empty where nothing was said.

    Raises
    ------
    InputError
        If it is longer than anybody writes.
    """
    text = " ".join(str(form.get(name) or "").replace("\x00", "").split())
    if len(text) > LONGEST:
        raise InputError(
            f"Expected at most {LONGEST} signs, got {len(text)}; shorten the text.",
            zh=f"最多 {LONGEST} 个字，现有 {len(text)} 个，请缩短。",
        )
    return text


def day_said(form: Mapping[str, object], name: str) -> date | None:
    """
    Read a day; ``None`` where nothing was said.

    Raises
    ------
    InputError
        If it is none, or of no century that an office tells of.
    """
    text = said(form, name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"Expected a day such as 2026-11-24, got {text!r}.",
            zh=f"日期应写成 2026-11-24，现为“{text}”。",
        ) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(
            f"Expected a day from {FIRST_YEAR} to {LAST_YEAR}, got {text}.",
            zh=f"日期应在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，现为 {text}。",
        )
    return day


def number_said(form: Mapping[str, object], name: str) -> float | None:
    """
    Read a number; ``None`` where nothing was said.

    Raises
    ------
    InputError
        If it is none, or is not finite.
    """
    text = said(form, name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise InputError(f"Expected a number, got {text!r}.", zh=f"应填数字，现为“{text}”。")
    return number
