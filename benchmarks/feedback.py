"""
Let a score choose where to look, learn from what was found there, and choose again, for 60 weeks.

    python benchmarks/feedback.py [--seeds N] [--weeks N] [--sites N] [--visits N]
                                  [--hidden SHARE] [--first SEED] [--learner town|table]
                                  [--refit WEEKS] [--policies NAME ...]

Invents towns of which past patrols ignored one quarter, which is riskier. What makes a place risky
is drawn anew for each town, and is not what our scorecard says. Each policy then sends its visits
every week and learns from its own finds alone, with the model that weeks are planned by (``town``)
or the one for anybody's table of visits (``table``, ten times slower). Prints a Markdown table:
finds, how well the score orders all places, who is never visited; and how often the town's true
rate lies in the interval that the random share gives.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.evaluate.exploration import estimate_base_rate
from geo.learned import Visits, fit
from geo.town.looks import PRIOR, Looks
from geo.town.mixed import fit_mixed
from planning.hope import hoped_chance
from planning.randomness import inclusion_probability, systematic_draw
from planning.rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_DAY = date(2024, 1, 1)
PAST_WEEKS = 8
REFIT_WEEKS = 4
UNSEEN_WEEKS = 52
VILLAGES, NEGLECTED_VILLAGES = 8, 2
KINDS = ("wood", "textile", "food", "metal", "plastic", "storage")
MEAN_RISK = 0.16
HIDDEN_SHARE, HIDDEN_LOGIT = 0.03, 2.5
TOWN_M = 7_000.0
RULES = default_rules()

Array = np.ndarray


@dataclass(frozen=True)
class Town:
    """Places with what everybody can know of them, and with what nobody knows: the true chances."""

    x_m: Array
    y_m: Array
    features: pd.DataFrame
    truth: Array
    neglected: Array

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.truth)


def invent(sites: int, seed: int, hidden_share: float) -> Town:
    """
    Draw places, and what makes them risky, so that a visit at random finds something in 16 %.

    A share of them, twice as large in the neglected quarter, hides what no column tells.
    """
    dice = np.random.default_rng(seed)
    village = np.arange(sites) * VILLAGES // sites
    neglected = village >= VILLAGES - NEGLECTED_VILLAGES
    kind = dice.integers(len(KINDS), size=sites)
    numbers = dice.normal(size=(sites, 4))
    flags = dice.random((sites, 2)) < (0.3, 0.1)
    hidden = dice.random(sites) < hidden_share * (1.0 + neglected)
    logit = (
        dice.normal(0, 0.4, len(KINDS))[kind]
        + numbers @ dice.normal(0, 0.25, 4)
        + flags @ dice.normal(0.4, 0.3, 2)
        + 0.4 * neglected
        + dice.normal(0, 0.4, sites)  # what no column says
        + HIDDEN_LOGIT * hidden
    )
    centre = dice.uniform(0, TOWN_M, (VILLAGES, 2))[village]
    x_m, y_m = (centre + dice.normal(0, 400, (sites, 2))).T
    features = pd.DataFrame(numbers, columns=["size", "people", "age", "power"])
    features = features.assign(
        kind=pd.Series([KINDS[k] for k in kind], dtype="str"),
        village=pd.Series([f"v{v}" for v in village], dtype="str"),
        chemicals=flags[:, 0].astype(float),
        dust=flags[:, 1].astype(float),
    )
    return Town(x_m, y_m, features, _scaled(logit), neglected)


def _scaled(logit: Array) -> Array:
    """Shift chances so that their mean is what a town has."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = (1 / (1 + np.exp(-(logit + middle)))).mean()
        low, high = (middle, high) if mean < MEAN_RISK else (low, middle)
    return 1 / (1 + np.exp(-(logit + low)))


@dataclass
class Log:
    """Every visit so far: where, in which week, and what it found."""

    site: list[int] = field(default_factory=list)
    week: list[int] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    def add(self, sites: Array, week: int, found: Array) -> None:
        """Note the visits of one week."""
        self.site += sites.tolist()
        self.week += [week] * len(sites)
        self.found += found.tolist()

    def visits(self, town: Town) -> Visits:
        """Give them as the model wants them."""
        site = np.array(self.site)
        day = [FIRST_DAY + timedelta(weeks=w, days=k % 5) for k, w in enumerate(self.week)]
        return _visits(town, site, day, np.array(self.found, dtype=float), "v")


