"""Crews: hours first, then no team in its own village, then the way."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ShapeError
from geo.beats.crews import match_crews

NONE = np.zeros((2, 2))
AWAY = np.array([[0.0, 9000.0], [9000.0, 0.0]])


def test_the_near_team_takes_the_beat() -> None:
    """Nothing else speaks."""
    assert match_crews(AWAY, home_share=NONE, misfit=NONE).tolist() == [0, 1]


def test_no_team_takes_its_own_village() -> None:
    """A fifth of the beat is the team's home: 9 km are the lesser evil."""
    home = np.array([[0.2, 0.0], [0.0, 0.0]])
    assert match_crews(AWAY, home_share=home, misfit=NONE).tolist() == [1, 0]


def test_hours_come_before_the_way() -> None:
    """The beat was cut for the other team's hours."""
    misfit = np.array([[0.5, 0.0], [0.0, 0.5]])
    assert match_crews(AWAY, home_share=NONE, misfit=misfit).tolist() == [1, 0]


def test_refuses_tables_of_another_shape() -> None:
    """A team too few."""
    with pytest.raises(ShapeError, match=r"Expected tables of shape \(2, 2\), got \(2, 1\)"):
        match_crews(AWAY, home_share=NONE[:, :1], misfit=NONE)
