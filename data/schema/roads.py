"""What an office says of its roads: which are closed or slow, and when."""

from __future__ import annotations

from data import words
from data.schema.columns import SOURCE, Column, TableSchema, codes_of

CLOSURE = TableSchema(
    "closure",
    "closure_id",
    "roads that are closed, or slower than usual, from one day to another",
    (
        Column(
            "kind", "text", "which roads are meant", required=True, codes=codes_of(words.CLOSURES)
        ),
        Column("name", "text", "what people call it: a road, a file, all roads", required=True),
        Column("ways", "json", "list of OSM way numbers; missing where the roads have none"),
        Column("classes", "json", "list of OSM road classes; missing unless classes are meant"),
        Column("from_day", "date", "first day it holds", required=True),
        Column("to_day", "date", "last day it holds", required=True),
        Column(
            "speed_factor",
            "number",
            "share of the usual speed; 0 is closed",
            required=True,
            low=0,
            high=1,
        ),
        Column("note", "text", "why, in the office's words"),
        Column(
            "geometry",
            "geometry",
            "the roads, or the lines and areas drawn, WGS-84; missing for all roads and classes",
        ),
        SOURCE,
    ),
)