def _visits(town: Town, site: Array, day: object, found: object, mark: str) -> Visits:
    index = pd.Index([f"{mark}{number}" for number in range(len(site))], dtype="str")
    rows = pd.DataFrame(
        {
            "site": pd.array([f"s{s}" for s in site], dtype="str"),
            "day": pd.to_datetime(pd.Series(day)).to_numpy(),
            "found": found,
            "team": pd.array([None] * len(site), dtype="str"),
            "x_m": town.x_m[site],
            "y_m": town.y_m[site],
        },
        index=index,
    )
    return Visits(rows=rows, features=town.features.iloc[site].set_axis(index))


def town_risk(town: Town, log: Log, week: int) -> Array:
    """Learn from the log as a town does that has no card, and score every place."""
    del week  # nothing here is forgotten, and nothing comes from the future
    site = np.array(log.site)
    columns = pd.get_dummies(town.features, columns=["kind", "village"], dtype=float)
    columns = columns.assign(**{PRIOR: 0.0}).set_axis([f"s{s}" for s in range(len(town))])
    rows = pd.DataFrame(
        {
            "site_id": columns.index[site],
            "team": pd.array([None] * len(site), dtype="str"),
            "found": np.array(log.found, dtype=float),
        }
    )
    here = columns.iloc[site].reset_index(drop=True)
    model = fit_mixed(Looks(rows=rows, columns=here))
    return np.asarray(1.0 / (1.0 + np.exp(-model.logit(columns, columns.index))))


def table_risk(town: Town, log: Log, week: int) -> Array:
    """Learn from the log as from anybody's table, and score every place."""
    origin = FIRST_DAY + timedelta(weeks=week)
    past = log.visits(town)
    every = np.arange(len(town))
    ahead = _visits(town, every, [origin] * len(town), np.nan, "s")
    model = fit(past, origin=origin, kind="ridge")
    risk: Array = model.score(ahead, past).risk.to_numpy()
    return risk


LEARNERS = {"town": town_risk, "table": table_risk}


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


EXPLORE, POWER = RULES.prize.explore, RULES.random.staleness_power
POLICIES = {
    "oracle: the true chances": Policy("truth"),
    "random only": Policy("none", share=1.0),
    "greedy top-k": Policy(),
    "greedy + 20 % random": Policy(share=0.2),
    "ours, none random": Policy(hope=EXPLORE),
    "ours, 10 % random": Policy(hope=EXPLORE, share=0.1, power=POWER),
    "ours, 20 % random": Policy(hope=EXPLORE, share=0.2, power=POWER),
    "ours, 30 % random": Policy(hope=EXPLORE, share=0.3, power=POWER),
    "before: 0.5/√(1+visits), 20 % random": Policy(bonus=0.5, share=0.2, power=POWER),
}
GREEDY = "greedy top-k"


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
    dice = np.random.default_rng([seed, 1])
    log = Log()
    seen_week = np.full(len(town), -RULES.random.most_weeks)
    looks = np.zeros(len(town))
    for week in range(PAST_WEEKS):
        there = dice.choice(np.flatnonzero(~town.neglected), visits, replace=False)
        log.add(there, week, dice.random(visits) < town.truth[there])
        seen_week[there] = week
        looks[there] += 1
    ours = np.zeros(len(town))
    told: list[tuple[Array, Array, Array]] = []
    risk = np.zeros(len(town))
    luck = np.random.default_rng([seed, 2]).random((weeks, len(town)))  # the same for every policy
    for number in range(weeks):
        week = PAST_WEEKS + number
        if policy.score == "learned" and number % policy.refit_weeks == 0:
            risk = learn(town, log, week)
        elif policy.score == "truth":
            risk = town.truth
        prize = hoped_chance(risk, looks, explore=policy.hope) + policy.bonus / np.sqrt(1 + looks)
        stale = np.clip(week - seen_week, 1, RULES.random.most_weeks).astype(float)
        there, chance = choose(prize, stale, policy, visits=visits, seed=1000 * seed + number)
        found = luck[number, there] < town.truth[there]
        log.add(there, week, found)
        told.append((found, chance, chance < 1))
        seen_week[there] = week
        looks[there] += 1
        ours[there] += 1
    if policy.score == "learned":
        risk = learn(town, log, PAST_WEEKS + weeks)
    return _outcome(town, risk, ours, week - seen_week, told)


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


