"""The towns that a store knows of, for whoever says who may see which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from data.store.tables import sql_table

if TYPE_CHECKING:
    from data.store import Store


def known_towns(store: Store) -> set[str]:
    """Read the towns that have a site; an index answers, whatever the number of sites."""
    town = sql_table("site").c.town
    with store.connection() as connection:
        found = connection.execute(select(town).distinct().where(town.is_not(None)))
        return {str(name) for (name,) in found}
