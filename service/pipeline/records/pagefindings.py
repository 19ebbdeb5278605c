"""Hazards and re-checks as pages tell them, as steps in the lives of findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.ledger.outcomes import content_id
from data.ledger.pagesaid import CHINA, SaidFinding, SaidVisit
from data.schema import FINDING, as_table
from data.words import FINDS
from planning.cases.due import due_day
from planning.cases.finding import Step
from service.pipeline.cases.standing import read_cases
from service.pipeline.cases.steps import open_findings, take_steps
from service.pipeline.records.pagevisits import visit_id
from service.results.record import FindingCounts, Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from data.ledger.outcomes import Record
    from data.ledger.pagefiles import PageRecord
    from data.ledger.pagesaid import SaidRecheck
    from data.store.unit import Unit
    from planning.cases.finding import Case
    from planning.rules import Rules
    from service.pipeline.records.phones import Errand

Row = dict[str, Any]
_STEP_OF = {"closed": "closed", "open": "held"}
"""What a re-check says to the step it is."""
_UNDONE = "路线页已撤回 taken back on the page of the route"
_REGRADED = "路线页改了隐患等级 its level was changed on the page of the route"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    One visit with what is said of hazards.

    Attributes
    ----------
    errand
        What it was about.
    record
        The word that counts; missing where all was taken back.
    visit
        Its row by schema ``INSPECTION``; missing where there is no visit.
    edited_at
        Last edit of any word of it, UTC.
    name
        What people call the place.
    """

    errand: Errand
    record: PageRecord | None
    visit: Row | None
    edited_at: datetime
    name: str

    @property
    def day(self) -> date:
        """Return the day of the last edit, in China."""
        return self.edited_at.astimezone(CHINA).date()

    @property
    def visit_id(self) -> str:
        """Return the id of the visit, whether or not it is there."""
        return visit_id(self.errand)


@dataclass(slots=True)
class _Work:
    """The findings of a unit of writing, and what was done to them so far."""

    unit: Unit
    rules: Rules
    source: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    questions: list[Said] = field(default_factory=list)

    def rows(self, name: str, values: Sequence[str]) -> dict[str, Record]:
        """Read findings by one of their columns."""
        return self.unit.records("finding", where={name: list(values)}) if values else {}

    def ask(self, zh: str, en: str) -> None:
        """Put a question to the office."""
        self.questions.append((zh, en))

    def take(self, finding: str, step: Step, count: str) -> bool:
        """Take a step, and say whether it could be: else it is a question, and nothing is done."""
        try:
            take_steps(self.unit, [(finding, step)], rules=self.rules, source=self.source)
        except InputError as error:
            self.ask(error.zh or str(error), str(error))
            return False
        self.counts[count] += 1
        return True


def write_hazards(
    unit: Unit, looks: Sequence[Look], *, rules: Rules
) -> tuple[FindingCounts, tuple[Said, ...]]:
    """
    Bring findings to what is said of them now, by steps: nothing is erased.

    A hazard that nobody names any more is voided; a re-check that was taken back is corrected. What
    cannot be, such as to void what the office struck off since, is a question and changes nothing.

    Parameters
    ----------
    unit
        Writes; the visits are written already.
    looks
        The visits.
    rules
        Section ``mending`` says which due days hold, and what may be closed on the spot.
    """
    work = _Work(unit, rules)
    for look in _worth_a_look(unit, looks):
        work.source = look.record.file if look.record else "route page"
        _bring(look, work)
        _recheck(look, work)
    return FindingCounts(**work.counts), tuple(work.questions)


def _worth_a_look(unit: Unit, looks: Sequence[Look]) -> list[Look]:
    """Leave out visits that never had to do with a hazard: most of a week's."""
    where = {"inspection_id": [look.visit_id for look in looks]}
    known = {
        row["inspection_id"]
        for table in ("finding", "finding_step")
        for row in unit.rows(table, where=where, columns=("inspection_id",))
    }
    return [look for look in looks if look.visit_id in known or _has_words(look)]


def _has_words(look: Look) -> bool:
    """Tell whether a visit says anything of hazards."""
    said = look.record.said if look.record else None
    if isinstance(said, SaidVisit):
        return bool(said.findings or said.rechecked or said.result in FINDS)
    return said is not None and bool(said.findings)


