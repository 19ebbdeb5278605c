"""What an office knows of its town: places, visits, findings, tip-offs, teams, imports."""

from __future__ import annotations

from data import words
from data.schema.columns import LAT, LON, SITE_ID, SOURCE, Column, TableSchema, codes_of

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
            codes=codes_of(words.SITE_KINDS),
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
        Column(
            "status", "text", "operating state", required=True, codes=codes_of(words.SITE_STATUS)
        ),
        Column(
            "ledger_grade", "text", "grade given by the office before", codes=codes_of(words.GRADES)
        ),
        Column("keeper", "text", "grid keeper (网格员)"),
        Column("hours", "text", "when it works", codes=codes_of(words.SITE_HOURS)),
        Column("stated_visit", "date", "last visit as the ledger states it"),
        Column("remark", "text", "free remark"),
        Column("extra", "json", "columns of the ledger this table has no place for"),
        Column(
            "parent_id",
            "text",
            "its host (院主): the site within whose walls it works; missing where it stands alone",
        ),
        Column("datum", "text", "datum the position came in", codes=codes_of(words.DATUMS)),
        Column("datum_stated", "flag", "false where the datum had to be assumed"),
        Column("lon_deg", "number", "longitude, WGS-84", required=True, low=-180, high=180),
        Column("lat_deg", "number", "latitude, WGS-84", required=True, low=-90, high=90),
        SOURCE,
    ),
    point=True,
)

INSPECTION = TableSchema(
    "inspection",
    "inspection_id",
    "one visit that happened",
    (
        SITE_ID,
        Column("day", "date", "day of the visit", required=True),
        Column("team", "text", "team that went"),
        Column("mode", "text", "type of visit", codes=codes_of(words.VISIT_TYPES)),
        Column("mode_stated", "text", "type as the ledger words it, such as 四不两直"),
        Column("result", "text", "what came of it", required=True, codes=codes_of(words.RESULTS)),
        Column("arrived_at", "text", "when the team came, HH:MM or HH:MM:SS of that day"),
        Column("left_at", "text", "when it left, HH:MM or HH:MM:SS"),
        SOURCE,
    ),
)

FINDING = TableSchema(
    "finding",
    "finding_id",
    "one hazard an inspection found",
    (
        SITE_ID,
        Column("inspection_id", "text", "the visit that found it"),
        Column("what", "text", "what was found"),
        Column(
            "level",
            "text",
            "ordinary or major",
            required=True,
            codes=codes_of(words.FINDING_LEVELS),
        ),
        Column("found", "date", "day it was found", required=True),
        Column("due", "date", "day by which it must be mended"),
        Column(
            "state", "text", "where it stands", required=True, codes=codes_of(words.FINDING_STATES)
        ),
        Column("closed", "date", "day it was struck off"),
        Column("rule", "text", "rule or article it breaks"),
        Column("team", "text", "team that found it, and accepts and closes it"),
        Column("photos", "text", "photographs by reference: file names or numbers"),
        Column("photo_count", "integer", "photographs taken", low=0),
        Column("on_the_spot", "flag", "mended before the team left (当场整改)"),
        Column("escalated", "date", "day its mending was put under public supervision (挂牌督办)"),
        Column("transferred_to", "text", "office it was handed to (移送)"),
        Column("voided", "date", "day it was taken back as recorded in error; then it is closed"),
        Column("needs", "json", "list of skill codes, or lab, that its re-check needs"),
        SOURCE,
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
            codes=codes_of(words.TIP_STATES),
        ),
        Column("village", "text", "the village meant, where no spot is known"),
        Column("site_id", "text", "the site meant, once somebody knows"),
        Column("urgency", "text", "how soon to look", codes=codes_of(words.URGENCIES)),
        Column("checked", "date", "day it was found true or untrue"),
        Column("reward_yuan", "number", "reward paid, yuan", low=0),
        LON,
        LAT,
        SOURCE,
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
        Column(
            "absent_days",
            "json",
            "list of weekdays off, 0 is Monday; the sheet gives no date, so they hold in every "
            "week planned until the list of teams is imported again",
        ),
        Column("lon_deg", "number", "base, longitude, WGS-84", required=True, low=-180, high=180),
        Column("lat_deg", "number", "base, latitude, WGS-84", required=True, low=-90, high=90),
        SOURCE,
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
        Column("kind", "text", "day or night", required=True, codes=codes_of(words.SHIFT_KINDS)),
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
        SOURCE,
    ),
)

AREA = TableSchema(
    "area",
    "area_id",
    "a named place or polygon: village, water, school, industrial land",
    (
        Column("kind", "text", "what it is", required=True, codes=codes_of(words.AREA_KINDS)),
        Column("name", "text", "its name"),
        Column("keeper", "text", "who answers for it"),
        Column("geometry", "geometry", "point, line or polygon, WGS-84", required=True),
        SOURCE,
    ),
)

POWER_READING = TableSchema(
    "power_reading",
    "power_reading_id",
    "electricity one meter counted in one month",
    (
        Column("site_id", "text", "the site it feeds; missing until somebody knows"),
        Column("meter", "text", "number of the meter", required=True),
        Column("customer", "text", "who pays, as the power company writes it"),
        Column("month", "text", "calendar month, such as 2026-03", required=True),
        Column("kwh", "number", "electricity used, kilowatt-hours", required=True, low=0),
        SOURCE,
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
            "kind",
            "text",
            "what the sheet holds",
            required=True,
            codes=codes_of(words.LEDGER_KINDS),
        ),
        Column(
            "fate", "text", "what became of the row", required=True, codes=codes_of(words.FATES)
        ),
        Column("target", "text", "id of the row it became, or of the row it repeats"),
        Column("note", "text", "what was repaired, or why not accepted (Chinese)"),
        Column("note_en", "text", "the same in English"),
        Column("cells", "json", "the row as it was read, header to text"),
    ),
)

ANSWER = TableSchema(
    "answer",
    "answer_id",
    "what a person answered about a row of a ledger that was a question",
    (
        Column(
            "kind",
            "text",
            "what the row's sheet holds",
            required=True,
            codes=codes_of(words.LEDGER_KINDS),
        ),
        Column(
            "meaning", "text", "what the answer means", required=True, codes=codes_of(words.ANSWERS)
        ),
        Column("said", "text", "the answer in the person's words; of a mended row what it became"),
        Column("site_id", "text", "the site that is meant; missing where none is"),
        SOURCE,
    ),
)

SETTING = TableSchema(
    "setting",
    "name",
    "what the store knows of itself: town, whether it is invented, grid size",
    (Column("value", "text", "the value as text", required=True),),
)
