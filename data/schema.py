"""Every table of the house, described once: columns, types, units, allowed values, meaning.

``check_table`` is the gate at every entrance; ``as_table`` builds a table with the right types. The
store makes its tables from the same descriptions, and docs/tables.md is written from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from data import words
from data.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ColumnType = Literal["text", "number", "integer", "flag", "date", "json", "geometry"]

_DTYPES: dict[ColumnType, Any] = {
    "text": "str",
    "json": "str",
    "number": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "date": "datetime64[s]",
    "geometry": "object",
}


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column of a table.

    Attributes
    ----------
    name
        Column name; the unit is part of it.
    type
        ``text``, ``number`` (float), ``integer``, ``flag`` (true, false, unknown), ``date`` (a
        day), ``json`` (text that holds JSON), ``geometry`` (shapely, WGS-84 degrees).
    meaning
        One line for the reader of docs/tables.md.
    required
        Whether every row must have a value.
    low, high
        Inclusive bounds of a number.
    codes
        Allowed values of a text.
    """

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """
    One table: its name, the name of its key (the index), and its columns.

    ``point`` says that ``lon_deg`` and ``lat_deg`` are one geometry in the store.
    """

    name: str
    key: str
    meaning: str
    columns: tuple[Column, ...]
    point: bool = False

    def column(self, name: str) -> Column:
        """Return the column of this name; ``KeyError`` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the column names in order, the key not included."""
        return tuple(column.name for column in self.columns)


def _codes(labels: Mapping[str, object]) -> frozenset[str]:
    return frozenset(labels)


_SOURCE = Column("source", "text", "where the row came from: file, sheet, row")
_LON = Column("lon_deg", "number", "longitude, WGS-84", low=-180, high=180)
_LAT = Column("lat_deg", "number", "latitude, WGS-84", low=-90, high=90)
_SITE_ID = Column("site_id", "text", "the site", required=True)

SITE = TableSchema(
    "site",
    "site_id",
    "one place that can be visited",
    (
        Column(
            "kind",
            "text",
            "enterprise or idle factory",
            required=True,
            codes=_codes(words.SITE_KINDS),
        ),
        Column("name", "text", "name as in the ledger", required=True),
        Column("code", "text", "unified social credit code (统一社会信用代码)"),
        Column("address", "text", "address as in the ledger"),
        Column("village", "text", "village or community"),
        Column("town", "text", "town or subdistrict"),
        Column("industry", "text", "industry in words"),
        Column("industry_code", "text", "GB/T 4754 class, such as C2110"),
        Column("workers", "number", "people employed", low=0),
        Column("area_m2", "number", "land used, square metres", low=0),
        Column("licences", "text", "licence state as in the ledger"),
        Column("chemicals", "flag", "hazardous chemicals on the premises"),
        Column("shared_walls", "text", "园中园 or 厂中厂 as in the ledger; missing where neither"),
        Column("status", "text", "operating state", required=True, codes=_codes(words.SITE_STATUS)),
        Column(
            "ledger_grade", "text", "grade given by the office before", codes=_codes(words.GRADES)
        ),
        Column("keeper", "text", "grid keeper (网格员)"),
        Column("hours", "text", "when it works", codes=_codes(words.SITE_HOURS)),
        Column("stated_visit", "date", "last visit as the ledger states it"),
        Column("remark", "text", "free remark"),
        Column("extra", "json", "columns of the ledger this table has no place for"),
        Column("datum", "text", "datum the position came in", codes=_codes(words.DATUMS)),
        Column("datum_stated", "flag", "false where the datum had to be assumed"),
        Column("lon_deg", "number", "longitude, WGS-84", required=True, low=-180, high=180),
        Column("lat_deg", "number", "latitude, WGS-84", required=True, low=-90, high=90),
        _SOURCE,
    ),
    point=True,
)

INSPECTION = TableSchema(
    "inspection",
    "inspection_id",
    "one visit that happened",
    (
        _SITE_ID,
        Column("day", "date", "day of the visit", required=True),
        Column("team", "text", "team that went"),
        Column("mode", "text", "type of visit", codes=_codes(words.VISIT_TYPES)),
        Column("mode_stated", "text", "type as the ledger words it, such as 四不两直"),
        Column("result", "text", "what came of it", required=True, codes=_codes(words.RESULTS)),
        _SOURCE,
    ),
)

