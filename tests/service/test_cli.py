"""The command as a user meets it: exit codes, one line, nothing stored by bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.errors import (
    ConfigError,
    LedgerError,
    PatrolError,
    PlanError,
    PromiseError,
    StoreError,
)
from service.cli import exit_code

ROOT = Path(__file__).resolve().parents[2]


def gridpatrol(*arguments: str, folder: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, as a user would in a terminal."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "service.cli", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "GRIDPATROL_LANG": lang, "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LedgerError("a.xlsx", "is empty"), 2),
        (ConfigError("no"), 2),
        (PromiseError("no"), 3),
        (StoreError("no"), 4),
        (PlanError("no"), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, PatrolError) else str(value),
)
def test_each_kind_of_error_has_its_exit_code(error: PatrolError, code: int) -> None:
    """Scripts of the office tell bad input from a broken machine by the code."""
    assert exit_code(error) == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bad_ledger_is_one_line_and_stores_nothing(tmp_path: Path, lang: str) -> None:
    """As a process of its own; every other mistake is in test_bad_input."""
    (tmp_path / "ledger.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = gridpatrol("import", "ledger.xlsx", folder=tmp_path, lang=lang)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "ledger.xlsx" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.xlsx"]


def test_a_missing_store_says_what_to_run(tmp_path: Path) -> None:
    """Scoring before importing is the first mistake everybody makes."""
    done = gridpatrol("score", folder=tmp_path)
    assert done.returncode == 2
    assert "town.gpkg" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_help_of_every_command_appears(tmp_path: Path) -> None:
    """The first thing an IT person tries."""
    done = gridpatrol("--help", folder=tmp_path)
    assert done.returncode == 0
    for name in ("demo", "import", "roads", "score", "hotspots", "plan", "map"):
        assert name in done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Run the demo once, in JSON."""
    folder = tmp_path_factory.mktemp("demo")
    done = gridpatrol("demo", "--out", "out", "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder / "out", json.loads(done.stdout)


def test_the_demo_draws_every_page(demo: tuple[Path, dict[str, object]]) -> None:
    """Four teams, five days, and the three pages that lead there."""
    out, answer = demo
    for name in ("index.html", "hotspots.html", "week.html"):
        assert (out / name).stat().st_size > 10_000
    assert len(list((out / "routes").glob("*.html"))) >= 20
    assert answer["index"] == str(Path("out") / "index.html")


def test_the_demo_is_labelled_invented(demo: tuple[Path, dict[str, object]]) -> None:
    """Nobody may take an invented plant for a real one."""
    out, _ = demo
    for page in out.rglob("*.html"):
        assert "虚构" in page.read_text(encoding="utf-8")
