"""One sample town for all tests of it: making it takes a few seconds."""

from __future__ import annotations

import pytest

from data.sample import SampleTown, sample_town


@pytest.fixture(scope="session")
def town() -> SampleTown:
    """Give the town of seed 7."""
    return sample_town(seed=7)
