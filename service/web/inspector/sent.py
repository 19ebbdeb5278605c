"""What a phone sent, record by record: read, or refused in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.ledger.pagefiles import PageRecord, read_page_records
from data.ledger.pagesaid import CHINA, SaidPlace
from service.pipeline.records.errands import check_records, read_errands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from data.store import Store
    from service.pipeline.records.errands import Errands
    from service.results.record import Said
    from service.web.inspector.own import Route

Row = dict[str, Any]
AHEAD = timedelta(minutes=10)
"""What is dated later than this after the server's clock cannot have happened yet."""
MOST_RECORDS = 500
_PARTS = (("visits", "site"), ("places", "id"))
_DEVICE = re.compile(r"[0-9a-z-]{1,40}")
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """
    One record as a phone sent it.

    Attributes
    ----------
    id, edited_at
        As sent, so that the phone knows its own.
    record
        What was read; missing where it is refused.
    refusal
        Why it is refused; missing where it was read.
    """

    id: str
    edited_at: str
    record: PageRecord | None = None
    refusal: Said | None = None


def device_of(told: Mapping[str, Any]) -> str:
    """
    Read the name that a page gives its browser.

    Raises
    ------
    InputError
        If it is none: it becomes part of keys.
    """
    device = told.get("device")
    if not isinstance(device, str) or not _DEVICE.fullmatch(device):
        raise InputError(
            "Expected the page's name for its browser as device.", zh="缺少手机编号 device。"
        )
    return device


def source_of(team_id: str, device: str) -> str:
    """Name what rows came from."""
    return f"link-{team_id}-{device}.json"


def read_sent(
    store: Store, route: Route, told: Mapping[str, Any], *, source: str, now: datetime
) -> list[Sent]:
    """
    Read every record of a document; a bad one spoils no other.

    Parameters
    ----------
    store
        Holds the plan.
    route
        The team's own.
    told
        The document.
    source
        What the records came in.
    now
        The server's moment.

    Raises
    ------
    InputError
        If its lists are none, or hold too many.
    """
    rows = [(name, row) for part, name in _PARTS for row in _listed(told, part)]
    if len(rows) > MOST_RECORDS:
        raise InputError(
            f"Expected at most {MOST_RECORDS} records at once, got {len(rows)}.",
            zh=f"一次最多上传 {MOST_RECORDS} 条记录，现为 {len(rows)} 条。",
        )
    if not rows:
        return []
    named = [_text(row.get(name)) for name, row in rows]
    errands = read_errands(store, [route.plan_id], stops=named)
    head = {name: told.get(name) for name in ("format", "plan", "team", "exported", "device")}
    head["day"] = route.day
    return [
        _sent(row, name, head=head, route=route, errands=errands, source=source, now=now)
        for name, row in rows
    ]


def _listed(told: Mapping[str, Any], part: str) -> Sequence[Row]:
    rows = told.get(part) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"Expected a list of records as {part}.", zh=f"{part} 应为记录的列表。")
    return rows


def _sent(  # noqa: PLR0913 - one record and all that it is held against
    row: Row,
    name: str,
    *,
    head: Row,
    route: Route,
    errands: Errands,
    source: str,
    now: datetime,
) -> Sent:
    mark, edited_at = _text(row.get(name)), _text(row.get("edited_at"))
    alone = {"visits": [row]} if name == "site" else {"visits": [], "places": [row]}
    try:
        device_of(head | row)
        (record,) = read_page_records(head | alone, name=source)
        _check_own(record, route)
        _check_clock(record, now)
        check_records([record], errands)
    except InputError as error:
        return Sent(id=mark, edited_at=edited_at, refusal=(error.zh or str(error), str(error)))
    return Sent(id=mark, edited_at=edited_at, record=record)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _check_own(record: PageRecord, route: Route) -> None:
    if isinstance(record.said, SaidPlace) or record.stop in route.stops:
        return
    raise InputError(
        f"{record.stop[:_SHOWN]} is no stop of this team in the published plan.",
        zh=f"{record.stop[:_SHOWN]} 不是本队在已发布计划里的点位。",
    )


def _check_clock(record: PageRecord, now: datetime) -> None:
    if record.edited_at <= now + AHEAD:
        return
    said = f"{record.edited_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    raise InputError(
        f"It is dated {said}, which has not come yet; set the phone's clock.",
        zh=f"记录时间 {said} 还没有到，请校准手机时间。",
    )
