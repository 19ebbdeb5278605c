"""An owner who knows all past weeks, and how guessable a plan is to such a one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.guessers import GUESSERS, Memory, Value, hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planning.placements import Past, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGuess:
    """
    How guessable one plan is.

    Attributes
    ----------
    judged
        Stops at sites that were visited before.
    weekday, part
        Chance, 0-1, that the best guesser is right about them; ``None`` where there is nothing to
        go by.
    blind_weekday
        What a guess among the days of work would hit.
    bits
        Mean surprise of a stop's weekday, and part of the day where past hours are known, bits;
        more is better; ``None`` as above.
    """

    judged: int
    weekday: float | None
    part: float | None
    blind_weekday: float
    bits: float | None


class Owner:
    """Somebody who knows when every site was visited in all past weeks."""

    def __init__(self, past: Past, *, weekdays: Sequence[int], parts: Sequence[str]) -> None:
        """Remember the past; ``weekdays`` and ``parts`` are those on which teams now work."""
        self._weekday, self._part = Memory(), Memory()
        self._weekdays, self._parts = sorted(set(weekdays)), sorted(set(parts))
        for visits in past.weeks().values():
            for one in visits:
                self._weekday.add(one.site, one.weekday)
                if one.part is not None:
                    self._part.add(one.site, one.part)
        self._guesses: dict[tuple[str, str], dict[str, frozenset[Value]]] = {}

    def guess(self, stops: Iterable[Placement]) -> PlanGuess:
        """Say how guessable the stops of a week are; those never visited before are left aside."""
        known = [one for one in stops if self._weekday.knows(one.site)]
        bits = sum(self._bits(one) for one in known)
        return PlanGuess(
            judged=len(known),
            weekday=self._share("weekday", [(one.site, one.weekday) for one in known]),
            part=self._share(
                "part",
                [
                    (one.site, one.part)
                    for one in known
                    if one.part is not None and self._part.knows(one.site)
                ],
            ),
            blind_weekday=1 / len(self._weekdays) if self._weekdays else 0.0,
            bits=bits / len(known) if known else None,
        )

    def _bits(self, one: Placement) -> float:
        bits = self._weekday.bits(one.site, one.weekday, self._weekdays)
        if one.part is not None and self._part.knows(one.site):
            bits += self._part.bits(one.site, one.part, self._parts)
        return bits

    def _share(self, kind: str, stops: Sequence[tuple[str, Value]]) -> float | None:
        """Give the share that the best guesser has right."""
        if not stops:
            return None
        hits = dict.fromkeys(GUESSERS, 0.0)
        for site, value in stops:
            for code, guess in self._guessed(kind, site).items():
                hits[code] += hit(guess, value)
        return max(hits.values()) / len(stops)

    def _guessed(self, kind: str, site: str) -> dict[str, frozenset[Value]]:
        if (kind, site) not in self._guesses:
            memory = self._weekday if kind == "weekday" else self._part
            options: Sequence[Value] = self._weekdays if kind == "weekday" else self._parts
            self._guesses[kind, site] = memory.guesses(site, options)
        return self._guesses[kind, site]
