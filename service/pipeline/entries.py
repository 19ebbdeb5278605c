"""What people enter by hand: the site they mean, the number of the new row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import ConfigError, NotFoundError
from service.pipeline.naming import find_named

if TYPE_CHECKING:
    from data.ports import Tables
    from data.store import Store


def meant_site(store: Store, asked: str) -> str:
    """
    Find the one site that an id or a name means.

    Raises
    ------
    NotFoundError
        If there is none.
    ConfigError
        If it may be several.
    """
    meant = find_named(store, asked)
    if not isinstance(meant, str):
        ids = "、".join(site.site_id for site in meant)
        raise ConfigError(
            f"{asked!r} may mean {len(meant)} sites ({ids}); give the id of one.",
            zh=f"“{asked}”可能是 {len(meant)} 个点位（{ids}），请写编号。",
        )
    if meant not in store.read("site").index:
        raise NotFoundError(
            f"{asked!r} is no site of the ledger.", zh=f"“{asked}”不是台账中的点位。"
        )
    return meant


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
