"""
How an owner guesses when the inspectors come, from all weeks that went before.

Nobody knows how owners guess, so several ways of guessing are tried, among them the one that
reckons with inspectors who avoid the days they came before. What counts is the best of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Value = int | str
"""A weekday, 0 is Monday, or a part of the day."""
TOWN_VISITS = 2.0
"""How many visits of its own a site's past must hold to weigh as much as that of all sites."""
GUESSERS = ("own", "last", "unlike", "town")
"""Codes of ``Memory.guesses``, in the order in which equals are named."""


@dataclass(slots=True)
class Memory:
    """
    What an owner remembers of one thing, the weekday or the part of the day, of all past visits.

    Attributes
    ----------
    town
        How often each value came, at any site.
    own
        The values that came at each site, oldest first.
    """

    town: Counter[Value] = field(default_factory=Counter)
    own: dict[str, list[Value]] = field(default_factory=dict)

    def add(self, site: str, value: Value) -> None:
        """Remember one more visit."""
        self.town[value] += 1
        self.own.setdefault(site, []).append(value)

    def knows(self, site: str) -> bool:
        """Tell whether the site was visited before."""
        return site in self.own

    def guesses(self, site: str, options: Sequence[Value]) -> dict[str, frozenset[Value]]:
        """
        Guess what comes next at a site that was visited before.

        Parameters
        ----------
        site
            A site that ``knows`` knows.
        options
            What may come, not empty.

        Returns
        -------
        guesses
            By code: ``own`` what came most often here, all sites counting for two visits; ``last``
            what came last; ``unlike`` what came least often here; ``town`` what came most often
            anywhere. More than one value where these are equal: the owner throws a die.
        """
        told = self.own[site]
        counts = Counter(told)
        own = _highest(options, lambda value: self.chance(site, value, options))
        return {
            "own": own,
            "last": frozenset({told[-1]}) if told[-1] in options else own,
            "unlike": _highest(options, lambda value: -counts[value]),
            "town": _highest(options, lambda value: self.town[value]),
        }

    def chance(self, site: str, value: Value, options: Sequence[Value]) -> float:
        """
        Give the chance of a value by the past of the site and of all sites.

        Counts of the site, drawn to the shares of all sites by ``TOWN_VISITS`` visits, and those
        drawn to equal shares by one visit for each option: the mean of a Dirichlet distribution.

        Returns
        -------
        chance
            0-1, above 0 for each option; the options sum to 1.
        """
        own = Counter(self.own.get(site, ()))
        seen = sum(own[one] for one in options)
        total = sum(self.town[one] for one in options) + len(options)
        town = (self.town[value] + 1) / total
        return (own[value] + TOWN_VISITS * town) / (seen + TOWN_VISITS)

    def bits(self, site: str, value: Value, options: Sequence[Value]) -> float:
        """Say how surprising a value is: ``-log2`` of its chance; more is harder to guess."""
        return -log2(self.chance(site, value, options))


def hit(guess: frozenset[Value], value: Value) -> float:
    """
    Give the chance that a guess is right where equals are drawn by a die.

    Examples
    --------
    >>> hit(frozenset({0, 3}), 3), hit(frozenset({0, 3}), 1)
    (0.5, 0.0)
    """
    return 1 / len(guess) if value in guess else 0.0


def _highest(options: Sequence[Value], worth: Callable[[Value], float]) -> frozenset[Value]:
    worths = {value: round(worth(value), 12) for value in options}
    most = max(worths.values())
    return frozenset(value for value, one in worths.items() if one == most)
