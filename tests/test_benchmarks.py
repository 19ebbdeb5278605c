"""The small form of each benchmark: it runs, prints its table, and says nothing is broken."""

from __future__ import annotations

import json
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


def test_every_row_of_a_real_office_has_its_true_fate(shared_data: Path) -> None:
    """Nothing lost or merged, stated positions within 2 m, decided ones right."""
    ledgers = shared_data / "ledgers" / "qingzu"
    found = json.loads(run("fates", str(ledgers), "--json"))
    assert (found["good_lost"], found["good_merged"], found["false_duplicates"]) == (0, 0, 0)
    assert found["stated_stored"] == found["stated"]
    assert found["stated_largest_m"] < 2
    assert found["duplicates_found"] == found["duplicates"]
    assert found["bad_right_reason"] == found["bad"]
    assert len(run("fates", str(ledgers)).splitlines()) == 2 + 12


def test_datums_of_made_towns_are_decided_rightly(shared_data: Path) -> None:
    """Eight towns on four maps; the script itself fails below 95 %."""
    rows = json.loads(run("datums", "--small", "--json", str(shared_data / "osm")))
    assert rows[0]["what"] == "roads and villages"
    assert rows[0]["decided"] > 0.2
