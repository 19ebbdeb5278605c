"""The change file: a short list of what people want changed in a plan, every fault named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from data.errors import ChangeError, ProblemError
from data.words import HAND_CHANGES
from planning.fields import items, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOP_KEYS = frozenset({"week", "plan", "from", "author", "note", "changes"})
_PARTS = {
    "move": (frozenset({"site", "team", "day"}), frozenset({"at"})),
    "pin": (frozenset(), frozenset({"site", "team", "day"})),
    "unpin": (frozenset(), frozenset({"site", "team", "day"})),
    "forbid": (frozenset({"site"}), frozenset({"team", "day"})),
    "allow": (frozenset({"site"}), frozenset({"team", "day"})),
    "swap": (frozenset({"team", "day", "with_team"}), frozenset({"with_day"})),
    "add": (frozenset({"site", "reason"}), frozenset()),
    "absent": (frozenset({"team", "day"}), frozenset()),
}
"""What each change must say, and what it may say besides."""
_TEXTS = ("site", "team", "with_team", "reason")
_DAYS = ("day", "with_day")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """
    One change as people write it: names or ids, days, a time of day.

    Attributes
    ----------
    number
        Its place in the list, from 1.
    do
        A code of ``data.words.HAND_CHANGES``.
    site, team, with_team, reason
        Texts; ``None`` where the change does not say them.
    day, with_day
        Days.
    at_s
        Seconds since midnight.
    """

    number: int
    do: str
    site: str | None = None
    team: str | None = None
    with_team: str | None = None
    reason: str | None = None
    day: date | None = None
    with_day: date | None = None
    at_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFile:
    """
    A list of changes, and what it says of itself.

    Attributes
    ----------
    week, plan
        The ISO week, and the id of the plan that the changes were written for; ``None``: any.
    since
        The moment from which they hold, local time.
    author, note
        Who wants them, and why.
    items
        The changes in their order.
    """

    week: str | None = None
    plan: str | None = None
    since: datetime | None = None
    author: str | None = None
    note: str | None = None
    items: tuple[Item, ...] = ()


def read_change_file(listed: Mapping[str, Any]) -> ChangeFile:
    """
    Read a change file from decoded JSON or TOML.

    Parameters
    ----------
    listed
        The decoded object: ``changes``, a list of objects each with ``do``, and beside it, where
        wanted, ``week``, ``plan``, ``from``, ``author`` and ``note``. Days and the moment may be
        texts or what TOML makes of them.

    Raises
    ------
    ProblemError
        If the file as a whole is of another form.
    ChangeError
        If one change has an unknown part, lacks one, or has one of the wrong kind.
    """
    if not isinstance(listed, dict):
        raise ProblemError(
            f"Expected a change file with a list of changes, got {shown(listed)}.",
            zh=f"改动文件应含 changes 列表，现为 {shown(listed)}。",
        )
    unknown = sorted(set(listed) - _TOP_KEYS)
    if unknown:
        raise ProblemError(
            f"The change file has the unknown key {unknown[0]!r}; it may have "
            f"{', '.join(sorted(_TOP_KEYS))}.",
            zh=f"改动文件有不认识的项“{unknown[0]}”，可用：{'、'.join(sorted(_TOP_KEYS))}。",
        )
    return ChangeFile(
        week=_top_text(listed, "week"),
        plan=_top_text(listed, "plan"),
        since=_moment(listed.get("from")),
        author=_top_text(listed, "author"),
        note=_top_text(listed, "note"),
        items=tuple(
            _item(number, one) for number, one in enumerate(items(listed, "changes"), start=1)
        ),
    )


def _top_text(listed: Mapping[str, Any], key: str) -> str | None:
    value = listed.get(key)
    if value is None or (isinstance(value, str) and value.strip()):
        return value and value.strip()
    raise ProblemError(
        f"Expected text as {key} of the change file, got {shown(value)}.",
        zh=f"改动文件的 {key} 应是文本，现为 {shown(value)}。",
    )


def _moment(value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise _wrong_moment(value) from None
    if moment is not None and moment.tzinfo is not None:
        raise _wrong_moment(value)
    return moment


def _wrong_moment(value: object) -> ProblemError:
    return ProblemError(
        "Expected from of the change file with local time such as 2026-11-25T11:00, "
        f"got {shown(str(value))}.",
        zh=f"改动文件的 from 应为当地时间，如 2026-11-25T11:00，现为 {shown(str(value))}。",
    )


def _item(number: int, one: object) -> Item:
    if not isinstance(one, dict):
        raise ChangeError(
            number, f"expected an object, got {shown(one)}", zh=f"应是对象，现为 {shown(one)}"
        )
    do = one.get("do")
    if not isinstance(do, str) or do not in _PARTS:
        raise _unknown_kind(number, do)
    _check_parts(number, do, set(one) - {"do"})
    facts: dict[str, Any] = {key: _text(number, one, key) for key in _TEXTS}
    facts |= {key: _day(number, one, key) for key in _DAYS}
    return Item(number=number, do=do, at_s=_clock_s(number, one.get("at")), **facts)


def _unknown_kind(number: int, do: object) -> ChangeError:
    if do in ("close", "closure", "road"):
        return ChangeError(
            number,
            "roads are closed with `gridpatrol roads close`; replan counts every closure by itself",
            zh="封路请用 gridpatrol roads close，重排时会自动计入所有封闭",
        )
    known = ", ".join(HAND_CHANGES)
    return ChangeError(
        number,
        f"expected do to be one of {known}, got {shown(do)}",
        zh=f"do 应为 {known} 之一，现为 {shown(do)}",
    )


def _check_parts(number: int, do: str, given: set[Any]) -> None:
    needed, allowed = _PARTS[do]
    unknown = sorted(str(key) for key in given - needed - allowed)
    lacking = sorted(needed - given)
    if unknown:
        raise ChangeError(
            number, f"{do} has the unknown key {unknown[0]!r}", zh=f"{do} 不能有“{unknown[0]}”一项"
        )
    if lacking:
        raise ChangeError(number, f"{do} lacks {lacking[0]}", zh=f"{do} 缺少 {lacking[0]}")
    whole_route = {"team", "day"} & given
    is_one_way = given == {"site"} or whole_route == given == {"team", "day"}
    if not needed and not is_one_way:
        raise ChangeError(
            number,
            f"{do} needs either a site, or a team and a day",
            zh=f"{do} 应写 site，或同时写 team 和 day",
        )


def _text(number: int, one: Mapping[str, Any], key: str) -> str | None:
    value = one.get(key)
    if value is None and key not in one:
        return None
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ChangeError(
        number,
        f"expected text as {key}, got {shown(value)}",
        zh=f"{key} 应是文本，现为 {shown(value)}",
    )


def _day(number: int, one: Mapping[str, Any], key: str) -> date | None:
    value = one.get(key)
    if value is None and key not in one:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _no_day(number, key, value)
    except ValueError:
        return _no_day(number, key, value)


def _no_day(number: int, key: str, value: object) -> date:
    raise ChangeError(
        number,
        f"expected {key} with a date such as 2026-11-25, got {shown(value)}",
        zh=f"{key} 应为 2026-11-25 这样的日期，现为 {shown(value)}",
    )


def _clock_s(number: int, value: object) -> int | None:
    """Read a time of day; TOML may have made a time of it already."""
    if value is None:
        return None
    match = _CLOCK.fullmatch(str(value)[:5] if hasattr(value, "hour") else str(value))
    if match is None:
        raise ChangeError(
            number,
            f"expected at with a time such as 09:30, got {shown(value)}",
            zh=f"at 应为 09:30 这样的时间，现为 {shown(value)}",
        )
    return int(match[1]) * 3600 + int(match[2]) * 60
