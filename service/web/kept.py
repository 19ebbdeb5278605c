"""
What pages show, kept while the tables it was read from stay as they are.

::

    lines = kept(request, town, f"risk {query}", lambda tables: risk_lines(tables, …))

Which tables that were is noted while it is read, so that nobody lists them by hand. Every answer is
as new as the last unit of writing; an edit that left no trail, as one by QGIS in the store itself,
shows after ``LONGEST_S``.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from service.web.office import office_of
from service.web.versions import Trail

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from fastapi import Request

    from data.store import Store
    from service.web.versions import Version, Versions

    Answer = TypeVar("Answer")

LONGEST_S = 20.0
MOST = 400
"""Answers of one process; those not asked for longest go first."""
ASIDE = frozenset({"session", "job", "once", "credential"})
"""Tables whose changes leave no trail: what is read from them is not kept."""


@dataclass(frozen=True, slots=True)
class _Entry:
    value: Any
    read: Mapping[str, tuple[frozenset[str] | None, Version]]
    whole: tuple[int, str] | None
    made_s: float

    def holds(self, versions: Versions, moment_s: float) -> bool:
        """Tell whether nothing that it was read from has changed."""
        if moment_s - self.made_s > LONGEST_S:
            return False
        if self.whole is not None:
            return self.whole == versions.whole
        return all(
            versions.table(name, keys) == version for name, (keys, version) in self.read.items()
        )


class Kept:
    """The answers that one process keeps; two who ask at once wait for one reading."""

    def __init__(self) -> None:
        self.trail = Trail()
        self._lock = Lock()
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._turns: dict[Hashable, Lock] = {}

    def give(
        self,
        key: Hashable,
        versions: Versions,
        town: Store,
        make: Callable[[Store], Answer],
    ) -> Answer:
        """Give what is kept under a key, or make it."""
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
        try:
            with turn:
                found = self._found(key, versions)
                if found is None:
                    found = _made(town, versions, make)
                    self._keep(key, found)
        finally:
            self._forget_turn(key)
        value: Answer = found.value
        return value

    def _forget_turn(self, key: Hashable) -> None:
        """Keep no lock of what was not kept: anybody can ask for pages that are not there."""
        with self._lock:
            if key not in self._entries:
                self._turns.pop(key, None)

    def _found(self, key: Hashable, versions: Versions) -> _Entry | None:
        with self._lock:
            found = self._entries.get(key)
            if found is None or not found.holds(versions, time.monotonic()):
                return None
            self._entries.move_to_end(key)
            return found

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        with self._lock:
            if not entry.read.keys() & ASIDE:
                self._entries[key] = entry
            while len(self._entries) > MOST:
                gone, _ = self._entries.popitem(last=False)
                self._turns.pop(gone, None)


def _made(town: Store, versions: Versions, make: Callable[[Store], Any]) -> _Entry:
    noted: dict[str, frozenset[str] | None] = {}
    made_s = time.monotonic()
    with town.one_moment() as seen:
        value = make(seen.noting(noted))
    is_cut = town.scope.towns is not None  # whose rows these are is read from further tables
    read = {name: (keys, versions.table(name, keys)) for name, keys in noted.items()}
    return _Entry(value, read, versions.whole if is_cut else None, made_s)


def kept(request: Request, town: Store, what: Hashable, make: Callable[[Store], Answer]) -> Answer:
    """
    Give what a page shows, read anew only where something of it has changed.

    Parameters
    ----------
    town
        The store as the actor sees it.
    what
        Names it with all that it depends on beside the store and what of it may be seen: the day,
        the language, the query.
    make
        Reads it; what it returns is shared and must not be changed.
    """
    state = request.app.state
    if not hasattr(state, "kept"):
        state.kept = Kept()
    answers: Kept = state.kept
    if not hasattr(request.state, "versions"):
        request.state.versions = answers.trail.look(office_of(request).store)
    key = (what, town.scope.towns, town.scope.contacts)
    return answers.give(key, request.state.versions, town, make)
