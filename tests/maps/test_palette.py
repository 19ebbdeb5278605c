"""Tests of the colours: read by everyone, on screen and paper."""

from __future__ import annotations

import pytest

from data.words import CELL_CLASSES, GRADES
from maps.palette import CELL_LOOKS, GRADE_LOOKS, OUTLINE, team_look


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("grade", list(GRADES))
def test_numbers_on_badges_can_be_read(grade: str) -> None:
    """WCAG 1.4.3: text needs 4.5 to 1."""
    look = GRADE_LOOKS[grade]
    assert contrast(look.badge, look.text) >= 4.5


def test_every_grade_has_a_shape_of_its_own() -> None:
    """Colour alone does not reach every eye."""
    assert len({look.shape for look in GRADE_LOOKS.values()}) == len(GRADES)


def test_outline_stands_out_from_the_ground() -> None:
    """WCAG 1.4.11: graphics need 3 to 1; yellow alone has 1.3."""
    assert contrast(OUTLINE, "#f4f2ec") >= 3


@pytest.mark.parametrize("place", range(8))
def test_team_lines_stand_out_from_the_ground(place: int) -> None:
    """Routes lie on pale ground and white roads."""
    assert contrast(team_look(place).colour, "#f4f2ec") >= 3


def test_forty_teams_look_different() -> None:
    """Colour and dash together tell teams apart."""
    assert len({team_look(place) for place in range(40)}) == 40


def test_every_cell_class_has_a_look() -> None:
    """A new class must not leave cells undrawn."""
    assert set(CELL_LOOKS) == set(CELL_CLASSES)
