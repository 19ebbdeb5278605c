"""Which town a person means, and which sites are its."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.errors import NotFoundError
from data.ledger.names import name_key, village_key
from service.pipeline.places.standing import read_sites
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.plans.sheets import town_name

if TYPE_CHECKING:
    from data.store import Store

_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Town:
    """
    One town of a store.

    Attributes
    ----------
    name
        As most ledgers write it; empty where nothing names it.
    sites
        Its sites by schema ``SITE``, villages of one name told apart.
    elsewhere
        How many sites of the store name another town.
    unnamed
        How many sites name no town, where the store has several: nobody knows whose they are.
    every
        All sites of the store, to say whose a tip-off is.
    """

    name: str
    sites: pd.DataFrame
    elsewhere: int
    unnamed: int
    every: pd.DataFrame

    @property
    def is_only(self) -> bool:
        """Whether the store holds no other town."""
        return len(self.sites) == len(self.every)


def find_town(store: Store, asked: str | None) -> Town:
    """
    Find the town that is meant.

    Parameters
    ----------
    asked
        Its name, or a piece of it; ``None`` where the store holds one town.

    Raises
    ------
    NotFoundError
        If the store has no site, no town of that name, or several that fit; the message names them.
    """
    every = read_sites(store)
    keys = every["town"].map(name_key, na_action="ignore")
    names = {str(key): str(group.mode().iloc[0]) for key, group in every["town"].groupby(keys)}
    if len(names) <= 1:
        settled = store.settings().get("town") or town_name(every, store.read("area"))
        name = next(iter(names.values()), settled)
        _chosen({name_key(name): name}, asked)
        return _town(store, every, name=name, every=every, unnamed=0)
    key = _chosen(names, asked)
    mine = every[(keys == key).fillna(value=False).astype(bool)]
    return _town(store, mine, name=names[key], every=every, unnamed=int(keys.isna().sum()))


def _town(
    store: Store, sites: pd.DataFrame, *, name: str, every: pd.DataFrame, unnamed: int
) -> Town:
    told = tell_villages_apart(store, sites, "village")
    spelled = told["village"].map(village_key, na_action="ignore")
    usual = told["village"].groupby(spelled).agg(lambda group: group.mode().iloc[0])
    return Town(
        name=name,
        sites=told.assign(village=spelled.map(usual)),
        elsewhere=len(every) - len(sites) - unnamed,
        unnamed=unnamed,
        every=every,
    )


def _chosen(names: dict[str, str], asked: str | None) -> str:
    if asked is None and len(names) == 1:
        return next(iter(names))
    key = name_key(asked or "")
    fitting = [key] if key in names else [one for one in sorted(names) if key and key in one]
    if len(fitting) == 1:
        return fitting[0]
    listed = [names[one] for one in fitting or sorted(names)]
    shown, more = listed[:_NAMES_SHOWN], len(listed) - _NAMES_SHOWN
    rest_zh, rest_en = (f"等 {len(listed)} 个", f" and {more} more") if more > 0 else ("", "")
    raise NotFoundError(
        f"Expected the name of one town, got {asked or 'none'}; it may be "
        f"{', '.join(shown)}{rest_en}.",
        zh=f"请写明一个镇的名称，现为“{asked or '没有写'}”；可以是{'、'.join(shown)}{rest_zh}。",
    )


def town_tips(town: Town, tips: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """
    Choose the tip-offs of a town.

    Parameters
    ----------
    tips
        By schema ``TIP``.

    Returns
    -------
    mine
        All where the store holds one town; else those that name one of its sites, those whose
        nearest site is its, and those that name one of its villages, in this order of trust.
    unplaced
        How many say nothing of where, where the store holds several towns.
    """
    if town.is_only or tips.empty:
        return tips, 0
    villages = set(town.sites["village"].map(village_key, na_action="ignore").dropna())
    named = tips["village"].map(village_key, na_action="ignore").isin(villages)
    has_site, has_spot = tips["site_id"].notna(), tips["lon_deg"].notna()
    is_mine = pd.Series(_nearest(town, tips), index=tips.index).where(has_spot, named)
    is_mine = tips["site_id"].isin(town.sites.index).where(has_site, is_mine)
    unplaced = ~has_site & ~has_spot & tips["village"].isna()
    return tips[is_mine.astype(bool)], int(unplaced.sum())


def _nearest(town: Town, tips: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell of each tip-off whether the site nearest to it is of the town; no spot is no."""
    places = shapely.points(town.every[["lon_deg", "lat_deg"]].to_numpy(float))
    index = shapely.STRtree(np.asarray(places, dtype=object))
    spots = tips[["lon_deg", "lat_deg"]].to_numpy(float)
    has_spot = ~np.isnan(spots).any(axis=1)
    found = np.zeros(len(tips), dtype=bool)
    nearest = index.nearest(shapely.points(spots[has_spot]))
    found[has_spot] = town.every.index[nearest].isin(town.sites.index)
    return found
