"""What backup, restore and doctor print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.upkeep import BackupResult, DoctorResult, FaultResult, RestoreResult

_BYTES_PER_MB = 1_000_000
_HASH_SHOWN = 16


def backup_lines(result: BackupResult, lang: Lang) -> list[str]:
    """Say what was copied where."""
    megabytes = result.size_bytes / _BYTES_PER_MB
    rows = _rows(result.rows, lang)
    return [say("upkeep.backup", lang, file=result.file, megabytes=megabytes, rows=rows)]


def restore_lines(result: RestoreResult, lang: Lang) -> list[str]:
    """Say what was restored, and where what was replaced is kept."""
    rows = _rows(result.rows, lang)
    lines = [say("upkeep.restore", lang, file=result.file, store=result.store, rows=rows)]
    if result.saved is not None:
        lines.append(say("upkeep.saved", lang, saved=result.saved))
    return lines


def doctor_lines(result: DoctorResult, lang: Lang) -> list[str]:
    """Say what is wrong and what to do, or that all is well."""
    lines = [say("upkeep.mended", lang, text=_text(fault, lang)) for fault in result.mended]
    if result.faults:
        lines.append(say("upkeep.ill", lang, store=result.store, count=len(result.faults)))
        lines += [
            f"  {number}. {_text(fault, lang)}"
            for number, fault in enumerate(result.faults, start=1)
        ]
    else:
        lines.append(say("upkeep.well", lang, store=result.store))
    lines.append(say("upkeep.rows", lang, rows=_rows(result.rows, lang)))
    if result.rules_hash:
        origin = say(f"rules.{result.rules_from}", lang)
        lines.append(say("upkeep.rules", lang, origin=origin, hash=result.rules_hash))
    if result.audit_hash:
        lines.append(say("upkeep.audit", lang, hash=result.audit_hash[:_HASH_SHOWN]))
    return lines


def _text(fault: FaultResult, lang: Lang) -> str:
    return fault.zh if lang == "zh" else fault.en


def _rows(rows: dict[str, int], lang: Lang) -> str:
    if not rows:
        return say("upkeep.nothing", lang)
    parts = [
        say("upkeep.held", lang, table=say(f"table.{table}", lang), count=count)
        for table, count in rows.items()
    ]
    return ("，" if lang == "zh" else ", ").join(parts)
