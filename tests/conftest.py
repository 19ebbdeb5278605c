"""What every test may ask for, and how a missing thing is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SHARED = Path(os.environ.get("GRIDPATROL_SHARED", BESIDE))


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
        lacking(
            "the folder of real roads and ledgers",
            "the project keeps it outside git and nobody needs it to use gridpatrol; "
            f"unpack it at {SHARED} or name it with GRIDPATROL_SHARED",
        )
    return SHARED
