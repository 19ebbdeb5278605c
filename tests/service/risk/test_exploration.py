"""What past plans and visits together say of the random share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pandas as pd
import pytest

from data.schema import TABLES, as_table
from service.pipeline.risk.exploration import read_random_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MONDAY = "2026-11-02"


class Shelf:
    """Tables in memory."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = tables

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
        """Give a table, or the rows of it asked for."""
        rows = self.tables[table] if table in self.tables else as_table([], TABLES[table])
        for column, wanted in (where or {}).items():
            rows = rows[rows[column].isin(wanted)]
        return rows


def plans(*rows: tuple[str, str, int, dict[str, float]]) -> pd.DataFrame:
    """List plans: id, week, version, chances."""
    table = pd.DataFrame(rows, columns=["plan_id", "week", "version", "draw"])
    table["draw"] = [orjson.dumps(draw).decode() for draw in table["draw"]]
    return table.set_index("plan_id")


def stops(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """List stops: plan, site, first why."""
    table = pd.DataFrame(rows, columns=["plan_id", "site_id", "why"])
    table["why"] = [orjson.dumps([{"code": code}]).decode() for code in table["why"]]
    return table


def visits(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """List visits: site, day, result."""
    table = pd.DataFrame(rows, columns=["site_id", "day", "result"])
    return table.assign(day=pd.to_datetime(table["day"]))


ONE_WEEK = plans(("P1", "2026-W45", 1, {"a": 0.5, "b": 0.25, "c": 0.25, "d": 0.25}))
STOPS = stops(
    ("P1", "a", "random"),
    ("P1", "b", "random"),
    ("P1", "c", "random"),
    ("P1", "d", "random"),
    ("P1", "e", "risk"),
    ("P1", "f", "duty"),
)


def test_every_visit_of_the_week_counts_by_its_chance() -> None:
    """Weights 2, 4, 4 of the draws and 1, 1 of the others; finds at a and e: 3 / 12."""
    seen = visits(
        ("a", "2026-11-02", "finding"),
        ("b", "2026-11-04", "clean"),
        ("c", "2026-11-08", "clean"),
        ("d", "2026-11-05", "absent"),
        ("e", "2026-11-03", "illegal"),
        ("f", "2026-11-03", "clean"),
    )
    shelf = Shelf(plan=ONE_WEEK, stop=STOPS, inspection=seen)
    share = read_random_share(shelf, as_of=date(2026, 11, 9))
    assert (share.weeks, share.planned, share.seen) == (1, 4, 3)
    assert share.rate is not None
    assert share.rate.rate == pytest.approx(3 / 12)
    assert share.gain is not None
    assert share.gain.picks.rate == 1.0


@pytest.mark.parametrize("code", ["audit", "sweep"])
def test_what_another_lot_chose_is_no_part_of_the_sample(code: str) -> None:
    """An audit at g finds something; its chance is not that of the random draw."""
    listed = stops(("P1", "a", "random"), ("P1", "f", "duty"), ("P1", "g", code))
    seen = visits(
        ("a", "2026-11-02", "clean"), ("f", "2026-11-03", "clean"), ("g", "2026-11-03", "finding")
    )
    shelf = Shelf(plan=ONE_WEEK, stop=listed, inspection=seen)
    share = read_random_share(shelf, as_of=date(2026, 11, 9))
    assert share.rate is not None
    assert (share.rate.rate, share.rate.visits) == (0.0, 2)


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-09"])
def test_a_visit_of_another_week_is_no_answer_to_the_draw(day: str) -> None:
    """Who went there before or after did not go because of it."""
    shelf = Shelf(plan=ONE_WEEK, stop=STOPS, inspection=visits(("a", day, "finding")))
    share = read_random_share(shelf, as_of=date(2026, 11, 30))
    assert (share.planned, share.seen, share.rate, share.gain) == (4, 0, None, None)


def test_a_week_that_is_not_over_tells_nothing_yet() -> None:
    """The bad news of a week comes in first, or last."""
    shelf = Shelf(plan=ONE_WEEK, stop=STOPS, inspection=visits(("a", MONDAY, "finding")))
    assert read_random_share(shelf, as_of=date(2026, 11, 8)).weeks == 0


def test_only_the_last_plan_of_a_week_was_driven() -> None:
    """A plan that was replaced drew places nobody went to."""
    both = pd.concat([ONE_WEEK, plans(("P2", "2026-W45", 2, {"z": 0.5}))])
    listed = pd.concat([STOPS, stops(("P2", "z", "random"))])
    seen = visits(("a", MONDAY, "finding"), ("z", MONDAY, "clean"))
    share = read_random_share(
        Shelf(plan=both, stop=listed, inspection=seen), as_of=date(2026, 11, 9)
    )
    assert (share.planned, share.seen) == (1, 1)
    assert share.rate is not None
    assert share.rate.rate == 0.0


def test_before_the_first_plan_there_is_nothing_to_say() -> None:
    """And no error either."""
    shelf = Shelf(plan=plans(), stop=stops(), inspection=visits())
    share = read_random_share(shelf, as_of=date(2026, 11, 9))
    assert (share.weeks, share.planned, share.seen, share.rate) == (0, 0, 0, None)
