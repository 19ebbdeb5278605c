"""Tiny planning problems that tests share: places on a line, one minute apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from planning.problem import Bar, Break, Cover, Problem, ProblemShift, ProblemSite

MINUTE = 60
HOUR = 3600


def line(count: int, step_s: int = MINUTE) -> np.ndarray:
    """Lay ``count`` nodes on a line, ``step_s`` apart."""
    at = np.arange(count) * step_s
    return np.abs(at[:, None] - at[None, :]).astype(np.int32)


def visit(name: str, node: int, **what: Any) -> ProblemSite:  # noqa: ANN401  # any field
    """Build a visit of ten minutes worth ten; each test only says what matters to it."""
    facts = {"service_s": 10 * MINUTE, "prize": 10.0, **what}
    return ProblemSite(id=name, node=node, **facts)


def shift(name: str = "mon", **what: Any) -> ProblemShift:  # noqa: ANN401  # any field
    """Build a shift of one hour from node 0."""
    facts = {"team": "T1", "start_s": 0, "end_s": HOUR, "node": 0, **what}
    return ProblemShift(id=name, **facts)


def problem(
    *sites: ProblemSite,
    shifts: tuple[ProblemShift, ...] | None = None,
    **what: Any,  # noqa: ANN401  # any field
) -> Problem:
    """Build a problem on a line of ten nodes."""
    facts = {"duration_s": line(10), **what}
    return Problem(sites=sites, shifts=(shift(),) if shifts is None else shifts, **facts)


@st.composite
def problems(draw: st.DrawFn, most_sites: int = 6, most_shifts: int = 3) -> Problem:
    """Invent small problems that use every rule."""
    count = draw(st.integers(0, most_sites))
    shifts = tuple(_shift(draw, number) for number in range(draw(st.integers(1, most_shifts))))
    bans = st.sampled_from([[], [], [], [shifts[0].id]])
    sites = tuple(
        replace(_site(draw, number), forbidden_shifts=frozenset(draw(bans)))
        for number in range(count)
    )
    names = [site.id for site in sites]
    covers = (Cover(name="v", sites=tuple(names[:2])),) if draw(st.booleans()) else ()
    return Problem(
        sites=sites,
        shifts=shifts,
        duration_s=_matrix(draw),
        cover=covers,
        balance=draw(st.sampled_from([0.0, 1.0])),
        travel_weight=draw(st.sampled_from([0.001, 0.5])),
    )


def _matrix(draw: st.DrawFn) -> np.ndarray:
    rows = draw(
        st.lists(st.lists(st.integers(0, 20), min_size=5, max_size=5), min_size=5, max_size=5)
    )
    ways = np.array(rows, dtype=np.int32) * MINUTE
    np.fill_diagonal(ways, 0)
    if draw(st.booleans()):
        ways[3, 4] = 2**31 - 1
    return ways


def _site(draw: st.DrawFn, number: int) -> ProblemSite:
    open_min = draw(st.integers(0, 200))
    later = draw(st.integers(210, 300))
    windows = ((open_min * MINUTE, (open_min + 60) * MINUTE), (later * MINUTE, 400 * MINUTE))
    return ProblemSite(
        id=f"s{number}",
        node=draw(st.integers(0, 4)),
        service_s=draw(st.integers(0, 60)) * MINUTE,
        prize=float(draw(st.integers(0, 20))),
        must=draw(st.booleans()),
        must_rank=draw(st.integers(0, 1)),
        windows=windows[: draw(st.integers(0, 2))] if draw(st.booleans()) else ((0, 10**6),),
        needs=frozenset(draw(st.sampled_from([[], ["chem"]]))),
        card_holders=draw(st.integers(0, 1)),
        village=draw(st.sampled_from([None, "v1", "v2"])),
        visit_of="s0" if number == 1 and draw(st.booleans()) else None,
        min_gap_s=draw(st.sampled_from([0, HOUR])),
        barred=draw(st.sampled_from([None, None, None, Bar("cap_reached", {"visits": 1})])),
    )


def _shift(draw: st.DrawFn, number: int) -> ProblemShift:
    start_s = draw(st.integers(0, 2)) * 100 * MINUTE
    rest = Break(start_s + 60 * MINUTE, start_s + 90 * MINUTE, 30 * MINUTE)
    return ProblemShift(
        id=f"h{number}",
        team=f"t{number % 2}",
        start_s=start_s,
        end_s=start_s + draw(st.integers(120, 240)) * MINUTE,
        node=draw(st.integers(0, 4)),
        end_node=draw(st.sampled_from([None, 0, 1])),
        skills=frozenset(draw(st.sampled_from([[], ["chem"]]))),
        card_holders=draw(st.integers(0, 1)),
        home_village=draw(st.sampled_from([None, "v1"])),
        rest=rest if draw(st.booleans()) else None,
    )
