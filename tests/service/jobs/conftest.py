"""People who ask for work, a clock that stands still, and kinds of work that cost nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from service.access.actors import Actor, permissions_of
from service.access.roles import Permission
from service.jobs.kinds import KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.ports import Progress
    from data.store import Store

PLANNER = Actor(
    account_id="p", name="planner", role="planner", permissions=permissions_of("planner")
)
COUNT = "count"
_NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def clock() -> datetime:
    """Stand still."""
    return _NOW


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a kind of work that counts a setting up in one unit, and another in a second unit."""
    monkeypatch.setitem(KINDS, COUNT, Kind(COUNT, Permission.PLAN, counted))
    return COUNT


@pytest.fixture
def kind_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Let a test make a kind of its own."""

    def make(name: str, work: Callable[..., Any], **facts: Any) -> str:  # noqa: ANN401 - of a Kind
        monkeypatch.setitem(KINDS, name, Kind(name, Permission.PLAN, work, **facts))
        return name

    return make


def counted(store: Store, _argument: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Count two settings up, in a unit each."""
    found = 0
    for name in ("one", "two"):
        with store.writing() as unit:
            found = int(unit.settings().get(name, "0")) + 1
            unit.set(name, str(found))
        progress(1, 2)
    return {"count": found}
