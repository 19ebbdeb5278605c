"""Problems as plain JSON, by DESIGN section 6: read with every fault named, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import ProblemError
from data.model import UNREACHABLE
from planning.fields import (
    flag,
    items,
    known,
    mapping,
    named,
    number,
    shown,
    text,
    text_or_none,
    texts,
    whole,
)
from planning.matrix import clean_matrix
from planning.problem import (
    ALL_WEEK,
    Bar,
    Break,
    Cover,
    FrozenStop,
    Problem,
    ProblemShift,
    ProblemSite,
    Window,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_SITE_KEYS = frozenset(
    {"id", "node", "service_s", "prize", "must", "must_rank", "windows", "needs"}
    | {"card_holders", "village", "visit_of", "min_gap_s", "pin", "barred"}
    | {"forbidden_shifts"}
)
_SHIFT_KEYS = frozenset(
    {"id", "team", "start_s", "end_s", "node", "end_node", "skills", "card_holders"}
    | {"home_village", "break", "frozen"}
)
_BREAK_KEYS = frozenset(["earliest_s", "latest_s", "duration_s"])
_FROZEN_KEYS = frozenset(["site", "start_s"])
_PIN_KEYS = frozenset(["shift"])
_BAR_KEYS = frozenset(["reason", "detail"])
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
        sites=read_sites(listed),
        shifts=read_shifts(listed),
        cover=tuple(_cover(item) for item in items(listed, "cover", needed=False)),
        duration_s=clean_matrix(matrix),
        balance=number("the problem", listed, "balance", 0.0),
        travel_weight=number("the problem", listed, "travel_weight", 0.001),
    )


def read_sites(listed: Mapping[str, Any]) -> tuple[ProblemSite, ...]:
    """Read the visits alone of a decoded problem; raises as :func:`read_problem`."""
    return tuple(_site(item) for item in items(listed, "sites"))


def read_shifts(listed: Mapping[str, Any]) -> tuple[ProblemShift, ...]:
    """Read the shifts alone of a decoded problem; raises as :func:`read_problem`."""
    return tuple(_shift(item) for item in items(listed, "shifts"))


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
        rows = np.array(problem.duration_s).tolist()
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
    what = named("site", item, _SITE_KEYS)
    return ProblemSite(
        id=text(what, item, "id"),
        node=whole(what, item, "node"),
        service_s=whole(what, item, "service_s"),
        prize=number(what, item, "prize"),
        must=flag(what, item, "must"),
        must_rank=whole(what, item, "must_rank", 0),
        windows=_windows(what, item.get("windows")),
        needs=frozenset(texts(what, item, "needs")),
        card_holders=whole(what, item, "card_holders", 0),
        village=text_or_none(what, item, "village"),
        visit_of=text_or_none(what, item, "visit_of"),
        min_gap_s=whole(what, item, "min_gap_s", 0),
        pin=_pin(what, item.get("pin")),
        forbidden_shifts=frozenset(texts(what, item, "forbidden_shifts")),
        barred=_bar(what, item.get("barred")),
    )


def _shift(item: Mapping[str, Any]) -> ProblemShift:
    what = named("shift", item, _SHIFT_KEYS)
    end_node = item.get("end_node")
    return ProblemShift(
        id=text(what, item, "id"),
        team=text(what, item, "team"),
        start_s=whole(what, item, "start_s"),
        end_s=whole(what, item, "end_s"),
        node=whole(what, item, "node"),
        end_node=None if end_node is None else whole(what, item, "end_node"),
        skills=frozenset(texts(what, item, "skills")),
        card_holders=whole(what, item, "card_holders", 0),
        home_village=text_or_none(what, item, "home_village"),
        rest=_rest(what, item.get("break")),
        frozen=tuple(_frozen(what, stop) for stop in items(item, "frozen", needed=False)),
    )


def _frozen(what: str, stop: Mapping[str, Any]) -> FrozenStop:
    part = f"frozen stop of {what}"
    known(part, stop, _FROZEN_KEYS)
    return FrozenStop(text(part, stop, "site"), whole(part, stop, "start_s"))


def _cover(item: Mapping[str, Any]) -> Cover:
    what = named("cover", item, _COVER_KEYS, key="name")
    return Cover(
        name=text(what, item, "name"),
        sites=tuple(texts(what, item, "sites")),
        at_least=whole(what, item, "at_least", 1),
        must_rank=whole(what, item, "must_rank", 0),
    )


def _windows(what: str, windows: object) -> tuple[Window, ...]:
    if windows is None:
        return ALL_WEEK
    if not isinstance(windows, list | tuple):
        raise ProblemError(
            f"Expected a list of windows of {what}, got {shown(windows)}.",
            zh=f"{what} 的 windows 应是列表，现为 {shown(windows)}。",
        )
    return tuple(_window(what, window) for window in windows)


def _window(what: str, window: object) -> Window:
    if not isinstance(window, list | tuple) or len(window) != 2:  # noqa: PLR2004
        raise ProblemError(
            f"Expected [open_s, close_s] as window of {what}, got {shown(window)}.",
            zh=f"{what} 的时段应写成 [open_s, close_s]，现为 {shown(window)}。",
        )
    ends = {"open_s": window[0], "close_s": window[1]}
    return whole(what, ends, "open_s"), whole(what, ends, "close_s")


def _pin(what: str, pin: Any) -> str | None:  # noqa: ANN401  # decoded JSON
    if pin is None:
        return None
    part = f"pin of {what}"
    known(part, pin, _PIN_KEYS)
    return text(part, pin, "shift")


def _bar(what: str, bar: Any) -> Bar | None:  # noqa: ANN401  # decoded JSON
    if bar is None:
        return None
    part = f"barred of {what}"
    known(part, bar, _BAR_KEYS)
    return Bar(text(part, bar, "reason"), mapping(part, bar, "detail"))


def _rest(what: str, rest: Any) -> Break | None:  # noqa: ANN401  # decoded JSON
    if rest is None:
        return None
    part = f"break of {what}"
    known(part, rest, _BREAK_KEYS)
    return Break(
        whole(part, rest, "earliest_s"),
        whole(part, rest, "latest_s"),
        whole(part, rest, "duration_s"),
    )


def _written_site(site: ProblemSite) -> dict[str, Any]:
    bar = site.barred
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
        "barred": bar and {"reason": bar.reason, "detail": dict(bar.detail)},
        **({"forbidden_shifts": sorted(site.forbidden_shifts)} if site.forbidden_shifts else {}),
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
