"""Steps in the store: the row of a finding is the fold of its steps, whoever tells of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from sqlalchemy import text

from data.errors import InputError, NotFoundError
from data.ledger.outcomes import content_id
from data.schema import FINDING, GIVEN_ORDER, as_records, as_table
from data.store import open_store
from data.store.health.content import case_faults
from planning.cases.finding import Step
from planning.rules import default_rules
from service.pipeline.cases.findinglife import show_finding
from service.pipeline.cases.findinglist import due_findings, list_findings
from service.pipeline.cases.findingsteps import take_book
from service.pipeline.cases.findingtable import FindingFilter
from service.pipeline.cases.standing import read_cases
from service.pipeline.cases.steps import follow_ledger, open_findings, take_steps
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.ledgers.moves import move_sites
from service.printing.finding import findings_lines
from service.printing.summary import summary
from tests.builders import inspections, sites
from tests.data.ledger.office import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

DAY = date(2026, 11, 2)
RULES = default_rules()
OLD: dict[str, Any] = {
    "finding_id": "YH0",
    "site_id": "S00001",
    "level": "major",
    "found": DAY,
    "due": DAY + timedelta(days=20),
    "state": "rectifying",
    "source": "台账.xlsx / 1 / 3",
}
NEW: dict[str, Any] = {
    "finding_id": "YH1",
    "site_id": "S00001",
    "level": "ordinary",
    "found": DAY,
    "team": "一队",
    "what": "电线私拉",
}


@pytest.fixture
def town(tmp_path: Path, empty_file: Path) -> Iterator[Store]:
    """Give a store with two sites, two visits, a finding of before and one made here."""
    file = tmp_path / "town.gpkg"
    shutil.copy(empty_file, file)
    with open_store(str(file)) as store:
        with store.writing() as unit:
            unit.upsert("site", sites({"name": "甲厂"}, {"name": "乙厂"}))
            unit.upsert(
                "inspection",
                inspections(
                    {"day": on(5), "site_id": "S00001", "mode": "recheck", "team": "二队"},
                    {"day": on(5), "site_id": "S00002", "mode": "recheck"},
                    {"day": on(5), "site_id": "S00001", "mode": "patrol"},
                    {"day": on(5), "site_id": "S00001", "mode": "recheck", "result": "closed"},
                ),
            )
            unit.upsert("finding", as_table([OLD], FINDING))
            open_findings(unit, [NEW], source="结果.json")
        yield store


def on(days: int) -> date:
    """Give the day so many days after."""
    return DAY + timedelta(days=days)


def take(store: Store, finding: str, *steps: Step) -> None:
    """Take steps in a unit of their own."""
    with store.writing() as unit:
        take_steps(unit, [(finding, one) for one in steps], rules=RULES, source="test")


def row(store: Store, finding: str) -> dict[str, Any]:
    """Read the row of a finding."""
    return as_records(store.read("finding", where={"finding_id": [finding]}))[0]


def lived(store: Store, finding: str) -> list[str]:
    """Read the kinds of its stored steps."""
    table = store.read("finding_step", where={"finding_id": [finding]})
    return table.sort_values("number")["step"].tolist()


def test_a_new_finding_is_due_by_its_level(town: Store) -> None:
    """15 days from 2 November, and its first step is on record."""
    assert row(town, "YH1")["due"] == pd.Timestamp("2026-11-17")
    assert lived(town, "YH1") == ["found"]


def test_mended_on_the_spot_is_found_and_closed(town: Store) -> None:
    """Two steps, no due day."""
    with town.writing() as unit:
        open_findings(unit, [{**NEW, "finding_id": "YH2", "on_the_spot": True}], source="x")
    known = row(town, "YH2")
    assert (known["state"], known["closed"], known["on_the_spot"]) == (
        "closed",
        pd.Timestamp(DAY),
        True,
    )
    assert lived(town, "YH2") == ["found", "closed"]


def test_a_finding_is_opened_once(town: Store) -> None:
    """Sent again, it is refused and nothing is stored."""
    with (
        pytest.raises(InputError, match="Finding YH1 is in the store already"),
        town.writing() as unit,
    ):
        open_findings(unit, [{**NEW, "finding_id": "YH3"}, NEW], source="x")
    assert "YH3" not in town.read("finding").index


def test_the_history_of_a_finding_of_before_begins_with_its_row(town: Store) -> None:
    """The first step is what the ledger said; its source says so."""
    take(town, "YH0", Step(step="submitted", day=on(3)))
    steps = town.read("finding_step", where={"finding_id": ["YH0"]})
    assert steps["state"].tolist() == ["rectifying", "submitted"]
    assert steps["source"].tolist() == ["import: 台账.xlsx / 1 / 3", "test"]
    assert row(town, "YH0")["state"] == "submitted"


def test_a_visit_on_record_closes(town: Store) -> None:
    """Its team is who closed it, though another found it."""
    take(town, "YH1", Step(step="closed", day=on(6), inspection_id="J00001"))
    assert row(town, "YH1")["closed"] == pd.Timestamp(on(6))
    assert read_cases(town, ["YH1"])["YH1"].case.steps[-1].who == "二队"


@pytest.mark.parametrize(
    ("visit", "day", "message"),
    [
        ("J00009", 6, "holds no visit 'J00009'"),
        ("J00002", 6, "J00002 was at S00002, not at S00001"),
        ("J00003", 6, "J00003 was a patrol, which closes nothing"),
        ("J00004", 6, "J00004 saw nothing inside"),
        ("J00001", 4, "J00001 was made on 2026-11-07, not from 2026-11-02 to 2026-11-06"),
    ],
)
def test_a_visit_that_proves_nothing_closes_nothing(
    town: Store, visit: str, day: int, message: str
) -> None:
    """Elsewhere, a look from outside, a shut gate, or not made yet."""
    with pytest.raises(InputError, match=message):
        take(town, "YH1", Step(step="closed", day=on(day), inspection_id=visit))
    assert (row(town, "YH1")["state"], lived(town, "YH1")) == ("found", ["found"])


@pytest.mark.parametrize(
    ("closed_by", "visit", "who", "message"),
    [
        ("other", "J00005", None, "another team than 一队 accepts it"),
        ("other", "J00005", "二队", "another team than 一队 accepts it"),
        ("other", "J00001", "一队", "another team than 一队 accepts it"),
        ("finder", "J00005", "二队", "J00005 was made by 一队, so 二队 cannot accept it"),
        ("finder", "J00001", "王五", "J00001 was made by 二队, so 王五 cannot accept it"),
    ],
)
def test_whose_visit_it_is_decides_who_accepts(
    town: Store, closed_by: str, visit: str, who: str | None, message: str
) -> None:
    """一队 found it; 二队 made J00001, 一队 J00005. To name any visit is not enough."""
    own = {"inspection_id": "J00005", "day": on(5), "site_id": "S00001", "team": "一队"}
    rules = replace(RULES, mending=replace(RULES.mending, closed_by=closed_by))
    closing = Step(step="closed", day=on(6), who=who, inspection_id=visit)
    with town.writing() as unit:
        unit.upsert("inspection", inspections(own))
    with pytest.raises(InputError, match=message), town.writing() as unit:
        take_steps(unit, [("YH1", closing)], rules=rules, source="test")
    assert lived(town, "YH1") == ["found"]


@pytest.mark.parametrize(("closed_by", "who"), [("other", None), ("finder", "二队"), ("any", "谁")])
def test_another_team_accepts_on_a_visit_of_its_own(
    town: Store, closed_by: str, who: str | None
) -> None:
    """The cross-check, whatever the rule."""
    rules = replace(RULES, mending=replace(RULES.mending, closed_by=closed_by))
    closing = Step(step="closed", day=on(6), who=who, inspection_id="J00001")
    with town.writing() as unit:
        (case,) = take_steps(unit, [("YH1", closing)], rules=rules, source="test")
    assert case.state == "closed"


def test_a_handed_over_finding_that_is_reopened_is_ours_again(town: Store) -> None:
    """The other office has closed its case: else nobody would be sent to it, nor may re-check."""
    away = Step(step="transferred", day=on(1), handed_to="公安")
    answered = Step(step="closed", day=on(2), note="已处理")
    take(town, "YH1", away, answered, Step(step="reopened", day=on(7), note="又开工"))
    assert pd.isna(row(town, "YH1")["transferred_to"])
    assert "YH1" in {line.finding_id for line in due(town, "2026-W49")}
    take(town, "YH1", Step(step="rechecked", day=on(8), who="一队"))
    assert row(town, "YH1")["state"] == "submitted"


def test_one_step_that_cannot_be_stops_all(town: Store) -> None:
    """All or nothing."""
    good, bad = Step(step="notified", day=on(1)), Step(step="closed", day=on(2))
    with pytest.raises(InputError, match="a closing needs a re-check"):
        take(town, "YH1", good, bad)
    assert lived(town, "YH1") == ["found"]


def test_an_unknown_finding_is_named(town: Store) -> None:
    """With the command that lists them."""
    with pytest.raises(NotFoundError, match="no finding 'YH77'"):
        take(town, "YH77", Step(step="notified", day=on(1)))


def test_steps_are_only_added(town: Store) -> None:
    """The door refuses to change or remove one."""
    steps = town.read("finding_step")
    with pytest.raises(InputError, match="'YH1#1' is in the store"), town.writing() as unit:
        unit.upsert("finding_step", steps)
    with pytest.raises(InputError, match="are only ever added"), town.writing() as unit:
        unit.clear("finding_step")


def test_a_ledger_that_moved_on_leaves_its_steps(town: Store) -> None:
    """And what it does not know of, such as supervision, stays in the row."""
    take(town, "YH0", Step(step="escalated", day=on(2)))
    told = {"finding_id": "YH0", "state": "submitted", "due": on(25), "closed": None}
    with town.writing() as unit:
        fresh = follow_ledger(unit, {"YH0": {**told, "source": "十一月.xlsx / 1 / 2"}})
        unit.upsert("finding", as_table(list(fresh.values()), FINDING))
    known = row(town, "YH0")
    assert lived(town, "YH0") == ["found", "escalated", "extended", "submitted"]
    assert (known["state"], known["due"]) == ("submitted", pd.Timestamp(on(25)))
    assert known["escalated"] == pd.Timestamp(on(2))


HAZARDS = "隐患编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态,销号日期"
LATER: dict[str, tuple[str, dict[str, int], str, str]] = {
    "lags behind": ("2026-11-17,整改中,", {"unchanged": 1}, "entered_stays", "submitted"),
    "is further on": ("2026-11-17,已销号,2026-11-20", {"updated": 1}, "entered_stays", "closed"),
    "was extended here": ("2026-11-17,待复查,", {"unchanged": 1}, "entered_stays", "submitted"),
    "names another due day": ("2026-11-19,待复查,", {}, "entered_differs", "submitted"),
    "closed before it was handed in": (
        "2026-11-17,已销号,2026-11-03",
        {},
        "entered_differs",
        "submitted",
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_a_later_ledger_erases_nothing_that_was_entered(
    town: Store, tmp_path: Path, name: str
) -> None:
    """It was extended and handed in here: the old due day stays, a contradiction is a question."""
    end, counts, code, state = LATER[name]
    extension = {"due": on(22), "who": "领导", "note": "设备未到"}
    take(
        town,
        "YH1",
        Step(step="extended", day=on(2), **extension),
        Step(step="submitted", day=on(3)),
    )
    file = write_text(tmp_path / "h.csv", HAZARDS, f"YH1,甲厂,电线私拉,一般,2026-11-02,{end}")
    result = import_ledgers(town, [file])
    assert {"updated": result.updated, "unchanged": result.unchanged} == {
        "updated": 0,
        "unchanged": 0,
        **counts,
    }
    noted = town.read("import_row")
    assert row(town, "YH1")["state"] == state
    assert row(town, "YH1")["due"] == pd.Timestamp(on(22))
    assert noted["fate"].tolist().count("question") == (0 if counts else 1)
    assert result.settled.get("entered_stays", 0) == (code == "entered_stays")
    assert not list(case_faults_of(town))


def case_faults_of(store: Store) -> list[str]:
    """List the faults of findings that a doctor names."""
    with store.connection() as connection:
        return [fault.code for fault in case_faults(connection)]


def test_the_doctor_sees_a_row_that_left_its_history(town: Store) -> None:
    """Somebody closed it in another program."""
    assert case_faults_of(town) == []
    with town.connection(writes=True) as connection:
        connection.execute(text("UPDATE finding SET state = 'closed' WHERE finding_id = 'YH1'"))
    assert case_faults_of(town) == ["steps_differ"]


def test_the_doctor_misses_a_step(town: Store) -> None:
    """Somebody cut one out."""
    take(town, "YH1", Step(step="notified", day=on(1)), Step(step="submitted", day=on(2)))
    with town.connection(writes=True) as connection:
        connection.execute(text("DELETE FROM finding_step WHERE finding_step_id = 'YH1#2'"))
    assert case_faults_of(town) == ["steps_missing"]


def test_steps_follow_a_finding_whose_site_is_another_one(town: Store) -> None:
    """Its id is made of its site, so it gets another id; the history comes along."""
    facts = ("S00002", DAY, "油污", None)
    former, fresh = (content_id("YH", site, *facts[1:]) for site in ("S00002", "S00001"))
    made = {**NEW, "finding_id": former, "site_id": "S00002", "what": "油污"}
    order = {"given_order_id": "Z1", "site_id": "S00002", "finding_id": former}
    with town.writing() as unit:
        open_findings(unit, [made], source="x")
        given = {**order, "kind": "talk", "day": DAY}
        unit.upsert("given_order", as_table([given], GIVEN_ORDER))
        move_sites(unit, {"S00002": "S00001"})
    assert lived(town, fresh) == ["found"]
    assert town.read("given_order")[["site_id", "finding_id"]].iloc[0].tolist() == ["S00001", fresh]
    take(town, fresh, Step(step="notified", day=on(1)))
    assert (row(town, fresh)["site_id"], lived(town, fresh)) == ("S00001", ["found", "notified"])


def test_two_histories_under_one_id_stay_two(town: Store) -> None:
    """The same hazard was written down at both sites; neither life is lost."""
    ids = [content_id("YH", site, DAY, "油污", None) for site in ("S00002", "S00001")]
    twins = [
        {**NEW, "finding_id": key, "site_id": site, "what": "油污"}
        for key, site in zip(ids, ("S00002", "S00001"), strict=True)
    ]
    with town.writing() as unit:
        open_findings(unit, twins, source="x")
        move_sites(unit, {"S00002": "S00001"})
    assert [lived(town, key) for key in ids] == [["found"], ["found"]]
    assert row(town, ids[0])["site_id"] == "S00001"
    assert case_faults_of(town) == []


def test_lists_show_what_is_late_first(town: Store) -> None:
    """On 18 November the ordinary one is a day late; the major one comes first all the same."""
    result = list_findings(town, wanted=FindingFilter(), as_of=on(16), limit=9)
    assert [line.finding_id for line in result.lines] == ["YH0", "YH1"]
    assert [line.days_late for line in result.lines] == [0, 1]
    assert (result.counts["open"], result.counts["major"], result.counts["overdue"]) == (2, 1, 1)
    late = list_findings(town, wanted=FindingFilter(overdue=True), as_of=on(16), limit=9)
    assert [line.finding_id for line in late.lines] == ["YH1"]


def test_filters_narrow_the_list(town: Store) -> None:
    """By site, level and team."""
    for wanted, shown in (
        (FindingFilter(site="甲"), ["YH0", "YH1"]),
        (FindingFilter(site="S00002"), []),
        (FindingFilter(level="ordinary"), ["YH1"]),
        (FindingFilter(team="一队"), ["YH1"]),
        (FindingFilter(village="V1", state="rectifying"), ["YH0"]),
    ):
        result = list_findings(town, wanted=wanted, as_of=on(9), limit=9)
        assert [line.finding_id for line in result.lines] == shown


def test_a_week_is_due_what_ends_in_it_and_what_was_handed_in(town: Store) -> None:
    """YH1 ends on Tuesday of W47; YH0 on Sunday; a hand-over leaves the list, a voided one too."""
    ids = [line.finding_id for line in due(town, "2026-W46")]
    assert ids == []
    take(town, "YH0", Step(step="submitted", day=on(3)))
    assert [line.finding_id for line in due(town, "2026-W46")] == ["YH0"]
    assert [line.finding_id for line in due(town, "2026-W47")] == ["YH0", "YH1"]
    take(town, "YH1", Step(step="transferred", day=on(4), handed_to="公安"))
    take(town, "YH0", Step(step="voided", day=on(4), note="重复"))
    assert due(town, "2026-W47") == ()


def test_what_falls_due_in_a_week_stands_before_what_was_late_before(town: Store) -> None:
    """YH1 may take until Tuesday of W48; the major YH0 was due on the Sunday before."""
    take(town, "YH1", Step(step="extended", day=on(2), due=on(22), who="领导", note="设备未到"))
    assert [line.finding_id for line in due(town, "2026-W49")] == ["YH0", "YH1"]
    take(town, "YH1", Step(step="extended", day=on(3), due=on(29), who="领导", note="设备未到"))
    assert [line.finding_id for line in due(town, "2026-W49")] == ["YH1", "YH0"]


def test_what_is_due_on_a_sunday_is_of_the_week_after_and_not_late_in_it(town: Store) -> None:
    """YH0 is due on Sunday 22 November: as the plans of both weeks have it."""
    take(town, "YH1", Step(step="voided", day=on(3), note="重复"))
    before = due_findings(town, "2026-W47", wanted=FindingFilter(), limit=9)
    assert (before.lines, before.counts["put_off"]) == ((), 1)
    assert "另有 1 条期限为休息日" in findings_lines(before, "zh")[1]
    (line,) = due(town, "2026-W48")
    assert (line.due, line.days_late, line.state) == ("2026-11-22", 0, "rectifying")


def test_a_past_week_tells_of_findings_as_they_stood_then(town: Store) -> None:
    """Handed in and closed in W48: in W47 it was neither."""
    take(town, "YH1", Step(step="submitted", day=on(21)), RECHECKED)
    take(town, "YH1", Step(step="closed", day=on(22), who="一队"))
    (line,) = [one for one in due(town, "2026-W47") if one.finding_id == "YH1"]
    assert line.state == "found"
    result = due_findings(town, "2026-W47", wanted=FindingFilter(), limit=9)
    assert result.counts["submitted"] == 0


@pytest.mark.parametrize("wanted", [FindingFilter(village="无村"), FindingFilter(team="九队")])
def test_a_name_nobody_knows_is_refused(town: Store, wanted: FindingFilter) -> None:
    """No finding in a misspelt village would read as if all were well."""
    with pytest.raises(NotFoundError, match=r"The records know no (village|team) '(无村|九队)'; "):
        list_findings(town, wanted=wanted, as_of=on(9), limit=9)


RECHECKED = Step(step="rechecked", day=DAY + timedelta(days=22), who="一队")


def due(store: Store, week: str) -> Any:  # noqa: ANN401 - lines of a list
    """List what is due in a week."""
    return due_findings(store, week, wanted=FindingFilter(), limit=9).lines


def test_show_tells_every_step_in_both_languages(town: Store) -> None:
    """Who, when, why; nothing of it is lost."""
    extension = {"due": on(22), "who": "领导", "note": "设备未到", "document": "〔2026〕7号"}
    take(town, "YH1", Step(step="extended", day=on(2), **extension))
    result = show_finding(town, "YH1")
    zh, en = (summary(result, lang)[-1].strip() for lang in ("zh", "en"))
    assert zh == "2. 2026-11-04 延期 → 发现，领导，期限 2026-11-24，文号 〔2026〕7号，设备未到"
    assert en.startswith("2. 2026-11-04 extended -> found, 领导, due 2026-11-24, document")


def test_a_workbook_of_steps_is_taken_once(town: Store, tmp_path: Path) -> None:
    """The same file again changes nothing."""
    file = write_text(
        tmp_path / "steps.csv",
        "隐患编号,步骤,日期,经办,整改期限,原因",
        "YH1,通知,2026-11-03,一队,,",
        "YH0,延期,2026/11/4,领导,2026-12-01,设备未到",
        "YH1,复查通过,2026-11-05,一队,,",
        "YH1,销号,2026-11-05,一队,,",
    )
    dry = take_book(town, file, rules=RULES, dry_run=True)
    assert (len(dry.taken), lived(town, "YH1")) == (4, ["found"])
    first = take_book(town, file, rules=RULES, dry_run=False)
    again = take_book(town, file, rules=RULES, dry_run=False)
    assert (len(first.taken), first.known, len(again.taken), again.known) == (4, 0, 0, 4)
    assert lived(town, "YH1") == ["found", "notified", "rechecked", "closed"]
    assert row(town, "YH0")["due"] == pd.Timestamp("2026-12-01")


UNDONE = ("提交复查,2026-11-05,一队,", "撤回,2026-11-06,一队,填错")
REOPENED = (
    "复查通过,2026-11-05,一队,",
    "销号,2026-11-05,一队,",
    "反弹重开,2026-11-09,一队,又开工",
)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (UNDONE, "found"),
        ((*UNDONE, UNDONE[0]), "submitted"),
        ((*UNDONE, *UNDONE), "found"),
        (REOPENED, "rectifying"),
    ],
)
def test_a_workbook_that_takes_back_or_reopens_is_taken_once(
    town: Store, tmp_path: Path, lines: tuple[str, ...], state: str
) -> None:
    """A step that was taken back was taken; a due day that the rules set is none of the table's."""
    rows = ("编号,步骤,日期,经办,原因", *(f"YH1,{line}" for line in lines))
    file = write_text(tmp_path / "steps.csv", *rows)
    first = take_book(town, file, rules=RULES, dry_run=False)
    steps = lived(town, "YH1")
    again = take_book(town, file, rules=RULES, dry_run=False)
    assert (len(first.taken), len(again.taken), again.known) == (len(lines), 0, len(lines))
    assert (row(town, "YH1")["state"], lived(town, "YH1")) == (state, steps)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("YH1,销号,2026-11-05,一队", "steps.csv / 3: Finding YH1: a closing needs a re-check"),
        ("YH9,通知,2026-11-05,一队", "steps.csv / 3: The store holds no finding 'YH9'"),
        ("YH1,修好,2026-11-05,一队", "steps.csv / 3: expected a step among notified"),
        ("YH1,通知,某日,一队", "steps.csv / 3: expected a day such as 2026-11-22, got '某日'"),
        (",通知,2026-11-05,一队", "steps.csv / 3: expected a finding's number and a day"),
    ],
)
def test_a_wrong_row_stops_the_whole_workbook(
    town: Store, tmp_path: Path, line: str, message: str
) -> None:
    """One clear line, nothing stored."""
    rows = ("编号,步骤,日期,经办", "YH0,提交复查,2026-11-05,厂方", line)
    with pytest.raises(InputError, match=message):
        take_book(town, write_text(tmp_path / "steps.csv", *rows), rules=RULES, dry_run=False)
    assert lived(town, "YH0") == []
