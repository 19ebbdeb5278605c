"""All that phones ever said of some weeks, read back from the store, errand by errand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.errors import ScopeError
from data.ledger.pagefiles import PageRecord
from data.ledger.pagesaid import SaidPlace, said_in
from data.model import SWEEP
from data.store.blanks import EMPTY_JSON
from service.pipeline.places.sites import day_in, text_of
from service.pipeline.records.errands import check_records, read_errands
from service.pipeline.records.phones import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.ports import PlainRows
    from data.store import Store
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand

Row = dict[str, Any]
_HIDDEN = EMPTY_JSON
"""What a reader gets who may not read contacts: notes may name people."""


def known_words(
    tables: PlainRows,
    plans: Sequence[str],
    told: Sequence[PageRecord] = (),
    *,
    stops: Sequence[str] | None = None,
) -> tuple[dict[str, Word], Errands]:
    """
    Read all that was said in the weeks of some plans, and check what is new against them.

    Parameters
    ----------
    tables
        A store, or a unit of writing.
    plans
        Ids of plans; their weeks are read whole, every version.
    told
        What is new.
    stops
        Leaves out what was said of other stops.

    Returns
    -------
    words, errands
        By ``record_key``; and what the records are about.

    Raises
    ------
    InputError
        If a new record fits no plan of this store.
    """
    named = sorted(set(plans))
    asked = tables.rows("plan", where={"plan_id": named}, columns=("week",))
    weeks = sorted({row["week"] for row in asked})
    found = tables.rows("plan", where={"week": weeks}, columns=("plan_id",)) if weeks else []
    versions = [row["plan_id"] for row in found]
    errands = read_errands(tables, versions, stops=stops if _are_of_sites(told) else None)
    check_records(told, errands)
    where = {"plan_id": versions} | ({} if stops is None else {"stop": stops})
    rows = tables.rows("page_record", where=where) if versions else []
    told_here = [row for row in rows if row["content"] != _HIDDEN]
    return {row["page_record_id"]: word_in(row) for row in told_here}, errands


def check_hears_all(store: Store) -> None:
    """
    Refuse to decide what counts for somebody from whom the words of other phones are hidden.

    Raises
    ------
    ScopeError
        If the store is read without contacts.
    """
    if not store.scope.contacts:
        raise ScopeError(
            "What counts is decided by all that phones said, notes included: it takes the "
            "permission to read contacts, too.",
            zh="以哪份记录为准取决于所有手机的记录（含备注），因此还需要“联系方式”权限。",
        )


def _are_of_sites(told: Iterable[PageRecord]) -> bool:
    """Tell records that make no new site: what else there is need not be known."""
    return not any(isinstance(one.said, SaidPlace) or one.stop.startswith(SWEEP) for one in told)


def word_in(row: Row) -> Word:
    """Read a row of the table ``page_record``."""
    return Word(
        record=PageRecord(
            file=text_of(row["source"]),
            plan=row["plan_id"],
            stop=row["stop"],
            device=row["device"],
            team=text_of(row["team"]),
            day=day_in(row["day"]),
            edited_at=datetime.fromisoformat(row["edited_at"]),
            exported=None,
            said=said_in(row["content"]),
        ),
        is_refused=row["standing"] == "refused",
    )


def by_errand(words: Mapping[str, Word], errands: Errands) -> dict[Errand, list[Word]]:
    """Put the words of one errand together, whichever version of the plan they were said under."""
    listed: dict[Errand, list[Word]] = {}
    for key in sorted(words):
        listed.setdefault(errands.errand(words[key].record), []).append(words[key])
    return listed