FINDING = TableSchema(
    "finding",
    "finding_id",
    "one hazard an inspection found",
    (
        _SITE_ID,
        Column("inspection_id", "text", "the visit that found it"),
        Column("what", "text", "what was found"),
        Column(
            "level", "text", "ordinary or major", required=True, codes=_codes(words.FINDING_LEVELS)
        ),
        Column("found", "date", "day it was found", required=True),
        Column("due", "date", "day by which it must be mended"),
        Column(
            "state", "text", "where it stands", required=True, codes=_codes(words.FINDING_STATES)
        ),
        Column("closed", "date", "day it was struck off"),
        _SOURCE,
    ),
)

TIP = TableSchema(
    "tip",
    "tip_id",
    "one report from outside",
    (
        Column("day", "date", "day it came in", required=True),
        Column("channel", "text", "how it came"),
        Column("what", "text", "what was reported"),
        Column("place", "text", "where, in words"),
        Column(
            "verified",
            "text",
            "whether it proved true",
            required=True,
            codes=_codes(words.TIP_STATES),
        ),
        _LON,
        _LAT,
        _SOURCE,
    ),
    point=True,
)

TEAM = TableSchema(
    "team",
    "team_id",
    "people who go out together",
    (
        Column("name", "text", "what the team is called", required=True),
        Column("card_holders", "integer", "members with an enforcement card", required=True, low=0),
        Column("home_village", "text", "village the team never inspects"),
        Column("skills", "json", "list of skill codes"),
        Column("has_car", "flag", "goes by car"),
        Column("has_drone", "flag", "has a drone"),
        Column("absent_days", "json", "list of weekdays off this week, 0 is Monday"),
        Column("lon_deg", "number", "base, longitude, WGS-84", required=True, low=-180, high=180),
        Column("lat_deg", "number", "base, latitude, WGS-84", required=True, low=-90, high=90),
        _SOURCE,
    ),
    point=True,
)

SHIFT = TableSchema(
    "shift",
    "shift_id",
    "hours a team works, on one weekday or on every workday",
    (
        Column("team_id", "text", "the team", required=True),
        Column("weekday", "integer", "0 is Monday; missing means every workday", low=0, high=6),
        Column("kind", "text", "day or night", required=True, codes=_codes(words.SHIFT_KINDS)),
        Column("start_s", "integer", "seconds after midnight", required=True, low=0, high=86_400),
        Column(
            "end_s",
            "integer",
            "seconds after midnight; past 24 h if it ends the next day",
            required=True,
            low=0,
            high=129_600,
        ),
        Column(
            "break_start_s", "integer", "earliest start of the break, seconds after midnight", low=0
        ),
        Column("break_end_s", "integer", "latest end of the break, seconds after midnight", low=0),
        _SOURCE,
    ),
)

AREA = TableSchema(
    "area",
    "area_id",
    "a named place or polygon: village, water, school, industrial land",
    (
        Column("kind", "text", "what it is", required=True, codes=_codes(words.AREA_KINDS)),
        Column("name", "text", "its name"),
        Column("keeper", "text", "who answers for it"),
        Column("geometry", "geometry", "point, line or polygon, WGS-84", required=True),
        _SOURCE,
    ),
)

SCORE = TableSchema(
    "score",
    "site_id",
    "risk of a site, as of one day",
    (
        Column("as_of", "date", "only rows dated before this day were used", required=True),
        Column("model", "text", "model and its version", required=True),
        Column("risk", "number", "share of the scale", required=True, low=0, high=1),
        Column(
            "grade",
            "text",
            "red, orange, yellow or blue",
            required=True,
            codes=_codes(words.GRADES),
        ),
        Column(
            "uncertainty",
            "number",
            "how little is known, 0 is everything",
            required=True,
            low=0,
            high=1,
        ),
        Column("reasons", "json", "list of reasons: code, points, zh, en, evidence", required=True),
    ),
)

CELL = TableSchema(
    "cell",
    "cell_id",
    "one square of the grid with sites in it or near it",
    (
        Column("sites", "integer", "sites in the cell", required=True, low=0),
        Column(
            "mean_risk", "number", "mean risk of its sites; missing without sites", low=0, high=1
        ),
        Column("max_risk", "number", "highest risk of its sites", low=0, high=1),
        Column("worst_grade", "text", "worst grade among its sites", codes=_codes(words.GRADES)),
        Column("visits", "integer", "past visits to its sites", required=True, low=0),
        Column("finds", "integer", "visits that found something", required=True, low=0),
        Column("rate", "number", "finds per visit, shrunk to the town's mean", low=0, high=1),
        Column(
            "near_visits", "integer", "visits in the cell and its neighbours", required=True, low=0
        ),
        Column("z", "number", "Gi* of the rate; missing with too few visits"),
        Column("q", "number", "p value after Benjamini-Hochberg", low=0, high=1),
        Column(
            "class",
            "text",
            "what the statistic says",
            required=True,
            codes=_codes(words.CELL_CLASSES),
        ),
        Column("days_since", "integer", "days since anyone looked; missing if never", low=0),
        Column("geometry", "geometry", "the square, WGS-84 polygon", required=True),
    ),
)

