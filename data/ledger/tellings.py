"""What rows of site ledgers became in earlier imports, looked up as rows of this one need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.ledger.answers import fingerprint
from data.ledger.retold import read_cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from pandas import DataFrame

    from data.ledger.rows import LedgerRow
    from data.ports import LargeTables


@dataclass(frozen=True, slots=True)
class Tellings:
    """
    The rows of sites in the table ``import_row``.

    Attributes
    ----------
    tables
        The store.
    """

    tables: LargeTables
    _files: dict[str, dict[tuple[str, int], str]] = field(default_factory=dict)

    def became(self, row: LedgerRow) -> str | None:
        """Find what became of the row when its file was imported before."""
        if row.sha256 not in self._files:
            where = {"file_hash": [row.sha256], "kind": ["sites"]}
            told = self.tables.read("import_row", where=where)
            places = zip(told["sheet"].fillna(""), told["row"], told["target"], strict=True)
            self._files[row.sha256] = {(sheet, int(at)): target for sheet, at, target in places}
        return self._files[row.sha256].get((row.sheet, row.number))

    def alike(self, row: LedgerRow, namesakes: Collection[str]) -> str | None:
        """Find the one of some sites that a row saying the same became before, in any file."""
        told = self.of(namesakes)
        key = fingerprint(row.kind, row.raw)
        became = zip(told["cells"], told["target"], strict=True)
        same = {
            str(site) for cells, site in became if fingerprint("sites", read_cells(cells)) == key
        }
        return same.pop() if len(same) == 1 else None

    def of(self, site_ids: Collection[str]) -> DataFrame:
        """Read the rows of sites that became these sites before."""
        where = {"target": sorted(site_ids), "kind": ["sites"]}
        told = self.tables.read("import_row", where=where)
        return told[told["cells"].notna()]

    def is_last(self, row: LedgerRow, site_id: str) -> bool:
        """Tell whether no later version of a row's file told of a site in that place."""
        told = self.of([site_id])
        here = (told["file"] == row.file) & (told["sheet"].fillna("") == row.sheet)
        here &= told["row"] == row.number
        return bool((told["file_hash"][here] == row.sha256).all())
