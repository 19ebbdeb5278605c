"""How the user says what the cells are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from service.pipeline.cutting import Cut, read_cut

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_said_is_squares_of_500_m() -> None:
    """The size that every stored town began with."""
    assert read_cut() == Cut(kind="square", size_m=500)


@pytest.mark.parametrize("kind", ["villages", "areas"])
def test_villages_and_areas_are_words(kind: str) -> None:
    """They come from the store."""
    assert read_cut(cells=kind) == Cut(kind=kind)


def test_hexagons_have_a_resolution() -> None:
    """As the library numbers them."""
    assert read_cut(cells="h3:7") == Cut(kind="h3", resolution=7)


@pytest.mark.parametrize("text", ["h3:", "h3:x", "h3:-1", "h3:8.5"])
def test_a_resolution_that_is_no_number_is_refused(text: str) -> None:
    """The message shows how it is written."""
    with pytest.raises(ConfigError, match="h3:RESOLUTION such as h3:8"):
        read_cut(cells=text)


def test_a_file_of_outlines_is_taken_for_areas(tmp_path: Path) -> None:
    """Whatever it is called."""
    file = tmp_path / "grids.geojson"
    file.write_text("{}", encoding="utf-8")
    assert read_cut(cells=str(file)) == Cut(kind="areas", file=file)


def test_a_word_that_is_neither_is_refused() -> None:
    """A slip of the pen must not become a grid of the usual kind."""
    with pytest.raises(ConfigError, match="villages, areas, h3:RESOLUTION or a file"):
        read_cut(cells="village")


def test_a_size_and_another_cut_do_not_go_together() -> None:
    """One of them would be ignored."""
    with pytest.raises(ConfigError, match="got both"):
        read_cut(size_m=300, cells="villages")
