"""Where the sample town's enterprises and idle plants stand, and what its ledger says of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from data.sample.chart import town_degrees
from data.sample.names import (
    INDUSTRIES,
    TOWN_SHORT,
    credit_code,
    enterprise_name,
    idle_name,
    keeper_name,
)
from data.sample.spots import SETTINGS, Surveyor
from data.schema import SITE, as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.random import Generator

    from data.sample.land import Land
    from data.sample.names import Industry
    from data.sample.spots import Spot

SITES, IDLE_SHARE = 600, 0.25
SOURCE = "示范镇台账(虚构).xlsx"
_ENTERPRISE_SHARES = (0.27, 0.43, 0.15, 0.03, 0.12)
_IDLE_SHARES = (0.1, 0.4, 0.15, 0.23, 0.12)
_LEDGER_KNOWS = 0.66
_SAYS_CHEMICALS = 0.85
_NIGHT_ONLY = 0.4


Choices = tuple[tuple[str | None, float], ...]
"""What a ledger cell may say, and how often."""

_LICENCES: Choices = (
    ("齐全", 0.6),
    ("缺环评", 0.16),
    ("缺环评、缺用地", 0.08),
    ("缺消防验收", 0.09),
    (None, 0.07),
)
_STATUS: Choices = (
    ("operating", 0.74),
    ("partly", 0.09),
    ("stopped", 0.07),
    ("zombie", 0.06),
    ("unknown", 0.04),
)
_IDLE_STATUS: Choices = (("idle", 0.86), ("shut", 0.08), ("unknown", 0.06))
_REMARKS: Choices = (
    (None, 0.78),
    ("二房东转租", 0.08),
    ("仍有用电", 0.09),
    ("夜间有灯光", 0.05),
)
_OLD_GRADES: Choices = (  # of former years: it says little, as in real ledgers
    (None, 0.35),
    ("red", 0.04),
    ("orange", 0.11),
    ("yellow", 0.25),
    ("blue", 0.25),
)


def draw_sites(rng: Generator, land: Land) -> tuple[pd.DataFrame, list[str]]:
    """
    Make up the ledger of the town's sites.

    Returns
    -------
    sites
        By schema ``SITE``; a quarter are idle plants.
    settings
        How each site lies, aligned with the rows; no ledger says it.
    """
    idle = rng.permutation(np.arange(SITES) < IDLE_SHARE * SITES)
    spots = _spots(rng, land, idle.tolist())
    lon, lat = town_degrees([spot.x for spot in spots], [spot.y for spot in spots])
    villages = [_village(land, spot) for spot in spots]
    keepers = {village: keeper_name(rng) for village in land.centres}
    hosts = {spot.host for spot in spots if spot.host is not None}
    rows = []
    for number, (spot, village) in enumerate(zip(spots, villages, strict=True)):
        facts = _idle_row(rng, village, number) if idle[number] else _enterprise_row(rng)
        walls = {"shared_walls": _walls(rng, spot, shares=number in hosts or spot.host is not None)}
        place = {"lon_deg": float(lon[number]), "lat_deg": float(lat[number])}
        rows.append(facts | walls | place | _address(rng, number, village, keepers[village]))
    return as_table(_named_apart(rows), SITE), [spot.setting for spot in spots]


def _spots(rng: Generator, land: Land, idle: Sequence[bool]) -> list[Spot]:
    surveyor = Surveyor(rng, land)
    for empty in idle:
        shares = _IDLE_SHARES if empty else _ENTERPRISE_SHARES
        surveyor.place(str(rng.choice(SETTINGS, p=shares)))
    return surveyor.spots


def _address(rng: Generator, number: int, village: str, keeper: str) -> dict[str, object]:
    return {
        "site_id": f"S{number + 1:05d}",
        "address": f"{TOWN_SHORT}{village}{int(rng.integers(1, 400))}号",
        "village": village,
        "town": TOWN_SHORT,
        "keeper": keeper,
        "ledger_grade": _some(rng, _OLD_GRADES),
        "datum": "wgs84",
        "datum_stated": True,
        "source": f"{SOURCE} {number + 3}",
    }


def _village(land: Land, spot: Spot) -> str:
    return min(land.centres, key=lambda name: math.dist((spot.x, spot.y), land.centres[name]))


def _enterprise_row(rng: Generator) -> dict[str, object]:
    shares = [industry.share for industry in INDUSTRIES]
    industry = INDUSTRIES[int(rng.choice(len(INDUSTRIES), p=shares))]
    workers = max(1, round(float(rng.lognormal(2.3, 0.9))))
    area_m2 = round(float(workers * rng.lognormal(4.2, 0.5)))
    return {
        "kind": "enterprise",
        "name": enterprise_name(rng, industry),
        "code": credit_code(rng),
        "industry": industry.words,
        "industry_code": industry.code,
        "workers": float(workers),
        "area_m2": float(area_m2),
        "licences": _some(rng, _LICENCES),
        "chemicals": bool(rng.random() < industry.chemicals)
        if rng.random() < _SAYS_CHEMICALS
        else None,
        "status": _some(rng, _STATUS),
        "hours": _hours(rng, industry),
    }


def _hours(rng: Generator, industry: Industry) -> str:
    if rng.random() >= industry.night:
        return "day"
    return "night" if rng.random() < _NIGHT_ONLY else "both"


def _idle_row(rng: Generator, village: str, number: int) -> dict[str, object]:
    return {
        "kind": "idle_factory",
        "name": idle_name(rng, village, number + 1),
        "area_m2": round(float(rng.lognormal(6.8, 0.8))),
        "status": _some(rng, _IDLE_STATUS),
        "remark": _some(rng, _REMARKS),
    }


def _walls(rng: Generator, spot: Spot, *, shares: bool) -> str | None:
    """Say whether several share the walls; a ledger knows of two in three."""
    known = rng.random() < _LEDGER_KNOWS
    word = "园中园" if spot.setting == "works" else "厂中厂"
    return word if shares and known else None


def _some(rng: Generator, choices: Choices) -> str | None:
    words = [word for word, _ in choices]
    return words[int(rng.choice(len(words), p=[share for _, share in choices]))]


def _named_apart(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Put a number to names that were drawn twice, so that people can tell the places apart."""
    seen: dict[object, int] = {}
    apart = []
    for row in rows:
        count = seen[row["name"]] = seen.get(row["name"], 0) + 1
        apart.append(row if count == 1 else row | {"name": f"{row['name']}(第{count}处)"})
    return apart
