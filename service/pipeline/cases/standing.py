"""Where findings stand, read from the store: their rows with the steps that led there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from data.errors import NotFoundError
from planning.cases.finding import Case, Step, retold
from planning.cases.telling import first_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.outcomes import Record
    from data.ports import PlainRows


@dataclass(frozen=True, slots=True)
class Held:
    """
    A finding as the store holds it.

    Attributes
    ----------
    record
        Its row.
    case
        Where it stands.
    stored
        How many of its steps the store has; none where its row is all that is known of it.
    told
        How many steps its row alone tells of, where none is stored.
    source
        Source of further steps.
    """

    record: Record
    case: Case
    stored: int
    told: int = 0
    source: str = ""


def read_cases(tables: PlainRows, ids: Sequence[str]) -> dict[str, Held]:
    """
    Read where findings stand.

    Parameters
    ----------
    tables
        A store, or a unit of writing with what it wrote so far.
    ids
        Of findings, each once.

    Returns
    -------
    held
        In the order of the ids.

    Raises
    ------
    NotFoundError
        If one of them is not in the store.
    """
    records = tables.records("finding", where={"finding_id": list(ids)})
    for finding in ids:
        if finding not in records:
            raise NotFoundError(
                f"The store holds no finding {finding!r}; `gridpatrol findings list` shows them.",
                zh=f"库中没有隐患“{finding}”，可用 gridpatrol findings list 查看。",
            )
    steps = _stored_steps(tables, ids)
    teams = _teams(tables, records.values())
    return {
        finding: _held(records[finding], steps.get(finding, ()), teams.get(finding))
        for finding in ids
    }


def _held(record: Record, steps: tuple[Step, ...], team: str | None) -> Held:
    told = steps or first_steps(day_of(record["found"]), **standing(record))
    blank = Case(
        finding_id=str(record["finding_id"]),
        site_id=str(record["site_id"]),
        level=str(record["level"]),
        found=day_of(record["found"]),
        team=team,
    )
    return Held(record, retold(blank, told), len(steps), told=0 if steps else len(told))


def standing(record: Record) -> dict[str, Any]:
    """Give what a row says of where its finding stands."""
    return {name: record.get(name) for name in ("state", "due", "closed")}


def day_of(value: object) -> date:
    """Take a day that must be one."""
    if not isinstance(value, date):
        raise TypeError(f"Expected a day, got {type(value).__name__}.")
    return value


def _stored_steps(tables: PlainRows, ids: Sequence[str]) -> dict[str, tuple[Step, ...]]:
    rows = tables.records("finding_step", where={"finding_id": list(ids)})
    listed: dict[str, list[Record]] = {}
    for row in sorted(rows.values(), key=lambda one: int(str(one["number"]))):
        listed.setdefault(str(row["finding_id"]), []).append(row)
    return {finding: tuple(map(step_of, steps)) for finding, steps in listed.items()}


def step_of(row: Record) -> Step:
    """Read a step back from its row of ``finding_step``."""
    takes_back = row["takes_back"]
    states = row["step"] in {"found", "corrected"} and takes_back is None
    texts = ("who", "note", "document", "photos", "inspection_id", "handed_to")
    said: dict[str, Any] = {name: row[name] for name in texts}
    return Step(
        step=str(row["step"]),
        day=day_of(row["day"]),
        due=None if row["due"] is None else day_of(row["due"]),
        takes_back=None if takes_back is None else int(str(takes_back)),
        on_the_spot=bool(row["on_the_spot"]),
        state=str(row["state"]) if states else None,
        **said,
    )


def _teams(tables: PlainRows, records: Iterable[Record]) -> dict[str, str]:
    """Find the team of each finding: its own word, else the team of the visit that found it."""
    listed = list(records)
    silent = [one for one in listed if not isinstance(one.get("team"), str)]
    asked = sorted({str(one["inspection_id"]) for one in silent if one.get("inspection_id")})
    visits = _teams_of_visits(tables, asked) if asked else {}
    teams = {}
    for one in listed:
        team = one.get("team") or visits.get(str(one.get("inspection_id")))
        if isinstance(team, str):
            teams[str(one["finding_id"])] = team
    return teams


def _teams_of_visits(tables: PlainRows, visits: Sequence[str]) -> dict[str, str | None]:
    columns = ("inspection_id", "team")
    rows = tables.rows("inspection", where={"inspection_id": visits}, columns=columns)
    return {row["inspection_id"]: row["team"] for row in rows}
