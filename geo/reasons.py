"""Reasons as text: sentences with their points, for the store and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import orjson

from data.model import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from geo.signals import Signal


def write_reasons(reasons: Iterable[Reason]) -> str:
    """Write reasons as the JSON text of column ``score.reasons``."""
    listed = [
        {"code": r.code, "points": r.points, "zh": r.zh, "en": r.en, "evidence": r.evidence}
        for r in reasons
    ]
    return orjson.dumps(listed).decode()


def read_reasons(text: str) -> tuple[Reason, ...]:
    """
    Read column ``score.reasons`` of one site.

    Returns
    -------
    reasons
        As written: overrides first, then the most points first.
    """
    return tuple(Reason(**one) for one in orjson.loads(text))


def explain(
    signals: Sequence[Signal], points: NDArray[float64], first: Sequence[Reason | None]
) -> list[str]:
    """
    Write the reasons of every site.

    Parameters
    ----------
    signals
        ``k`` factors.
    points
        Shape ``(n, k)``: what each factor adds to the risk of each site, 0-1.
    first
        Length ``n``: a reason outside the sum that comes before all others, or ``None``.

    Returns
    -------
    reasons
        Length ``n``, JSON. Every factor with points is there, the most points first; equal points
        in the order of ``signals``.
    """
    order = np.argsort(-points, axis=1, kind="stable")
    unknown = [_unknown_reason(one) for one in signals]
    written = []
    for site, ranked in enumerate(order):
        reasons = [
            _one_reason(signals[k], unknown[k], site, float(points[site, k]))
            for k in ranked
            if points[site, k] != 0
        ]
        override = first[site]
        written.append(write_reasons(reasons if override is None else [override, *reasons]))
    return written


def _one_reason(one: Signal, unknown: Reason, site: int, points: float) -> Reason:
    if not one.known[site]:
        return replace(unknown, points=points)
    return Reason(one.code, points, one.zh[site], one.en[site], one.evidence[site])


def _unknown_reason(one: Signal) -> Reason:
    """Say that a factor is unknown, and what counts instead."""
    zh, en = one.label
    if (one.known & one.applies).any():
        zh, en = (
            f"{zh}不详，按同类场所的中位数计分",
            f"Unknown: {en}; the median of its kind counts",
        )
    else:
        zh, en = f"{zh}均不详，按一半计分", f"Unknown everywhere: {en}; half of the points count"
    return Reason(one.code, 0.0, zh, en)