IMPORT_ROW = TableSchema(
    "import_row",
    "import_row_id",
    "what became of one row of one imported file",
    (
        Column("file", "text", "file name", required=True),
        Column("file_hash", "text", "sha256 of the file", required=True),
        Column("sheet", "text", "sheet; empty for a csv file"),
        Column("row", "integer", "row in the sheet, from 1", required=True, low=1),
        Column(
            "kind", "text", "what the sheet holds", required=True, codes=_codes(words.LEDGER_KINDS)
        ),
        Column("fate", "text", "what became of the row", required=True, codes=_codes(words.FATES)),
        Column("target", "text", "id of the row it became, or of the row it repeats"),
        Column("note", "text", "what was repaired, or why not accepted (Chinese)"),
        Column("note_en", "text", "the same in English"),
        Column("cells", "json", "the row as it was read, header to text"),
    ),
)

PLAN = TableSchema(
    "plan",
    "plan_id",
    "one plan of one week; a replan is a new row with the next version",
    (
        Column("week", "text", "ISO week, such as 2026-W48", required=True),
        Column("version", "integer", "1 for the first plan of the week", required=True, low=1),
        Column("as_of", "date", "the day the scores are as of", required=True),
        Column("seed", "integer", "seed of every draw in the plan", required=True),
        Column("iterations", "integer", "steps the engine really made", required=True, low=0),
        Column("prize", "number", "what the plan collects", required=True),
        Column("bound", "number", "what no plan can exceed", required=True),
        Column("input_hash", "text", "sha256 of the problem", required=True),
        Column("params", "json", "settings of the run", required=True),
        Column(
            "problem",
            "json",
            "the problem as in DESIGN section 6, without the matrix",
            required=True,
        ),
        Column("wants", "json", "every wanted visit with why, by site", required=True),
        Column("draw", "json", "probability with which each site could be drawn", required=True),
    ),
)

ROUTE = TableSchema(
    "route",
    "route_id",
    "what one shift does in one plan",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("shift", "text", "id of the shift in the problem", required=True),
        Column("team_id", "text", "the team", required=True),
        Column("day", "date", "calendar date", required=True),
        Column("start_s", "integer", "start of the shift, seconds of the week", required=True),
        Column("end_s", "integer", "end of the shift, seconds of the week", required=True),
        Column("break_start_s", "integer", "start of the break, seconds of the week"),
        Column("break_s", "integer", "length of the break, seconds", required=True, low=0),
        Column("drive_s", "integer", "seconds driven, base to base", required=True, low=0),
        Column("work_s", "integer", "seconds of service", required=True, low=0),
        Column("back_s", "integer", "seconds from the last stop to the base", required=True, low=0),
        Column("back_m", "number", "metres from the last stop to the base", required=True, low=0),
    ),
)

STOP = TableSchema(
    "stop",
    "stop_id",
    "one planned visit",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("route_id", "text", "the route", required=True),
        Column("position", "integer", "1, 2, 3 along the route", required=True, low=1),
        _SITE_ID,
        Column("visit_type", "text", "legal type", required=True, codes=_codes(words.VISIT_TYPES)),
        Column("card_holders", "integer", "card holders it must have", required=True, low=0),
        Column("leg_s", "integer", "seconds from the stop before", required=True, low=0),
        Column("leg_m", "number", "metres from the stop before", required=True, low=0),
        Column("arrive_s", "integer", "seconds of the week", required=True),
        Column("start_s", "integer", "start of service, seconds of the week", required=True),
        Column("end_s", "integer", "end of service, seconds of the week", required=True),
        Column("why", "json", "list of why: code, zh, en", required=True),
    ),
)

UNPLANNED = TableSchema(
    "unplanned",
    "unplanned_id",
    "one wanted site that a plan leaves out",
    (
        Column("plan_id", "text", "the plan", required=True),
        _SITE_ID,
        Column("must", "flag", "whether the visit was a promise", required=True),
        Column("reason", "text", "why not", required=True, codes=_codes(words.UNPLANNED)),
        Column("detail", "json", "figures of the reason", required=True),
        Column("zh", "text", "the reason as a sentence, Chinese", required=True),
        Column("en", "text", "the reason as a sentence, English", required=True),
        Column("why", "json", "why it was wanted", required=True),
    ),
)

