"""What was noticed of the caller's columns and rows, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from geo.learned.design import fit_design
from geo.learned.facts import COLUMN, HISTORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geo.learned.chain import Described
    from geo.learned.design import Design
    from geo.learned.visits import Visits

Code = Literal["later", "infinite", "constant", "joined"]


@dataclass(frozen=True, slots=True)
class Noticed:
    """
    One thing that the owner of the visits should know.

    Attributes
    ----------
    code
        ``later``: past visits on or after the origin, not looked at; ``infinite``: numbers without
        end, taken as missing; ``constant``: a column that is the same in all past visits and so
        teaches nothing; ``joined``: categories too rare to weigh on their own, taken together.
    column
        Its name; ``day`` for ``later``.
    rows
        How many past visits.
    """

    code: Code
    column: str
    rows: int


def notice_later(visits: Visits, origin: date) -> tuple[Noticed, ...]:
    """Count the visits with a known outcome that lie on or after the origin."""
    rows = visits.rows
    later = int(((rows["day"] >= pd.Timestamp(origin)) & rows["found"].notna()).sum())
    return (Noticed("later", "day", later),) if later else ()


def notice_columns(described: Described) -> tuple[Noticed, ...]:
    """Look through the caller's columns, features first, in their order."""
    return (*_infinite(described.past), *_weighed(described, fit_design(described.facts)))


def _infinite(past: Visits) -> Iterator[Noticed]:
    for table in (past.features, past.history):
        for name in [] if table is None else table.columns:
            if table is None or not pd.api.types.is_numeric_dtype(table[name].dtype):
                continue
            endless = int(np.isinf(table[name].to_numpy(dtype=float, na_value=np.nan)).sum())
            if endless:
                yield Noticed("infinite", str(name), endless)


def _weighed(described: Described, design: Design) -> Iterator[Noticed]:
    left_out = set(design.left_out) - set(design.joined)
    for kind, name in sorted(left_out, key=design.left_out.index):
        # What visits brought to light is seen as the last and as the mean: one column of theirs.
        column = name.removeprefix("mean ")
        is_history = kind == HISTORY and name != column and (HISTORY, f"last {column}") in left_out
        if kind == COLUMN or is_history:
            yield Noticed("constant", name if kind == COLUMN else column, len(described.facts))
    for fact in design.joined:
        levels = [term.level for term in design.terms if term.fact == fact]
        raw = described.facts[fact]
        yield Noticed("joined", fact[1], int((raw.notna() & ~raw.isin(levels)).sum()))
