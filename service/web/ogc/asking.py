"""What a request for features asks for, read strictly: an unknown word is an error, not ignored."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING

from data.store.features import Choice
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from data.store.shapes import Box
    from service.web.ogc.collections import Collection

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
DEFAULT_LIMIT, LARGEST_LIMIT = 100, 5_000
FORMATS = ("json", "html")
_BOX_2D, _BOX_3D = 4, 6
_LONGEST = 200


def check_names(query: QueryParams, known: tuple[str, ...]) -> None:
    """
    Refuse parameters that are not known, or come twice.

    Raises
    ------
    RefusalError
        400, naming them and what there is.
    """
    names = [name for name, _ in query.multi_items()]
    strange = sorted({name for name in names if name not in known})
    if strange:
        raise _wrong(
            f"Unknown parameter {', '.join(strange)[:_LONGEST]}; known are {', '.join(known)}.",
            zh=f"未知参数 {'、'.join(strange)[:_LONGEST]}；可用：{'、'.join(known)}。",
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _wrong(
            f"Parameter {', '.join(twice)} may be given once.",
            zh=f"参数 {'、'.join(twice)} 只能出现一次。",
        )


def format_of(query: QueryParams, accept: str) -> str:
    """
    Choose json or html: what ``f`` says, else what the browser asks for first.

    Raises
    ------
    RefusalError
        400 if ``f`` is neither.
    """
    said = query.get("f")
    if said is None:
        return "html" if accept.startswith("text/html") else "json"
    if said not in FORMATS:
        raise _wrong(
            f"Expected f=json or f=html, got f={said[:_LONGEST]}.", zh="f 应为 json 或 html。"
        )
    return said


def choice_of(query: QueryParams, asked: Collection) -> Choice:
    """
    Read which features of a collection are asked for.

    Raises
    ------
    RefusalError
        400 with the parameter that cannot be read.
    """
    known = ("f", "limit", "bbox", "bbox-crs", "crs", "datetime", "after", *asked.filters)
    check_names(query, known)
    check_crs(query)
    first, last = days_of(query["datetime"]) if "datetime" in query else (None, None)
    return Choice(
        where={name: query[name].split(",") for name in asked.filters if name in query},
        boxes=boxes_of(query["bbox"]) if "bbox" in query else (),
        from_day=first,
        to_day=last,
        after=query.get("after"),
        limit=limit_of(query.get("limit")),
    )


def check_crs(query: QueryParams) -> None:
    """
    Refuse every coordinate system but the one that is served; newer clients name even that.

    Raises
    ------
    RefusalError
        400.
    """
    for name in ("crs", "bbox-crs"):
        if query.get(name, CRS84) != CRS84:
            raise _wrong(f"Only {CRS84} is served.", zh=f"只提供 {CRS84}。")


def limit_of(said: str | None) -> int:
    """
    Read how many features a page holds; more than the most is the most.

    Raises
    ------
    RefusalError
        400 unless it is a whole number from 1.
    """
    if said is None:
        return DEFAULT_LIMIT
    if not (said.isascii() and said.isdigit()) or not said.strip("0"):
        raise _wrong(
            f"Expected limit to be a whole number from 1, got {said[:20]!r}.",
            zh="limit 应为不小于 1 的整数。",
        )
    return LARGEST_LIMIT if len(said) > len(str(LARGEST_LIMIT)) else min(int(said), LARGEST_LIMIT)


def boxes_of(said: str) -> tuple[Box, ...]:
    """
    Read a box of 4 or 6 numbers; one across the 180th meridian becomes two.

    Raises
    ------
    RefusalError
        400 unless it is one.
    """
    try:
        sides = [float(side) for side in said.split(",")]
    except ValueError:
        raise _no_box(said) from None
    if len(sides) not in {_BOX_2D, _BOX_3D} or not all(map(math.isfinite, sides)):
        raise _no_box(said)
    half = len(sides) // 2
    west, south, east, north = sides[0], sides[1], sides[half], sides[half + 1]
    if south > north:
        raise _no_box(said)
    if west <= east:
        return ((west, south, east, north),)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


def days_of(said: str) -> tuple[date | None, date | None]:
    """
    Read a moment, or two with a slash between; ``..`` or nothing is open.

    Returns
    -------
    first, last
        Days; what is stored is of days, so that a moment means its day.

    Raises
    ------
    RefusalError
        400 unless it is RFC 3339.
    """
    parts = said.split("/")
    if len(parts) == 1:
        day = _day(parts[0], said)
        return day, day
    if len(parts) != len(("from", "to")):
        raise _no_moment(said)
    first, last = (None if part in {"", ".."} else _day(part, said) for part in parts)
    if (first is None and last is None) or (first and last and first > last):
        raise _no_moment(said)
    return first, last


def _day(text: str, said: str) -> date:
    try:
        return datetime.fromisoformat(text.upper().replace(" ", "+")).date()
    except ValueError:
        raise _no_moment(said) from None


def _no_box(said: str) -> RefusalError:
    return _wrong(
        f"Expected bbox=west,south,east,north in degrees, got {said[:80]!r}.",
        zh="bbox 应写成 西,南,东,北（度），例如 bbox=115.0,35.4,115.2,35.6。",
    )


def _no_moment(said: str) -> RefusalError:
    return _wrong(
        f"Expected datetime such as 2026-11-23 or 2026-11-01/.., got {said[:80]!r}.",
        zh="datetime 应写成 2026-11-23 或 2026-11-01/.. 这样的日期或区间。",
    )


def _wrong(message: str, *, zh: str) -> RefusalError:
    return RefusalError(400, message, zh=zh)
