"""Which record a person means who gives an id or the name of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from data.errors import NotFoundError
from data.ledger.names import name_key
from data.schema import TABLES, as_records
from data.words import SITE_STATUS, label
from service.pipeline.places.sites import text_of
from service.results.past import NamedSite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from data.store import Store
    from data.words import Lang

_WITH_IDS = (
    *("site", "finding", "inspection", "tip", "team", "plan"),
    *("given_order", "disposition", "expert_day"),
)
"""Tables whose ids a person may ask for; a score has the id of its site."""
_SHORTEST = 2
"""Signs of a name, at least, that are looked for inside other names."""
_HITS_SHOWN = 8
"""Sites of one name that an error lists."""


def find_named(store: Store, asked: str) -> str | tuple[NamedSite, ...]:
    """
    Find the record that is meant.

    Parameters
    ----------
    asked
        An id that a record has or had; else the name of a site, now or formerly, else a piece of
        names. Blanks, brackets and the legal form of a company do not matter.

    Returns
    -------
    found
        The id of the one record; or the sites that the name may mean, by id.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    if _is_id(store, asked):
        return asked
    sites = store.read("site")
    found = _called(sites, asked) or _formerly_called(store, sites, asked) or _like(sites, asked)
    if not found:
        raise NotFoundError(
            f"Expected the id of a site or finding such as S00012, got {asked!r}; "
            "no row has it or ever had, and no site's name has it in it.",
            zh=f"没有编号为“{asked}”的点位或隐患，也从未有过；编号应如 S00012。"
            "也没有点位的名称里有这几个字。",
        )
    return found[0].site_id if len(found) == 1 else found


def candidates(meant: Sequence[NamedSite], lang: Lang) -> str:
    """Write the sites that a name may mean, each with what tells it from the others."""
    more = len(meant) - _HITS_SHOWN
    rest = (f"，另有 {more} 个" if lang == "zh" else f" and {more} more") if more > 0 else ""
    comma = "、" if lang == "zh" else ", "
    return comma.join(_told(one, lang) for one in meant[:_HITS_SHOWN]) + rest


def _is_id(store: Store, asked: str) -> bool:
    if any(len(store.read(table, where={TABLES[table].key: [asked]})) for table in _WITH_IDS):
        return True
    return len(store.read("history", where={"row_id": [asked]})) > 0


def _called(sites: pd.DataFrame, asked: str) -> tuple[NamedSite, ...]:
    key = name_key(asked)
    return _listed(sites[[name_key(name) == key for name in sites["name"]]])


def _like(sites: pd.DataFrame, asked: str) -> tuple[NamedSite, ...]:
    key = name_key(asked)
    if len(key) < _SHORTEST:
        return ()
    return _listed(sites[[key in name_key(name) for name in sites["name"]]])


def _formerly_called(store: Store, sites: pd.DataFrame, asked: str) -> tuple[NamedSite, ...]:
    """Find sites that had the name before they changed it, or until they were removed."""
    key, found = name_key(asked), {}
    for row in as_records(store.read("history", where={"table_name": ["site"]})):
        before = orjson.loads(row["before"])
        site_id = str(row["row_id"])
        if name_key(before.get("name") or "") == key:
            gone = {"site_id": site_id, "name": before["name"], "village": before.get("village")}
            found[site_id] = _named(gone | {"status": None})
    standing = {one.site_id: one for one in _listed(sites[sites.index.isin(list(found))])}
    return tuple(standing.get(site_id, found[site_id]) for site_id in sorted(found))


def _listed(sites: pd.DataFrame) -> tuple[NamedSite, ...]:
    return tuple(_named(row) for row in as_records(sites))


def _named(row: dict[str, object]) -> NamedSite:
    status = row["status"]
    return NamedSite(
        site_id=str(row["site_id"]),
        name=str(row["name"]),
        village=text_of(row["village"]),
        status=None if status is None else str(status),
    )


def find_site(store: Store, asked: str) -> str:
    """
    Find the one site that is meant.

    Parameters
    ----------
    asked
        As of :func:`find_named`.

    Returns
    -------
    site_id
        Of a site that the store holds now.

    Raises
    ------
    NotFoundError
        If there is none, if what is meant is no site or was removed, or if several sites fit; then
        the message names them.
    """
    found = find_named(store, asked)
    if isinstance(found, str):
        return _standing(store, found)
    zh, en = candidates(found, "zh"), candidates(found, "en")
    raise NotFoundError(
        f"{asked!r} may be any of {len(found)} sites; ask again by id: {en}.",
        zh=f"“{asked}”可能是 {len(found)} 个点位中的一个，请用编号再查：{zh}。",
    )


def _standing(store: Store, site_id: str) -> str:
    if store.read("site", where={"site_id": [site_id]}).empty:
        raise NotFoundError(
            f"{site_id} is not the id of a site of the store now; `gridpatrol history {site_id}` "
            "tells what is known of it.",
            zh=f"{site_id} 现在不是库中点位的编号；gridpatrol history {site_id} 可查它的来龙去脉。",
        )
    return site_id


def _told(one: NamedSite, lang: Lang) -> str:
    """Name a site with what tells it apart from others of its name."""
    status = "" if one.status is None else label(SITE_STATUS, one.status, lang)
    facts = [fact for fact in (one.village, status) if fact]
    if not facts:
        return f"{one.site_id} {one.name}"
    if lang == "zh":
        return f"{one.site_id} {one.name}（{'，'.join(facts)}）"
    return f"{one.site_id} {one.name} ({', '.join(facts)})"


def check_village(store: Store, village: str) -> None:
    """
    Make sure that a site of the ledger lies in a village.

    Raises
    ------
    NotFoundError
        If none does; the message names the villages there are.
    """
    check_known("village", "村", village, store.read("site")["village"].dropna())


def check_known(what: str, what_zh: str, name: str, known: Iterable[str]) -> None:
    """
    Make sure that a name is one of those on record.

    Raises
    ------
    NotFoundError
        If it is none; the message lists them.
    """
    names = sorted(set(known))
    if name not in names:
        raise NotFoundError(
            f"The records know no {what} {name!r}; there are {', '.join(names) or 'none'}.",
            zh=f"记录里没有{what_zh}“{name}”；已有：{'、'.join(names) or '无'}。",
        )
