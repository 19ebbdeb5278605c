"""Places in no ledger: where teams looked for unknown sites, and what came of it."""

from __future__ import annotations

from data import words
from data.schema.columns import SOURCE, Column, TableSchema, codes_of

SWEEP = TableSchema(
    "sweep",
    "sweep_id",
    "one place in no ledger that a plan drew to be looked through for unknown sites",
    (
        Column("name", "text", "what people call it", required=True),
        Column("village", "text", "the village it counts to"),
        Column("land_ha", "number", "industrial land in it, hectares", required=True, low=0),
        Column("idle", "integer", "plants in it that stand idle", required=True, low=0),
        Column(
            "tips",
            "integer",
            "tip-offs in it that no site of the ledger is near to",
            required=True,
            low=0,
        ),
        Column("lane_km", "number", "lanes in it, kilometres", required=True, low=0),
        Column("lon_deg", "number", "longitude, WGS-84", required=True, low=-180, high=180),
        Column("lat_deg", "number", "latitude, WGS-84", required=True, low=-90, high=90),
    ),
    point=True,
)

SWEEP_VISIT = TableSchema(
    "sweep_visit",
    "sweep_visit_id",
    "what came of one sweep",
    (
        Column("sweep_id", "text", "the place", required=True),
        Column("day", "date", "day of the sweep", required=True),
        Column("team", "text", "team that went"),
        Column(
            "result",
            "text",
            "what came of it",
            required=True,
            codes=codes_of(words.SWEEP_RESULTS),
        ),
        Column("site_id", "text", "the site it found; missing where it found none"),
        Column("note", "text", "what the team wrote"),
        Column("edited_at", "text", "when the record was last edited, UTC, ISO 8601"),
        SOURCE,
    ),
)
