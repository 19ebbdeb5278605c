"""Which places had to wait: due by rule, promised by nobody."""

from __future__ import annotations

from service.pipeline.plans.deferred import deferred


def row(*codes: str, must: bool = False) -> dict[str, object]:
    """Write a row of what a plan leaves out."""
    listed = ",".join(f'{{"code":"{code}","zh":"x","en":"x"}}' for code in codes)
    return {"why": f"[{listed}]" if codes else "", "must": must}


def test_only_what_is_due_and_no_promise_counts() -> None:
    """Two of six: a broken promise is told by itself, and risk alone makes nothing due."""
    left = [row("duty"), row("risk", "lookback"), row("duty", must=True), row("risk"), row(), row()]
    assert deferred(left) == 2
