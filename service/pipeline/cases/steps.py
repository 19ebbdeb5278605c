"""Findings and their steps into the store: the row of a finding is always the fold of its steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.findings import LEDGER_STEP
from data.schema import FINDING, FINDING_STEP, as_table
from planning.cases.due import due_day
from planning.cases.finding import Step, begin, blank_of, retold
from planning.cases.taking import take
from planning.cases.telling import told_steps
from planning.rules import default_rules
from service.pipeline.cases.standing import Held, read_cases, standing
from service.pipeline.cases.visits import named_visits, with_visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.ledger.outcomes import Record
    from data.store.unit import Unit
    from planning.caserules import MendingRules
    from planning.cases.finding import Case
    from planning.rules import Rules

_OF_STEP = (
    *("step", "day", "who", "due", "note", "document", "photos"),
    *("inspection_id", "handed_to", "takes_back"),
)
_FOLDED = ("state", "due", "closed", "escalated", "transferred_to", "voided", "on_the_spot")
"""Columns of a finding that its steps decide."""


def open_findings(
    unit: Unit,
    rows: Sequence[Mapping[str, Any]],
    *,
    rules: Rules | None = None,
    source: str | None = None,
) -> None:
    """
    Write new findings with their first step; one mended on the spot is closed at once.

    Parameters
    ----------
    unit
        The unit of writing of the caller.
    rows
        Columns of ``FINDING``; needed are ``finding_id``, ``site_id``, ``level`` and ``found``.
        What a finding's steps decide is taken from ``on_the_spot`` and ``due`` alone.
    rules
        For due days that nobody set, and levels that may be closed on the spot; ``None``: the
        defaults.
    source
        Where they come from; ``None``: the source of each row.

    Raises
    ------
    InputError
        If a finding is in the store already, is due before it was found, or may not be closed on
        the spot.
    """
    mending = (rules or default_rules()).mending
    _refuse_known(unit, [str(row["finding_id"]) for row in rows])
    written = []
    for row in rows:
        case = _begun(row, mending)
        if row.get("on_the_spot"):
            spot = Step(step="closed", day=case.found, who=case.team, on_the_spot=True)
            case = take(case, spot, rules=mending)
        origin = str(source or row.get("source") or "")
        fresh: Record = {**row, "source": origin}
        written.append(Held(fresh, case, 0, source=origin))
    _write(unit, written)


def take_steps(
    unit: Unit, steps: Sequence[tuple[str, Step]], *, rules: Rules, source: str
) -> tuple[Case, ...]:
    """
    Take steps, in their order, and write what becomes of their findings.

    A visit that a step names must be on record at the same site, of a type that may close, and
    have seen inside; ``who`` is then the visit's team where the step names nobody.

    Parameters
    ----------
    unit
        The unit of writing of the caller.
    steps
        Pairs of a finding's id and a step.
    rules
        Section ``mending`` decides.
    source
        Where the steps come from, such as the name of a file.

    Returns
    -------
    cases
        Where each finding stands, in the order in which the ids are first named.

    Raises
    ------
    NotFoundError
        If there is no such finding.
    InputError
        If a step cannot be; nothing is written then.
    """
    ids = list(dict.fromkeys(finding for finding, _ in steps))
    held = read_cases(unit, ids)
    visits = named_visits(unit, [step for _, step in steps])
    cases = {finding: one.case for finding, one in held.items()}
    for finding, step in steps:
        case = cases[finding]
        seen = with_visit(case, _dated(case, step, rules), visits, rules.mending)
        cases[finding] = take(case, seen, rules=rules.mending)
    _write(unit, [replace(held[finding], case=cases[finding], source=source) for finding in ids])
    return tuple(cases[finding] for finding in ids)


def follow_ledger(unit: Unit, told: Mapping[str, Record]) -> dict[str, Record]:
    """
    Write the steps that later rows of ledgers tell of.

    Parameters
    ----------
    unit
        The unit that writes the import; the rows of these findings are as they were before.
    told
        Id to the record that the import would store.

    Returns
    -------
    records
        The same, where a finding stands being the fold of its steps; findings that are new, or
        of which nothing was told but facts, as they are.
    """
    known = unit.read("finding", where={"finding_id": list(told)}).index
    held = read_cases(unit, [finding for finding in told if finding in known])
    fresh = dict(told)
    moved = []
    for finding, one in held.items():
        record = one.record | told[finding]
        fresh[finding] = record
        steps = told_steps(one.case, **standing(record))
        if not steps and not one.stored:
            continue
        case = retold(one.case, steps)
        fresh[finding] = record | _folded(case, record)
        source = f"{LEDGER_STEP}{record['source']}"
        moved.append(replace(one, case=case, source=source))
    _append(unit, [one for one in moved if len(one.case.steps) > one.stored])
    return fresh


def _refuse_known(unit: Unit, ids: Sequence[str]) -> None:
    known = unit.read("finding", where={"finding_id": list(ids)}).index
    twice = next((one for place, one in enumerate(ids) if one in ids[:place]), None)
    one = known[0] if len(known) else twice
    if one is not None:
        raise InputError(f"Finding {one} is in the store already.", zh=f"隐患 {one} 已在库中。")


def _begun(row: Mapping[str, Any], rules: MendingRules) -> Case:
    found, level = row["found"], str(row["level"])
    due = row.get("due") or (None if row.get("on_the_spot") else due_day(level, found, rules))
    first = Step(
        step="found",
        day=found,
        due=due,
        who=row.get("team"),
        photos=row.get("photos"),
        inspection_id=row.get("inspection_id"),
    )
    site_id, team = str(row["site_id"]), row.get("team")
    return begin(str(row["finding_id"]), site_id=site_id, level=level, first=first, team=team)


def _dated(case: Case, step: Step, rules: Rules) -> Step:
    """Set a due day by the rules where a finding is open anew and nobody set one."""
    if step.step != "reopened" or step.due is not None:
        return step
    return replace(step, due=due_day(case.level, step.day, rules.mending))


def _write(unit: Unit, written: Sequence[Held]) -> None:
    """Write the rows of findings and the steps that are new."""
    rows = [one.record | _folded(one.case, one.record) for one in written]
    unit.upsert("finding", as_table(rows, FINDING))
    _append(unit, written)


def _append(unit: Unit, written: Sequence[Held]) -> None:
    rows = [row for one in written for row in _new_rows(one)]
    unit.append("finding_step", as_table(rows, FINDING_STEP))


def _new_rows(held: Held) -> Iterable[Record]:
    """Give the rows of the steps that the store does not have; each knows where it led."""
    for number, step in enumerate(held.case.steps, start=1):
        if number > held.stored:
            is_told = number <= held.told
            source = f"{LEDGER_STEP}{held.record.get('source') or ''}" if is_told else held.source
            yield _step_row(held, number, step, source=source)


def _step_row(held: Held, number: int, step: Step, *, source: str) -> Record:
    led = retold(blank_of(held.case), held.case.steps[:number])
    named = {name: getattr(step, name) for name in _OF_STEP}
    return {
        **named,
        "finding_step_id": f"{held.case.finding_id}#{number}",
        "finding_id": held.case.finding_id,
        "number": number,
        "state": led.state,
        "on_the_spot": True if step.on_the_spot else None,
        "source": source or None,
    }


def _folded(case: Case, record: Record) -> Record:
    """Give the columns of a finding's row that its steps decide."""
    spot = True if case.on_the_spot else (False if record.get("on_the_spot") is not None else None)
    return {**{name: getattr(case, name) for name in _FOLDED}, "on_the_spot": spot}
