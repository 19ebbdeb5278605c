"""What `gridpatrol record` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSite:
    """A site that a sweep found, to be confirmed."""

    site_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult:
    """
    Outcome of ``gridpatrol record``.

    ``results`` counts what was stored by code of ``data.words.SWEEP_RESULTS``; ``unchanged`` were
    recorded before, by a later edit, or taken back; ``elsewhere`` are results at sites of the
    ledger, which ``gridpatrol import`` takes.
    """

    files: int
    results: dict[str, int]
    unchanged: int
    found: tuple[FoundSite, ...]
    elsewhere: int
