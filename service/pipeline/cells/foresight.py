"""Where to look next: which record it is worked out from, and what the store keeps of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd
import shapely

from data.schema import as_records
from data.units import DAYS_PER_YEAR
from geo.cells.forecast import DEFAULT_HORIZON_DAYS
from geo.cells.where_finds import where_next_finds
from geo.cells.where_next import LEAST_YEARLY, where_next
from geo.enclosure import first_around
from maps.pages import MeasuredOrder, NextFacts
from service.results.cell import NextCell, NextResult, OrderFigures
from service.words import both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from data.store.unit import Unit
    from geo.cells.division import Division
    from geo.cells.forecast import Forecast

NEXT = "hotspot_next"
"""Setting of the store: why the cells are in this order, and how it did on the past."""
_TOP_CELLS = 5


def expect_next(
    tips: pd.DataFrame, looks: pd.DataFrame, division: Division, *, as_of: date
) -> Forecast:
    """
    Say what to expect of each cell in the coming four weeks.

    Reports from outside say where things happen, finds of patrols where somebody looked. So reports
    are used where there are enough of them, at least one for each cell in the last year, and else
    the finds per visit.

    Parameters
    ----------
    tips
        Table by schema ``TIP``.
    looks
        From :func:`geo.cells.looks.cell_looks`.
    """
    events = _reports(tips, division)
    recent = events["day"] >= pd.Timestamp(as_of - timedelta(days=DAYS_PER_YEAR))
    yearly = (recent & (events["day"] < pd.Timestamp(as_of)) & events["cell_id"].notna()).sum()
    if len(division.cells) and yearly >= LEAST_YEARLY * len(division.cells):
        return where_next(events, division.cells, division.weights, as_of=as_of)
    return where_next_finds(looks, division.cells, as_of=as_of)


def _reports(tips: pd.DataFrame, division: Division) -> pd.DataFrame:
    """Give day and cell of every report; one that says no place lies in no cell."""
    spots: Any = shapely.points(tips["lon_deg"].astype(float), tips["lat_deg"].astype(float))
    which = first_around(shapely.STRtree(division.cells["geometry"].to_numpy()), spots)
    ids = pd.Series([*division.cells.index, None], dtype="str").array
    return pd.DataFrame({"day": tips["day"].to_numpy(), "cell_id": ids.take(which)})


def next_result(forecast: Forecast, cells: pd.DataFrame) -> NextResult | None:
    """Give the cells to look at first, and how well such an order did; nothing without a cell."""
    if not len(cells):
        return None
    first = cells[cells["expected_next"].fillna(0.0) > 0].sort_values("next_place")
    return NextResult(
        method=forecast.method,
        horizon_days=DEFAULT_HORIZON_DAYS,
        why_zh=forecast.why.zh,
        why_en=forecast.why.en,
        top=tuple(
            NextCell(
                cell_id=row["cell_id"],
                name=str(row["name"]),
                place=int(row["next_place"]),
                expected=float(row["expected_next"]),
                sites=int(row["sites"]),
            )
            for row in as_records(first.head(_TOP_CELLS))
        ),
        measured=tuple(OrderFigures(**row) for row in _measured(forecast)),
    )


def _measured(forecast: Forecast) -> list[dict[str, Any]]:
    """List what was measured, plain; a figure that could not be is ``None``."""
    return [
        {
            "method": str(row["method"]),
            "share": float(row["share"]),
            "pai": _number(row["pai"]),
            "pei": _number(row["pei"]),
            **{name: int(row[name]) for name in ("hits", "events", "windows")},
        }
        for row in forecast.judged.to_dict("records")
    ]


def _number(value: Any) -> float | None:  # noqa: ANN401  a cell of a table
    return None if pd.isna(value) else float(value)


def write_next(unit: Unit, forecast: Forecast) -> None:
    """Keep what the page tells of the order."""
    facts = {
        "method": forecast.method,
        "zh": forecast.why.zh,
        "en": forecast.why.en,
        "measured": _measured(forecast),
    }
    unit.set(NEXT, orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode())


def read_next(settings: Mapping[str, str]) -> NextFacts | None:
    """Read what the page tells of the order; ``None`` where it was never worked out."""
    if NEXT not in settings:
        return None
    facts = orjson.loads(settings[NEXT])
    return NextFacts(
        method=facts["method"],
        why=(facts["zh"], facts["en"]),
        measured=tuple(
            MeasuredOrder(both(f"next.{one['method']}"), one["share"], one["pai"], one["pei"])
            for one in facts["measured"]
        ),
    )