def _outcome(
    town: Town, risk: Array, ours: Array, weeks_unseen: Array, told: list[tuple[Array, ...]]
) -> Outcome:
    found, chance, drawn = (np.concatenate(part) for part in zip(*told, strict=True))
    truth = float(town.truth.mean())
    whole = estimate_base_rate(found, chance)
    alone = estimate_base_rate(found[drawn], chance[drawn]) if drawn.any() else whole
    return Outcome(
        found=int(found.sum()),
        auc=expected_auc(town.truth, risk) if risk.any() else 0.5,
        never=float((ours == 0).mean()),
        neglected=float(ours[town.neglected].sum() / ours.sum()),
        unseen=float((weeks_unseen >= UNSEEN_WEEKS).mean()),
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


def main() -> None:
    """Run every policy in every town."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--weeks", type=int, default=60)
    parser.add_argument("--sites", type=int, default=600)
    parser.add_argument("--visits", type=int, default=30)
    parser.add_argument("--hidden", type=float, default=HIDDEN_SHARE)
    parser.add_argument("--first", type=int, default=0, help="seed of the first town")
    parser.add_argument("--learner", default="town", choices=LEARNERS)
    parser.add_argument("--refit", type=int, default=REFIT_WEEKS, help="weeks between scores")
    parser.add_argument("--policies", nargs="*", default=list(POLICIES), choices=POLICIES)
    options = parser.parse_args()
    started = time.process_time()
    seeds = range(options.first, options.first + options.seeds)
    towns = {seed: invent(options.sites, seed, options.hidden) for seed in seeds}
    told = {"weeks": options.weeks, "visits": options.visits, "learn": LEARNERS[options.learner]}
    results = {
        name: [
            live(town, replace(policy, refit_weeks=options.refit), seed=seed, **told)
            for seed, town in towns.items()
        ]
        for name, policy in POLICIES.items()
        if name in {GREEDY, *options.policies}
    }
    _print_policies(results)
    _print_rates(results)
    took_s = time.process_time() - started
    print(f"\n{options.seeds} towns, {options.weeks} weeks, {took_s:.0f} s of processor.")


def _print_policies(results: dict[str, list[Outcome]]) -> None:
    greedy = column(results[GREEDY], lambda one: one.found)
    print(
        "| policy | found (SE) | against greedy (SE) | AUC, all places | never visited "
        "| visits to the neglected quarter | unseen > 52 weeks |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, outcomes in results.items():
        found = column(outcomes, lambda one: one.found)
        gain = found - greedy
        ratio = found.sum() / greedy.sum()
        print(
            f"| {name} | {found.mean():.0f} ({error(found):.0f}) "
            f"| {gain.mean():+.0f} ({error(gain):.0f}), {ratio:.1%} "
            f"| {column(outcomes, lambda one: one.auc).mean():.3f} "
            f"| {column(outcomes, lambda one: one.never).mean():.3f} "
            f"| {column(outcomes, lambda one: one.neglected).mean():.2f} "
            f"| {column(outcomes, lambda one: one.unseen).mean():.2f} |"
        )


def _print_rates(results: dict[str, list[Outcome]]) -> None:
    print("\n| policy | true rate | all visits: rate, interval holds | draws alone: rate, holds |")
    print("| --- | --- | --- | --- |")
    for name, outcomes in results.items():
        if not POLICIES[name].share:
            continue
        figures = [
            column(outcomes, lambda one: one.truth).mean(),
            column(outcomes, lambda one: one.rate).mean(),
            column(outcomes, lambda one: one.rate_drawn).mean(),
        ]
        holds = sum(one.holds for one in outcomes), sum(one.holds_drawn for one in outcomes)
        print(
            f"| {name} | {figures[0]:.3f} | {figures[1]:.3f}, {holds[0]} of {len(outcomes)} "
            f"| {figures[2]:.3f}, {holds[1]} of {len(outcomes)} |"
        )


def column(outcomes: list[Outcome], figure: Callable[[Outcome], float]) -> Array:
    """Take one figure of every town."""
    return np.array([figure(one) for one in outcomes], dtype=float)


def error(values: Array) -> float:
    """Give the standard error of a mean."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


if __name__ == "__main__":
    main()
