"""What the commands that keep the store answer: backup, restore, doctor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupResult:
    """Outcome of ``gridpatrol backup``: the file, its size, and its rows by table."""

    file: str
    size_bytes: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreResult:
    """Outcome of ``gridpatrol restore``; ``saved`` names the file that keeps what was replaced."""

    file: str
    store: str
    saved: str | None
    rows: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultResult:
    """One kind of thing that is wrong, ``count`` times in ``table``, such as at ``example``."""

    code: str
    table: str
    count: int
    example: str
    weight: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorResult:
    """
    Outcome of ``gridpatrol doctor``.

    ``mended`` lists the faults that ``--repair`` put right; ``audit_hash`` is the end of the chain
    of audit rows, to note down where nobody can change it; ``rules_from`` and ``rules_hash`` name
    the rules that plans follow, as in ``gridpatrol rules``.
    """

    store: str
    rows: dict[str, int]
    audit_hash: str
    faults: tuple[FaultResult, ...]
    mended: tuple[FaultResult, ...]
    rules_from: str = "defaults"
    rules_hash: str = ""