PROMISE = TableSchema(
    "promise",
    "promise_id",
    "one promise of a plan, kept or broken",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column("promise", "text", "such as must:S00012 or cover:village name", required=True),
        Column("kept", "flag", "whether the plan keeps it", required=True),
        Column("detail", "json", "figures", required=True),
        Column("zh", "text", "a sentence, Chinese", required=True),
        Column("en", "text", "a sentence, English", required=True),
    ),
)

SETTING = TableSchema(
    "setting",
    "name",
    "what the store knows of itself: town, whether it is invented, grid size",
    (Column("value", "text", "the value as text", required=True),),
)

TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        SITE,
        INSPECTION,
        FINDING,
        TIP,
        TEAM,
        SHIFT,
        AREA,
        SCORE,
        CELL,
        IMPORT_ROW,
        PLAN,
        ROUTE,
        STOP,
        UNPLANNED,
        PROMISE,
        SETTING,
    )
}
"""Every table that is read and written whole; the road graph has its own two in the store."""


def as_table(rows: Iterable[Mapping[str, object]], schema: TableSchema) -> pd.DataFrame:
    """
    Build a table with the types of its schema.

    Parameters
    ----------
    rows
        One mapping per row, the key included; absent columns become missing values.
    schema
        What the table should be.

    Returns
    -------
    table
        Index named by the schema's key; every column of the schema, in its order.

    Raises
    ------
    TableError
        If a value does not fit its column's type.
    """
    names = (schema.key, *schema.names)
    listed = [{name: row.get(name) for name in names} for row in rows]
    frame = pd.DataFrame(listed, columns=list(names), dtype="object")
    faults = []
    for column in schema.columns:
        try:
            frame[column.name] = _typed(frame[column.name], column.type)
        except (TypeError, ValueError) as error:
            faults.append(f"column {column.name!r} is not {column.type}: {error}")
    if faults:
        raise TableError(schema.name, faults)
    frame[schema.key] = frame[schema.key].astype("str")
    return frame.set_index(schema.key)


def _typed(values: pd.Series, kind: ColumnType) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(values).astype("datetime64[s]")
    if kind == "geometry":
        return values
    return values.where(values.notna(), None).astype(_DTYPES[kind])


def as_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """
    Give the rows of a table one by one, the key included.

    Returns
    -------
    records
        One dictionary per row, column name to value; missing values as pandas has them.
    """
    rows = table.reset_index().to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def check_table(table: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """
    Check a table against its schema and give it back.

    Returns
    -------
    table
        The same table, unchanged.

    Raises
    ------
    TableError
        If anything is wrong; all faults are listed, each with the first key it concerns.
    """
    faults = []
    if table.index.name != schema.key:
        faults.append(f"index is {table.index.name!r}, not {schema.key!r}")
    if not table.index.is_unique:
        faults.append(f"key {table.index[table.index.duplicated()][0]!r} is there twice")
    for column in schema.columns:
        if column.name not in table.columns:
            faults.append(f"column {column.name!r} is missing")
        else:
            faults.extend(_column_faults(table[column.name], column))
    if faults:
        raise TableError(schema.name, faults)
    return table


def _column_faults(values: pd.Series, column: Column) -> list[str]:
    faults = []
    missing = values.isna()
    if column.required and missing.any():
        faults.append(f"{column.name!r} is missing for {values.index[missing][0]!r}")
    known = values[~missing]
    if column.type == "number" and not pd.api.types.is_numeric_dtype(values):
        return [*faults, f"{column.name!r} is not numeric"]
    if column.type == "date" and not pd.api.types.is_datetime64_any_dtype(values):
        return [*faults, f"{column.name!r} is not a date"]
    for word, outside in _outside(known, column):
        if outside.any():
            where = known.index[outside][0]
            faults.append(f"{column.name!r} is {word} for {where!r}: {known[outside].iloc[0]!r}")
    return faults


def _outside(known: pd.Series, column: Column) -> list[tuple[str, pd.Series]]:
    """Pair a word for each broken bound with the rows that break it."""
    checks = []
    if column.low is not None:
        checks.append((f"below {column.low:g}", known < column.low))
    if column.high is not None:
        checks.append((f"above {column.high:g}", known > column.high))
    if column.codes is not None:
        checks.append(("no known code", ~known.isin(sorted(column.codes))))
    return checks
