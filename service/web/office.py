"""What every request may use: the store, the settings, the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.access.clock import now
from service.web.door import Door

if TYPE_CHECKING:
    from fastapi import Request

    from data.store import Store
    from service.access.clock import Clock
    from service.web.settings import WebSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """
    One running service.

    Attributes
    ----------
    store
        The whole store; pages read it by ``service.web.gate.seen``, which cuts it down to what
        their actor may see.
    settings
        As the operator set them.
    clock
        Tells the moment; tests set their own.
    door
        Slows sign-ins down.
    """

    store: Store
    settings: WebSettings
    clock: Clock = now
    door: Door = field(default_factory=Door)


def office_of(request: Request) -> Office:
    """Give the running service to a route."""
    office: Office = request.app.state.office
    return office
