"""
Whether two descriptions are of one site: yes, no, or a question for a person.

A false merge loses a site and nobody sees it; a question costs a person a minute. So only what
two independent facts say is yes, whatever one fact says alone is a question, and what any fact
denies is no. docs/adr/0011-one-site-twice.md argues the thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import OSA

from data.ledger.entries import away_m
from data.ledger.likeness import Likeness, likeness

if TYPE_CHECKING:
    from data.ledger.entries import SiteEntry

NEXT_DOOR_M = 30.0
"""As near as a phone measures one gate twice: names that lack a piece still mean one site."""
SAME_PLACE_M = 100.0
"""Two rows of one name and village are one site when they lie as near as this."""
SAME_ADDRESS_M = 2_000.0
"""... or when their addresses are equal too; a wrong datum moves a point by up to 1.5 km."""
SAME_CODE_M = 3_000.0
"""Rows with one credit code are one site up to here; further away the firm has a second plant."""
APART_M = 2_000.0
"""Namesakes of one village that nothing tells apart are asked about up to here."""
SAME_SPOT_M = 5.0
"""Two lists of one parcel differ by less; who works there under another name may be the same."""
_CODE_SLIPS = 2

Answer = Literal["same", "doubt", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Whether two descriptions are of one site, and why.

    Attributes
    ----------
    answer
        ``doubt`` is a question for a person.
    zh, en
        Why, as part of a sentence.
    likeness
        How alike the names are; not compared where codes or kinds tell the two apart.
    metres
        How far apart they lie.
    """

    answer: Answer
    zh: str
    en: str
    likeness: Likeness
    metres: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two descriptions, compared fact by fact; ``None`` where a fact is not known of both."""

    names: Likeness
    metres: float
    same_village: bool | None
    same_address: bool | None
    same_kind: bool


def compare(one: SiteEntry, other: SiteEntry, *, places: tuple[str, ...] = ()) -> Verdict:
    """
    Say whether two descriptions are of one site; the order does not matter.

    Parameters
    ----------
    one, other
        The descriptions.
    places
        Places that stand before names in this town, as ``learn_places`` gives them.
    """
    if _is_plainly_other(one, other):
        return Verdict("other", "", "", Likeness.OTHER, away_m(one, other))
    names = _names_alike(one, other, places)
    pair = _Pair(
        names=names,
        metres=away_m(one, other),
        same_village=_equal(one.village_key, other.village_key),
        same_address=_same_address(one, other),
        same_kind=one.kind == other.kind,
    )
    code, former = one.proof, other.proof
    if code and former:
        answer, zh, en = _by_code(pair) if code == former else _by_other_code(pair, code, former)
    else:
        answer, zh, en = _by_words(pair) if pair.same_kind else _of_two_kinds(pair)
    return Verdict(answer, zh, en, names, pair.metres)


def _names_alike(one: SiteEntry, other: SiteEntry, places: tuple[str, ...]) -> Likeness:
    """Compare names; equal ones are not taken apart first."""
    if one.name_key == other.name_key:
        return Likeness.EQUAL
    return likeness(one.parts(places), other.parts(places))


def may_be_renamed(one: SiteEntry, other: SiteEntry, *, places: tuple[str, ...] = ()) -> bool:
    """
    Tell whether two sites with unlike names could be one that was renamed.

    They are of one kind and on one spot, and nothing tells them apart but their names: no village,
    no address, no number or direction (东院, 2号), and neither has a credit code that would say.

    Parameters
    ----------
    one, other
        Sites that ``compare`` calls two.
    places
        As in ``compare``.
    """
    if one.kind != other.kind or one.proof or other.proof or away_m(one, other) > SAME_SPOT_M:
        return False
    if _equal(one.village_key, other.village_key) is False or _same_address(one, other) is False:
        return False
    told, also = one.parts(places).telling, other.parts(places).telling
    return not (told and also and told != also)


def _is_plainly_other(one: SiteEntry, other: SiteEntry) -> bool:
    """Tell two sites apart without their names, which take longest to compare."""
    code, former = one.proof, other.proof
    if code and former:
        return OSA.distance(code, former, score_cutoff=_CODE_SLIPS) > _CODE_SLIPS
    if one.kind != other.kind and away_m(one, other) > SAME_PLACE_M:
        return True
    in_two_villages = _equal(one.village_key, other.village_key) is False
    return in_two_villages and away_m(one, other) > SAME_PLACE_M


def _equal(one: str, other: str) -> bool | None:
    return one == other if one and other else None


def _same_address(one: SiteEntry, other: SiteEntry) -> bool | None:
    """Tell by the whole address, else by house numbers; missing where neither says anything."""
    if not one.address_key or not other.address_key:
        return None
    if one.address_key == other.address_key:
        return True
    return False if one.house and other.house and one.house != other.house else None


def _by_code(pair: _Pair) -> tuple[Answer, str, str]:
    """Trust an equal code where name and place agree with it."""
    if pair.metres > SAME_CODE_M:
        km = f"{pair.metres / 1000:.1f}"
        return "doubt", f"信用代码相同，但相距 {km} 公里", f"same credit code, but {km} km apart"
    if pair.names == Likeness.OTHER:
        return "doubt", "信用代码相同，名称不同", "same credit code, different names"
    return "same", f"信用代码相同，{_far_zh(pair)}", f"same credit code, {_far_en(pair)}"


def _by_other_code(pair: _Pair, code: str, former: str) -> tuple[Answer, str, str]:
    """Two codes are two firms, unless one is the other with a slip."""
    slips = OSA.distance(code, former, score_cutoff=_CODE_SLIPS)
    near = pair.metres <= SAME_PLACE_M and pair.names >= Likeness.SHORT
    if near and slips <= _CODE_SLIPS and pair.same_kind:
        why = f"信用代码只差 {slips} 位，名称相同", f"codes differ in {slips} signs, names alike"
        return "doubt", *why
    return "other", "", ""


def _by_words(pair: _Pair) -> tuple[Answer, str, str]:
    if pair.names == Likeness.OTHER:
        return "other", "", ""
    if pair.same_village is False:
        return _in_two_villages(pair)
    if pair.names == Likeness.EQUAL:
        return _of_one_name(pair)
    reach_m = SAME_PLACE_M if pair.same_address or pair.names == Likeness.SHORT else NEXT_DOOR_M
    if pair.same_address is False or pair.metres > reach_m:
        return "other", "", ""
    sure = pair.names == Likeness.SHORT and pair.same_village
    if sure and (pair.same_address or pair.metres <= NEXT_DOOR_M):
        return "same", f"名称只有详略之分，{_far_zh(pair)}", f"one name shortened, {_far_en(pair)}"
    return "doubt", f"名称相近，{_far_zh(pair)}", f"similar names, {_far_en(pair)}"


def _of_two_kinds(pair: _Pair) -> tuple[Answer, str, str]:
    """Ask where only the kinds tell two apart: a firm in an idle plant is two sites, or is not."""
    answer, zh, en = _by_words(pair)
    if answer != "same":
        return "other", "", ""
    return (
        "doubt",
        f"{zh}，一处记为企业，一处记为闲置厂房",
        f"{en}, one an enterprise, one an idle plant",
    )


def _in_two_villages(pair: _Pair) -> tuple[Answer, str, str]:
    """One name in two villages is two sites, unless both stand on one spot."""
    here = pair.metres <= SAME_PLACE_M and pair.same_address is not False
    if pair.names != Likeness.EQUAL or not here:
        return "other", "", ""
    return "doubt", f"名称相同，村不同，{_far_zh(pair)}", f"one name, two villages, {_far_en(pair)}"


def _of_one_name(pair: _Pair) -> tuple[Answer, str, str]:
    """Places decide between namesakes, and house numbers where places are near."""
    near_m = NEXT_DOOR_M if pair.same_address is False else SAME_PLACE_M
    if pair.metres <= near_m and pair.same_address is False:
        return (
            "doubt",
            f"名称相同，门牌不同，{_far_zh(pair)}",
            f"one name, two house numbers, {_far_en(pair)}",
        )
    village = ("名称和村", "name and village") if pair.same_village else ("名称", "name")
    zh, en = f"{village[0]}相同，{_far_zh(pair)}", f"same {village[1]}, {_far_en(pair)}"
    reach_m = SAME_ADDRESS_M if pair.same_address else SAME_PLACE_M
    if pair.metres <= reach_m and pair.same_address is not False:
        return "same", zh, en
    apart = pair.same_address is None and pair.metres <= APART_M
    return ("doubt", zh, en) if apart or pair.same_address else ("other", "", "")


def _far_zh(pair: _Pair) -> str:
    return f"相距 {pair.metres:.0f} 米"


def _far_en(pair: _Pair) -> str:
    return f"{pair.metres:.0f} m apart"
