"""Slowing down who guesses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.access.slowing import Buckets, Strangers, house_of, pause_after

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_bucket_gives_its_tries_and_then_one_at_a_time() -> None:
    """Three at once; the fourth half a try later waits the other half: 10 s of 20 s."""
    buckets = Buckets(capacity=3, every=20 * SECOND)
    assert [buckets.take("a", NOW) for _ in range(3)] == [timedelta(0)] * 3
    assert buckets.take("a", NOW + 10 * SECOND) == 10 * SECOND
    assert buckets.take("a", NOW + 20 * SECOND) == timedelta(0)
    assert buckets.take("b", NOW) == timedelta(0)


def test_try_given_back_can_be_taken_again() -> None:
    """An office of many people behind one address signs in one after the other."""
    buckets = Buckets(capacity=1, every=20 * SECOND)
    for _ in range(50):
        assert buckets.take("office", NOW) == timedelta(0)
        buckets.give_back("office", NOW)


@given(st.lists(st.integers(0, 40), max_size=60))
def test_bucket_memory_is_bounded(keys: list[int]) -> None:
    """However many addresses ask; a full bucket is as good as none."""
    buckets = Buckets(capacity=2, every=SECOND, most=7)
    for step, key in enumerate(keys):
        buckets.take(str(key), NOW + step * SECOND / 10)
        assert len(buckets) <= 7


def test_clock_that_goes_back_takes_no_try_away() -> None:
    """A machine's clock is set right now and then."""
    buckets = Buckets(capacity=2, every=SECOND)
    buckets.take("a", NOW)
    assert buckets.take("a", NOW - timedelta(hours=1)) == timedelta(0)


def test_stranger_is_paused_as_an_account_is() -> None:
    """Five tries, then 1 s, 2 s, 4 s; a try within the pause is not counted."""
    strangers, moment = Strangers(), NOW
    assert [strangers.count("x", moment) for _ in range(5)] == [timedelta(0)] * 5
    for pause in (1, 2, 4):
        assert strangers.count("x", moment) == pause * SECOND
        moment += pause * SECOND
        assert strangers.count("x", moment) == timedelta(0)


def test_strangers_memory_is_bounded() -> None:
    """The name tried longest ago is forgotten first: eight tries of another push it out."""
    strangers = Strangers(most=2)
    for _ in range(6):
        strangers.count("x", NOW)
    strangers.count("y", NOW)
    assert strangers.count("x", NOW) > timedelta(0)
    strangers.count("z", NOW)
    strangers.count("w", NOW)
    assert strangers.count("x", NOW) == timedelta(0)


@given(st.integers(0, 100_000))
def test_pause_never_shrinks_and_ends_at_a_quarter_of_an_hour(tries: int) -> None:
    """Nobody is locked out for a day by somebody else's guesses."""
    assert pause_after(tries) <= pause_after(tries + 1) <= timedelta(minutes=15)


def test_one_house_is_one_network() -> None:
    """Else every try of a guesser comes from a new address of IPv6."""
    assert house_of("2001:db8::1") == house_of("2001:db8::ffff:1")
    assert house_of("2001:db8:0:1::1") != house_of("2001:db8::1")
    assert house_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert house_of("testclient") == "testclient"
