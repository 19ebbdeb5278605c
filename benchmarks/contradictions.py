"""
Spoil valid planning problems and plans by the thousand, and see that each gets a clear answer.

Usage: ``python benchmarks/contradictions.py [COUNT] [--small] [--seed N]``

Every problem that is read is planned in a few steps; the plan must pass the check and survive the
way through its file. Every other one must be refused with one short sentence in English and in
Chinese. Anything else is printed with the seed that makes it again, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from unicodedata import category

from data.errors import ConfigError, InputError
from planning.check import check_plan
from planning.engine import solve
from planning.plan_json import read_plan, write_plan
from planning.problem_json import read_problem
from service.pipeline.week.files import check_file, open_problem

_CONTROLS = frozenset({"Cc", "Cs"})
COUNT, SMALL = 5000, 40
STEPS = 12
LONGEST = 800
"""A message that is longer is no clear line."""
_ODDS = (6, 6, 2, 2, 1, 0.5, 1.5)
"""How often a place gets another number, what stands elsewhere, nothing, twice, and so on."""
NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, -0.0, 3.0, 7200, 90_000, 10**6, 2**31 - 1, 2**31, 2**63),
    *(10**30, 10**400, float("nan"), float("inf"), float("-inf"), 1e308, 5e-324),
    *("", "a", "s0", "s1", "h0", "h1", "1", "v1", "x" * 5000, "a\nb", "\u202e", "\x00", "\ud800"),
    *([], [[]], {}, [0, 1], [1, 0], [[1, 0]], [[0, 90_000]], ["s0", "s0"], ["s9"], [None]),
    *({"shift": "h0"}, {"shift": "h9"}, {"site": "s0", "start_s": 0}, {"reason": "not_due"}),
    {"earliest_s": 0, "latest_s": 10**6, "duration_s": 3600},
)
Listed = dict[str, Any]


def valid() -> Listed:
    """Write a problem that uses every part of the contract, and contradicts nothing."""
    ways = [[abs(a - b) * 60 for b in range(7)] for a in range(7)]
    ways[6][5] = None
    sites = [
        {"id": f"s{n}", "node": n, "service_s": 600, "prize": 5.0 + n, "windows": [[0, 90_000]]}
        for n in range(7)
    ]
    sites[0] |= {"must": True, "must_rank": 0, "needs": ["chem"]}
    sites[1] |= {"visit_of": "s0", "min_gap_s": 3600, "village": "v1"}
    sites[2] |= {"pin": {"shift": "h0"}, "card_holders": 1}
    sites[3] |= {"barred": {"reason": "cap_reached", "detail": {"visits": 6}}, "must": True}
    sites[6]["forbidden_shifts"] = ["h1"]
    sites[4] |= {"village": "v1", "windows": [[0, 3600], [20_000, 30_000]]}
    shifts = [
        {"id": "h0", "team": "t0", "start_s": 0, "end_s": 10_800, "node": 0, "card_holders": 2},
        {"id": "h1", "team": "t1", "start_s": 18_000, "end_s": 28_800, "node": 1, "end_node": 0},
    ]
    shifts[0] |= {
        "break": {"earliest_s": 3600, "latest_s": 5400, "duration_s": 1800},
        "frozen": [{"site": "s5", "start_s": 600}],
    }
    shifts[1] |= {"skills": ["chem"], "home_village": "v1"}
    cover = [{"name": "v1", "sites": ["s1", "s4"], "at_least": 1, "must_rank": 1}]
    rest = {"cover": cover, "balance": 0.05, "travel_weight": 0.001}
    return {"duration_s": ways, "sites": sites, "shifts": shifts, **rest}


def spoilt(listed: Listed, dice: random.Random) -> Listed:
    """Change one to three places of an object; what is written there may contradict the rest."""
    changed = copy.deepcopy(listed)
    for _ in range(dice.randint(1, 3)):
        _spoil(_places(changed), dice)
    return changed


def _places(item: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401  # decoded JSON
    """List every place of an object, as its holder and its key or number."""
    keys = list(item) if isinstance(item, dict) else list(range(len(item)))
    places = [(item, key) for key in keys]
    for key in keys:
        if isinstance(item[key], dict | list):
            places += _places(item[key])
    return places


def _spoil(places: list[tuple[Any, Any]], dice: random.Random) -> None:
    """Change one place: most changes keep the kind of its value, so that many files are read."""
    holder, key = dice.choice(places)
    value = holder[key]
    alike = [h[k] for h, k in places if type(h[k]) is type(value)]
    way = dice.choices(("scale", "borrow", "drop", "double", "turn", "move", "nasty"), _ODDS)[0]
    if way == "scale" and isinstance(value, int | float):
        holder[key] = value * dice.choice([-1, 1, 2, 10, 1000]) + dice.choice([0, 1, -1])
    elif way == "double" and isinstance(value, list) and value:
        value.append(copy.deepcopy(dice.choice(value)))
    elif way == "turn" and isinstance(value, list):
        value.reverse()
    elif way == "drop":
        del holder[key]
    elif way == "move" and isinstance(holder, dict):
        holder[dice.choice(["must", "pin", "windows", "frozen", "break", "extra"])] = value
    elif way == "nasty":
        holder[key] = copy.deepcopy(dice.choice(NASTY))
    else:
        holder[key] = copy.deepcopy(dice.choice(alike))


def outcome(listed: Listed, *, steps: int = STEPS) -> str:
    """
    Read a problem, plan it and check the plan.

    Returns
    -------
    outcome
        ``refused`` or ``planned``; every other text says what is wrong with the answer.
    """
    try:
        problem = read_problem(listed)
        plan = solve(problem, seed=1, iterations=steps)
    except (InputError, ConfigError) as error:
        return _refusal(error)
    again = read_plan(json.loads(json.dumps(write_plan(plan))))
    faults = check_plan(problem, again)
    return f"the check rejects the plan: {faults[0]}" if faults else "planned"


def plan_outcome(problem: Listed, listed: Listed) -> str:
    """Read a plan and check it; a plan that names what it breaks is answered too."""
    try:
        faults = check_plan(read_problem(problem), read_plan(listed))
    except InputError as error:
        return _refusal(error)
    long = [str(fault) for fault in faults if not _is_clear(str(fault))]
    return f"no clear line: {long[0]!r}" if long else "faults" if faults else "right"


def file_outcome(text: bytes, folder: Path) -> str:
    """Read bytes as a problem file, and as a plan of a right one."""
    path, right = folder / "spoilt.json", folder / "right.json"
    path.write_bytes(text)
    right.write_text(json.dumps(valid()))
    answers = set()
    for read in (open_problem, lambda spoilt: check_file(right, spoilt)):
        try:
            read(path)
        except InputError as error:
            answers.add(_refusal(error))
        else:
            answers.add("read")
    return max(answers - {"refused", "read"}, default="read" if "read" in answers else "refused")


def _refusal(error: InputError | ConfigError) -> str:
    """Judge the sentences of a refusal."""
    said = (str(error), error.zh or "")
    bad = [text for text in said if not _is_clear(text)]
    return f"no clear line: {bad[0]!r}" if bad else "refused"


def _is_clear(text: str) -> bool:
    return bool(text.strip()) and len(text) <= LONGEST and not _CONTROLS & set(map(category, text))


def _spoilt_bytes(dice: random.Random) -> bytes:
    """Write a problem as a file, and cut or change some of its bytes."""
    text = bytearray(json.dumps(valid()).encode())
    for _ in range(dice.randint(1, 4)):
        text[dice.randrange(len(text))] = dice.randrange(256)
    return bytes(text[: dice.randint(0, len(text))] if dice.random() < 0.3 else text)  # noqa: PLR2004


def campaign(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Spoil so many problems, as many plans, and as many files; count answers, list the bad."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    problem = valid()
    plan = write_plan(solve(read_problem(problem), seed=1, iterations=100), with_run=False)
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            dice = random.Random(f"{seed}:{number}")  # noqa: S311  # trials that repeat
            answers = {
                "problem": _answered(outcome, spoilt(problem, dice)),
                "plan": _answered(plan_outcome, problem, spoilt(plan, dice)),
                "file": _answered(file_outcome, _spoilt_bytes(dice), Path(name)),
            }
            for kind, answer in answers.items():
                good = answer in {"refused", "planned", "faults", "right", "read"}
                counts[f"{kind} {answer}" if good else f"{kind} WRONG"] += 1
                wrong += [] if good else [f"{seed}:{number} {kind}: {answer}"]
    return counts, wrong


def _answered(ask: Any, *what: Any) -> str:  # noqa: ANN401  # one of three questions
    """Ask; whatever is raised that is no refusal is the finding."""
    try:
        answer: str = ask(*what)
    except Exception as error:  # noqa: BLE001  # a crash is what is looked for
        return f"crashed: {error!r:.200}"
    return answer


def main() -> int:
    """Run the campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=COUNT)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    counts, wrong = campaign(SMALL if words.small else words.count, words.seed)
    print("| answer | times |\n| --- | --- |")
    for answer, times in sorted(counts.items()):
        print(f"| {answer} | {times:,} |")
    for line in wrong[:40]:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
