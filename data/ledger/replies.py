"""What a person's answer about a row says, and why it cannot be used where it cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.ledger.notes import Note, note
from data.ledger.spellings import DATUM, find_code
from data.ledger.values import narrow

if TYPE_CHECKING:
    from collections.abc import Container

_SITE_ID = re.compile(r"S\d{5,}", re.ASCII)
_NEW_WORDS = (
    "新点位 新场所 新企业 新增点位 新增 新建 新 另一点位 另一个点位 不是同一点位 不是同一个 "
    "不同点位 独立点位 new newsite anothersite separate"
)
_DROP_WORDS = "不要 不导入 不要了 删除 删掉 作废 去掉 舍弃 忽略 无效 drop delete remove ignore skip"
_NEW, _DROP = frozenset(_NEW_WORDS.split()), frozenset(_DROP_WORDS.split())
_LONGEST_DATUM = 20
_LONGEST_SHOWN = 40

NEW, DROP = "新点位", "不要"
"""The answers that are a word, as a person writes them."""
DATUM_ANSWERS = ("高德", "腾讯", "百度", "GPS", "国土2000")
"""Datums, as a person names them."""
_MEANINGS = {
    "site": ("点位编号（如 S00012）", "a site id such as S00012"),
    "new": (f"{NEW}", f"{NEW} (new)"),
    "drop": (f"{DROP}", f"{DROP} (drop)"),
    "datum": ("坐标系（高德、百度、GPS、国土）", "a datum (高德, 百度, GPS, 国土)"),
}
TAKES: dict[str, tuple[str, ...]] = {
    "sites": ("site", "new", "drop", "datum"),
    "inspections": ("site", "drop"),
    "findings": ("site", "drop"),
    "power": ("site", "drop"),
    "tips": ("drop", "datum"),
    "teams": ("drop", "datum"),
}
"""Kind of ledger to what an answer about its rows may mean, codes of ``data.words.ANSWERS``."""
_ANY_TAKES = ("drop",)


_SITE_OPEN = ("site", "drop")
_WHICH_SITE = ("site", "new", "drop")
_DATUM_OPEN = ("datum", "drop")
_FITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("maybe_same", "maybe_renamed", "drop_visited"), _WHICH_SITE),
    **dict.fromkeys(("datum_open", "datum_silent", "datum_by_hand", "metres_on_map"), _DATUM_OPEN),
    **dict.fromkeys(("gone_unplaced", "gone_or_not"), _SITE_OPEN),
    **dict.fromkeys(("unknown_site", "site_elsewhere", "several_sites"), _SITE_OPEN),
    **dict.fromkeys(("site_rejected", "no_name"), _SITE_OPEN),
}
"""Why a row was not stored to the answers that settle it; any other row is mended, or dropped."""
_NAMED_BY_SITE = frozenset({"inspections", "findings", "power"})


def takes(kind: str) -> tuple[str, ...]:
    """Return what an answer about a row of a kind of ledger may mean."""
    return TAKES.get(kind, _ANY_TAKES)


def fitting(code: str, *, kind: str) -> tuple[str, ...]:
    """
    Return which answers settle a question; all that a row of the kind takes where none is named.

    Parameters
    ----------
    code
        Why the row was not stored, a key of ``notes.toml``; empty where that is not known.
    kind
        Code of ``data.words.LEDGER_KINDS``.

    Examples
    --------
    >>> fitting("datum_open", kind="sites"), fitting("no_day", kind="inspections")
    (('datum', 'drop'), ('drop',))
    """
    if not code:
        return takes(kind)
    fits = _FITS.get(code, _ANY_TAKES)
    if code == "no_name" and kind not in _NAMED_BY_SITE:  # a site needs a name of its own
        fits = _ANY_TAKES
    return tuple(meaning for meaning in fits if meaning in takes(kind))


def allowed(kind: str, code: str = "") -> tuple[str, str]:
    """
    Say what may be answered about a row of a kind of ledger, Chinese and English.

    Examples
    --------
    >>> allowed("inspections")
    ('点位编号（如 S00012）、不要', 'a site id such as S00012, 不要 (drop)')
    """
    said = [_MEANINGS[meaning] for meaning in fitting(code, kind=kind)]
    return "、".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def offered(kind: str, code: str = "") -> tuple[str, ...]:
    """List the words that may be chosen as an answer; a site's id is in no such list."""
    words = {"new": (NEW,), "drop": (DROP,), "datum": DATUM_ANSWERS}
    return tuple(word for meaning in fitting(code, kind=kind) for word in words.get(meaning, ()))


def read_answer(text: str, *, known: Container[str]) -> tuple[str, str | None] | None:
    """
    Read what an answer means.

    Parameters
    ----------
    text
        A site's id, 新点位, 不要, or a datum in any of its words.
    known
        Ids of sites.

    Returns
    -------
    answer
        Meaning and site; missing where it is none of these, or no such site is known.

    Examples
    --------
    >>> read_answer("s00012 (东院)", known={"S00012"}), read_answer("不要", known=())
    (('site', 'S00012'), ('drop', None))
    """
    word = narrow(text)
    if word in known:
        return "site", word
    found = _ids(word)
    if found:
        return ("site", found[0]) if len(found) == 1 and found[0] in known else None
    plain = word.lower().strip("。.！!，,")
    if plain in _NEW:
        return "new", None
    if plain in _DROP:
        return "drop", None
    short = len(word) <= _LONGEST_DATUM
    return ("datum", None) if short and find_code(word, DATUM) else None


def why_unread(text: str, *, kind: str, known: Container[str], code: str = "") -> Note:
    """Say what is wrong with an answer that ``read_answer`` does not understand."""
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    ids = _ids(narrow(text))
    if len(ids) > 1:
        return note("answer_two_sites", value=shown, ids=("、".join(ids), ", ".join(ids)))
    if ids and ids[0] not in known:
        return note("answer_no_site", value=shown, ids=ids[0], allowed=allowed(kind, code))
    return note("answer_unread", value=shown, allowed=allowed(kind, code))


def why_unused(text: str, *, kind: str) -> Note:
    """Say that an answer means something that rows of this kind of ledger cannot be."""
    return note("answer_unused", said=text, allowed=allowed(kind))


def why_misfit(text: str, *, kind: str, code: str) -> Note:
    """Say that an answer does not settle what its row is asked, and what would."""
    return note("answer_misfit", said=text, allowed=allowed(kind, code))


def _ids(word: str) -> list[str]:
    """List the site ids that a text names, each once."""
    return list(dict.fromkeys(_SITE_ID.findall(word.upper())))
