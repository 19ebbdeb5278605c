"""The small form of each benchmark: it runs, prints its table, and says nothing is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import lacking

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


def test_a_large_import_is_timed_and_repeated() -> None:
    """Two imports; the script itself fails where the second changes anything."""
    rows = run("bulk", "--sites", "50", "--inspections", "500").splitlines()[3:]
    assert [row.split("|")[1].strip() for row in rows] == ["first", "again"]


def test_no_mutated_ledger_loses_a_row() -> None:
    """A thousand of them, the same in every run."""
    assert run("mutations", "--examples", "1000").startswith("1,000 ledgers read twice")
