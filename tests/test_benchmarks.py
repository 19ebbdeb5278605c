"""The small form of each benchmark: it runs, prints its table, and says nothing is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.postgres.server import programs

ROOT = Path(__file__).resolve().parents[1]


def run(script: str, *arguments: str) -> str:
    """Run one benchmark as a user would, from the project's root."""
    done = subprocess.run(  # noqa: S603 - our own scripts
        [sys.executable, f"benchmarks/{script}.py", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def chain(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the chain once, with a plan of one second."""
    out = tmp_path_factory.mktemp("chain")
    roads = shared_data / "osm" / "qingzu_town_puyang_henan.osm"
    ledgers = shared_data / "ledgers" / "qingzu"
    words = ["--ledgers", str(ledgers), "--roads", str(roads), "--out", str(out)]
    return out, run("chain", *words, "--time-limit", "1")


def test_the_chain_is_timed_command_by_command(chain: tuple[Path, str]) -> None:
    """Eight commands, the two rows of the head, and the sum."""
    _, table = chain
    assert len(table.splitlines()) == 2 + 8 + 1


def test_pages_of_a_real_town_ask_nobody_and_complain_of_nothing(chain: tuple[Path, str]) -> None:
    """Every page of a real week: no outside request, nothing in the console."""
    if shutil.which("chromium") is None:
        lacking("chromium", "apt install chromium fonts-noto-cjk")
    out, _ = chain
    rows = run("pages", str(out / "pages")).splitlines()[2:]
    assert len(rows) > 20
    for row in rows:
        _, _, _, requests, messages, _, _ = (part.strip() for part in row.split("|"))
        assert (requests, messages) == ("0", "0"), row


def test_weeks_are_solved_without_a_fault(shared_data: Path) -> None:
    """The recorded instances in their small form."""
    assert "200_1" in run("weeks", "--small", str(shared_data / "routing" / "weeks"))


def test_killed_imports_lose_nothing() -> None:
    """Ten kills at random moments; the campaign of 200 is run by hand."""
    row = run("kills", "--kills", "10", "--sites", "60").splitlines()[2]
    kills, _, before, after, _, wrong = (int(part) for part in row.strip("| ").split("|"))
    assert (kills, before + after, wrong) == (10, 10, 0)


def needs_a_server() -> None:
    """Skip by name where PostgreSQL is missing."""
    if programs() is None:
        lacking("PostgreSQL with PostGIS", "apt install postgresql-15-postgis-3")


def test_restarts_of_the_server_lose_nothing() -> None:
    """Two power cuts under two writers: nothing lost, nothing in part, every error clear."""
    needs_a_server()
    *_, row = run("restarts", "--restarts", "2").splitlines()
    cells = [part.strip() for part in row.strip("|").split("|")]
    assert int(cells[2].replace(",", "")) > 0
    assert (cells[3], cells[4], cells[7]) == ("0", "0", "0")


def test_hot_questions_are_timed_on_both_engines() -> None:
    """The county in its small form; the goal is for the campaign on a quiet machine."""
    needs_a_server()
    rows = run("queries", "--sites", "2000", "--times", "5", "--goal", "60000").splitlines()[2:]
    asked = [tuple(part.strip() for part in row.strip("|").split("|"))[:2] for row in rows]
    assert asked == [
        (engine, question)
        for engine in ("file", "server")
        for question in ("box + grade", "town + grade")
    ]
