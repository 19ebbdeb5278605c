"""The weeks that a policy lives in a town, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.feedback_parts.learners import Log
from benchmarks.feedback_parts.policies import RULES, choose
from geo.evaluate.exploration import estimate_base_rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.feedback_parts.policies import Policy
    from benchmarks.feedback_parts.town import Array, Town

PAST_WEEKS = 8
UNSEEN_WEEKS = 52


@dataclass(frozen=True)
class Outcome:
    """What one policy came to in one town."""

    found: int
    auc: float
    never: float
    neglected: float
    unseen: float
    rate: float
    holds: bool
    rate_drawn: float
    holds_drawn: bool
    truth: float


@dataclass
class Sight:
    """
    What was seen of each place.

    Attributes
    ----------
    log
        Every visit, those of the past patrols too.
    seen_week
        Shape ``(places,)``: the week of the last visit; long ago where there was none.
    looks, ours
        Shape ``(places,)``: visits ever, and those of the policy.
    told
        Of each week of the policy: what its visits found, the chance with which each was drawn,
        and whether it was drawn at all.
    """

    seen_week: Array
    looks: Array
    ours: Array
    log: Log = field(default_factory=Log)
    told: list[tuple[Array, Array, Array]] = field(default_factory=list)

    def note(self, there: Array, week: int, found: Array) -> None:
        """Note the visits of one week."""
        self.log.add(there, week, found)
        self.seen_week[there] = week
        self.looks[there] += 1


def live(
    town: Town,
    policy: Policy,
    *,
    weeks: int,
    visits: int,
    seed: int,
    learn: Callable[[Town, Log, int], Array],
) -> Outcome:
    """Let a policy work in a town for some weeks, after past patrols that ignored a quarter."""
    sight = _past(town, visits, np.random.default_rng([seed, 1]))
    risk = np.zeros(len(town))
    luck = np.random.default_rng([seed, 2]).random((weeks, len(town)))  # the same for every policy
    for number in range(weeks):
        week = PAST_WEEKS + number
        if policy.score == "learned" and number % policy.refit_weeks == 0:
            risk = learn(town, sight.log, week)
        elif policy.score == "truth":
            risk = town.truth
        prize = policy.prize(risk, sight.looks)
        stale = np.clip(week - sight.seen_week, 1, RULES.random.most_weeks).astype(float)
        there, chance = choose(prize, stale, policy, visits=visits, seed=1000 * seed + number)
        found = luck[number, there] < town.truth[there]
        sight.note(there, week, found)
        sight.ours[there] += 1
        sight.told.append((found, chance, chance < 1))
    if policy.score == "learned":
        risk = learn(town, sight.log, PAST_WEEKS + weeks)
    return _outcome(town, risk, sight, last_week=PAST_WEEKS + weeks - 1)


def _past(town: Town, visits: int, dice: np.random.Generator) -> Sight:
    """Send past patrols, which ignored a quarter."""
    places = len(town)
    sight = Sight(np.full(places, -RULES.random.most_weeks), np.zeros(places), np.zeros(places))
    for week in range(PAST_WEEKS):
        there = dice.choice(np.flatnonzero(~town.neglected), visits, replace=False)
        sight.note(there, week, dice.random(visits) < town.truth[there])
    return sight


def _outcome(town: Town, risk: Array, sight: Sight, *, last_week: int) -> Outcome:
    found, chance, drawn = (np.concatenate(part) for part in zip(*sight.told, strict=True))
    ours = sight.ours
    truth = float(town.truth.mean())
    whole = estimate_base_rate(found, chance)
    alone = estimate_base_rate(found[drawn], chance[drawn]) if drawn.any() else whole
    return Outcome(
        found=int(found.sum()),
        auc=expected_auc(town.truth, risk) if risk.any() else 0.5,
        never=float((ours == 0).mean()),
        neglected=float(ours[town.neglected].sum() / ours.sum()),
        unseen=float((last_week - sight.seen_week >= UNSEEN_WEEKS).mean()),
        rate=whole.rate,
        holds=whole.low <= truth <= whole.high,
        rate_drawn=alone.rate,
        holds_drawn=alone.low <= truth <= alone.high,
        truth=truth,
    )


def expected_auc(truth: Array, score: Array) -> float:
    """Give the AUC that visits to all places would have on average."""
    order = np.argsort(score, kind="stable")
    hit, miss = truth[order], 1 - truth[order]
    return float((hit * (np.cumsum(miss) - miss / 2)).sum() / (hit.sum() * miss.sum()))
