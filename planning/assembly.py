"""Demand, shifts and travel times, put together as one problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.errors import ProblemError
from planning.matrix import clean_matrix
from planning.problem import Problem, ProblemShift, ProblemSite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from planning.calendar import Shift
    from planning.demand import Demand
    from planning.matrix import Times
    from planning.visits import Want

DEFAULT_BALANCE = 0.05
"""Points that one squared hour of uneven work costs; small beside the prize of any visit."""


def build_problem(  # noqa: PLR0913  # the parts of a problem
    demand: Demand,
    shifts: Sequence[Shift],
    *,
    node_of: Mapping[str, int],
    base_of: Mapping[str, int],
    duration_s: Times,
    balance: float = DEFAULT_BALANCE,
    travel_weight: float = 0.001,
) -> Problem:
    """
    Put a week's problem together.

    Parameters
    ----------
    demand, shifts
        From ``weekly_demand`` and ``week_shifts``.
    node_of, base_of
        Row of the matrix by site id and by team id.
    duration_s
        Shape ``(n, n)``, seconds, ``UNREACHABLE`` where there is no way; a matrix, or times that
        are measured where they are asked for.
    balance, travel_weight
        As in ``Problem``.

    Raises
    ------
    ProblemError
        If a wanted site or a team has no row, or the matrix is not square.
    """
    for what, ids, rows in (
        ("site", [want.site_id for want in demand.wants], node_of),
        ("team", [shift.team for shift in shifts], base_of),
    ):
        missing = [one for one in ids if one not in rows]
        if missing:
            raise ProblemError(
                f"The matrix has no row for {what} {missing[0]!r}.",
                zh=f"矩阵里没有 {what} {missing[0]} 的一行。",
            )
    return Problem(
        sites=tuple(site_of(want, node_of[want.site_id], shifts) for want in demand.wants),
        shifts=tuple(_shift(shift, base_of[shift.team]) for shift in shifts),
        cover=demand.covers,
        duration_s=clean_matrix(duration_s) if isinstance(duration_s, np.ndarray) else duration_s,
        balance=balance,
        travel_weight=travel_weight,
    )


def site_of(want: Want, node: int, shifts: Iterable[Shift | ProblemShift] = ()) -> ProblemSite:
    """
    Write a wanted visit as the engine sees it.

    Parameters
    ----------
    want
        The visit.
    node
        Its row of the matrix.
    shifts
        Those of the week; the ones of teams that may not make the visit are forbidden to it.
    """
    return ProblemSite(
        id=want.site_id,
        node=node,
        service_s=want.service_s,
        prize=want.prize,
        must=want.must,
        must_rank=want.must_rank,
        windows=want.windows,
        needs=want.needs,
        card_holders=want.card_holders,
        village=want.village,
        barred=want.bar,
        forbidden_shifts=frozenset(shift.id for shift in shifts if shift.team in want.kept_from),
    )


def _shift(shift: Shift, node: int) -> ProblemShift:
    return ProblemShift(
        id=shift.id,
        team=shift.team,
        start_s=shift.start_s,
        end_s=shift.back_s,
        node=node,
        skills=shift.skills,
        card_holders=shift.card_holders,
        home_village=shift.home_village,
        rest=shift.rest,
    )
