"""Cheap kinds of work, to be killed: one that counts, one that kills itself, one that is slow."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

from service.access.roles import Permission
from service.jobs.kinds import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.ports import Progress
    from data.store import Store

MARK, POISON, SLOW = "mark", "poison", "slow"


def add_kinds() -> None:
    """Let this process know the kinds."""
    for name, work in ((MARK, _mark), (POISON, _poison), (SLOW, _slow)):
        KINDS.setdefault(name, Kind(name, Permission.PLAN, work))


def setting_of(number: int) -> str:
    """Name the setting that a job counts up."""
    return f"mark-{number:05d}"


def _mark(store: Store, argument: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Count a setting up by one, in two units: doing it twice, or by half, is seen."""
    name = setting_of(argument["number"])
    for half in (name, f"{name}-again"):
        with store.writing() as unit:
            count = int(unit.settings().get(half, "0")) + 1
            unit.set(half, str(count))
        progress(1, 2)
    time.sleep(argument["rest_s"])  # the lock is held and the answer not stored: a bad moment
    return {"count": count}


def _poison(_store: Store, _argument: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    """Die as code in C does."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def _slow(store: Store, argument: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Take long: with the store's lock, where asked."""
    if argument.get("writes"):
        with store.writing() as unit:
            unit.set("slow", "begun")
    for step in range(600):
        progress(step, 600)
        time.sleep(0.1)
    return {}
