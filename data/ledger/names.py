"""Bring names of sites and villages to a form in which two spellings of one name are equal."""

from __future__ import annotations

import re
from functools import lru_cache

from data.ledger.values import narrow

_FIRM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司)$")
_VILLAGE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区|村)$")
_MARKS = re.compile(r"[\W_]+")
_NAMES_REMEMBERED, _VILLAGES_REMEMBERED = 1 << 17, 1 << 12
"""Names whose key is kept: visits name the same sites again and again."""


@lru_cache(maxsize=_NAMES_REMEMBERED)
def name_key(name: str | None) -> str:
    """
    Reduce a site's name: width, blanks, punctuation and the legal form do not tell sites apart.

    Examples
    --------
    >>> name_key("鑫源（东院）有限公司") == name_key("鑫源 (东院)公司")
    True
    >>> name_key("鑫源(东院)") == name_key("鑫源(西院)")
    False
    """
    word = narrow(name or "").lower()
    bare = _MARKS.sub("", word)
    return _FIRM.sub("", bare) or bare or word


@lru_cache(maxsize=_VILLAGES_REMEMBERED)
def village_key(village: str | None) -> str:
    """
    Reduce a village's name to what its people call it.

    Examples
    --------
    >>> village_key("刘湾村") == village_key("刘湾村委会") == "刘湾"
    True
    """
    word = _MARKS.sub("", narrow(village or ""))
    return _VILLAGE.sub("", word) or word
