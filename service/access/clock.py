"""Moments as the store writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timezone
from typing import TYPE_CHECKING

from data.units import CHINA_OFFSET

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Clock = Callable[[], datetime]
    """Gives the moment it is, with its time zone."""


_CHINA = timezone(CHINA_OFFSET)


def now() -> datetime:
    """Read the machine's clock, UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """
    Write a moment as ``audit`` does; written moments are ordered as the moments are.

    Examples
    --------
    >>> written(datetime(2026, 11, 21, 8, 15, 30, 250_000, tzinfo=UTC))
    '2026-11-21T08:15:30.250Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def office_moment(clock: Clock) -> datetime:
    """Say what the office's clocks show: those of China, wherever the machine stands."""
    return clock().astimezone(_CHINA)


def office_day(clock: Clock) -> date:
    """Say which day the office's calendar shows."""
    return office_moment(clock).date()


def local(text: str) -> str:
    """
    Write a moment of the store as China's clocks show it, to the minute.

    Examples
    --------
    >>> local("2026-11-21T18:15:30.250Z")
    '2026-11-22 02:15'
    """
    return shown(read(text))


def shown(moment: datetime) -> str:
    """
    Write a moment as China's clocks show it, to the minute.

    Examples
    --------
    >>> shown(datetime(2026, 11, 21, 18, 15, tzinfo=UTC))
    '2026-11-22 02:15'
    """
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"


def read(text: str) -> datetime:
    """Read a moment that was written so."""
    return datetime.fromisoformat(text)
