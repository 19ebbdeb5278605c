"""The closed loop: what became of findings, orders, dispositions, expert days, pages' records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.migrations.tables import FrozenTable, add_column, create_index, create_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FINDING_STEP = FrozenTable(
    "finding_step",
    "one step in the life of a finding; rows are only ever added",
    """
    finding_step_id text !
    finding_id text !
    number integer !
    step text !
    state text !
    day date !
    who text
    due date
    note text
    document text
    photos text
    source text
    """,
    ('UNIQUE ("finding_step_id")', 'UNIQUE ("finding_id", "number")'),
)

_GIVEN_ORDER = FrozenTable(
    "given_order",
    "one talk, order, fine or hand-over that an office gave",
    """
    given_order_id text !
    site_id text !
    finding_id text
    kind text !
    day date !
    due date
    who text
    document text
    amount_yuan number
    followed date
    withdrawn date
    note text
    source text
    """,
    ('UNIQUE ("given_order_id")',),
)

_DISPOSITION = FrozenTable(
    "disposition",
    "what was decided of a site, and how far it was carried out",
    """
    disposition_id text !
    site_id text !
    kind text !
    day date !
    torn_down date
    torn_down_proof text
    cut_off date
    cut_off_proof text
    cleared date
    cleared_proof text
    finished date
    relapsed date
    withdrawn date
    who text
    document text
    note text
    source text
    """,
    ('UNIQUE ("disposition_id")',),
)

_EXPERT_DAY = FrozenTable(
    "expert_day",
    "one day on which an expert can come along",
    """
    expert_day_id text !
    expert text !
    skills json !
    day date !
    minutes integer !
    team_id text
    cancelled date
    note text
    source text
    """,
    ('UNIQUE ("expert_day_id")',),
)

_PAGE_RECORD = FrozenTable(
    "page_record",
    "what one phone last said of one stop or place of one plan",
    """
    page_record_id text !
    plan_id text !
    stop text !
    device text !
    team text
    day date !
    edited_at text !
    standing text !
    target_id text
    content json !
    source text
    """,
    ('UNIQUE ("page_record_id")',),
)

_ADDED = {
    "finding": (
        "rule text",
        "team text",
        "photos text",
        "photo_count integer",
        "on_the_spot flag",
        "escalated date",
        "transferred_to text",
        "voided date",
        "needs json",
    ),
    "tip": ("village text", "site_id text", "urgency text", "checked date", "reward_yuan number"),
}


def upgrade(connection: Connection) -> None:
    """Add the tables, and columns that are empty in every row of before."""
    for made in (_FINDING_STEP, _GIVEN_ORDER, _DISPOSITION, _EXPERT_DAY, _PAGE_RECORD):
        create_table(connection, made)
    create_index(connection, "given_order", ("site_id",))
    create_index(connection, "disposition", ("site_id",))
    for table, columns in _ADDED.items():
        for column in columns:
            add_column(connection, table, column)
