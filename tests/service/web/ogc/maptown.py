"""A town of two villages for maps: sites, scores, cells, findings, and one published week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from data.schema import CELL, FINDING, PUBLICATION, SCORE, as_table
from tests.builders import sites
from tests.service.pagetown import PLAN_ID, WEEK, add_plan, fill

if TYPE_CHECKING:
    from data.store import Store

TOWNS = ("甲镇", "乙镇")
GRADES = ("red", "orange", "yellow", "blue")


def fill_map(store: Store) -> None:
    """
    Write it.

    S00001 and S00003 are of 甲镇, S00002 and S00004 of 乙镇; Si lies at 115 + 0.001 i, 35.5. Each
    has a finding Fi of December i, and a cell Ci, of which those of 甲镇 are hot. Tuesday's route
    stops at the first three sites.
    """
    fill(store)
    towns = [{"town": TOWNS[number % 2], "keeper": "张三"} for number in range(4)]
    with store.writing() as unit:
        unit.upsert("site", sites(*towns))
        common = {"as_of": "2026-11-23", "model": "m", "risk": 0.5, "uncertainty": 0.1}
        unit.upsert(
            "score",
            as_table(
                [
                    {"site_id": f"S0000{n}", "grade": grade, "reasons": "[]", **common}
                    for n, grade in enumerate(GRADES, 1)
                ],
                SCORE,
            ),
        )
        unit.upsert("cell", as_table([_cell(number) for number in range(1, 5)], CELL))
        found = {"level": "ordinary", "state": "issued"}
        unit.upsert(
            "finding",
            as_table(
                [
                    {
                        "finding_id": f"F{n}",
                        "site_id": f"S0000{n}",
                        "found": f"2026-12-0{n}",
                        **found,
                    }
                    for n in range(1, 5)
                ],
                FINDING,
            ),
        )
        publish(unit, "U1", PLAN_ID)
        add_plan(unit, "2026-W48-v2-draft", version=2)


def publish(unit: object, key: str, plan_id: str) -> None:
    """Publish a plan."""
    row = {"publication_id": key, "week": WEEK, "plan_id": plan_id, "who": "planner"}
    row["moment"] = f"2026-11-21T08:15:30.25{key[-1]}Z"
    unit.append("publication", as_table([row], PUBLICATION))  # type: ignore[attr-defined]


def _cell(number: int) -> dict[str, object]:
    west = 115 + 0.001 * number - 0.0004
    counts = dict.fromkeys(("sites", "visits", "finds", "near_visits"), 1)
    return {
        "cell_id": f"C{number}",
        "town": TOWNS[(number - 1) % 2],
        "class": "hot95" if number % 2 else "plain",
        "geometry": shapely.box(west, 35.4996, west + 0.0008, 35.5004, ccw=False),
        **counts,
    }
