"""Whom to turn to at a site: its grid keeper, and the telephone number its ledger gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.store.retelling import numbers_in

if TYPE_CHECKING:
    from collections.abc import Mapping

Contact = tuple[tuple[str, str], ...]
"""Each as a name and a telephone number, which is empty where none is known."""

_WITHOUT_NUMBER = frozenset({"patrol", "night", "special", "sweep", "drone"})
"""Visits that stay outside or come unannounced: nobody needs to ring the owner for them."""
_NUMBER_HEADERS = re.compile(r"电话|手机|联系方式|phone", re.IGNORECASE)
_NAME_HEADERS = re.compile(r"联系人|负责人|法人|法定代表人|contact", re.IGNORECASE)


def contacts(sites: pd.DataFrame) -> dict[str, Contact]:
    """
    List by site whom its ledger names.

    Parameters
    ----------
    sites
        Table by schema ``SITE``. The keeper has a column; a number is what stands in a column of
        the ledger that this table has no place for, under a header such as ``联系电话``.

    Returns
    -------
    contacts
        Site id to contacts, the keeper first; only sites with one.
    """
    known = zip(sites.index, sites["keeper"], sites["extra"], strict=True)
    told = {str(site): (*_keeper(keeper), *_owner(extra)) for site, keeper, extra in known}
    return {site: contact for site, contact in told.items() if contact}


def contacts_for(contact: Contact, visit_type: str) -> Contact:
    """
    Keep what a visit of a type needs: nobody for an audit, no number where none is rung.

    Examples
    --------
    >>> contacts_for((("张三", ""), ("李四", "13800000000")), "patrol")
    (('张三', ''),)
    """
    if visit_type == "audit":
        return ()
    if visit_type in _WITHOUT_NUMBER:
        return tuple(one for one in contact if not one[1])
    return contact


def _keeper(keeper: object) -> Contact:
    return () if pd.isna(keeper) or not str(keeper).strip() else ((str(keeper).strip(), ""),)  # type: ignore[call-overload]


def _owner(extra: object) -> Contact:
    """Find a number, and the name beside it, among the columns that no table has a place for."""
    if not isinstance(extra, str) or not extra:
        return ()
    columns: Mapping[str, Any] = orjson.loads(extra)
    numbers = [
        number
        for header, text in columns.items()
        if _NUMBER_HEADERS.search(header)
        for number in numbers_in(str(text))
    ]
    names = [
        str(text).strip()
        for header, text in columns.items()
        if _NAME_HEADERS.search(header) and not _NUMBER_HEADERS.search(header)
    ]
    if not numbers:
        return ()
    return ((names[0] if names else "", numbers[0]),)
