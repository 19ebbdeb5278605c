"""The beat of a cell: the one it was given, else the one it lies in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geo.beats.membership import beat_of_cells, beat_of_points


def drawn(name: str, **shapes: shapely.Geometry) -> pd.DataFrame:
    """List shapes by id."""
    index = pd.Index(list(shapes), dtype="str", name=name)
    return pd.DataFrame({"geometry": np.array(list(shapes.values()), dtype=object)}, index=index)


BEATS = drawn("beat_id", B1=shapely.box(0, 0, 2, 2), B2=shapely.box(2, 0, 4, 2))
CELLS = drawn("cell_id", west=shapely.box(0, 0, 1, 1), east=shapely.box(3, 1, 4, 2))


def test_a_new_cell_has_the_beat_it_lies_in() -> None:
    """Whatever the cells were when the town was divided; beside all beats it has none."""
    far = drawn("cell_id", far=shapely.box(8, 8, 9, 9))
    found = beat_of_cells(BEATS, pd.concat([CELLS, far]))
    assert found["west"] == "B1"
    assert found["east"] == "B2"
    assert found.isna().tolist() == [False, False, True]


def test_a_cell_keeps_the_beat_it_was_given() -> None:
    """Its middle may lie in the land of another; what is known of a cell that is gone is left."""
    known = pd.Series({"west": "B2", "gone": "B1"}, dtype="str")
    assert beat_of_cells(BEATS, CELLS, known=known).to_dict() == {"west": "B2", "east": "B2"}


def test_a_town_without_beats_gives_none() -> None:
    """It was never divided."""
    assert beat_of_cells(BEATS.iloc[:0], CELLS).isna().all()


def test_a_place_on_the_border_belongs_to_the_first() -> None:
    """Of two beats that touch there."""
    border = np.array([shapely.Point(2, 1)], dtype=object)
    assert beat_of_points(BEATS, border, pd.Index(["c"])).to_dict() == {"c": "B1"}
