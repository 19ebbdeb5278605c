"""How the visits of a week are chosen: by the best chances, by hope, by lot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planning.hope import hoped_chance
from planning.randomness import inclusion_probability, systematic_draw
from planning.rules import default_rules

if TYPE_CHECKING:
    from benchmarks.feedback_parts.town import Array

REFIT_WEEKS = 4
RULES = default_rules()
GREEDY = "greedy top-k"


@dataclass(frozen=True)
class Policy:
    """
    How the visits of a week are chosen.

    Attributes
    ----------
    score
        ``learned``, ``truth`` (nobody has it) or ``none``.
    hope
        Standard errors that a hopeful reading of the chance adds, by ``planning.hope``.
    bonus
        The same for every place, as it was before: ``bonus / sqrt(1 + visits)``.
    share
        Share drawn at random.
    power
        Weight in the draw: weeks unseen to this power.
    refit_weeks
        Weeks between two scores.
    """

    score: str = "learned"
    hope: float = 0.0
    bonus: float = 0.0
    share: float = 0.0
    power: float = 0.0
    refit_weeks: int = REFIT_WEEKS

    def prize(self, risk: Array, looks: Array) -> Array:
        """Say what a visit to each place is worth, by its chance and how often it was seen."""
        hoped: Array = hoped_chance(risk, looks, explore=self.hope)
        return hoped + self.bonus / np.sqrt(1 + looks)


EXPLORE, POWER = RULES.prize.explore, RULES.random.staleness_power
POLICIES = {
    "oracle: the true chances": Policy("truth"),
    "random only": Policy("none", share=1.0),
    GREEDY: Policy(),
    "greedy + 20 % random": Policy(share=0.2),
    "ours, none random": Policy(hope=EXPLORE),
    "ours, 10 % random": Policy(hope=EXPLORE, share=0.1, power=POWER),
    "ours, 20 % random": Policy(hope=EXPLORE, share=0.2, power=POWER),
    "ours, 30 % random": Policy(hope=EXPLORE, share=0.3, power=POWER),
    "before: 0.5/√(1+visits), 20 % random": Policy(bonus=0.5, share=0.2, power=POWER),
}


def choose(
    prize: Array, stale: Array, policy: Policy, *, visits: int, seed: int
) -> tuple[Array, Array]:
    """Draw the random share, then take the best of the others; give places and their chances."""
    drawn = np.zeros(len(prize), dtype=bool)
    chance = np.zeros(len(prize))
    count = int(np.ceil(policy.share * visits))
    if count:
        chance = inclusion_probability(stale**policy.power, count)
        drawn = systematic_draw(chance, seed=seed)
    tie = np.random.default_rng(seed).random(len(prize))  # equal prizes: by lot, not by number
    order = np.lexsort((tie, -prize))
    picked = order[~drawn[order]][: visits - count]
    there = np.concatenate([np.flatnonzero(drawn), picked])
    return there, np.concatenate([chance[drawn], np.ones(len(picked))])
