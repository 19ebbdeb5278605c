"""The day by which pages call a finding late: the office's own, whatever is on record of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.schema import FINDING, as_table
from tests.service.web.weeks import MONDAY, town

if TYPE_CHECKING:
    from tests.service.web.conftest import Service


@pytest.mark.parametrize("hours", [0, -2])
@pytest.mark.parametrize("path", ["/findings", "/findings/list"])
def test_what_is_due_today_is_not_late_today(service: Service, path: str, hours: int) -> None:
    """One of two was found this morning; at seven it is still Sunday where the machine stands."""
    store = service.office.store
    town(store)
    shared = {"site_id": "S1", "level": "ordinary", "state": "found", "what": "废气直排"}
    rows = [
        shared | {"finding_id": "F1", "found": "2026-11-09", "due": MONDAY},
        shared | {"finding_id": "F2", "found": MONDAY, "due": "2026-12-08"},
        shared | {"finding_id": "F3", "found": "2026-11-09", "due": "2026-11-22"},
    ]
    with store.writing() as unit:
        unit.append("finding", as_table(rows, FINDING))
    service.clock.pass_by(hours=hours)
    text = service.client("viewer").get(path).text
    assert f"截至 {MONDAY}" in text
    assert text.count("废气直排") == 3
    assert text.count("逾期 1 天") == 1
    assert "逾期 2 天" not in text
