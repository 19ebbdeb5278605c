"""Doing the work and storing its answer at once."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import InputError
from service.jobs import leases
from service.jobs.child import LostError, _Voice, carry_out
from service.jobs.queue import enqueue, find_job
from tests.service.jobs.conftest import PLANNER, clock, counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store


def begin(store: Store, kind: str, *, lease_s: float = 30.0) -> tuple[str, dict[str, Any]]:
    """Ask for a job and claim it; give its id and the errand of its child."""
    job_id = enqueue(store, kind, {}, actor=PLANNER, clock=clock)
    leases.claim(store, "a", kinds=[kind], clock=clock, lease_s=lease_s)
    return job_id, {"job_id": job_id, "owner": "a", "kind": kind, "who": "li"}


def test_work_and_answer_are_stored_together(store: Store, count: str) -> None:
    """Signed by who asked, with the kind as purpose."""
    job_id, errand = begin(store, count)
    carry_out(store, errand, voice=_Voice(io.StringIO()))
    job = find_job(store, job_id)
    assert (job.state, job.progress, job.result) == ("done", 1.0, {"count": 1})
    assert store.settings()["two"] == "1"
    assert [(row["who"], row["what"]) for row in store.rows("audit")] == [("li", count)] * 2


def test_a_lost_job_stores_nothing(store: Store, count: str) -> None:
    """A second owner did it meanwhile: the first one's writing is taken back."""
    _, errand = begin(store, count, lease_s=-1.0)
    leases.claim(store, "b", kinds=[count], clock=clock)
    with pytest.raises(LostError):
        carry_out(store, errand, voice=_Voice(io.StringIO()))
    assert "one" not in store.settings()
    carry_out(store, errand | {"owner": "b"}, voice=_Voice(io.StringIO()))
    assert store.settings()["one"] == "1"


def test_a_done_job_is_not_done_again(store: Store, count: str) -> None:
    """Whoever comes late with the same errand finds that it is over."""
    _, errand = begin(store, count)
    carry_out(store, errand, voice=_Voice(io.StringIO()))
    with pytest.raises(LostError):
        carry_out(store, errand, voice=_Voice(io.StringIO()))
    assert store.settings()["one"] == "1"


def test_an_error_after_writing_stores_nothing(store: Store, kind_of: Callable[..., str]) -> None:
    """Also what was written in a unit that had ended."""

    def work(*arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on
        counted(*arguments)
        raise InputError("No.", zh="不行。")

    _, errand = begin(store, kind_of("breaks", work))
    with pytest.raises(InputError):
        carry_out(store, errand, voice=_Voice(io.StringIO()))
    assert "one" not in store.settings()


def test_progress_is_told_as_lines_of_json() -> None:
    """A few times a second at most: the second of two at once is left out; no total is none."""
    out = io.StringIO()
    voice = _Voice(out)
    voice.progress(1, 4, "x")
    voice.progress(2, 4, "y")
    voice.told_s = -1e9
    voice.progress(1, 0)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"done": 0.25, "note": "x"},
        {"done": 0.0, "note": ""},
    ]
