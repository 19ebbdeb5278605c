"""
Let twenty sample towns live a year under five policies and one that is told the truth.

    python benchmarks/simulate.py [--seeds N] [--first SEED] [--weeks N] [--settings CODE ...]
                                  [--hazard-weeks N ...] [--processes N] [--out DIR] [--small]

Every year is written as one line of ``DIR/simulate_years.jsonl`` when it ends; a campaign that was
cut off goes on from there. Prints the tables in English and the processor seconds of this run.
``--small`` lives one week of one town in one setting, and fails where a figure is missing.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from service.pipeline.simulation.setting import SETTINGS
from service.pipeline.simulation.tables import simulate
from service.printing.summary import summary

SMALL_WEEKS = 1


def main() -> int:
    """Live what the command line asks for; 1 where a policy made no visit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="seed of the first town")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--settings", nargs="*", default=list(SETTINGS), choices=list(SETTINGS))
    parser.add_argument("--hazard-weeks", type=int, nargs="*", default=[8, 26])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    # A year makes millions of small records, none in a circle: to look for one is a tenth of it.
    gc.freeze()
    gc.set_threshold(200_000)
    settings = asked.settings[:1] if asked.small else asked.settings
    result = simulate(
        settings,
        range(asked.first, asked.first + (1 if asked.small else asked.seeds)),
        weeks=SMALL_WEEKS if asked.small else asked.weeks,
        hazard_weeks=asked.hazard_weeks[:1] if asked.small else asked.hazard_weeks,
        processes=1 if asked.small else asked.processes,
        out=asked.out,
        progress=told,
    )
    print("\n".join(summary(result, "en")))
    spent = os.times()
    seconds = spent.user + spent.system + spent.children_user + spent.children_system
    print(f"\n{seconds:.0f} s of processor.")
    return int(any(not one.visits for setting in result.settings for one in setting.policies))


def told(done: float, total: float, note: str = "") -> None:
    """Say on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r{done:6.1f} of {total:g} towns {note:<8}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
