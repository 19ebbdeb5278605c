"""Every table by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.schema.field import SWEEP, SWEEP_VISIT
from data.schema.loop import DISPOSITION, EXPERT_DAY, FINDING_STEP, GIVEN_ORDER, PAGE_RECORD
from data.schema.office import ACCOUNT, CREDENTIAL, JOB, LINK, ONCE, PUBLICATION, SESSION, TOKEN
from data.schema.outcome import (
    BEAT,
    CELL,
    CELL_ALERT,
    PLAN,
    PROMISE,
    ROUTE,
    SCORE,
    STOP,
    UNPLANNED,
)
from data.schema.roads import CLOSURE
from data.schema.town import (
    ANSWER,
    AREA,
    FINDING,
    IMPORT_ROW,
    INSPECTION,
    POWER_READING,
    SETTING,
    SHIFT,
    SITE,
    TEAM,
    TIP,
)
from data.schema.trail import AUDIT, HISTORY

if TYPE_CHECKING:
    from data.schema.columns import TableSchema

TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        SITE,
        INSPECTION,
        FINDING,
        FINDING_STEP,
        GIVEN_ORDER,
        DISPOSITION,
        EXPERT_DAY,
        PAGE_RECORD,
        TIP,
        TEAM,
        SHIFT,
        AREA,
        POWER_READING,
        SCORE,
        CELL,
        CELL_ALERT,
        BEAT,
        IMPORT_ROW,
        ANSWER,
        CLOSURE,
        SWEEP,
        SWEEP_VISIT,
        PLAN,
        ROUTE,
        STOP,
        UNPLANNED,
        PROMISE,
        SETTING,
        ACCOUNT,
        CREDENTIAL,
        SESSION,
        TOKEN,
        LINK,
        PUBLICATION,
        JOB,
        ONCE,
        AUDIT,
        HISTORY,
    )
}
"""Every table that is read and written whole; the road graph has its own two in the store."""
