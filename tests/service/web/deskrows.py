"""A tiny town for tests of the desk: two sites, findings in several states, a tip-off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.service.filed import AS_OF, finding, put, put_sites, score_row

if TYPE_CHECKING:
    from data.store import Store

TODAY = "2026-11-23"
"""Day of the clock of the fixture ``service``."""


def put_town(store: Store, *, name: str = "1号厂", what: str = "无证焊接") -> None:
    """Put two scored sites, one open finding of each level, and one that is closed."""
    put_sites(
        store,
        {"name": name, "town": "甲镇", "village": "东村"},
        {"name": "2号厂", "town": "乙镇", "village": "西村"},
    )
    put(store, "score", score_row("S00001"), score_row("S00002", grade="blue", risk=0.1))
    put(
        store,
        "team",
        {"name": "一队", "team_id": "T1", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5},
    )
    put(
        store,
        "finding",
        finding(1, what=what, team="一队", rule=what),
        finding(2, site_id="S00002", level="major", state="submitted"),
        finding(3, state="closed", closed=AS_OF - timedelta(days=1)),
    )
    put(store, "tip", {"day": AS_OF, "what": what, "verified": "open", "village": "东村"})
