"""What an office should ask teams about a week: words of their visits that do not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.pagesaid import SaidVisit
from data.model import SWEEP
from service.pipeline.records.doubts import doubts_of, is_bare
from service.pipeline.records.pagefindings import Look
from service.pipeline.records.pagevisits import visit_row
from service.pipeline.records.phones import settle
from service.pipeline.records.told import by_errand, known_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ports import PlainRows
    from service.pipeline.records.errands import Errands
    from service.pipeline.records.phones import Errand, Word
    from service.results.record import Said


def week_doubts(tables: PlainRows, week: str) -> tuple[Said, ...]:
    """
    List what is still doubtful of a week's visits, by day and place.

    What was asked when a record came in, as long as it holds: a finding that was closed since is
    asked about no more.

    Parameters
    ----------
    tables
        The store.
    week
        ISO week; without a plan or records there is nothing.
    """
    plans = tables.rows("plan", where={"week": [week]}, columns=("plan_id",))
    if not plans:
        return ()
    words, errands = known_words(tables, [str(plans[0]["plan_id"])])
    told = by_errand(words, errands).items()
    looks = [look for errand, said in sorted(told) for look in _looks(errand, said, errands)]
    bare = [_bare(look) for look in looks if look.record and _is_bare(look)]
    return (*bare, *doubts_of(tables, looks))


def _looks(errand: Errand, said: Sequence[Word], errands: Errands) -> list[Look]:
    record = settle(said).taken
    if record is None or errand[1].startswith(SWEEP) or not isinstance(record.said, SaidVisit):
        return []
    stop = errands.stops.get((record.plan, record.stop))
    return [
        Look(
            errand=errand,
            record=record,
            visit=visit_row(errand, record, record.stop, errands),
            edited_at=record.edited_at,
            name=stop.name if stop else record.stop,
        )
    ]


def _is_bare(look: Look) -> bool:
    said = look.record.said if look.record else None
    return isinstance(said, SaidVisit) and is_bare(said)


def _bare(look: Look) -> Said:
    day = look.visit["day"] if look.visit else look.day
    return (
        f"{look.name}（{day}）记为有问题，但没有写是什么隐患。",
        f"{look.name} ({day}): something was found, but no hazard is named.",
    )
