"""How guessable the past weeks were."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from planning.entropy import Entropy, site_entropy
from planning.guessers import GUESSERS, Memory, Value, hit
from planning.placements import order_repeats

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from planning.placements import Past, Placement

_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """
    How often the best way of guessing would be right.

    Attributes
    ----------
    judged
        Visits at sites that had been visited in an earlier week.
    chance, low, high
        Share guessed right by the best guesser, 0-1, and its 95 % interval. The best is chosen
        after the event, which no owner can: the share is, if anything, too high.
    blind
        What is right without knowing the site: of weekdays, a die thrown among those on which
        anybody came; of parts of the day, which are not equally long, the one that came most
        often in town.
    guesser
        Code of the best, of ``planning.guessers.GUESSERS``.
    by_guesser
        The share of each.
    """

    judged: int
    chance: float
    low: float
    high: float
    blind: float
    guesser: str
    by_guesser: dict[str, float]

    @property
    def is_better_than_blind(self) -> bool:
        """Tell whether more than luck is behind it: the whole interval lies above."""
        return self.low > self.blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessability:
    """
    How guessable past weeks were.

    Attributes
    ----------
    first, last
        Mondays of the first and last week judged that had a visit.
    weeks, visits
        How many weeks had visits, and how many visits (the first of each site and week).
    timed
        Visits among them whose hour is known.
    planned_weeks
        Weeks among them without a visit on record, whose plan stands in for it.
    weekday, part
        How spread visits are over the weekdays and over morning, afternoon and night; ``None``
        where no site was seen twice.
    weekday_guess, part_guess
        What an owner who knows all past weeks guesses; ``None`` where no site was seen before.
    pairs, repeats
        From ``planning.placements.order_repeats``.
    """

    first: date
    last: date
    weeks: int
    visits: int
    timed: int
    planned_weeks: int
    weekday: Entropy | None
    part: Entropy | None
    weekday_guess: Guess | None
    part_guess: Guess | None
    pairs: int
    repeats: int


def guessability(past: Past, *, since: date) -> Guessability | None:
    """
    Judge past weeks one by one, each by what was known before it began (Dawid 1984).

    Parameters
    ----------
    past
        All weeks known.
    since
        Monday of the first week that is judged.

    Returns
    -------
    guessability
        ``None`` where no week since then had a visit.

    References
    ----------
    Prequential analysis: Dawid (1984), doi:10.2307/2981683.
    """
    judged = {monday: visits for monday, visits in past.weeks().items() if monday >= since}
    if not judged:
        return None
    seen = [visit for visits in judged.values() for visit in visits]
    pairs, repeats = order_repeats(past, since=since)
    return Guessability(
        first=min(judged),
        last=max(judged),
        weeks=len(judged),
        visits=len(seen),
        timed=sum(one.part is not None for one in seen),
        planned_weeks=sum(monday in judged for monday in past.planned_weeks),
        weekday=site_entropy((one.site, one.weekday) for one in seen),
        part=site_entropy((one.site, one.part) for one in seen if one.part is not None),
        weekday_guess=_guessed(past, since, lambda one: one.weekday, by_die=True),
        part_guess=_guessed(past, since, lambda one: one.part, by_die=False),
        pairs=pairs,
        repeats=repeats,
    )


def _guessed(
    past: Past, since: date, value_of: Callable[[Placement], Value | None], *, by_die: bool
) -> Guess | None:
    """Let every guesser guess week after week, and learn after each."""
    memory, hits, blind, judged = Memory(), dict.fromkeys(GUESSERS, 0.0), 0.0, 0
    for monday, visits in past.weeks().items():
        known = [(one.site, value) for one in visits if (value := value_of(one)) is not None]
        options = sorted({value for _, value in known}, key=str)
        for site, value in known:
            if monday >= since and memory.knows(site):
                judged += 1
                blind += 1 / len(options)
                for code, guess in memory.guesses(site, options).items():
                    hits[code] += hit(guess, value)
        for site, value in known:
            memory.add(site, value)
    if not judged:
        return None
    return _best(hits, blind if by_die else hits["town"], judged)


def _best(hits: Mapping[str, float], blind: float, judged: int) -> Guess:
    shares = {code: hits[code] / judged for code in GUESSERS}
    best = max(GUESSERS, key=lambda code: round(shares[code], 12))
    low, high = share_interval(shares[best], judged)
    return Guess(
        judged=judged,
        chance=shares[best],
        low=low,
        high=high,
        blind=blind / judged,
        guesser=best,
        by_guesser=shares,
    )


def share_interval(share: float, count: int) -> tuple[float, float]:
    """
    Give the 95 % interval of a share.

    Parameters
    ----------
    share
        0-1.
    count
        Of how many, >= 1.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    z2 = _NORMAL_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _NORMAL_95 * sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    return max(0.0, middle - half), min(1.0, middle + half)
