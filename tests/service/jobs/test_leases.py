"""Who runs a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.jobs import leases
from service.jobs.queue import enqueue, find_job, wish_end
from tests.service.jobs.conftest import PLANNER, clock

if TYPE_CHECKING:
    from data.store import Store
    from service.jobs.leases import Claim

GONE_S = -1.0
"""A lease that has run out already."""
REASON = {"en": "Its process broke off.", "zh": "任务进程中断。"}


def take(store: Store, kind: str, owner: str, *, lease_s: float = 30.0) -> Claim | None:
    """Claim a job of a kind."""
    return leases.claim(store, owner, kinds=[kind], clock=clock, lease_s=lease_s)


def ask(store: Store, kind: str, number: int = 0) -> str:
    """Ask for one job."""
    return enqueue(store, kind, {"number": number}, actor=PLANNER, clock=clock)


def test_a_job_is_held_by_one_owner(store: Store, count: str) -> None:
    """The second worker finds nothing to do."""
    job_id = ask(store, count)
    first = take(store, count, "a")
    assert first is not None
    assert (first.job.job_id, first.job.state, first.job.attempts) == (job_id, "running", 1)
    assert take(store, count, "b") is None


def test_another_kind_is_left_to_others(store: Store, count: str) -> None:
    """A worker without our files takes no imports."""
    ask(store, count)
    assert take(store, "import", "a") is None


def test_who_was_silent_too_long_loses_the_job(store: Store, count: str) -> None:
    """What it says afterwards changes nothing: neither a beat nor an end."""
    job_id = ask(store, count)
    stale = take(store, count, "a", lease_s=GONE_S)
    fresh = take(store, count, "b")
    assert stale is not None
    assert fresh is not None
    assert not leases.beat(store, stale, progress=0.5, note="").is_held
    leases.fail(store, stale, REASON, clock=clock)
    leases.give_back(store, stale, clock=clock)
    with store.aside() as connection:
        assert not leases.finish(connection, stale, {}, clock=clock)
    found = find_job(store, job_id)
    assert (found.state, found.attempts, found.progress) == ("running", 2, 0.0)
    assert leases.beat(store, fresh, progress=0.5, note="half").is_held
    assert find_job(store, job_id).note == "half"


def test_a_beat_renews_the_lease(store: Store, count: str) -> None:
    """Nobody takes a job whose owner spoke."""
    ask(store, count)
    held = take(store, count, "a", lease_s=GONE_S)
    assert held is not None
    leases.beat(store, held, progress=0.1, note="")
    assert take(store, count, "b") is None


def test_after_three_silent_owners_it_has_failed(store: Store, count: str) -> None:
    """Without the sweep it would be called running for ever; the next job is begun meanwhile."""
    # Jobs of one millisecond are begun in any order.
    poison, other = sorted([ask(store, count, 1), ask(store, count, 2)])
    for owner in "abc":
        held = take(store, count, owner, lease_s=GONE_S)
        assert held is not None
        assert held.job.job_id == poison
    following = take(store, count, "d")
    assert following is not None
    assert following.job.job_id == other
    assert leases.sweep(store, clock=clock) == 1
    found = find_job(store, poison)
    assert found.state == "failed"
    assert found.error is not None
    assert "3" in found.error["zh"]
    assert leases.sweep(store, clock=clock) == 0


def test_a_job_given_back_loses_no_try(store: Store, count: str) -> None:
    """Its worker was told to stop: that is no fault of the job."""
    job_id = ask(store, count)
    held = take(store, count, "a")
    assert held is not None
    leases.give_back(store, held, clock=clock)
    found = find_job(store, job_id)
    assert (found.state, found.attempts) == ("queued", 0)


def test_a_job_that_broke_off_is_tried_three_times(store: Store, count: str) -> None:
    """The last reason is told, in both languages."""
    job_id = ask(store, count)
    for owner in "abc":
        held = take(store, count, owner)
        assert held is not None
        leases.try_again(store, held, REASON, clock=clock)
    found = find_job(store, job_id)
    assert (found.state, found.attempts) == ("failed", 3)
    assert found.error is not None
    assert found.error["en"].endswith(REASON["en"])


def test_an_unwanted_job_that_broke_off_has_ended_as_asked(store: Store, count: str) -> None:
    """Nobody looks into a log for a job that somebody called off at its first try."""
    job_id = ask(store, count)
    held = take(store, count, "a")
    assert held is not None
    wish_end(store, job_id, clock=clock)
    leases.try_again(store, held, REASON, clock=clock)
    found = find_job(store, job_id)
    assert (found.state, found.error) == ("cancelled", None)


def test_a_cancel_of_a_silent_owner_is_swept(store: Store, count: str) -> None:
    """Nobody takes it up again to cancel it."""
    job_id = ask(store, count)
    take(store, count, "a", lease_s=GONE_S)
    wish_end(store, job_id, clock=clock)
    assert take(store, count, "b") is None
    leases.sweep(store, clock=clock)
    assert find_job(store, job_id).state == "cancelled"


def test_a_running_job_hears_that_it_is_unwanted(store: Store, count: str) -> None:
    """At its next look, and a job given back then is cancelled in place of waiting."""
    job_id = ask(store, count)
    held = take(store, count, "a")
    assert held is not None
    wish_end(store, job_id, clock=clock)
    assert leases.standing(store, held).is_unwanted
    leases.give_back(store, held, clock=clock)
    assert find_job(store, job_id).state == "cancelled"


def test_a_long_writing_on_a_file_costs_nobody_their_lease(store: Store, count: str) -> None:
    """Leases grow by the time of the lock; one that had run out before it stays run out."""
    if store.file is None:
        return  # on a server leases are renewed meanwhile
    for number in range(3):
        ask(store, count, number)
    writer, waiter, silent = (take(store, count, owner) for owner in "abc")
    assert writer is not None
    assert waiter is not None
    assert silent is not None
    leases.beat(store, waiter, progress=0.5, note="", lease_s=-30.0)
    leases.beat(store, silent, progress=0.5, note="", lease_s=-90.0)
    with store.aside() as connection:
        assert leases.finish(connection, writer, {}, clock=clock, locked_s=60.0)
    taken = take(store, count, "d")
    assert taken is not None
    assert taken.job.job_id == silent.job.job_id
    assert take(store, count, "e") is None
