"""What people enter by hand: the team they mean, the number of the new row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import NotFoundError
from data.schema import TABLES

if TYPE_CHECKING:
    from data.ports import PlainRows
    from data.store import Store


def meant_team(store: Store, asked: str) -> str:
    """
    Find the team that an id or a name means.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    names = {str(team): str(name) for team, name in store.read("team")["name"].items()}
    found = [team for team, name in names.items() if asked in (team, name)]
    if not found:
        raise NotFoundError(
            f"There is no team {asked!r}; the teams are {', '.join(names.values())}.",
            zh=f"没有队伍“{asked}”；现有：{'、'.join(names.values())}。",
        )
    return found[0]


def next_id(tables: PlainRows, table: str, prefix: str) -> str:
    """Give a new row the number after all that have the prefix."""
    key = TABLES[table].key
    known = (str(row[key]) for row in tables.rows(table, columns=(key,)))
    numbers = (one.removeprefix(prefix) for one in known if one.startswith(prefix))
    return f"{prefix}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1:05d}"