def _bring(look: Look, work: _Work) -> None:
    """Open, void and correct the findings of one visit."""
    wanted = {_finding_id(look, one): one for one in _found(look, work)}
    mine = work.rows("inspection_id", [look.visit_id])
    held = mine | work.rows("finding_id", [key for key in wanted if key not in mine])
    cases = {key: one.case for key, one in read_cases(work.unit, list(held)).items()}
    for key in sorted(mine.keys() - wanted.keys()):
        if cases[key].voided is None:
            step = Step(step="voided", day=_not_before(look, cases[key]), note=_UNDONE)
            work.take(key, step, "voided")
    fresh = [_row(key, one, look, work) for key, one in wanted.items() if key not in held]
    if fresh:
        open_findings(work.unit, fresh, rules=work.rules, source=work.source)
        work.counts["opened"] += len(fresh)
        work.counts["on_the_spot"] += sum(bool(row["on_the_spot"]) for row in fresh)
    _restate(look, work, wanted, mine)
    for key in sorted(wanted.keys() & held.keys()):
        _mend(key, wanted[key], look, work, former=cases[key])


def _not_before(look: Look, case: Case) -> date:
    """Date a step by the edit, but never before the last one: phones' clocks differ."""
    return max(look.day, *(step.day for _, step in case.effective))


def _found(look: Look, work: _Work) -> tuple[SaidFinding, ...]:
    """
    List the hazards of a visit; the note is one where the page of before had no list.

    A re-check that still sees the hazard of before has found that one, and its note is about it.
    """
    if look.record is None or look.visit is None:
        return ()
    said = look.record.said
    if said.findings or not isinstance(said, SaidVisit) or said.result not in FINDS:
        return said.findings
    if any(_STEP_OF[one.state] == "held" for one in said.rechecked):
        return ()
    named = f"{look.name}（{look.visit['day']}）", f"{look.name} ({look.visit['day']})"
    if not said.note:
        work.ask(
            f"{named[0]}记为发现问题，但没有写隐患内容；请在路线页补写后重新导出，或导入隐患台账。",
            f"{named[1]} found something, but no hazard is named: add it on the page and "
            "export again, or import the hazard ledger.",
        )
        return ()
    return (
        SaidFinding(
            id="", what=said.note, level="ordinary", due=None, on_the_spot=False, photos=said.photos
        ),
    )


def _finding_id(look: Look, one: SaidFinding) -> str:
    """Name a hazard: other words are the same one, another due day or visit's day is not."""
    day = look.visit["day"] if look.visit else look.day
    return content_id("YH", *look.errand, one.id or one.what, one.due, day)


def _row(key: str, one: SaidFinding, look: Look, work: _Work) -> Row:
    visit: Row = look.visit or {}
    return {
        "finding_id": key,
        "site_id": visit["site_id"],
        "inspection_id": visit["inspection_id"],
        "what": one.what or None,
        "level": one.level,
        "found": visit["day"],
        "due": _due(one, look, work),
        "team": visit["team"],
        "photo_count": one.photos,
        "on_the_spot": _is_mended(one, look, work) or None,
        "source": work.source,
    }


def _due(one: SaidFinding, look: Look, work: _Work) -> date | None:
    """Leave a due day that lies before the visit to the rules, and ask."""
    found = look.visit["day"] if look.visit else look.day
    if one.due is None or one.due >= found:
        return one.due
    work.ask(
        f"{look.name}“{one.what}”的整改期限 {one.due} 早于检查日期 {found}，"
        "已按规则定期限，请核对。",
        f"{look.name}, {one.what!r}: the due day {one.due} lies before the visit of {found}; "
        "the rules' due day was set instead, please look.",
    )
    return None


def _is_mended(one: SaidFinding, look: Look, work: _Work) -> bool:
    """Close on the spot only what the rules let close on the spot; ask about the rest."""
    if not one.on_the_spot or one.level in work.rules.mending.on_the_spot:
        return one.on_the_spot
    work.ask(
        f"{look.name}“{one.what}”为重大隐患，按规则不得当场销号，已列为待复查。",
        f"{look.name}, {one.what!r}: the rules let no major finding be closed on the spot; it "
        "stays open for a re-check.",
    )
    return False


