"""Where a collection lies, kept until somebody writes: clients ask before every map."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.store.features import Choice
from data.store.tables import sql_table
from service.web.office import office_of
from service.web.ogc.routelines import route_extent

if TYPE_CHECKING:
    from fastapi import Request

    from data.store import Store
    from data.store.shapes import Box
    from service.web.ogc.collections import Collection

_KEPT = 256
_ALL_ROUTES = 100_000


def extent_of(request: Request, town: Store, asked: Collection) -> Box | None:
    """Give west, south, east, north of what the asker may see of a collection."""
    kept: OrderedDict[object, Box | None] = _kept(request)
    key = (asked.name, town.scope, _newest(request))
    if key not in kept:
        kept[key] = _measured(town, asked)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[key]


def _measured(town: Store, asked: Collection) -> Box | None:
    if asked.layer is None:
        return route_extent(town, Choice(where={}, limit=_ALL_ROUTES))
    return town.extent(asked.layer)


def _kept(request: Request) -> OrderedDict[object, Box | None]:
    state = request.app.state
    if not hasattr(state, "ogc_extents"):
        state.ogc_extents = OrderedDict()
    kept: OrderedDict[object, Box | None] = state.ogc_extents
    return kept


def _newest(request: Request) -> str | None:
    """Name the last change of the store."""
    audit = sql_table("audit")
    with office_of(request).store.connection() as connection:
        return connection.execute(select(func.max(audit.c.audit_id))).scalar()
