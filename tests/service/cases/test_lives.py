"""Whatever an office tries with findings: no impossible place, no lost step, counts add up."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from data.store import open_store
from tests.service.lives import lives_on, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIVES = settings(max_examples=50, stateful_step_count=8, deadline=None)
FEW = settings(LIVES, max_examples=4)
"""The server runs the same code; longer lives on both are in ``benchmarks/cases.py``."""


def test_findings_live_in_a_file(tmp_path: Path, empty_file: Path) -> None:
    """A small part of the campaign of ``benchmarks/cases.py``."""
    file = tmp_path / "town.gpkg"
    shutil.copy(empty_file, file)
    with open_store(str(file)) as store:
        prepare(store)
        run_state_machine_as_test(lives_on(store), settings=LIVES)  # type: ignore[no-untyped-call]


def test_findings_live_on_a_server(database: Callable[[], str]) -> None:
    """The same on the other engine."""
    with open_store(database()) as store:
        prepare(store)
        run_state_machine_as_test(lives_on(store), settings=FEW)  # type: ignore[no-untyped-call]
