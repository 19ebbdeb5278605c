"""How hotspots go: each word by a town made for it, and when nothing is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.errors import ConfigError
from geo.cells.hotspots import DEFAULT_HOTSPOTS
from geo.cells.trends import TrendParams, cell_trends
from geo.cells.weights import square_weights
from tests.geo.cells.grids import block

if TYPE_CHECKING:
    from collections.abc import Callable

AS_OF = date(2026, 11, 23)
SIDE, MONTHS, VISITS = 8, 24, 5
CELLS = block(SIDE)
MIDDLE = CELLS[3 * SIDE + 3]
FAR = CELLS[-1]
BLOCK = {c * SIDE + r for c in (2, 3, 4) for r in (2, 3, 4)}


def looks(
    finds_of: Callable[[int], int], *, months: int = MONTHS, block_visits: int = VISITS
) -> pd.DataFrame:
    """
    Give a town's looks: in each cell five a month, one find every tenth month, at two sites.

    ``finds_of`` says how many of its looks find something in each cell of the block, by the number
    of months ago, 1 for the last.
    """
    rows = []
    for ago in range(1, months + 1):
        day = pd.Timestamp(AS_OF - timedelta(days=30 * ago - 15))
        for cell, name in enumerate(CELLS):
            hot = cell in BLOCK
            finds = finds_of(ago) if hot else int((cell + ago) % 10 == 0)
            for turn in range(block_visits if hot else VISITS):
                site = f"{name}/{turn % 2}"
                rows.append((site, name, day, turn < finds, 0.1))
    return pd.DataFrame(rows, columns=["site_id", "cell_id", "day", "found", "expected"])


def trends(table: pd.DataFrame) -> pd.Series:
    """Ask for the trends of the town."""
    return cell_trends(
        table, pd.Index(CELLS), square_weights(CELLS), as_of=AS_OF, levels=DEFAULT_HOTSPOTS
    )


@pytest.mark.parametrize(
    ("finds_of", "word"),
    [
        (lambda _: 2, "persistent"),
        (lambda ago: 1 + (ago <= 6) + (ago <= 3), "rising"),
        (lambda ago: 5 if ago <= 2 else 0, "new"),
        (lambda ago: 0 if ago <= 6 else 2, "fading"),
    ],
    ids=["two a month, always", "one, then two, then three", "none until lately", "none lately"],
)
def test_words_by_towns_made_for_them(finds_of: Callable[[int], int], word: str) -> None:
    """Elsewhere one find in fifty looks; the middle of the block says how it goes."""
    found = trends(looks(finds_of))
    assert found[MIDDLE] == word
    assert found[FAR] is None


def test_more_visits_are_no_rise() -> None:
    """Five times the looks in the last half year, at the same rate of finds."""
    table = looks(lambda _: 2)
    lately = table[table["day"] > pd.Timestamp("2026-05-20")]
    assert trends(pd.concat([table, *[lately] * 4]))[MIDDLE] == "persistent"


def test_nothing_is_said_of_a_town_without_hotspots() -> None:
    """A block like all other cells."""
    table = looks(lambda ago: int(ago % 10 == 0))
    assert set(trends(table)) == {None}


def test_a_hotspot_of_a_short_record_is_not_new() -> None:
    """Two months of looks: nobody knows what was there before."""
    assert trends(looks(lambda _: 4, months=2))[MIDDLE] is None


def test_tomorrows_looks_and_other_cells_count_nowhere() -> None:
    """What is dated later or lies in no listed cell changes nothing."""
    table = looks(lambda _: 2)
    later = table.assign(day=pd.Timestamp(AS_OF), found=False)
    elsewhere = table.assign(cell_id="elsewhere")
    pd.testing.assert_series_equal(trends(pd.concat([table, later, elsewhere])), trends(table))


def test_no_looks_have_no_trend() -> None:
    """The first week of an office."""
    assert trends(looks(lambda _: 2).head(0)).isna().all()
    assert len(trends(looks(lambda _: 2).head(0))) == SIDE * SIDE


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"periods": 7}, r"Expected periods in \[8, 120\], got 7"),
        ({"period_days": 0}, r"Expected period_days in \[1, 366\], got 0"),
        ({"new_periods": 12}, r"Expected new_periods in \[1, 11\], got 12"),
        ({"persistent_share": 0.0}, r"Expected persistent_share in \(0, 1\], got 0.0"),
        ({"level": 0.5}, r"Expected level in \(0, 0.5\), got 0.5"),
    ],
)
def test_refuses_impossible_settings(values: dict[str, float], message: str) -> None:
    """Each setting by its name."""
    with pytest.raises(ConfigError, match=message):
        TrendParams(**values)
