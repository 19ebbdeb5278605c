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
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.feedback_parts.learners import LEARNERS
from benchmarks.feedback_parts.life import live
from benchmarks.feedback_parts.policies import GREEDY, POLICIES, REFIT_WEEKS
from benchmarks.feedback_parts.printing import print_policies, print_rates
from benchmarks.feedback_parts.town import HIDDEN_SHARE, invent


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
    print_policies(results)
    print_rates(results)
    took_s = time.process_time() - started
    print(f"\n{options.seeds} towns, {options.weeks} weeks, {took_s:.0f} s of processor.")


if __name__ == "__main__":
    main()
