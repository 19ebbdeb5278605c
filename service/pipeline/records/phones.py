"""What phones say of one stop: which of them is taken, and which contradict each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.ledger.pagesaid import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from data.ledger.pagefiles import PageRecord

Errand = tuple[str, str, str]
"""Week, stop and day of the route: one errand, whichever version of the week's plan asks for it."""


def record_key(record: PageRecord) -> str:
    """Name what one phone says of one stop of one plan."""
    return f"{record.plan}:{record.stop}:{record.device}"


def errand_of(week: str, stop: str, day: date) -> Errand:
    """Name the errand that a stop of a plan is."""
    return week, stop, day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """
    What a phone last said of a stop, and whether somebody set it aside.

    Attributes
    ----------
    record
        What it said.
    is_refused
        Whether the office chose another phone's word when this was the last word of this one.
    """

    record: PageRecord
    is_refused: bool = False

    @property
    def age(self) -> tuple[str, str, str]:
        """Order words by their edits; equal ones by what they say, so that all agree."""
        record = self.record
        return record.edited_at.isoformat(), record.device, content_of(record.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """
    What is taken of all that was said of one errand.

    Attributes
    ----------
    taken
        The word that counts; missing where all was taken back.
    standings
        Code of ``data.words.STANDINGS`` by key of the record.
    rivals
        Words that contradict the one taken, later ones first.
    """

    taken: PageRecord | None
    standings: Mapping[str, str]
    rivals: tuple[PageRecord, ...]


def heard(words: Mapping[str, Word], told: Iterable[PageRecord]) -> dict[str, Word]:
    """
    Put what files say beside what is known; of one phone and stop the last edit counts.

    Neither the order of the files nor how often one is sent makes a difference.

    Returns
    -------
    news
        The words that are new, by key; an equal or older one is none.
    """
    news: dict[str, Word] = {}
    for record in told:
        key, fresh = record_key(record), Word(record=record)
        former = news.get(key) or words.get(key)
        if former is None or _is_later(fresh, former):
            news[key] = fresh
    return news


def _is_later(fresh: Word, former: Word) -> bool:
    return fresh.age[::2] > former.age[::2]


def settle(words: Sequence[Word]) -> Settled:
    """
    Choose among the words of one errand: the last one that nobody set aside or took back.

    A table does not name its phone, so it contradicts nobody: it may be the same phone's.
    """
    last = _last_of_each(words)
    live = [one for one in last if not one.record.said.is_withdrawn and not one.is_refused]
    taken = live[-1] if live else None
    standings = {record_key(one.record): _silent(one) for one in words}
    if taken is None:
        return Settled(taken=None, standings=standings, rivals=())
    rivals = [one for one in reversed(live) if _contradicts(one, taken)]
    standings |= {record_key(one.record): "outranked" for one in live}
    standings |= {record_key(one.record): "conflict" for one in rivals}
    standings[record_key(taken.record)] = "taken"
    return Settled(
        taken=taken.record, standings=standings, rivals=tuple(one.record for one in rivals)
    )


def _last_of_each(words: Sequence[Word]) -> list[Word]:
    """
    Keep the last word of each phone, in the order of their edits.

    Another version of the plan may hold an older one.
    """
    last = {one.record.device: one for one in _in_order(words)}
    return sorted(last.values(), key=_edited)


def _in_order(words: Sequence[Word]) -> list[Word]:
    """Order words by their age; what they say is written out only where it tells them apart."""
    is_enough = len(set(map(_edited, words))) == len(words)
    return sorted(words, key=_edited if is_enough else lambda one: one.age)


def _edited(one: Word) -> tuple[str, str]:
    return one.record.edited_at.isoformat(), one.record.device


def _silent(one: Word) -> str:
    """Say why a word does not count."""
    if one.is_refused:
        return "refused"
    return "withdrawn" if one.record.said.is_withdrawn else "outranked"


def _contradicts(one: Word, taken: Word) -> bool:
    is_named = one.record.device and taken.record.device
    is_other = one.record.device != taken.record.device
    return bool(is_named and is_other) and one.record.said.substance != taken.record.said.substance


def decided(words: Sequence[Word], chosen: str) -> list[Word]:
    """Set aside every word of an errand but the chosen one, which counts again."""
    return [replace(one, is_refused=record_key(one.record) != chosen) for one in words]
