"""Backups of a store, and its health."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from data.errors import ConfigError, StoreError
from data.store import Author
from data.store.address import is_address, place_of, read_address
from data.store.backup import back_up
from data.store.health import examine
from data.store.health import repair as repair_store
from data.store.restoring import restore
from service.pipeline.rules.ruling import rules_in_force
from service.results.upkeep import BackupResult, DoctorResult, FaultResult, RestoreResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.ports import Progress
    from data.store import Store
    from data.store.health import Fault
    from service.pipeline.rules.ruling import Ruling


def back_up_town(
    store: Store, file: Path, *, force: bool = False, progress: Progress | None = None
) -> BackupResult:
    """
    Copy a store into one plain GeoPackage.

    Raises
    ------
    ConfigError
        If the name does not end in ``.gpkg``, or is that of the store itself.
    InputError
        If the file is there and ``force`` is false.
    StoreError
        If the backup cannot be made; nothing is left of it then.
    """
    rows = back_up(store, file, force=force, progress=progress)
    return BackupResult(file=str(file), size_bytes=file.stat().st_size, rows=_some(rows))


def restore_town(
    file: Path,
    url: str,
    *,
    user: str,
    force: bool = False,
    progress: Progress | None = None,
) -> RestoreResult:
    """
    Put a backup in the place of a store.

    Raises
    ------
    InputError
        If the backup is none, or the store holds rows and ``force`` is false.
    StoreError
        If the backup is damaged, or the store is in use; it is as it was then.
    """
    done = restore(file, url, by=Author(user, "restore"), force=force, progress=progress)
    return RestoreResult(
        file=str(file),
        store=place_of(read_address(url)) if is_address(url) else url,
        saved=None if done.saved is None else str(done.saved),
        rows=_some(done.rows),
    )


def examine_town(
    store: Store, *, repair: bool = False, progress: Progress | None = None
) -> DoctorResult:
    """
    Say what is wrong with a store.

    Parameters
    ----------
    repair
        Whether to rebuild what follows from the rows: indexes, triggers, boxes. No row is changed.

    Raises
    ------
    StoreError
        If the store cannot be reached, or not be repaired.
    """
    before = found = examine(store, progress=progress)
    if repair:
        repair_store(store)
        found = examine(store, progress=progress)
    left = {(one.code, one.table) for one in found.faults}
    ruling, misfits = _ruling(store)
    mended = [one for one in before.faults if (one.code, one.table) not in left]
    return DoctorResult(
        store=store.place,
        rows=_some(found.rows),
        audit_hash=found.audit_hash,
        faults=(*(_listed(one) for one in found.faults), *misfits),
        mended=tuple(_listed(one) for one in mended),
        rules_from=ruling.origin if ruling else "store",
        rules_hash=ruling.fingerprint if ruling else "",
    )


def _ruling(store: Store) -> tuple[Ruling | None, tuple[FaultResult, ...]]:
    """Read the rules that plans follow; rules kept by an earlier program may fit no longer."""
    try:
        return rules_in_force(store), ()
    except StoreError:
        return None, ()  # the examination has said what is wrong with the store
    except ConfigError as error:
        fault = FaultResult(
            code="rules",
            table="setting",
            count=1,
            example="rules",
            weight="broken",
            zh=f"库中的本单位规则不能用（{error.zh}），请改好文件后运行 "
            "gridpatrol rules --rules 文件 --keep，或 gridpatrol rules --forget",
            en=f"the office's rules kept with the store cannot be used ({error}); mend the file "
            "and run gridpatrol rules --rules FILE --keep, or gridpatrol rules --forget",
        )
        return None, (fault,)


def _listed(fault: Fault) -> FaultResult:
    facts = asdict(fault)
    del facts["mends"]
    return FaultResult(**facts)


def _some(rows: dict[str, int]) -> dict[str, int]:
    return {table: count for table, count in rows.items() if count}
