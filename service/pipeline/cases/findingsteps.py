"""Steps of findings as commands ask for them, and as a workbook lists them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import InputError
from planning.cases.taking import take_back
from service.pipeline.cases.findingbook import read_step_book
from service.pipeline.cases.standing import read_cases
from service.pipeline.cases.steps import take_steps
from service.results.finding import StepsResult, TakenStep

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from data.store import Store
    from data.store.unit import Unit
    from planning.cases.finding import Case, Step
    from planning.rules import Rules
    from service.pipeline.cases.findingbook import StepRow

_ENTERED = "gridpatrol findings"
"""Source of steps that a command took."""
_SHOWN = 5
"""Further wrong rows that a message names."""


class _DryRunError(Exception):
    """Ends a unit of writing of which nothing is to stay."""


def take_asked(
    store: Store,
    finding_id: str,
    steps: Sequence[Step],
    *,
    rules: Rules,
    source: str = _ENTERED,
) -> StepsResult:
    """
    Take steps of one finding, all of them or none.

    Parameters
    ----------
    source
        Where they were entered.

    Raises
    ------
    NotFoundError
        If there is no such finding or visit.
    InputError
        If a step cannot be; nothing is stored then.
    """
    with store.writing() as unit:
        taken = [_taken(unit, finding_id, step, rules, source) for step in steps]
    return StepsResult(taken=tuple(taken))


def undo_step(store: Store, finding_id: str, *, day: date, who: str | None, why: str) -> Step:
    """
    Write the step that takes back the last one of a finding, to be taken.

    Raises
    ------
    InputError
        If there is none but the finding itself.
    """
    case = read_cases(store, [finding_id])[finding_id].case
    return take_back(case, day=day, who=who, note=why)


def take_book(
    store: Store, file: Path, *, rules: Rules, dry_run: bool, sent_as: str | None = None
) -> StepsResult:
    """
    Take the steps that a workbook or text table lists, all of them or none.

    A step that was taken before, by the same file or by hand, is not repeated.

    Parameters
    ----------
    file
        One sheet with a finding's number, a step and a day in each row.
    rules
        Section ``mending`` decides.
    dry_run
        Say what would be done, and store nothing.
    sent_as
        What people call a file that was sent to the service, which is parsed in the cage; ``None``
        for a file of one's own.

    Raises
    ------
    LedgerError
        If the file cannot be read, or no sheet has the headers.
    InputError
        If a row cannot be; the first is told with its reason, the others by number.
    """
    rows = read_step_book(file, sent_as=sent_as)
    known = 0
    taken: list[TakenStep] = []
    with suppress(_DryRunError), store.writing() as unit:
        known, taken = _take_rows(unit, rows, rules)
        _end(dry_run=dry_run)
    return StepsResult(taken=tuple(taken), rows=len(rows), known=known, dry_run=dry_run)


def _end(*, dry_run: bool) -> None:
    if dry_run:
        raise _DryRunError


def _take_rows(unit: Unit, rows: Sequence[StepRow], rules: Rules) -> tuple[int, list[TakenStep]]:
    """Take every row that can be; count those taken before, and refuse all if any is wrong."""
    taken: list[TakenStep] = []
    wrong: list[tuple[str, InputError]] = []
    known = 0
    listed: dict[str, set[int]] = {}  # numbers of the steps that rows above stand for
    for place, finding_id, step in rows:
        try:
            case = read_cases(unit, [finding_id])[finding_id].case
            above = listed.setdefault(finding_id, set())
            number = _known_as(case, step, above)
            if number is not None:
                known += 1
            else:
                number = len(case.steps) + 1
                asked, source = _numbered(case, step), f"{_ENTERED}: {place}"
                taken.append(_taken(unit, finding_id, asked, rules, source))
            above.add(number)
        except InputError as error:
            wrong.append((place, error))
    if wrong:
        raise _all_wrong(wrong)
    return known, taken


def _taken(unit: Unit, finding_id: str, step: Step, rules: Rules, source: str) -> TakenStep:
    (case,) = take_steps(unit, [(finding_id, step)], rules=rules, source=source)
    return TakenStep(
        finding_id=finding_id,
        step=step.step,
        day=step.day.isoformat(),
        state=case.state,
        due=None if case.due is None else case.due.isoformat(),
    )


def _numbered(case: Case, step: Step) -> Step:
    """Name the step that is taken back: a table only says that the last one is."""
    if step.step != "corrected":
        return step
    return take_back(case, day=step.day, who=step.who, note=step.note)


def _known_as(case: Case, step: Step, above: Collection[int]) -> int | None:
    """
    Find the step as which a row was taken before; one that was taken back since was taken, too.

    A step that does not stand is that of one row only: a table may take it, take it back and take
    it again.
    """
    fits = [number for number, one in enumerate(case.steps, start=1) if _is_same(one, step)]
    stands = {number for number, one in case.effective}
    return next((one for one in fits if one in stands or one not in above), None)


def _is_same(one: Step, asked: Step) -> bool:
    """Compare a step with a row, which leaves to others who did it and to the rules a due day."""
    if asked.step == "corrected":
        return one.takes_back is not None and (one.day, one.note) == (asked.day, asked.note)
    is_left = asked.step == "reopened" and asked.due is None
    plain = replace(one, who=None, state=None, due=None if is_left else one.due)
    return plain == replace(asked, who=None, state=None)


def _all_wrong(wrong: Sequence[tuple[str, InputError]]) -> InputError:
    (place, first), *others = wrong
    en, zh = f"{place}: {first}", f"{place}：{first.zh}"
    if others:
        named = ", ".join(other.rpartition(" / ")[2] for other, _ in others[:_SHOWN])
        en += f" Also wrong: {len(others)} more row(s), {named}."
        zh += f"另有 {len(others)} 行不能办理：第 {named} 行。"
    return InputError(en, zh=zh)
