"""How much two names of sites are alike, and in which way they differ."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from data.ledger.glyphs import plain_glyphs
from data.ledger.names import name_key
from data.ledger.values import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKET = re.compile(r"[(\[{【〔<《](.*?)[)\]}】〕>》]")
_MARKS = re.compile(r"[\W_]+")
_FORMS = re.compile(
    r"(?P<firm>(?:股份有限|有限责任|有限|股份)?公司)|(?P<works>(?:加工|制造|制品|生产)?厂房?)|"
    r"(?P<spot>(?:加工|作业|经营|收购)[点站])|(?P<union>(?:农民)?(?:专业)?合作社)|"
    r"(?P<shop>经营部|门市部?|商行|商店|商铺|店铺?)|(?P<room>(?:加工)?作坊|工作室|车间)|"
    r"(?P<own>个体(?:工商)?户?)"
)
_ASIDE_FORM = re.compile(r"个体(?:工商)?户?|普通合伙|有限合伙|合伙|个人独资|分部")
_TELLING = frozenset("东西南北前后左右上下内外大小甲乙丙丁0123456789")
_PLACE_END = re.compile(r"[省市县区镇乡]|街道")
_PLACE_SIGNS = (3, 9)
_PLACE_NAMES = 5
_SHORTEST_CORE = 2
_ONE_SLIP_FROM = 3
_TWO_SLIPS_FROM = 8
_LIKE_PER_CENT = 80.0
_LONGEST = 80
_REMEMBERED = 262_144


class Likeness(IntEnum):
    """
    How alike two names are; the higher, the more.

    ``OTHER``: two names. ``LIKE``: a slip of the pen apart, or one is a piece of the other.
    ``FORM``: equal but for the form of business, 厂 and 合作社. ``SHORT``: equal but for a form, or
    a remark in brackets, that only one of them has. ``EQUAL``: two spellings of one name.
    """

    OTHER = 0
    LIKE = 1
    FORM = 2
    SHORT = 3
    EQUAL = 4


@dataclass(frozen=True, slots=True)
class NameParts:
    """
    What a name is made of, each piece in plain signs.

    Attributes
    ----------
    key
        The whole, as ``name_key`` gives it.
    core
        What is left without place, remark and form of business.
    form
        Group of forms of business; empty where the name states none.
    aside
        What stands in brackets.
    telling
        Directions and numbers, in order: they tell the east yard from the west yard.
    """

    key: str
    core: str
    form: str
    aside: str
    telling: str


@lru_cache(maxsize=_REMEMBERED)
def name_parts(name: str, places: tuple[str, ...] = ()) -> NameParts:
    """
    Take a name apart.

    Parameters
    ----------
    name
        As a ledger has it.
    places
        Names of places that may stand before it, such as its town and village.

    Examples
    --------
    >>> parts = name_parts("庆祖镇鑫源家具有限公司(东院)", ("庆祖镇",))
    >>> parts.core, parts.form, parts.aside, parts.telling
    ('鑫源家具', 'firm', '东院', '东')
    """
    text = plain_glyphs(narrow(name[:_LONGEST]).lower())
    asides = _MARKS.sub("", _ASIDE_FORM.sub("", "".join(_BRACKET.findall(text))))
    bare = _without_places(_MARKS.sub("", _BRACKET.sub("", text)), places)
    core, form = _split_form(bare)
    telling = "".join(sign for sign in core + asides if sign in _TELLING)
    return NameParts(name_key(name), core, form, asides, telling)


def _without_places(bare: str, places: tuple[str, ...]) -> str:
    """Take away places at the front, the longest first, as long as a name is left."""
    keys = sorted({plain_glyphs(place) for place in places if place}, key=len, reverse=True)
    found = True
    while found:
        found = False
        for key in keys:
            if bare.startswith(key) and len(bare) - len(key) >= _SHORTEST_CORE:
                bare, found = bare[len(key) :], True
    return bare


def _split_form(bare: str) -> tuple[str, str]:
    """Part the last form of business from a name that has something before it."""
    for match in _FORMS.finditer(bare):
        if match.end() == len(bare) and match.start() >= _SHORTEST_CORE:
            return bare[: match.start()], str(match.lastgroup)
    return bare, ""


def likeness(one: NameParts, other: NameParts) -> Likeness:
    """
    Say how alike two names are; the order does not matter.

    Names whose directions or numbers differ are at most ``LIKE``, and only if one of them has
    none: a yard without a number may be any of the numbered ones.

    Examples
    --------
    >>> likeness(name_parts("永盛木材厂"), name_parts("永胜木材厂")).name
    'LIKE'
    >>> likeness(name_parts("旧面粉厂(东院)"), name_parts("旧面粉厂(西院)")).name
    'OTHER'
    """
    if one.key == other.key:
        return Likeness.EQUAL
    if one.telling != other.telling:
        apart = one.telling and other.telling
        return Likeness.LIKE if one.core == other.core and not apart else Likeness.OTHER
    if one.core != other.core or len(one.core) < _SHORTEST_CORE:
        return Likeness.LIKE if _is_slip(one.core, other.core) else Likeness.OTHER
    return _around_one_core(one, other)


def _around_one_core(one: NameParts, other: NameParts) -> Likeness:
    if one.aside != other.aside:
        return Likeness.LIKE if one.aside and other.aside else Likeness.SHORT
    if one.form == other.form:
        return Likeness.EQUAL
    return Likeness.FORM if one.form and other.form else Likeness.SHORT


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two cores differ by a slip, or one is a piece of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_CORE:
        return False
    if short in long:
        return True
    if len(short) < _ONE_SLIP_FROM:
        return False
    slips = 2 if len(short) >= _TWO_SLIPS_FROM else 1
    return OSA.distance(one, other, score_cutoff=slips) <= slips or (
        ratio(one, other) >= _LIKE_PER_CENT
    )


def learn_places(names: Iterable[str]) -> tuple[str, ...]:
    """
    Learn which places office staff write before names: 庆祖镇, 濮阳县庆祖镇.

    Parameters
    ----------
    names
        Names of all sites; each counts once, however often it is given.

    Returns
    -------
    places
        Beginnings of three to nine signs that end as a town or county does and stand before at
        least five names, sorted.

    Examples
    --------
    >>> learn_places([f"庆祖镇{name}厂" for name in "甲乙丙丁戊"])
    ('庆祖镇',)
    """
    low, high = _PLACE_SIGNS
    counted = Counter(
        text[: match.end()]
        for text in {narrow(name[:_LONGEST]) for name in names}
        for match in _PLACE_END.finditer(text[:high])
        if match.end() >= low and len(text) >= match.end() + _SHORTEST_CORE
    )
    return tuple(sorted(place for place, count in counted.items() if count >= _PLACE_NAMES))
