"""Ledgers in: spreadsheets and text tables as offices really keep them, with every row's fate."""

from data.ledger.batches import Batch as Batch
from data.ledger.columns import NO_COLUMNS as NO_COLUMNS
from data.ledger.columns import ColumnMap as ColumnMap
from data.ledger.columns import read_column_map as read_column_map
from data.ledger.folders import ledgers_in as ledgers_in
from data.ledger.ledgers import KINDS as KINDS
from data.ledger.ledgers import LedgerImport as LedgerImport
from data.ledger.ledgers import check_datum as check_datum
from data.ledger.ledgers import open_ledgers as open_ledgers
from data.ledger.ledgers import read_ledgers as read_ledgers
from data.ledger.ledgers import settle_ledgers as settle_ledgers
from data.ledger.mapped import unknown_places as unknown_places
from data.ledger.plain import PlainBatch as PlainBatch
from data.ledger.report import Doubt as Doubt
from data.ledger.report import SheetCount as SheetCount
from data.ledger.settling import Settling as Settling
from data.ledger.sites import LAST_SITE as LAST_SITE
