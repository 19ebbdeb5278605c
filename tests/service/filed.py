"""A tiny town on record, for tests of its book and of the files of its places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.schema import TABLES, as_table

if TYPE_CHECKING:
    from data.reports import Report, Section
    from data.store import Store

AS_OF = date(2026, 11, 20)
SOURCE = "test.csv / 2"


def day(ago: int) -> date:
    """Say which day was so many days before that of the report."""
    return AS_OF - timedelta(days=ago)


def put(store: Store, table: str, *rows: dict[str, object]) -> None:
    """Add rows to a table; ids and sources that do not matter are filled in."""
    schema = TABLES[table]
    filled = [
        {schema.key: f"{table}-{number}", "source": SOURCE} | row
        for number, row in enumerate(rows, start=1)
    ]
    with store.writing() as unit:
        unit.append(table, as_table(filled, schema))


def put_sites(store: Store, *rows: dict[str, object]) -> None:
    """Add sites S00001, S00002 ... 111 m apart from south to north."""
    filled = [
        {
            "site_id": f"S{number:05d}",
            "kind": "enterprise",
            "name": f"{number}号厂",
            "status": "operating",
            "lon_deg": 115.0,
            "lat_deg": 35.5 + 0.001 * (number - 1),
        }
        | row
        for number, row in enumerate(rows, start=1)
    ]
    put(store, "site", *filled)


def score_row(site_id: str, *, grade: str = "red", risk: float = 0.5) -> dict[str, object]:
    """Give a score by the card with one reason."""
    return {
        "site_id": site_id,
        "as_of": AS_OF,
        "model": "card-2",
        "risk": risk,
        "grade": grade,
        "uncertainty": 0.1,
        "reasons": '[{"code":"tips","points":0.5,"zh":"有举报","en":"reported","evidence":"X1"}]',
        "advice": '[{"code":"unknown","points":0,"zh":"行业不详","en":"Not known: industry"}]',
    }


def finding(number: int, **row: object) -> dict[str, object]:
    """Give an open ordinary finding of S00001, found 30 days and due 10 days ago."""
    return {
        "finding_id": f"YH{number:05d}",
        "site_id": "S00001",
        "what": "无证焊接",
        "level": "ordinary",
        "found": day(30),
        "due": day(10),
        "state": "notified",
    } | row


def section(report: Report, heading: str) -> Section:
    """Find a section by its Chinese heading."""
    return next(one for one in report.sections if one.heading[0] == heading)
