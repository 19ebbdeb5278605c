"""What every test may ask for, and how a missing thing is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def lacking(what: str, how: str) -> None:
    """Skip by name, or fail where nothing may be skipped."""
    message = f"{what} is not here: {how}"
    if os.environ.get("GRIDPATROL_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real roads, ledgers and instances that lies beside the project."""
    if not SHARED.is_dir():
        lacking("the shared data folder", "put it beside the project as shared/data")
    return SHARED
