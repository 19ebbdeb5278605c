"""Tables with numbers in place of site ids."""

from __future__ import annotations

import pandas as pd

from geo.sites.numbering import Numbering, plain_texts
from tests.builders import inspections, sites


def test_rows_get_the_number_of_their_site_and_strangers_go() -> None:
    """By id, not by order; a visit to a place not listed is no visit."""
    table = sites({"site_id": "B"}, {"site_id": "A"})
    rows = inspections(*({"site_id": one, "day": "2026-11-01"} for one in ("A", "gone", "B", "A")))
    found = Numbering(table.index).of(rows)
    assert found["site_id"].tolist() == [1, 0, 1]
    assert found.index.tolist() == ["J00001", "J00003", "J00004"]


def test_texts_stay_what_they_are() -> None:
    """Only the way they are held changes; a missing one stays missing."""
    table = pd.DataFrame({"a": pd.Series(["x", None], dtype="str"), "b": [1, 2]})
    plain = plain_texts(table)
    assert plain["a"].dtype == object
    assert plain["a"].isna().tolist() == [False, True]
    assert plain["b"].tolist() == [1, 2]
