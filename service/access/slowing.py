"""Slowing down who guesses: a bucket for each address, a growing pause for each name."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

FREE = 5
"""Tries of a name that are looked at without a pause."""
LONGEST_PAUSE = timedelta(minutes=15)
_SITE_BITS = 64
"""One house has a whole network of this size in IPv6, and could use a new address each time."""


def pause_after(tries: int) -> timedelta:
    """
    Say how long a name rests after so many tries in a row that failed.

    Examples
    --------
    >>> [int(pause_after(tries).total_seconds()) for tries in (4, 5, 6, 7, 14, 15, 10_000)]
    [0, 1, 2, 4, 512, 900, 900]
    """
    if tries < FREE:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(tries - FREE, 10)), LONGEST_PAUSE)


def house_of(address: str) -> str:
    """
    Name the house that an address belongs to: itself, or its network in IPv6.

    Examples
    --------
    >>> house_of("2001:db8:1:2:3:4:5:6"), house_of("192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _SITE_BITS), strict=False))


@dataclass(frozen=True, slots=True)
class _Bucket:
    left: float
    moment: datetime


class Buckets:
    """
    One bucket of tries for each key; it fills again with time.

    Parameters
    ----------
    capacity
        Tries at once, > 0.
    every
        Time in which one try comes back, > 0.
    most
        Keys that are remembered; the one unused for longest is forgotten first.
    """

    def __init__(self, *, capacity: int, every: timedelta, most: int = 10_000) -> None:
        self._capacity = capacity
        self._every = every
        self._most = most
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Count the keys that are remembered."""
        return len(self._buckets)

    def take(self, key: str, moment: datetime) -> timedelta:
        """Take one try; nothing is taken where it answers with a time to wait."""
        with self._lock:
            left = self._left(key, moment)
            if left < 1:
                return (1 - left) * self._every
            self._put(key, _Bucket(left - 1, moment))
            return timedelta(0)

    def give_back(self, key: str, moment: datetime) -> None:
        """Give back a try that turned out to be the right person's."""
        with self._lock:
            self._put(key, _Bucket(min(self._left(key, moment) + 1, self._capacity), moment))

    def _left(self, key: str, moment: datetime) -> float:
        bucket = self._buckets.get(key)
        if bucket is None:
            return self._capacity
        passed = max(moment - bucket.moment, timedelta(0))
        return min(bucket.left + passed / self._every, self._capacity)

    def _put(self, key: str, bucket: _Bucket) -> None:
        self._buckets.pop(key, None)
        if bucket.left < self._capacity:
            self._buckets[key] = bucket
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)


class Strangers:
    """
    Tries of names that no account has: paused as an account is, so that nobody learns names.

    Parameters
    ----------
    most
        Names that are remembered; the one tried longest ago is forgotten first.
    """

    def __init__(self, *, most: int = 10_000) -> None:
        self._most = most
        self._tries: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def count(self, name: str, moment: datetime) -> timedelta:
        """Count one try; it is not counted where it answers with a time to wait."""
        with self._lock:
            tries, until = self._tries.pop(name, (0, moment))
            if until > moment:
                self._tries[name] = (tries, until)
                return until - moment
            self._tries[name] = (tries + 1, moment + pause_after(tries + 1))
            if len(self._tries) > self._most:
                self._tries.popitem(last=False)
            return timedelta(0)
