"""Problems as plain JSON, by DESIGN section 6: read with every fault named, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.errors import ProblemError
from data.model import UNREACHABLE
from planning.matrix import clean_matrix
from planning.problem import (
    ALL_WEEK,
    Break,
    Cover,
    FrozenStop,
    Problem,
    ProblemShift,
    ProblemSite,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_SITE_KEYS = frozenset(
    {"id", "node", "service_s", "prize", "must", "must_rank", "windows", "needs"}
    | {"card_holders", "village", "visit_of", "min_gap_s", "pin"}
)
_SHIFT_KEYS = frozenset(
    {"id", "team", "start_s", "end_s", "node", "end_node", "skills", "card_holders"}
    | {"home_village", "break", "frozen"}
)
_COVER_KEYS = frozenset(["name", "sites", "at_least", "must_rank"])


def read_problem(listed: Mapping[str, Any], *, duration_s: NDArray[Any] | None = None) -> Problem:
    """
    Read a problem from decoded JSON.

    Parameters
    ----------
    listed
        The decoded object. Keys at its top that the contract does not know are left alone; a
        site, shift or cover with an unknown key is refused, since it may be a misspelt rule.
    duration_s
        Shape ``(n, n)``, the matrix of ``duration_file``, opened by the caller; not needed
        where the object holds ``duration_s`` itself.

    Raises
    ------
    ProblemError
        If a part is missing, of the wrong kind, or contradicts another.
    """
    matrix = listed.get("duration_s") if duration_s is None else duration_s
    if matrix is None:
        raise ProblemError(
            "The problem has no duration_s, and no matrix was handed in.",
            zh="问题里没有 duration_s，也没有另给矩阵。",
        )
    return Problem(
        sites=tuple(_site(item) for item in _items(listed, "sites")),
        shifts=tuple(_shift(item) for item in _items(listed, "shifts")),
        cover=tuple(_cover(item) for item in _items(listed, "cover", needed=False)),
        duration_s=clean_matrix(matrix),
        balance=_number("the problem", listed, "balance", 0.0),
        travel_weight=_number("the problem", listed, "travel_weight", 0.001),
    )


def write_problem(problem: Problem, *, duration_file: str | None = None) -> dict[str, Any]:
    """
    Write a problem as an object ready for JSON.

    Parameters
    ----------
    problem
        The problem.
    duration_file
        Name of the file that will hold the matrix; without it the matrix is part of the object,
        with ``null`` where there is no way.
    """
    matrix: dict[str, Any] = {"duration_file": duration_file}
    if duration_file is None:
        rows = problem.duration_s.tolist()
        matrix = {"duration_s": [[None if s == UNREACHABLE else s for s in row] for row in rows]}
    return {
        **matrix,
        "sites": [_written_site(site) for site in problem.sites],
        "shifts": [_written_shift(shift) for shift in problem.shifts],
        "cover": [
            {
                "name": cover.name,
                "sites": list(cover.sites),
                "at_least": cover.at_least,
                "must_rank": cover.must_rank,
            }
            for cover in problem.cover
        ],
        "balance": problem.balance,
        "travel_weight": problem.travel_weight,
    }


def _site(item: Mapping[str, Any]) -> ProblemSite:
    what = _named("site", item, _SITE_KEYS)
    return ProblemSite(
        id=_text(what, item, "id"),
        node=_whole(what, item, "node"),
        service_s=_whole(what, item, "service_s"),
        prize=_number(what, item, "prize"),
        must=_flag(what, item, "must"),
        must_rank=_whole(what, item, "must_rank", 0),
        windows=_windows(what, item.get("windows")),
        needs=frozenset(_texts(what, item, "needs")),
        card_holders=_whole(what, item, "card_holders", 0),
        village=_text_or_none(what, item, "village"),
        visit_of=_text_or_none(what, item, "visit_of"),
        min_gap_s=_whole(what, item, "min_gap_s", 0),
        pin=_pin(what, item.get("pin")),
    )


def _shift(item: Mapping[str, Any]) -> ProblemShift:
    what = _named("shift", item, _SHIFT_KEYS)
    end_node = item.get("end_node")
    return ProblemShift(
        id=_text(what, item, "id"),
        team=_text(what, item, "team"),
        start_s=_whole(what, item, "start_s"),
        end_s=_whole(what, item, "end_s"),
        node=_whole(what, item, "node"),
        end_node=None if end_node is None else _whole(what, item, "end_node"),
        skills=frozenset(_texts(what, item, "skills")),
        card_holders=_whole(what, item, "card_holders", 0),
        home_village=_text_or_none(what, item, "home_village"),
        rest=_rest(what, item.get("break")),
        frozen=tuple(
            FrozenStop(_text(what, stop, "site"), _whole(what, stop, "start_s"))
            for stop in item.get("frozen") or ()
        ),
    )


def _cover(item: Mapping[str, Any]) -> Cover:
    what = _named("cover", item, _COVER_KEYS, key="name")
    return Cover(
        name=_text(what, item, "name"),
        sites=tuple(_texts(what, item, "sites")),
        at_least=_whole(what, item, "at_least", 1),
        must_rank=_whole(what, item, "must_rank", 0),
    )


def _items(listed: Mapping[str, Any], key: str, *, needed: bool = True) -> Sequence[Any]:
    items = listed.get(key)
    if items is None and not needed:
        return ()
    if not isinstance(items, list | tuple):
        raise ProblemError(
            f"Expected a list of {key}, got {type(items).__name__}.",
            zh=f"{key} 应是列表，现为 {type(items).__name__}。",
        )
    return items


def _named(kind: str, item: object, keys: frozenset[str], key: str = "id") -> str:
    if not isinstance(item, dict):
        raise ProblemError(
            f"Expected each {kind} to be an object, got {item!r}.",
            zh=f"每个 {kind} 应是对象，现为 {item!r}。",
        )
    what = f"{kind} {item.get(key)!r}"
    unknown = sorted(set(item) - keys)
    if unknown:
        raise ProblemError(
            f"The {what} has the unknown key {unknown[0]!r}.",
            zh=f"{what} 有不认识的项 {unknown[0]!r}。",
        )
    return what


def _text(what: str, item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        raise ProblemError(
            f"Expected text as {key} of {what}, got {value!r}.",
            zh=f"{what} 的 {key} 应是文本，现为 {value!r}。",
        )
    return value


def _text_or_none(what: str, item: Mapping[str, Any], key: str) -> str | None:
    return None if item.get(key) is None else _text(what, item, key)


def _texts(what: str, item: Mapping[str, Any], key: str) -> list[str]:
    values = item.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ProblemError(
            f"Expected a list of texts as {key} of {what}, got {values!r}.",
            zh=f"{what} 的 {key} 应是文本列表，现为 {values!r}。",
        )
    return values


def _flag(what: str, item: Mapping[str, Any], key: str) -> bool:
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise ProblemError(
            f"Expected true or false as {key} of {what}, got {value!r}.",
            zh=f"{what} 的 {key} 应是 true 或 false，现为 {value!r}。",
        )
    return value


def _number(what: str, item: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value = item.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProblemError(
            f"Expected a number as {key} of {what}, got {value!r}.",
            zh=f"{what} 的 {key} 应是数，现为 {value!r}。",
        )
    return float(value)


def _whole(what: str, item: Mapping[str, Any], key: str, default: int | None = None) -> int:
    number = _number(what, item, key, default)
    if not number.is_integer():
        raise ProblemError(
            f"Expected a whole number as {key} of {what}, got {number!r}.",
            zh=f"{what} 的 {key} 应是整数，现为 {number!r}。",
        )
    return int(number)


def _windows(what: str, windows: object) -> tuple[Window, ...]:
    if windows is None:
        return ALL_WEEK
    if not isinstance(windows, list | tuple):
        raise ProblemError(
            f"Expected a list of windows of {what}, got {windows!r}.",
            zh=f"{what} 的 windows 应是列表，现为 {windows!r}。",
        )
    return tuple(_window(what, window) for window in windows)


def _window(what: str, window: object) -> Window:
    if not isinstance(window, list | tuple) or len(window) != 2:  # noqa: PLR2004
        raise ProblemError(
            f"Expected [open_s, close_s] as window of {what}, got {window!r}.",
            zh=f"{what} 的时段应写成 [open_s, close_s]，现为 {window!r}。",
        )
    ends = {"open_s": window[0], "close_s": window[1]}
    return _whole(what, ends, "open_s"), _whole(what, ends, "close_s")


def _pin(what: str, pin: object) -> str | None:
    if pin is None:
        return None
    if not isinstance(pin, dict):
        raise ProblemError(
            f'Expected {{"shift": id}} as pin of {what}, got {pin!r}.',
            zh=f'{what} 的 pin 应写成 {{"shift": 编号}}，现为 {pin!r}。',
        )
    return _text(f"the pin of {what}", pin, "shift")


def _rest(what: str, rest: object) -> Break | None:
    if rest is None:
        return None
    if not isinstance(rest, dict):
        raise ProblemError(
            f"Expected an object as break of {what}, got {rest!r}.",
            zh=f"{what} 的 break 应是对象，现为 {rest!r}。",
        )
    part = f"the break of {what}"
    return Break(
        _whole(part, rest, "earliest_s"),
        _whole(part, rest, "latest_s"),
        _whole(part, rest, "duration_s"),
    )


def _written_site(site: ProblemSite) -> dict[str, Any]:
    return {
        "id": site.id,
        "node": site.node,
        "service_s": site.service_s,
        "prize": site.prize,
        "must": site.must,
        "must_rank": site.must_rank,
        "windows": [list(window) for window in site.windows],
        "needs": sorted(site.needs),
        "card_holders": site.card_holders,
        "village": site.village,
        "visit_of": site.visit_of,
        "min_gap_s": site.min_gap_s,
        "pin": None if site.pin is None else {"shift": site.pin},
    }


def _written_shift(shift: ProblemShift) -> dict[str, Any]:
    rest = shift.rest
    return {
        "id": shift.id,
        "team": shift.team,
        "start_s": shift.start_s,
        "end_s": shift.end_s,
        "node": shift.node,
        "end_node": shift.end_node,
        "skills": sorted(shift.skills),
        "card_holders": shift.card_holders,
        "home_village": shift.home_village,
        "break": rest
        and {
            "earliest_s": rest.earliest_s,
            "latest_s": rest.latest_s,
            "duration_s": rest.duration_s,
        },
        "frozen": [{"site": stop.site, "start_s": stop.start_s} for stop in shift.frozen],
    }
