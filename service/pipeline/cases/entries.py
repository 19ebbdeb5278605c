"""What people enter by hand: the team they mean, the number of the new row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import NotFoundError

if TYPE_CHECKING:
    from data.ports import Tables
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


def next_id(tables: Tables, table: str, prefix: str) -> str:
    """
    Give a new row the number after all that have the prefix.

    Examples
    --------
    >>> from tests.builders import KnownTables
    >>> next_id(KnownTables(), "given_order", "ZL")
    'ZL00001'
    """
    known = tables.read(table).index.to_series().astype("str")
    numbers = known.str.extract(rf"^{prefix}(\d+)$")[0].dropna().astype(int)
    return f"{prefix}{int(numbers.max() if len(numbers) else 0) + 1:05d}"
