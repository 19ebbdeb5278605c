"""Beats: even, whole, stable, and the same whatever the order of the rows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from data.errors import ConfigError, DegenerateInputError, ShapeError
from geo.beats.division import divide_beats
from geo.beats.exchange import ExchangeParams


def board(columns: int, rows: int, *, work: float = 10.0, side_m: float = 500.0) -> pd.DataFrame:
    """Lay a board of squares with equal work, row by row."""
    spots = np.array(list(product(range(rows), range(columns))), dtype=float) * side_m
    index = pd.Index([f"C{number:03d}" for number in range(len(spots))], name="cell_id")
    return pd.DataFrame({"work_min": work, "x_m": spots[:, 1], "y_m": spots[:, 0]}, index=index)


def touching(cells: pd.DataFrame, *, side_m: float = 500.0) -> csr_array:
    """Weigh cells that share a side with 1."""
    xy = cells[["x_m", "y_m"]].to_numpy()
    away_m = np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1))
    return csr_array(((away_m > 0) & (away_m < 1.1 * side_m)).astype(float))


def test_a_board_falls_into_four_equal_beats() -> None:
    """64 squares by 4 are 16 each: within 5 % of 160 minutes there is no other way."""
    cells = board(8, 8)
    beats = divide_beats(cells, touching(cells), capacities=[1, 1, 1, 1])
    assert beats.table["cells"].tolist() == [16, 16, 16, 16]
    assert beats.table["contiguous"].all()
    assert beats.spread == 0.0


def test_capacity_decides_how_much_is_fair() -> None:
    """A team with three times the hours has three quarters of 40 cells."""
    cells = board(8, 5)
    beats = divide_beats(cells, touching(cells), capacities=[3.0, 1.0])
    assert sorted(beats.table["cells"]) == [10, 30]
    assert sorted(beats.table["fair_min"]) == [100.0, 300.0]


def test_beats_are_named_from_north_to_south() -> None:
    """B1 of a tall board lies north of B2."""
    cells = board(2, 10)
    beats = divide_beats(cells, touching(cells), capacities=[1, 1])
    assert beats.table.index.tolist() == ["B1", "B2"]
    assert beats.table["y_m"]["B1"] > beats.table["y_m"]["B2"]


@settings(max_examples=8)
@given(
    spots=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=25, unique=True
    ),
    count=st.integers(1, 3),
    draw=st.integers(0, 5),
)
def test_every_cell_is_in_one_beat_and_every_beat_in_one_piece(
    spots: list[tuple[int, int]], count: int, draw: int
) -> None:
    """Whatever the town: scattered cells are joined across empty ground."""
    rng = np.random.default_rng(draw)
    xy = np.array(spots, dtype=float) * 500.0
    index = pd.Index([f"C{number:02d}" for number in range(len(xy))], name="cell_id")
    work = rng.integers(1, 50, len(xy)).astype(float)
    cells = pd.DataFrame({"work_min": work, "x_m": xy[:, 0], "y_m": xy[:, 1]}, index=index)
    params = ExchangeParams(rounds=10)
    beats = divide_beats(cells, touching(cells), capacities=[1.0] * count, params=params)
    assert beats.beat_of_cell.notna().all()
    assert beats.beat_of_cell.index.equals(cells.index)
    assert beats.table["contiguous"].all()
    assert beats.beat_of_cell.nunique() == count
    assert beats.table["work_min"].sum() == pytest.approx(work.sum())


def test_the_order_of_rows_does_not_matter() -> None:
    """A sorted table and a shuffled one are the same town."""
    cells = board(6, 5)
    mixed = cells.sample(frac=1.0, random_state=3)
    straight = divide_beats(cells, touching(cells), capacities=[1, 1, 1]).beat_of_cell
    shuffled = divide_beats(mixed, touching(mixed), capacities=[1, 1, 1]).beat_of_cell
    assert shuffled.to_dict() == straight.to_dict()


def test_nothing_moves_while_the_work_is_even() -> None:
    """Halves that are ragged but even stay as people know them."""
    cells = board(4, 4)
    names = ["W", "W", "E", "E"] * 3 + ["W", "E", "E", "E"]
    before = pd.Series(names, index=cells.index)
    before.iloc[[2]] = "W"
    beats = divide_beats(cells, touching(cells), capacities=[1, 1], previous=before)
    assert beats.beat_of_cell.to_dict() == before.to_dict()
    assert beats.moved_cells == 0


def test_more_work_in_one_half_moves_the_border_a_little() -> None:
    """10 columns of 4: 160 minutes more in the west of 400 make 560 work; 280 each is fair."""
    cells = board(10, 4)
    west = (cells["x_m"] < 2500).to_numpy()
    before = pd.Series(np.where(west, "B1", "B2"), index=cells.index)
    cells["work_min"] = np.where(west, 18.0, 10.0)
    beats = divide_beats(cells, touching(cells), capacities=[1, 1], previous=before)
    assert beats.spread <= 0.05
    assert 4 <= beats.moved_cells <= 6
    assert beats.table["moved_cells"]["B1"] == 0


def test_a_further_team_takes_from_the_busiest_and_the_others_keep_their_names() -> None:
    """Three names after two: the first free number is the new one."""
    cells = board(9, 4)
    before = pd.Series(np.where(cells["x_m"] < 2000, "B1", "B3"), index=cells.index)
    beats = divide_beats(cells, touching(cells), capacities=[1, 1, 1], previous=before)
    assert beats.table.index.tolist() == ["B1", "B2", "B3"]
    assert beats.table["cells"].tolist() == [12, 12, 12]


def test_a_team_less_gives_its_cells_to_the_others() -> None:
    """The beat with the least work ends; its cells count as moved."""
    cells = board(6, 2)
    before = pd.Series((["B1"] * 2 + ["B2"] + ["B3"] * 3) * 2, index=cells.index)
    beats = divide_beats(cells, touching(cells), capacities=[1, 1], previous=before)
    assert beats.table.index.tolist() == ["B1", "B3"]
    assert beats.table["cells"].tolist() == [6, 6]
    assert beats.moved_cells == 2


def test_cells_of_one_keeper_stay_together_where_it_costs_nothing() -> None:
    """A square in two halves: the keepers say that the border runs from west to east."""
    cells = board(8, 8)
    keeper = np.where(cells["y_m"] < 2000, "张", "李")
    beats = divide_beats(cells.assign(keeper=keeper), touching(cells), capacities=[1, 1])
    assert beats.beat_of_cell.groupby(keeper).nunique().tolist() == [1, 1]


def test_says_how_groups_are_joined() -> None:
    """Two pairs of squares 3 km apart are one town by one hop of 2,500 m."""
    cells = board(2, 1)
    far = cells.assign(x_m=cells["x_m"] + 3000).set_axis(["D000", "D001"])
    town = pd.concat([cells, far])
    beats = divide_beats(town, touching(town), capacities=[1, 1])
    assert beats.hops_m == pytest.approx([2500.0])


def test_names_the_cell_that_no_division_can_share() -> None:
    """One cell of 100 among three of 10: 65 would be fair."""
    cells = board(4, 1)
    cells.loc["C001", "work_min"] = 100.0
    assert divide_beats(cells, touching(cells), capacities=[1, 1]).heavy_cells == ("C001",)


def test_one_cell_is_one_beat() -> None:
    """A hamlet with one team."""
    cells = board(1, 1)
    assert divide_beats(cells, touching(cells), capacities=[1]).beat_of_cell.tolist() == ["B1"]


def test_cells_at_one_spot_are_neighbours() -> None:
    """Two outlines around one middle."""
    cells = board(1, 1)
    twice = pd.concat([cells, cells.set_axis(["D000"])])
    beats = divide_beats(twice, csr_array((2, 2)), capacities=[1, 1])
    assert beats.table["cells"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("capacities", "message"),
    [
        ([], "Expected at least one beat, got none"),
        ([1.0, 0.0], "Expected capacities > 0, got 0.0"),
        ([1.0, float("nan")], "Expected capacities > 0, got nan"),
        ([1.0] * 5, "got 5 beats for 4 cell"),
    ],
)
def test_refuses_capacities_that_do_not_fit(capacities: list[float], message: str) -> None:
    """No team, no hours, or more teams than cells."""
    cells = board(2, 2)
    with pytest.raises(ConfigError, match=message):
        divide_beats(cells, touching(cells), capacities=capacities)


def test_refuses_weights_of_another_town() -> None:
    """One row is missing."""
    with pytest.raises(ShapeError, match=r"Expected weights of shape \(4, 4\), got \(3, 3\)"):
        divide_beats(board(2, 2), csr_array((3, 3)), capacities=[1])


@pytest.mark.parametrize(
    ("work", "message"),
    [
        ([1.0, -1.0], "cell C001 has none"),
        ([1.0, float("nan")], "cell C001 has none"),
        ([0.0, 0.0], "Expected cells with some work"),
    ],
)
def test_refuses_work_that_is_none(work: list[float], message: str) -> None:
    """Negative, unknown, or nothing at all."""
    cells = board(2, 1).assign(work_min=work)
    with pytest.raises(DegenerateInputError, match=message):
        divide_beats(cells, touching(cells), capacities=[1])


def test_refuses_a_town_without_cells() -> None:
    """Nothing to divide."""
    with pytest.raises(DegenerateInputError, match="Expected at least one cell"):
        divide_beats(board(1, 1).iloc[:0], csr_array((0, 0)), capacities=[1])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"tolerance": 0.0}, "Expected tolerance in"),
        ({"rounds": -1}, "Expected rounds >= 0, got -1"),
        ({"heat": -1.0}, "Expected heat >= 0, got -1"),
    ],
)
def test_refuses_a_search_that_is_none(wrong: dict[str, float], message: str) -> None:
    """Each parameter has its range."""
    with pytest.raises(ConfigError, match=message):
        ExchangeParams(**wrong)
