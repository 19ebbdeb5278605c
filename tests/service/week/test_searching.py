"""A search run in one process or in several, watched, and stopped by hand."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.errors import ConfigError
from planning.check import check_plan
from planning.engine import Figures, solve
from planning.plan_json import write_plan
from planning.problem_json import write_problem
from planning.worth import plan_worth
from service.commands.interrupts import stopped_by_hand
from service.commands.searches import FiguresTold
from service.pipeline.week.search import Search
from service.pipeline.week.searching import run_search, seed_of
from tests.planning.instances import HOUR, problem, shift, visit

if TYPE_CHECKING:
    from pathlib import Path

    from planning.problem import Problem

STEPS = 2000


def eight() -> Problem:
    """Eight sites of which two shifts can visit some."""
    sites = [visit(f"s{n}", n, prize=5.0 + n % 3, service_s=(8 + n) * 60) for n in range(1, 9)]
    return problem(*sites, shifts=(shift("a"), shift("b", start_s=HOUR, end_s=2 * HOUR)))


def asked(**what: object) -> Search:
    """Ask for a short search."""
    return Search(**{"seed": 3, "iterations": STEPS, "clock": time.perf_counter, **what})


def test_one_process_is_the_plain_search() -> None:
    """Who asks for nothing gets what ``solve`` gives, byte for byte."""
    plain = solve(eight(), seed=3, iterations=STEPS)
    assert write_plan(run_search(eight(), asked())) == write_plan(plain)


def test_several_processes_give_the_best_of_their_seeds_and_repeat() -> None:
    """The same as searching with each seed in turn; equal plans fall to the first seed."""
    plans = [solve(eight(), seed=seed_of(3, number), iterations=STEPS) for number in range(2)]
    best = max(plans, key=lambda plan: plan_worth(eight(), plan))
    found = run_search(eight(), asked(processes=2))
    assert write_plan(replace(found, run={})) == write_plan(replace(best, seed=3))
    assert found.run == {"processes": 2.0, "lost": 0.0}
    assert check_plan(eight(), found) == ()


def test_a_search_ended_by_hand_says_so() -> None:
    """Its plan is whole all the same."""
    search = asked(iterations=10_000_000, stopping=lambda: nullcontext(lambda: True))
    plan = run_search(eight(), search)
    assert plan.run == {"stopped": 1.0}
    assert plan.iterations < 1000
    assert check_plan(eight(), plan) == ()


def test_figures_stand_beside_the_bar() -> None:
    """What is shown is the best plan so far; all eight ticks of the clock are a second apart."""
    seconds = iter(range(10_000))
    notes: list[str] = []
    run_search(
        eight(),
        asked(clock=lambda: float(next(seconds)), told=lambda one: f"{one.prize:g}/{one.moves}"),
        progress=lambda done, total, note="": notes.append(note),  # noqa: ARG005
    )
    best = solve(eight(), seed=3, iterations=STEPS).prize
    assert notes[-1].startswith(f"{best:g}/")


def test_figures_are_one_line_in_both_languages() -> None:
    """40 of 50 is 80 %; 500 more moves in two seconds are 250 a second."""
    for lang, said in (
        ("zh", "得分 40.0（上限的 80.0%），未兑现承诺 2 项，每秒 250 次"),
        ("en", "prize 40.0 (80.0% of the bound), 2 broken promise(s), 250 moves/s"),
    ):
        told = FiguresTold(lang, iter([1.0, 3.0]).__next__)
        told(Figures(prize=30.0, broken=3, bound=50.0, moves=100))
        assert told(Figures(prize=40.0, broken=2, bound=50.0, moves=600)) == said


def test_processes_out_of_range_are_refused() -> None:
    """Each holds the problem and the machine code; hundreds would only fill the memory."""
    with pytest.raises(ConfigError, match="Expected 1 to 64 processes, got 0") as caught:
        asked(processes=0)
    assert "--processes" in str(caught.value.zh)


def test_ctrl_c_takes_the_best_plan_so_far(tmp_path: Path) -> None:
    """The command ends well and says so; a terminal sends the signal to all its processes."""
    command, out = started(tmp_path)
    os.killpg(command.pid, signal.SIGINT)
    said, told = command.communicate(timeout=60)
    assert command.returncode == 0, told
    assert "best plan so far" in told
    assert "ended early by Ctrl-C" in said
    plan = json.loads(out.read_text())
    assert plan["run"]["stopped"] == 1
    assert 0 < plan["prize"] <= plan["bound"]


def test_ctrl_c_twice_gives_up(capfd: pytest.CaptureFixture[str]) -> None:
    """The first is a question to the search; who presses again wants out, as everywhere else."""
    with stopped_by_hand("en") as stop:
        assert not stop()
        signal.raise_signal(signal.SIGINT)
        assert stop()
        assert "press Ctrl-C again" in capfd.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def started(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a search of ten minutes as a command of its own; wait until it is under way."""
    asked_file, out = folder / "problem.json", folder / "plan.json"
    listed = write_problem(eight(), duration_file="ways.npy")
    np.save(folder / "ways.npy", eight().duration_s)
    asked_file.write_text(json.dumps(listed))
    arguments = ["solve", str(asked_file), "--out", str(out), "--time-limit", "600"]
    command = subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-c", WATCHED, *arguments, "--processes", "2", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert command.stderr is not None
    while "searching" not in command.stderr.readline():
        assert command.poll() is None
    return command, out


WATCHED = """
import sys
import service.commands.interrupts as interrupts
from service.cli import main

plain = interrupts.signal.signal

def announced(number, taker):
    before = plain(number, taker)
    if callable(taker) and getattr(taker, "__name__", "") == "take":
        print("searching", file=sys.stderr, flush=True)
    return before

interrupts.signal.signal = announced
if __name__ == "__main__":
    main()
"""
"""The command as it is, which says on standard error when Ctrl-C begins to mean stop."""
