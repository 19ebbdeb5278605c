"""What follows a visit: steps of findings, orders, dispositions, expert days, pages' records."""

from __future__ import annotations

from data import words
from data.schema.columns import SITE_ID, SOURCE, Column, TableSchema, codes_of

FINDING_STEP = TableSchema(
    "finding_step",
    "finding_step_id",
    "one step in the life of a finding; rows are only ever added",
    (
        Column("finding_id", "text", "the finding", required=True),
        Column("number", "integer", "1, 2, 3 in the order they were made", required=True, low=1),
        Column("step", "text", "what was done", required=True, codes=codes_of(words.FINDING_STEPS)),
        Column(
            "state",
            "text",
            "where the finding stood after it",
            required=True,
            codes=codes_of(words.FINDING_STATES),
        ),
        Column("day", "date", "day it was done", required=True),
        Column("who", "text", "team, person or office that did it"),
        Column("due", "date", "day by which it must be mended, as set by this step"),
        Column("note", "text", "why, in the office's words"),
        Column("document", "text", "number of the document (文号)"),
        Column("photos", "text", "photographs by reference"),
        Column("inspection_id", "text", "the visit that saw it"),
        Column("handed_to", "text", "office it was handed to by this step"),
        Column("takes_back", "integer", "number of the step that this one takes back", low=1),
        Column("on_the_spot", "flag", "closed by this step before the team left"),
        SOURCE,
    ),
)

GIVEN_ORDER = TableSchema(
    "given_order",
    "given_order_id",
    "one talk, order, fine or hand-over that an office gave",
    (
        SITE_ID,
        Column("finding_id", "text", "the finding it was given for"),
        Column("kind", "text", "what was ordered", required=True, codes=codes_of(words.ORDERS)),
        Column("day", "date", "day it was given", required=True),
        Column("due", "date", "day by which a visit must follow"),
        Column("who", "text", "who gave it"),
        Column("document", "text", "number of the document (文号)"),
        Column("amount_yuan", "number", "amount of a fine, yuan", low=0),
        Column("followed", "date", "day of the visit that followed it up"),
        Column("withdrawn", "date", "day it was taken back"),
        Column("note", "text", "why, in the office's words"),
        SOURCE,
    ),
)

DISPOSITION = TableSchema(
    "disposition",
    "disposition_id",
    "what was decided of a site, and how far it was carried out",
    (
        SITE_ID,
        Column(
            "kind", "text", "what was decided", required=True, codes=codes_of(words.DISPOSITIONS)
        ),
        Column("day", "date", "day it was decided", required=True),
        Column("torn_down", "date", "day buildings or equipment were torn down (拆)"),
        Column("torn_down_proof", "text", "evidence of it, by reference"),
        Column("cut_off", "date", "day water and power were cut (断)"),
        Column("cut_off_proof", "text", "evidence of it, by reference"),
        Column("cleared", "date", "day material, product and equipment were cleared (清)"),
        Column("cleared_proof", "text", "evidence of it, by reference"),
        Column("finished", "date", "day it was carried out; look-backs count from here"),
        Column("relapsed", "date", "day the site was found working again (反弹)"),
        Column("withdrawn", "date", "day the decision was taken back"),
        Column("who", "text", "who decided"),
        Column("document", "text", "number of the document (文号)"),
        Column("note", "text", "why, in the office's words"),
        SOURCE,
    ),
)

EXPERT_DAY = TableSchema(
    "expert_day",
    "expert_day_id",
    "one day on which an expert can come along",
    (
        Column("expert", "text", "the expert's name", required=True),
        Column("skills", "json", "list of skill codes, or lab", required=True),
        Column("day", "date", "the day", required=True),
        Column("minutes", "integer", "time there is, minutes", required=True, low=1, high=1_440),
        Column("team_id", "text", "team the expert rides with; missing: any"),
        Column("cancelled", "date", "day it was called off"),
        Column("note", "text", "why, in the office's words"),
        SOURCE,
    ),
)

PAGE_RECORD = TableSchema(
    "page_record",
    "page_record_id",
    "what one phone last said of one stop, or of one place found on the way, of one plan",
    (
        Column("plan_id", "text", "the plan", required=True),
        Column(
            "stop", "text", "the site, the sweep, or the page's own id of a place", required=True
        ),
        Column("device", "text", "the page's name for its browser", required=True),
        Column("team", "text", "the team"),
        Column("day", "date", "day of the route", required=True),
        Column("edited_at", "text", "when it was last edited, UTC, ISO 8601", required=True),
        Column(
            "standing",
            "text",
            "what became of it",
            required=True,
            codes=codes_of(words.STANDINGS),
        ),
        Column("target_id", "text", "row it became: a visit, a sweep, a site"),
        Column("content", "json", "all that the phone said", required=True),
        SOURCE,
    ),
)
