"""
Let our policy live the same years with one thing changed, to see what it gains or loses by it.

    python benchmarks/levers.py --out DIR [--levers NAME ...] [--settings CODE ...]
                                [--seeds N] [--first SEED] [--weeks N] [--hazard-weeks N] [--small]

Every year is written as one line of ``DIR/levers.jsonl`` when it ends; what it holds is not lived
again. Promises are those that the rules as shipped ask for, whatever a lever changes. ``--small``
lives one week of one town with two levers.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.levers_parts.scores import card_and_town
from data.sample import sample_town
from data.sample.life import LifeParams
from service.pipeline.simulation.comparing import against
from service.pipeline.simulation.office import open_office
from service.pipeline.simulation.policies import ours
from service.pipeline.simulation.setting import SETTINGS, setting_of
from service.pipeline.simulation.year import YearFigures, begun, live_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from planning.rules import Rules
    from service.pipeline.simulation.office import Office
    from service.pipeline.simulation.policies import Chosen, Policy
    from service.pipeline.simulation.records import Records

PLAIN = "as shipped"
SHOWN = ("finds_per_100", "hidden_days", "unseen_share", "kept_share")
_PER_CENT = {"unseen_share": 100, "kept_share": 100}


def _changed(change: Callable[[Rules], Rules]) -> Callable[[], Policy]:
    """Plan by other rules; what is promised is asked by the rules as shipped."""

    def made() -> Policy:
        def policy(records: Records, office: Office, seed: int) -> Chosen:
            other = replace(office, rules=change(office.rules))
            return replace(ours(records, other, seed), is_full=False)

        return policy

    return made


def _prized(**points: float) -> Callable[[], Policy]:
    return _changed(lambda rules: replace(rules, prize=replace(rules.prize, **points)))


def _learned() -> Policy:
    """Let the town's own model score as soon as past months say that it is better."""
    scored = card_and_town()

    def policy(records: Records, office: Office, seed: int) -> Chosen:
        scores = scored(records) if records.scores is None else records.scores
        return ours(replace(records, scores=scores), office, seed)

    return policy


LEVERS: dict[str, Callable[[], Policy]] = {
    PLAIN: _changed(lambda rules: rules),
    "no random share": _changed(
        lambda rules: replace(rules, random=replace(rules.random, share=0.0))
    ),
    "no audits": _changed(lambda rules: replace(rules, audit=replace(rules.audit, share=0.0))),
    "look-backs earn nothing": _prized(lookback_points=0.0),
    "explore nothing": _prized(explore=0.0),
    "explore twice as much": _prized(explore=1.0),
    "risk counts twice": _prized(risk_points=200.0),
    "duties earn nothing": _prized(duty_points=0.0, duty_points_per_day=0.0),
    "learned score": _learned,
}


def main() -> int:
    """Live what the command line asks for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--levers", nargs="*", default=list(LEVERS), choices=list(LEVERS))
    parser.add_argument("--settings", nargs="*", default=list(SETTINGS), choices=list(SETTINGS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--hazard-weeks", type=int, default=8)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if asked.small:
        asked.levers, asked.settings, asked.seeds = asked.levers[:2], asked.settings[:1], 1
        asked.weeks = 1
    asked.out.mkdir(parents=True, exist_ok=True)
    lived = live(asked, asked.out / "levers.jsonl")
    print("\n".join(table(lived, asked)))
    return int(any(not year.visits for year in lived.values()))


Key = tuple[str, int, int, int, str]
"""Setting, seed, weeks, weeks that a hazard lasts, lever."""


def live(asked: argparse.Namespace, file: Path) -> dict[Key, YearFigures]:
    """Live the years that the file does not hold yet; a town is made once for all its levers."""
    lived = dict(_read(file))
    seeds = range(asked.first, asked.first + asked.seeds)
    for seed in seeds:
        for code in asked.settings:
            keys = [(code, seed, asked.weeks, asked.hazard_weeks, name) for name in asked.levers]
            missing = [key for key in keys if key not in lived]
            for key, year in _years(code, seed, missing) if missing else ():
                lived[key] = year
                with file.open("ab") as stream:
                    stream.write(orjson.dumps([key, asdict(year)]) + b"\n")
    return lived


def _years(code: str, seed: int, keys: Iterable[Key]) -> Iterator[tuple[Key, YearFigures]]:
    setting = setting_of(code)
    town = sample_town(seed=seed, mean_rate=setting.base_rate)
    office = open_office(town, setting)
    for key in keys:
        params = LifeParams(weeks=key[2], fades=1 / key[3])
        start = begun(town, params)
        yield key, live_year(town, office, LEVERS[key[4]](), params=params, start=start)


def _read(file: Path) -> Iterator[tuple[Key, YearFigures]]:
    lines: list[Any] = (
        [orjson.loads(one) for one in file.read_bytes().splitlines()] if (file.exists()) else []
    )
    for key, year in lines:
        yield tuple(key), YearFigures(**year)


def table(lived: dict[Key, YearFigures], asked: argparse.Namespace) -> list[str]:
    """Write a row for each setting and lever: the mean, and the difference paired by town."""
    years: dict[tuple[str, str], dict[int, YearFigures]] = defaultdict(dict)
    for (code, seed, weeks, lasts, name), year in lived.items():
        if (weeks, lasts) == (asked.weeks, asked.hazard_weeks):
            years[code, name][seed] = year
    lines = ["| setting | lever | towns | " + " | ".join(SHOWN) + " |"]
    lines.append("| --- | --- | --: |" + " --: |" * len(SHOWN))
    for (code, name), mine in years.items():
        both = {seed: year for seed, year in mine.items() if seed in years[code, PLAIN]}
        if both:
            cells = [_cell(figure, both, years[code, PLAIN]) for figure in SHOWN]
            lines.append(f"| {code} | {name} | {len(both)} | " + " | ".join(cells) + " |")
    return lines


def _cell(figure: str, mine: dict[int, YearFigures], plain: dict[int, YearFigures]) -> str:
    gap, by = against(PLAIN, figure, mine, plain), _PER_CENT.get(figure, 1)
    told = f"{by * gap.difference:+.2f}"
    if gap.low is None or gap.high is None:
        return told
    return f"{told} ({by * gap.low:+.2f} to {by * gap.high:+.2f})"


if __name__ == "__main__":
    sys.exit(main())
