"""
Every table of the house, described once: columns, types, units, allowed values, meaning.

``check_table`` is the gate at every entrance; ``as_table`` builds a table with the right types. The
store makes its tables from the same descriptions, and docs/tables.md is written from them.
"""

from data.schema.checks import as_records as as_records
from data.schema.checks import as_table as as_table
from data.schema.checks import check_table as check_table
from data.schema.checks import table_of as table_of
from data.schema.columns import Column as Column
from data.schema.columns import ColumnType as ColumnType
from data.schema.columns import TableSchema as TableSchema
from data.schema.field import SWEEP as SWEEP
from data.schema.field import SWEEP_VISIT as SWEEP_VISIT
from data.schema.kinds import DTYPES as DTYPES
from data.schema.listed import check_columns as check_columns
from data.schema.loop import DISPOSITION as DISPOSITION
from data.schema.loop import EXPERT_DAY as EXPERT_DAY
from data.schema.loop import FINDING_STEP as FINDING_STEP
from data.schema.loop import GIVEN_ORDER as GIVEN_ORDER
from data.schema.loop import PAGE_RECORD as PAGE_RECORD
from data.schema.office import ACCOUNT as ACCOUNT
from data.schema.office import CREDENTIAL as CREDENTIAL
from data.schema.office import JOB as JOB
from data.schema.office import LINK as LINK
from data.schema.office import ONCE as ONCE
from data.schema.office import PUBLICATION as PUBLICATION
from data.schema.office import SESSION as SESSION
from data.schema.office import TOKEN as TOKEN
from data.schema.outcome import BEAT as BEAT
from data.schema.outcome import CELL as CELL
from data.schema.outcome import CELL_ALERT as CELL_ALERT
from data.schema.outcome import PLAN as PLAN
from data.schema.outcome import PROMISE as PROMISE
from data.schema.outcome import ROUTE as ROUTE
from data.schema.outcome import SCORE as SCORE
from data.schema.outcome import STOP as STOP
from data.schema.outcome import UNPLANNED as UNPLANNED
from data.schema.roads import CLOSURE as CLOSURE
from data.schema.tables import TABLES as TABLES
from data.schema.town import ANSWER as ANSWER
from data.schema.town import AREA as AREA
from data.schema.town import FINDING as FINDING
from data.schema.town import IMPORT_ROW as IMPORT_ROW
from data.schema.town import INSPECTION as INSPECTION
from data.schema.town import POWER_READING as POWER_READING
from data.schema.town import SETTING as SETTING
from data.schema.town import SHIFT as SHIFT
from data.schema.town import SITE as SITE
from data.schema.town import TEAM as TEAM
from data.schema.town import TIP as TIP
from data.schema.trail import AUDIT as AUDIT
from data.schema.trail import HISTORY as HISTORY