def _mend(key: str, one: SaidFinding, look: Look, work: _Work, *, former: Case) -> None:
    """Take back a voiding, and bring the spot and the due day to what is told otherwise of them."""
    is_regraded = former.level != one.level
    case = former if former.voided is None else _undo(key, look, work)
    if is_regraded and case.effective[-1][1].note == _REGRADED:
        case = _undo(key, look, work)
    number, last = case.effective[-1]
    if case.on_the_spot and last.on_the_spot:
        if not _is_mended(one, look, work):
            case = _undo(key, look, work)
    elif one.on_the_spot and number == 1 and one.level in work.rules.mending.on_the_spot:
        spot = Step(step="closed", day=case.found, who=case.team, on_the_spot=True)
        work.take(key, spot, "changed")
        return
    if is_regraded:
        _redate(key, one, look, work, case=case)


def _undo(key: str, look: Look, work: _Work) -> Case:
    """Take back the last step of a finding; what stands then, whether or not it could be."""
    case = read_cases(work.unit, [key])[key].case
    number, _ = case.effective[-1]
    day = _not_before(look, case)
    undone = Step(step="corrected", day=day, note=_UNDONE, takes_back=number)
    work.take(key, undone, "changed")
    return read_cases(work.unit, [key])[key].case


def _redate(key: str, one: SaidFinding, look: Look, work: _Work, *, case: Case) -> None:
    """Set the due day of another level by the rules, where it was the rules that had set it."""
    is_stated = one.due is not None and one.due >= case.found
    is_moved = any(step.due is not None for _, step in case.effective[1:])
    due = due_day(one.level, case.found, work.rules.mending)
    if case.is_open and not is_stated and not is_moved and due != case.due:
        day = _not_before(look, case)
        dated = Step(step="corrected", day=day, due=due, note=_REGRADED)
        work.take(key, dated, "changed")


def _restate(
    look: Look, work: _Work, wanted: dict[str, SaidFinding], mine: dict[str, Record]
) -> None:
    """Write other words, and let go of the visit where there is none any more."""
    rows = []
    for key, former in work.rows("finding_id", [*{**wanted, **mine}]).items():
        row = dict(former)
        row["inspection_id"] = look.visit_id if look.visit else None
        if key in wanted:
            one = wanted[key]
            row |= {"what": one.what or None, "level": one.level, "photo_count": one.photos}
        if row != former:
            rows.append(row)
            work.counts["changed"] += key in wanted
    work.unit.upsert("finding", as_table(rows, FINDING))


def _recheck(look: Look, work: _Work) -> None:
    """Take the steps of re-checks, and take back those that are not said any more."""
    said = look.record.said if look.record and look.visit else None
    wanted = {one.id: one for one in said.rechecked} if isinstance(said, SaidVisit) else {}
    steps = work.unit.read("finding_step", where={"inspection_id": [look.visit_id]})
    known = work.rows("finding_id", sorted({*wanted, *map(str, steps["finding_id"])}))
    for key in sorted(wanted.keys() - known.keys()):
        work.ask(
            f"{look.name}：复查的隐患 {key} 不在库中，未作改动。",
            f"{look.name}: the finding {key} that was re-checked is not in the store; nothing "
            "was changed.",
        )
    for key, one in read_cases(work.unit, list(known)).items():
        if one.case.steps[0].inspection_id != look.visit_id:
            _take_recheck(key, wanted.get(key), look, work, case=one.case)


def _take_recheck(
    key: str, said: SaidRecheck | None, look: Look, work: _Work, *, case: Case
) -> None:
    """Bring one finding to what the re-check says; it may have said otherwise before."""
    mine = [(number, one) for number, one in case.effective if one.inspection_id == look.visit_id]
    step = _STEP_OF[said.state] if said else None
    note = (said.note or None) if said else None
    if mine and (mine[-1][1].step, mine[-1][1].note) == (step, note):
        return
    for number, _ in reversed(mine):
        undone = Step(
            step="corrected", day=_not_before(look, case), note=_UNDONE, takes_back=number
        )
        if not work.take(key, undone, "changed"):
            return
    if said is None or look.visit is None or step is None:
        return
    if step == "closed" and not case.is_open and not mine:
        return
    taken = Step(
        step=step,
        day=look.visit["day"],
        who=look.visit["team"],
        note=note,
        inspection_id=look.visit_id,
    )
    work.take(key, taken, step)
