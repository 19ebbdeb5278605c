"""How often what phones send is learnt from: not while every inspector waits at a gate."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request

EVERY = timedelta(minutes=10)
"""To learn minutes anew reads every visit there is; who does not learn notes that it is due."""


class Lessons:
    """When this process last learnt from what phones sent."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._lock = Lock()

    def are_due(self, moment: datetime) -> bool:
        """Tell one caller in ten minutes that it should learn; the first one too."""
        with self._lock:
            is_due = self._last is None or not self._last <= moment < self._last + EVERY
            if is_due:
                self._last = moment
            return is_due


def lessons_of(request: Request) -> Lessons:
    """Give what the running service remembers of lessons."""
    state = request.app.state
    if not hasattr(state, "lessons"):
        state.lessons = Lessons()
    lessons: Lessons = state.lessons
    return lessons
