"""Publishing: one version of a week counts, and nobody changes it under a team's feet unasked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, NotFoundError, UnsureError
from service.access.actors import Actor
from service.access.clock import office_day
from service.pipeline.plans.publishing import has_begun, publications, publish, published, withdraw
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.weeks import WEEK, draft, town

if TYPE_CHECKING:
    from data.store import Store

PLANNER = Actor(account_id="a", name="planner", role="planner")


def saturday() -> datetime:
    """Tell a moment before the week begins."""
    return datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def monday() -> datetime:
    """Tell a moment when teams are out."""
    return datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def two_drafts(store: Store) -> tuple[str, str]:
    """Write two versions of the week."""
    town(store)
    return draft(store, "v1", {"T1": ["S1"]}), draft(store, "v2", {"T1": ["S2"]}, version=2)


def test_a_plan_is_a_draft_until_it_is_published(store: Store) -> None:
    """Teams are shown nothing by a plan that somebody only tries."""
    first, _ = two_drafts(store)
    assert published(store, WEEK) is None
    publish(store, first, actor=PLANNER, clock=saturday)
    assert published(store, WEEK) == first


@BOTH_STORES
def test_the_newest_publication_counts_whatever_version_it_names(store: Store) -> None:
    """A former version may be given out again; the list tells all of it, newest first."""
    first, second = two_drafts(store)
    for plan_id in (first, second, first):
        publish(store, plan_id, actor=PLANNER, clock=saturday, note="改")
    assert published(store, WEEK) == first
    assert [one.plan_id for one in publications(store, WEEK)] == [first, second, first]
    assert {one.who for one in publications(store, WEEK)} == {"planner"}


@BOTH_STORES
def test_taking_back_leaves_none(store: Store) -> None:
    """The version before must not come into force by itself: nobody decided that."""
    first, second = two_drafts(store)
    publish(store, first, actor=PLANNER, clock=saturday)
    publish(store, second, actor=PLANNER, clock=saturday)
    assert withdraw(store, WEEK, clock=saturday) == second
    assert published(store, WEEK) is None
    assert all(one.withdrawn for one in publications(store, WEEK))


@BOTH_STORES
def test_what_is_published_is_not_published_again(store: Store) -> None:
    """A form sent twice does it once, and says so."""
    first, _ = two_drafts(store)
    publish(store, first, actor=PLANNER, clock=saturday)
    with pytest.raises(ConfigError, match="v1 is published already"):
        publish(store, first, actor=PLANNER, clock=saturday)
    assert len(publications(store, WEEK)) == 1


def test_after_the_week_began_it_asks_again(store: Store) -> None:
    """A team may be out by the plan that is replaced."""
    first, _ = two_drafts(store)
    with pytest.raises(UnsureError, match="has begun") as refused:
        publish(store, first, actor=PLANNER, clock=monday)
    assert refused.value.ask == "is_sure"
    assert published(store, WEEK) is None
    publish(store, first, actor=PLANNER, clock=monday, is_sure=True)
    assert published(store, WEEK) == first


def test_unknown_plans_and_weeks_are_told(store: Store) -> None:
    """Nothing is written for what is not there."""
    with pytest.raises(NotFoundError, match="no plan 'v9'"):
        publish(store, "v9", actor=PLANNER, clock=saturday)
    with pytest.raises(NotFoundError, match="No plan of 2026-W48 is published"):
        withdraw(store, WEEK, clock=saturday)


@BOTH_STORES
def test_every_publication_is_in_the_audit(store: Store) -> None:
    """Who gave a team its route is asked after an accident."""
    first, _ = two_drafts(store)
    publish(store, first, actor=PLANNER, clock=saturday)
    last = store.rows("audit")[-1]
    assert '"publication"' in last["counts"]
    assert first in last["detail"]


def test_the_week_begins_by_the_clock_of_china() -> None:
    """Sunday 16:00 UTC is Monday 00:00 in the office."""
    before, after = (
        datetime(2026, 11, 22, 15, 59, tzinfo=UTC),
        datetime(2026, 11, 22, 16, tzinfo=UTC),
    )
    assert office_day(lambda: before).isoformat() == "2026-11-22"
    assert not has_begun(WEEK, lambda: before)
    assert has_begun(WEEK, lambda: after)
