"""Where next: what is expected, by which method, and what happens on thin or odd records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_array, diags_array

from data.errors import ConfigError, InputError
from geo.cells.where_next import where_next

if TYPE_CHECKING:
    from geo.cells.forecast import Forecast

AS_OF = date(2026, 1, 1)
START = pd.Timestamp("2023-01-01")
NAMES = [f"village {number:02d}" for number in range(20)]


def chain(n: int) -> csr_array:
    """Weigh each cell of a row with its two neighbours and itself."""
    ones = [np.ones(n - 1), np.ones(n), np.ones(n - 1)]
    return csr_array(diags_array(ones, offsets=[-1, 0, 1], shape=(n, n)))


def town(names: list[str] = NAMES) -> pd.DataFrame:
    """List cells of one square kilometre."""
    return pd.DataFrame({"area_km2": 1.0}, index=pd.Index(names, name="cell_id"))


def reports(*rows: tuple[str, str]) -> pd.DataFrame:
    """List reports: day, cell."""
    table = pd.DataFrame(rows, columns=["day", "cell_id"])
    return table.assign(day=pd.to_datetime(table["day"]))


def steady(per_year: dict[str, float], days: int = 1096) -> pd.DataFrame:
    """Report evenly, cell by cell, from the first day on."""
    parts = []
    for name, often in per_year.items():
        at = START + pd.to_timedelta(np.arange(0, days, 365 / often).astype(int), unit="D")
        parts.append(pd.DataFrame({"day": at, "cell_id": name}))
    return pd.concat(parts, ignore_index=True)


def ask(events: pd.DataFrame, cells: pd.DataFrame | None = None, **known: int) -> Forecast:
    """Ask for the villages in their row."""
    found = town() if cells is None else cells
    return where_next(events, found, chain(len(found)), as_of=AS_OF, **known)


RICH = {name: 6.0 + 6.0 * (place % 5) for place, name in enumerate(NAMES)}


def test_a_rich_record_is_foreseen_by_regression() -> None:
    """Steady villages: as many reports as in any 28 days, the busiest first."""
    found = ask(steady(RICH))
    assert found.method == "poisson"
    total = sum(RICH.values()) * 28 / 365
    assert_allclose(found.expected.sum(), total, rtol=0.1)
    busiest = [name for name in NAMES if RICH[name] == max(RICH.values())]
    assert set(found.place.nsmallest(len(busiest)).index) == set(busiest)


def test_it_says_how_well_it_did_before_and_beside_the_count() -> None:
    """Both methods, both shares, six earlier periods; a twentieth of twenty cells is one cell."""
    found = ask(steady(RICH))
    assert set(zip(found.judged["method"], found.judged["share"], strict=True)) == {
        (method, share) for method in ("poisson", "count") for share in (0.01, 0.05)
    }
    assert set(found.judged["windows"]) == {6}
    assert_allclose(found.judged["pai"], found.judged["hit_share"] / 0.05)
    assert found.is_top.sum() == 1
    assert found.gain is not None
    assert "6 earlier period(s) of 28 days" in found.why.en
    assert "6个往期（各28天）" in found.why.zh


def test_steady_villages_are_no_better_foreseen_than_by_counting() -> None:
    """Where nothing moves, a regression can gain nothing, and the remark says so."""
    found = ask(steady(RICH))
    assert "not better than the 12-month count" in found.why.en
    assert "未能证明它优于" in found.why.zh


def test_a_thin_record_is_carried_on() -> None:
    """Two reports in the last year among twenty cells: 2 x 28 / 365, where they were."""
    events = reports(("2024-02-01", NAMES[9]), ("2025-02-01", NAMES[3]), ("2025-09-01", NAMES[3]))
    found = ask(events)
    assert found.method == "count"
    assert "less than one report per cell and year" in found.why.en
    assert_allclose(found.expected[NAMES[3]], 2 * 28 / 365)
    assert found.expected.drop(NAMES[3]).eq(0).all()
    assert found.place[NAMES[3]] == 1


def test_a_short_record_is_carried_on_from_what_there_is() -> None:
    """Forty days of reports hold no two earlier periods: 100 in 40 days are 70 in 28."""
    events = reports(*[("2025-11-22", NAMES[0])] * 100)
    found = ask(events)
    assert found.method == "count"
    assert "fewer than two earlier periods" in found.why.en
    assert_allclose(found.expected[NAMES[0]], 70.0)


@pytest.mark.parametrize("rows", [[], [("2026-01-01", NAMES[0]), ("2030-05-01", NAMES[1])]])
def test_without_a_past_report_nothing_is_pointed_out(rows: list[tuple[str, str]]) -> None:
    """No report, or only from the day on: zero everywhere, and a sentence."""
    found = ask(reports(*rows))
    assert found.expected.eq(0).all()
    assert not found.is_top.any()
    assert found.judged.empty
    assert "There is no report in any cell" in found.why.en
    assert "没有任何上报" in found.why.zh
    assert found.counted["future"] == len(rows)


def test_one_report_points_to_its_cell() -> None:
    """The least there can be: one event, last week."""
    found = ask(reports(("2025-12-25", NAMES[7])))
    assert found.place[NAMES[7]] == 1
    assert found.is_top[NAMES[7]]


def test_all_reports_in_one_cell_stay_there() -> None:
    """Far from its neighbours nothing is expected, and the cell itself stays finite."""
    found = ask(steady({NAMES[10]: 60.0}))
    assert found.place[NAMES[10]] == 1
    assert_allclose(found.expected[NAMES[10]], 60 * 28 / 365, rtol=0.35)


def test_the_future_is_not_known() -> None:
    """Reports on the day or later change nothing but the count of what was left out."""
    known = steady(RICH, days=1090)
    later = reports(*[("2026-01-01", NAMES[0])] * 50)
    before, after = ask(known), ask(pd.concat([known, later]))
    assert_allclose(after.expected, before.expected)
    assert after.counted["future"] == before.counted["future"] + 50
    assert "50 on or after the day of the forecast" in after.why.en
    assert "50条日期不早于预测日" in after.why.zh


def test_reports_elsewhere_or_without_a_day_are_counted() -> None:
    """Nothing is dropped in silence."""
    events = reports(("2025-12-25", NAMES[0]), ("2025-12-25", "elsewhere"))
    events.loc[2] = [pd.NaT, NAMES[0]]
    events.loc[3] = [pd.Timestamp("2025-12-25"), None]
    found = ask(events)
    assert found.counted == {"used": 1, "outside": 2, "future": 0, "undated": 1}
    assert "2 in no cell, 1 without a date" in found.why.en


def test_a_small_cell_with_as_many_reports_comes_first() -> None:
    """What is flagged is a share of the area: reports are ranked per square kilometre."""
    cells = town(["large", "small"]).assign(area_km2=[9.0, 1.0])
    found = ask(reports(("2025-12-20", "large"), ("2025-12-20", "small")), cells)
    assert found.place.to_dict() == {"large": 2, "small": 1}


def test_tied_cells_are_drawn_by_the_seed() -> None:
    """Equal villages get another order with another seed, and the same with the same."""
    events = reports(("2025-12-25", NAMES[7]))
    orders = [tuple(ask(events, seed=seed).place) for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


def test_a_town_without_cells_has_no_forecast() -> None:
    """An empty store is no fault."""
    found = where_next(reports(), town([]), csr_array((0, 0)), as_of=AS_OF)
    assert found.expected.empty


def test_a_period_has_days() -> None:
    """Nothing happens in no time."""
    with pytest.raises(ConfigError, match="horizon_days >= 1, got 0") as caught:
        ask(reports(), horizon_days=0)
    assert caught.value.zh == "预测天数至少为 1 天，现为 0。"


@pytest.mark.parametrize("area", [0.0, -1.0, np.nan, np.inf])
def test_a_cell_has_an_area(area: float) -> None:
    """Reports are ranked per square kilometre."""
    with pytest.raises(InputError, match=r"Expected area_km2 > 0, got .* in cell b"):
        ask(reports(), town(["a", "b"]).assign(area_km2=[1.0, area]))


def test_a_cell_is_listed_once() -> None:
    """Two rows of one cell would share its reports."""
    with pytest.raises(InputError, match="Expected each cell once, got 'a' twice"):
        ask(reports(), town(["a", "a"]))


def test_columns_are_named_when_they_lack() -> None:
    """A caller's slip is told by name."""
    with pytest.raises(InputError, match="none named cell_id"):
        ask(reports().drop(columns="cell_id"))
    with pytest.raises(InputError, match="a column area_km2"):
        ask(reports(), town().drop(columns="area_km2"))
