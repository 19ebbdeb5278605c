"""What was seen of a load, as Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Seen = Sequence[tuple[str, int, float]]

_OK = range(200, 400)
HEAD = (
    "| request | n | errors | p50, ms | p95, ms | p99, ms | longest, ms |\n"
    "| --- | --: | --: | --: | --: | --: | --: |"
)


def kinds_table(seen: Seen) -> str:
    """Write one row for each kind of request, and one for all."""
    kinds = sorted({kind for kind, _, _ in seen})
    rows = [_row(kind, [one for one in seen if one[0] == kind]) for kind in kinds]
    return "\n".join([HEAD, *rows, _row("**all**", seen)])


def _row(name: str, seen: Seen) -> str:
    times = np.array([one[2] for one in seen])
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    wrong = Counter(status for _, status, _ in seen if status not in _OK)
    told = ", ".join(f"{count} of {status}" for status, count in sorted(wrong.items())) or "0"
    figures = f"{p50:.0f} | {p95:.0f} | {p99:.0f} | {times.max():.0f}"
    return f"| {name} | {len(seen)} | {told} | {figures} |"


def shares_row(spent: Mapping[str, float], seconds: float, *, requests: int, plans: int) -> str:
    """Say which share of one processor each program took, and what a request cost the server."""
    shares = ", ".join(f"{name} {100 * cpu / seconds:.0f} %" for name, cpu in spent.items())
    cost = 1000 * spent["server"] / max(requests, 1)
    rate = requests / seconds
    return (
        f"\nOf one processor: {shares}. {rate:.1f} requests a second, {cost:.1f} ms of the "
        f"server's processor each; {plans} plans done meanwhile."
    )
