"""Speed limits as people tag them."""

from __future__ import annotations

import re

import numpy as np

from data.units import FASTEST_KM_H

KM_PER_MILE = 1.609344
_ZONE_LIMIT_KM_H = {
    "cn:urban": 50.0,
    "cn:rural": 70.0,
    "cn:trunk": 80.0,
    "cn:motorway": 120.0,
    "walk": 5.0,
}
_SPLIT = re.compile(r"[;,|、]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tag_parts(text: str) -> list[str]:
    """Split a tag that holds several values, such as ``40;60`` or ``['40', '60']``."""
    return [part.strip(" []'\"").lower() for part in _SPLIT.split(text)]


def limit_km_h(text: object) -> float:
    """
    Read an OSM ``maxspeed`` tag.

    Parameters
    ----------
    text
        Such as ``40``, ``30 mph``, ``['40', '60']``, ``40;60``, ``CN:urban``, ``限速40``; or
        missing.

    Returns
    -------
    limit_km_h
        Kilometres an hour; the lowest where several are given; ``nan`` where the tag says nothing
        usable (``none``, ``signals``, 0, over 150).

    Examples
    --------
    >>> limit_km_h("40"), limit_km_h("['60', '40']"), limit_km_h("CN:urban")
    (40.0, 40.0, 50.0)
    >>> round(limit_km_h("30 mph"), 2)
    48.28
    """
    if not isinstance(text, str):
        text = "" if text is None or (isinstance(text, float) and np.isnan(text)) else str(text)
    limits = [_one_limit_km_h(part) for part in tag_parts(text)]
    usable = [limit for limit in limits if 0 < limit <= FASTEST_KM_H]
    return min(usable, default=float("nan"))


def _one_limit_km_h(word: str) -> float:
    if word in _ZONE_LIMIT_KM_H:
        return _ZONE_LIMIT_KM_H[word]
    number = _NUMBER.search(word)
    if number is None:
        return float("nan")
    return float(number[0]) * (KM_PER_MILE if "mph" in word else 1.0)
