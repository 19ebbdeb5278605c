"""Asking for work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, InputError, NotFoundError, ScopeError, TooManyError
from service.jobs import leases
from service.jobs.queue import WAITING_LIMIT, enqueue, find_job, wish_end
from tests.service.jobs.conftest import PLANNER, clock

if TYPE_CHECKING:
    from data.store import Store
    from service.access.actors import Actor


def ask(store: Store, kind: str, actor: Actor = PLANNER, **argument: object) -> str:
    """Ask for one job."""
    return enqueue(store, kind, argument, actor=actor, clock=clock)


def test_the_same_work_that_waits_is_joined(store: Store, count: str) -> None:
    """Two presses of one button are one job; other work is another."""
    assert ask(store, count, number=1) == ask(store, count, number=1)
    assert ask(store, count, number=1) != ask(store, count, number=2)


def test_running_work_is_joined_only_while_nothing_was_stored(store: Store, count: str) -> None:
    """What began before an import does not read it: whoever asks after it asks anew."""
    first = ask(store, count, number=1)
    leases.claim(store, "a", kinds=[count], clock=clock)
    assert ask(store, count, number=1) == first
    with store.writing() as unit:
        unit.set("new", "1")
    assert ask(store, count, number=1) != first


def test_a_seed_is_drawn_when_it_is_asked_and_hinders_no_joining(store: Store) -> None:
    """A second try searches as the first did."""
    one, other = ask(store, "plan", week="2026-W48"), ask(store, "plan", week="2026-W48")
    assert one == other
    assert isinstance(find_job(store, one).argument["seed"], int)


def test_who_may_not_ask_is_refused(store: Store, count: str) -> None:
    """The child reads every town: nobody of some towns, or without the right, has it work."""
    for fewer in ({"towns": frozenset({"甲镇"})}, {"permissions": frozenset()}):
        with pytest.raises(ScopeError, match="may not ask for the work 'count'"):
            ask(store, count, replace(PLANNER, **fewer))
    assert store.rows("job") == []


def test_one_person_may_have_so_many_waiting(store: Store, count: str) -> None:
    """Others may still ask."""
    for number in range(WAITING_LIMIT):
        ask(store, count, number=number)
    with pytest.raises(TooManyError, match="20 jobs waiting"):
        ask(store, count, number=-1)
    ask(store, count, replace(PLANNER, account_id="other"), number=-1)


def test_a_waiting_job_is_cancelled_at_once(store: Store, count: str) -> None:
    """And one that is over stays as it ended."""
    job_id = ask(store, count)
    wish_end(store, job_id, clock=clock)
    found = find_job(store, job_id)
    assert (found.state, found.ended) == ("cancelled", "2026-11-23T01:00:00.000Z")


def test_unknown_kinds_and_wrong_arguments_are_refused(store: Store) -> None:
    """When they are asked, in one line; nothing waits then."""
    with pytest.raises(InputError, match="Expected a job of the kinds"):
        ask(store, "nonsense")
    with pytest.raises(ConfigError, match="does not know wek"):
        ask(store, "plan", week="2026-W48", wek=1)
    assert store.rows("job") == []


def test_no_job_has_a_strange_id(store: Store) -> None:
    """Whoever makes one up is told that there is none."""
    with pytest.raises(NotFoundError):
        find_job(store, "x")


def test_a_job_is_seen_by_who_asked_and_who_may_ask_the_same(store: Store, count: str) -> None:
    """Whose towns are fewer than those of the asker sees nothing of it."""
    job = find_job(store, ask(store, count))
    assert job.is_seen_by(PLANNER)
    assert job.is_seen_by(replace(PLANNER, account_id="other"))
    assert not job.is_seen_by(replace(PLANNER, account_id="o", towns=frozenset({"甲镇"})))
    assert not job.is_seen_by(replace(PLANNER, account_id="o", permissions=frozenset()))
