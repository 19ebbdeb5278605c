"""A name in a sentence stands for one site or one shift only."""

from __future__ import annotations

import pandas as pd

from service.pipeline.places.namelist import site_names
from tests.planning.town import shifts

TEAMS = pd.DataFrame({"name": ["一队"]}, index=["T1"])


def test_sites_of_one_name_have_their_ids_behind_it() -> None:
    """Two works of one name lie in two villages: dropping one must not read as the other."""
    sites = pd.DataFrame({"name": ["甲厂", "乙厂", "甲厂"]}, index=["S1", "S2", "S3"])
    names = site_names(sites, TEAMS, ())
    assert names == {"S1": "甲厂 S1", "S2": "乙厂", "S3": "甲厂 S3"}


def test_two_shifts_of_a_team_on_one_day_have_their_hours() -> None:
    """Tuesday has 8:30-17:30 and 19:00-23:00; "overtime on Tuesday" must say at which end."""
    names = site_names(pd.DataFrame({"name": []}), TEAMS, shifts(night=True))
    assert sorted(names.values()) == [
        "一队 2026-11-23",
        "一队 2026-11-24 (08:30–17:30)",
        "一队 2026-11-24 (19:00–23:00)",
        "一队 2026-11-25",
        "一队 2026-11-26",
        "一队 2026-11-27",
    ]
