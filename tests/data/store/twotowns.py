"""A store of two towns in which every text of the other town carries a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import shapely
from sqlalchemy import insert

from data.schema import TABLES, as_table
from data.store.tables import sql_table

if TYPE_CHECKING:
    from data.schema import Column, TableSchema
    from data.store import Store

OWN, MARK = "本镇", "外镇"
PHONE = "13812345678"
_NAMES = {"own": OWN, "foreign": MARK}
_WORDS = {"number": 0.5, "integer": 1, "flag": True, "date": "2026-01-05"}
_OF_NOBODY = frozenset({"team", "shift", "area", "closure", "plan", "publication", "setting"})
"""Tables whose rows are of no town; what they say of one is written by hand below."""


def fill(store: Store) -> None:
    """Write one row of each town into every table, and rows of no town that name both."""
    order = sorted(TABLES, key=lambda name: name not in {"site", "finding", "sweep", "cell"})
    with store.writing() as unit:
        for name in order:
            if name not in _OF_NOBODY | {"audit", "history", "finding_step"}:
                unit.upsert(name, as_table([row(name, who) for who in _NAMES], TABLES[name]))
        unit.append(
            "finding_step",
            as_table([row("finding_step", who) for who in _NAMES], TABLES["finding_step"]),
        )
        for name, rows in _shared().items():
            unit.upsert(name, as_table(rows, TABLES[name]))
        unit.set("town", MARK)
        unit.set("rules", "{}")
    with store.connection(writes=True) as connection:
        for name in ("audit", "history"):
            ids = {"own": "A00000090", "foreign": "A00000091"}
            fresh = [row(name, who) | {TABLES[name].key: ids[who]} for who in _NAMES]
            connection.execute(insert(sql_table(name)), fresh)


def row(table: str, who: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Make the row of one town, its texts marked, every reference within the town."""
    schema, town = TABLES[table], _NAMES[who]
    values = {column.name: _value(schema, column, town) for column in schema.columns}
    values[schema.key] = key_of(table, who)
    return {**values, **_references(table, who), **more}


def key_of(table: str, who: str) -> str:
    """Name the row of one town."""
    return f"{_NAMES[who]}-{'site' if table in {'site', 'score'} else table}"


def _value(schema: TableSchema, column: Column, town: str) -> Any:  # noqa: ANN401
    if column.name in {"lon_deg", "lat_deg"}:
        return {"lon_deg": 115.0, "lat_deg": 35.5}[column.name]
    if column.type == "geometry":
        return shapely.box(115, 35, 116, 36)
    if column.codes:
        return min(column.codes)
    if column.type == "text":
        return f"{town} {schema.name} {column.name} {PHONE}"
    if column.type == "json":
        return orjson.dumps({town: PHONE}).decode()
    return _WORDS[column.type]


def _references(table: str, who: str) -> dict[str, Any]:
    town = _NAMES[who]
    told: dict[str, Any] = {
        f"{name}_id": key_of(name, who) for name in ("site", "finding", "cell", "sweep", "beat")
    }
    told |= {"route_id": key_of("route", who), "village": f"{town}村", "town": town}
    told |= {"stop": key_of("site", who), "target_id": key_of("inspection", who)}
    told |= {"parent_id": key_of("site", "foreign"), "promise": f"must:{key_of('site', who)}"}
    told |= {"plan_id": "P1", "week": "2026-W48", "lang": "zh", "kept": False}
    if table == "unplanned":
        told["detail"] = orjson.dumps(
            {"drops": [key_of("site", "foreign")], "after": MARK}
        ).decode()
        told |= {"zh": f"须撤下{MARK}厂", "en": f"drops {MARK}", "reason": "lost_to_better"}
    if table == "sweep_visit":
        told["site_id"] = key_of("site", "foreign")
    if table == "promise":
        told |= {"zh": f"被{MARK}挤占", "en": MARK, "detail": orjson.dumps({"by": MARK}).decode()}
    names = {*TABLES[table].names}
    return {name: value for name, value in told.items() if name in names}


def _shared() -> dict[str, list[dict[str, Any]]]:
    """Write what is of no town, naming both where it may."""
    where = {"lon_deg": 115.0, "lat_deg": 35.5}
    teams = [
        {
            "team_id": f"T{number}",
            "name": "队",
            "card_holders": 1,
            "home_village": f"{town}村",
            **where,
        }
        for number, town in enumerate(_NAMES.values())
    ]
    areas = [
        {"area_id": f"A{number}", "kind": "village", "name": f"{town}村", "keeper": f"{town}人 甲",
         "geometry": shapely.box(115, 35, 116, 36)}
        for number, town in enumerate(_NAMES.values())
    ]  # fmt: skip
    days = {"from_day": "2026-01-05", "to_day": "2026-01-05", "speed_factor": 0.5}
    closure = {"closure_id": "K1", "kind": "all", "name": "道路", "note": MARK, **days}
    closure["kind"] = min(TABLES["closure"].column("kind").codes or ())
    sites = [{"id": key_of("site", who), "village": f"{_NAMES[who]}村"} for who in _NAMES]
    keyed = {key_of("site", who): [{"code": "risk", "zh": _NAMES[who]}] for who in _NAMES}
    shift = {"id": "T0-1", "home_village": f"{MARK}村", "frozen": [{"site": sites[1]["id"]}]}
    problem = {
        "balance": 0.0, "travel_weight": 0.1, "sites": sites, "later": MARK,
        "shifts": [shift],
        "cover": [{"name": one["village"], "sites": [one["id"]]} for one in sites],
    }  # fmt: skip
    plan = {**row("plan", "own"), "plan_id": "P1", "week": "2026-W48"}
    plan["problem"] = orjson.dumps(problem).decode()
    plan |= {name: orjson.dumps(keyed).decode() for name in ("wants", "draw")}
    plan["lots"] = orjson.dumps({"audits": keyed, "audit_pool": 2}).decode()
    plan["params"] = orjson.dumps({"rules": {}, "changes": MARK}).decode()
    publication = {"publication_id": "U1", "week": "2026-W48", "plan_id": "P1", "note": MARK}
    publication |= {"moment": "2026-11-21T08:15:30.250Z", "who": "planner"}
    return {
        "team": teams, "area": areas, "closure": [closure], "plan": [plan],
        "publication": [publication],
    }  # fmt: skip
