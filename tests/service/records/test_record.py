"""What teams brought goes into the store once, from whichever phone and file, and can be undone."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, NotFoundError
from data.ledger import LAST_SITE
from data.ledger.pagefiles import read_page_file
from data.schema import as_records
from data.store import open_store
from planning.cases.finding import Step
from planning.rules import default_rules
from service.pipeline.cases.findinglife import show_finding
from service.pipeline.cases.standing import read_cases
from service.pipeline.cases.steps import open_findings, take_steps
from service.pipeline.plans.visited import sweep_looks
from service.pipeline.records.deciding import take_word, week_done
from service.pipeline.records.done import plan_against_done
from service.pipeline.records.minutes import is_learning_due
from service.pipeline.records.record import record_files, record_told
from service.pipeline.week.sweep import past_sweeps
from service.printing.finding import finding_lines
from service.printing.record import record_lines
from tests.service.pagetown import PLAN_ID, WEEK, add_plan, fill, hazard, page, place, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store
    from service.results.record import RecordResult

WHY = {"who": "领导", "note": "设备未到"}
CAME, DONE = "2026-11-24T01:00:00Z", "2026-11-24T01:40:00Z"


@pytest.fixture(scope="module")
def town_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small town with a plan once."""
    path = tmp_path_factory.mktemp("pages") / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as made:
        fill(made)
    return path


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of it that a test may change."""
    shutil.copy(town_file, tmp_path / "town.gpkg")
    with open_store(str(tmp_path / "town.gpkg")) as copy:
        yield copy


def test_both_engines_take_the_same_file(store: Store, tmp_path: Path) -> None:
    """In a file and on a server; the other tests are in a file."""
    fill(store)
    found = told("S00001", "finding", findings=[hazard(1, "无灭火器")])
    result = record(store, tmp_path, found, told("sweep:a", "new_site"), places=[place(1)])
    assert (result.visits, result.results, len(result.found)) == (
        {"finding": 1},
        {"new_site": 1},
        2,
    )
    undone = record(store, tmp_path, told("S00001", None, "10:10"))
    assert (undone.withdrawn, undone.findings.voided) == (1, 1)


def record(town: Store, folder: Path, *visits: dict[str, object], **more: object) -> RecordResult:
    """Bring one phone's file."""
    return record_files(town, [page(folder, *visits, **more)])  # type: ignore[arg-type]  # its head


def test_a_visit_is_stored_as_the_stop_asked_for_it(town: Store, tmp_path: Path) -> None:
    """Type and team are the route's; 01:00 UTC is nine in the morning in China."""
    result = record(town, tmp_path, told("S00001", "clean", arrived_at=CAME, done_at=DONE))
    assert (result.visits, result.files) == ({"clean": 1}, 1)
    (row,) = as_records(town.read("inspection"))
    assert (row["site_id"], row["mode"], row["team"]) == ("S00001", "inspection", "一队")
    assert (row["arrived_at"], row["left_at"]) == ("09:00:00", "09:40:00")
    assert (row["day"].date(), row["source"]) == (date(2026, 11, 24), "p1.json")


def test_a_visit_a_day_late_is_dated_by_when_the_team_came(town: Store, tmp_path: Path) -> None:
    """Caps and re-checks count from the day somebody was there."""
    late = "2026-11-25T01:00:00Z"
    record(
        town, tmp_path, told("S00001", "clean", arrived_at=late), exported="2026-11-25T02:00:00Z"
    )
    assert town.read("inspection")["day"].dt.date.tolist() == [date(2026, 11, 25)]


def test_what_phones_send_together_is_learnt_before_the_next_plan(
    town: Store, tmp_path: Path
) -> None:
    """One of them learns, the others note that it is due; the next that learns settles it."""
    told_so = read_page_file(page(tmp_path, told("S00001", "clean", arrived_at=CAME, done_at=DONE)))
    record_told(town, told_so, files=["p1"], learns=False)
    assert is_learning_due(town)
    record_told(town, told_so, files=["p1"], learns=False)
    record_told(town, told_so, files=["p1"], learns=True)  # sent again: no news, but its turn
    assert not is_learning_due(town)


def test_the_same_file_again_changes_nothing(town: Store, tmp_path: Path) -> None:
    """Phones send twice; the store's trail shows nothing new either."""
    visits = [told("S00001", "finding", findings=[hazard(1, "无灭火器")]), told("sweep:a", "clean")]
    record(town, tmp_path, *visits)
    before = {name: town.read(name) for name in ("inspection", "finding", "finding_step", "tip")}
    again = record(town, tmp_path, *visits)
    assert (again.visits, again.results, again.unchanged) == ({}, {}, 2)
    for name, rows in before.items():
        assert town.read(name).equals(rows)


def test_a_page_of_a_later_version_of_the_plan_tells_of_the_same_visit(
    town: Store, tmp_path: Path
) -> None:
    """A replan draws the page anew; the phone may hold the stop under both."""
    with town.writing() as unit:
        add_plan(unit, "2026-W48-v2-def456", version=2)
    record(town, tmp_path, told("S00001", "clean"))
    again = record(town, tmp_path, told("S00001", "closed", "10:05"), plan="2026-W48-v2-def456")
    assert (again.changed, again.conflicts) == (1, ())
    assert town.read("inspection")["result"].tolist() == ["closed"]


def test_hazards_become_findings_and_one_mended_on_the_spot_is_closed(
    town: Store, tmp_path: Path
) -> None:
    """A due day that nobody set is the rules': 15 days for an ordinary one."""
    hazards = [hazard(1, "无灭火器"), hazard(2, "堵通道", on_the_spot=True)]
    result = record(town, tmp_path, told("S00001", "finding", findings=hazards))
    assert (result.findings.opened, result.findings.on_the_spot) == (2, 1)
    found = {row["what"]: row for row in as_records(town.read("finding"))}
    assert (found["无灭火器"]["state"], found["堵通道"]["state"]) == ("found", "closed")
    assert found["无灭火器"]["due"].date() == date(2026, 12, 9)
    assert set(town.read("finding")["inspection_id"]) == set(town.read("inspection").index)


def test_photographs_a_phone_counted_are_told_with_the_finding(town: Store, tmp_path: Path) -> None:
    """They stay on the phone; that there are three of them must not read as none."""
    record(town, tmp_path, told("S00001", "finding", findings=[hazard(1, "无灭火器", photos=3)]))
    shown = show_finding(town, str(town.read("finding").index[0]))
    assert "照片 3 张" in finding_lines(shown, "zh")[1]


def test_other_words_for_a_hazard_are_the_same_finding(town: Store, tmp_path: Path) -> None:
    """The phone's id of it tells."""
    record(town, tmp_path, told("S00001", "finding", findings=[hazard(1, "灭火器")]))
    record(town, tmp_path, told("S00001", "finding", "10:05", findings=[hazard(1, "灭火器过期")]))
    assert town.read("finding")["what"].tolist() == ["灭火器过期"]


def test_what_is_taken_back_counts_no_more_and_is_not_erased(town: Store, tmp_path: Path) -> None:
    """The visit goes, its finding is voided; to tick it again brings both back."""
    found = told("S00001", "finding", findings=[hazard(1, "无灭火器")])
    record(town, tmp_path, found)
    undone = record(town, tmp_path, told("S00001", None, "10:10"))
    assert (undone.withdrawn, undone.findings.voided, undone.questions) == (1, 1, ())
    assert len(town.read("inspection")) == 0
    assert town.read("finding")["voided"].notna().tolist() == [True]
    assert town.read("history")["table_name"].eq("inspection").any()
    record(town, tmp_path, found | {"edited_at": "2026-11-24T10:20:00Z"})
    (row,) = as_records(town.read("finding"))
    assert (row["state"], row["inspection_id"]) == ("found", town.read("inspection").index[0])


def test_a_recheck_closes_or_holds_what_was_open_and_can_be_undone(
    town: Store, tmp_path: Path
) -> None:
    """S00003 is on the route for its re-check; the finding is of the day before."""
    with town.writing() as unit:
        row = {"finding_id": "YH1", "site_id": "S00003", "level": "ordinary", "team": "一队"}
        open_findings(unit, [row | {"found": date(2026, 11, 23), "source": "x"}])
    said = {"id": "YH1", "state": "closed", "note": ""}
    result = record(town, tmp_path, told("S00003", "clean", rechecked=[said]))
    assert (result.findings.closed, result.questions) == (1, ())
    assert town.read("finding").loc["YH1", "state"] == "closed"
    held = record(
        town, tmp_path, told("S00003", "finding", "10:10", rechecked=[said | {"state": "open"}])
    )
    assert held.findings.held == 1
    assert town.read("finding").loc["YH1", "state"] == "rectifying"
    record(town, tmp_path, told("S00003", None, "10:20"))
    assert town.read("finding").loc["YH1", "state"] == "found"


def test_a_recheck_that_still_sees_the_hazard_has_found_no_other(
    town: Store, tmp_path: Path
) -> None:
    """Its note is about the hazard of before; to ask for a new one, or make one, counts twice."""
    with town.writing() as unit:
        row = {"finding_id": "YH1", "site_id": "S00003", "level": "ordinary", "team": "一队"}
        open_findings(unit, [row | {"found": date(2026, 11, 23), "source": "x"}])
    still = {"finding": "YH1", "state": "open", "note": ""}
    for note, at in (("", "10:00"), ("只搬走一半", "10:10")):
        seen = told("S00003", "finding", at, rechecked=[still], note=note)
        result = record(town, tmp_path, seen)
        assert (result.findings.opened, result.questions) == (0, ())
    assert town.read("finding").index.tolist() == ["YH1"]


def test_another_note_of_a_recheck_is_in_its_step(town: Store, tmp_path: Path) -> None:
    """What the phone says now is what the step says; once the office went on, it is asked once."""
    with town.writing() as unit:
        row = {"finding_id": "YH1", "site_id": "S00003", "level": "ordinary", "team": "一队"}
        open_findings(unit, [row | {"found": date(2026, 11, 23), "source": "x"}])
    still = {"finding": "YH1", "state": "open"}
    for note, at in (("搬走一半", "10:00"), ("只剩两桶", "10:10")):
        seen = told("S00003", "finding", at, rechecked=[still | {"note": note}])
        assert record(town, tmp_path, seen).questions == ()
    case = read_cases(town, ["YH1"])["YH1"].case
    assert [one.note for _, one in case.effective] == [None, "只剩两桶"]
    notified = Step(step="extended", day=date(2026, 11, 24), due=date(2026, 12, 20), **WHY)
    with town.writing() as unit:
        take_steps(unit, [("YH1", notified)], rules=default_rules(), source="test")
    gone = told("S00003", "clean", "10:20", rechecked=[still | {"state": "closed", "note": ""}])
    result = record(town, tmp_path, gone)
    assert [en for _, en in result.questions if "can be taken back" in en]
    assert (len(result.questions), result.findings.closed) == (1, 0)


def test_a_recheck_of_an_unknown_finding_is_a_question(town: Store, tmp_path: Path) -> None:
    """The visit counts all the same."""
    said = {"id": "YH9", "state": "closed", "note": ""}
    result = record(town, tmp_path, told("S00003", "clean", rechecked=[said]))
    assert result.visits == {"clean": 1}
    assert "YH9 that was re-checked is not in the store" in result.questions[0][1]


def test_a_find_without_a_word_of_what_it_is_is_a_question(town: Store, tmp_path: Path) -> None:
    """Pages of before wrote a note at best, which then is the hazard."""
    result = record(
        town, tmp_path, told("S00001", "finding"), told("S00002", "finding", note="漏油")
    )
    assert town.read("finding")["what"].tolist() == ["漏油"]
    assert "no hazard is named" in result.questions[0][1]


def test_a_due_day_before_the_visit_is_left_to_the_rules_and_asked_about(
    town: Store, tmp_path: Path
) -> None:
    """Nobody can mend yesterday."""
    early = hazard(1, "漏油", due="2026-11-20")
    result = record(town, tmp_path, told("S00001", "finding", findings=[early]))
    assert "2026-11-20 lies before the visit" in result.questions[0][1]
    assert town.read("finding")["due"].dt.date.tolist() == [date(2026, 12, 9)]


def test_two_phones_that_differ_are_shown_side_by_side(town: Store, tmp_path: Path) -> None:
    """The later one counts until somebody decides; the decision stays when files come again."""
    first = page(tmp_path, told("S00001", "clean", note="正常"))
    second = page(tmp_path, told("S00001", "closed", "10:30"), device="p2")
    result = record_files(town, [second, first])
    (conflict,) = result.conflicts
    assert [side.result for side in conflict.sides] == ["closed", "clean"]
    assert town.read("inspection")["result"].tolist() == ["closed"]
    assert any("--take" in line for line in record_lines(result, "zh"))
    taken = take_word(town, f"{PLAN_ID}:S00001:p1")
    assert (taken.conflicts, taken.changed) == ((), 1)
    record_files(town, [first, second])
    assert town.read("inspection")["result"].tolist() == ["clean"]
    standings = town.read("page_record")["standing"].to_dict()
    assert standings == {f"{PLAN_ID}:S00001:p1": "taken", f"{PLAN_ID}:S00001:p2": "refused"}


def test_two_phones_of_one_team_that_agree_are_one_visit(town: Store, tmp_path: Path) -> None:
    """Minutes differ between pockets; what was found does not."""
    record(town, tmp_path, told("S00001", "clean", arrived_at=CAME))
    result = record(town, tmp_path, told("S00001", "clean", "10:01"), device="p2")
    assert result.conflicts == ()
    assert len(town.read("inspection")) == 1


def test_a_word_nobody_said_cannot_be_taken(town: Store) -> None:
    """The line says where conflicts are listed."""
    with pytest.raises(NotFoundError, match="no record '2026-W48-v1-abc123:S00001:p9'"):
        take_word(town, f"{PLAN_ID}:S00001:p9")


def test_a_place_found_on_the_way_is_to_be_confirmed_with_its_hazards(
    town: Store, tmp_path: Path
) -> None:
    """It stands where the phone was; to take it back marks it as gone."""
    found = [hazard(1, "非法加油", level="major")]
    result = record(town, tmp_path, places=[place(1, name="加油车", findings=found)])
    assert [(one.site_id, one.name) for one in result.found] == [("S00010", "加油车")]
    site = town.read("site").loc["S00010"]
    assert (site["status"], site["lon_deg"], site["lat_deg"]) == ("unknown", 115.01, 35.51)
    (visit,) = as_records(town.read("inspection"))
    assert (visit["site_id"], visit["mode"], visit["result"]) == ("S00010", "patrol", "finding")
    assert town.read("tip")["verified"].tolist() == ["open"]
    assert result.done[0].days[0].extra == ("S00010",)
    record(town, tmp_path, places=[place(1, "10:10", deleted=True)])
    assert town.read("site").loc["S00010", "status"] == "gone"
    assert town.read("tip")["verified"].tolist() == ["false"]
    assert len(town.read("inspection")) == 0


def test_a_place_without_a_position_is_a_lead_and_a_question(town: Store, tmp_path: Path) -> None:
    """A made-up position would send the next team astray."""
    result = record(town, tmp_path, places=[place(1, lon=None, lat=None, village="东村")])
    assert result.found == ()
    assert "has no position" in result.questions[0][1]
    (lead,) = as_records(town.read("tip"))
    assert (lead["village"], lead["what"]) == ("东村", "流动加油车")


def test_a_site_that_has_moved_keeps_its_state_until_somebody_confirms(
    town: Store, tmp_path: Path
) -> None:
    """As with rows of visits' ledgers: a visit alone changes no state."""
    result = record(town, tmp_path, told("S00001", "moved"))
    assert town.read("site").loc["S00001", "status"] == "operating"
    assert "S00001 Site 1 has moved away" in result.questions[0][1]


def test_nothing_there_is_a_result_that_counts_as_coverage(town: Store, tmp_path: Path) -> None:
    """The day is what keeps next week's plan away."""
    result = record(town, tmp_path, told("sweep:a", "clean"), told("sweep:b", "skipped"))
    assert result.results == {"clean": 1, "skipped": 1}
    (row,) = as_records(past_sweeps(town))
    assert (row["sweep_id"], row["day"].date()) == ("sweep:a", date(2026, 11, 24))
    assert row["team"] == "一队"
    assert sorted(sweep_looks(town)["result"]) == ["clean", "skipped"]


def test_a_sweep_told_again_or_otherwise_is_not_new(town: Store, tmp_path: Path) -> None:
    """The table of the page after its JSON tells of the same sweep: nothing new came in."""
    first = record(town, tmp_path, told("sweep:a", "clean"))
    assert record_lines(first, "zh")[0].endswith("新记入：片区排查未发现 1。")
    table = tmp_path / "day.csv"
    table.write_text(
        "\ufeff计划,队伍,日期,序号,场所编号,结果,结果代码,修改时间\r\n"
        f"{PLAN_ID},一队,2026-11-24,4,sweep:a,未发现,clean,2026-11-24 09:30\r\n",
        encoding="utf-8",
    )
    assert record_files(town, [table]).results == {}
    otherwise = record(town, tmp_path, told("sweep:a", "skipped", "11:00"))
    assert (otherwise.results, otherwise.changed) == ({}, 1)


def test_a_new_site_of_a_sweep_is_to_be_confirmed_and_followed(town: Store, tmp_path: Path) -> None:
    """It gets a number that no site ever had, and an open lead."""
    result = record(town, tmp_path, told("sweep:a", "new_site", note="村东头 电镀"))
    assert [(one.site_id, one.name) for one in result.found] == [("S00010", "村东头 电镀")]
    site = town.read("site").loc["S00010"]
    assert (site["status"], site["village"], site["lon_deg"]) == ("unknown", "东村", 115.0)
    assert "待确认" in site["remark"]
    (lead,) = as_records(town.read("tip"))
    assert (lead["verified"], lead["lon_deg"], lead["site_id"]) == ("open", 115.0, "S00010")
    assert town.read("sweep_visit")["site_id"].tolist() == ["S00010"]
    assert town.settings()[LAST_SITE] == "S00010"


def test_the_last_edit_of_a_sweep_counts_in_whatever_order_it_comes(
    town: Store, tmp_path: Path
) -> None:
    """10:30 beats 10:00 within a file, and what is stored."""
    record(town, tmp_path, told("sweep:a", "new_site", "10:30"), told("sweep:a", "clean", "10:00"))
    assert town.read("sweep_visit")["result"].tolist() == ["new_site"]
    older = record(town, tmp_path, told("sweep:a", "clean", "10:10"))
    assert (older.results, older.changed) == ({}, 0)
    assert town.read("sweep_visit")["result"].tolist() == ["new_site"]
    record(town, tmp_path, told("sweep:a", "new_site", "10:40", note="更正"))
    assert town.read("sweep_visit")["note"].tolist() == ["更正"]
    assert len(town.read("site")) == 5


@pytest.mark.parametrize(
    ("visit", "head", "message"),
    [
        (told("sweep:zzz", "clean"), {}, "no plan in this store drew the place 'sweep:zzz'"),
        (told("sweep:a", "finding"), {}, "expected the result of a sweep among clean, new_site"),
        (told("S00001", "new_site"), {}, "expected the result of a visit among clean, finding"),
        (told("S77777", "clean"), {}, "the site 'S77777' is unknown here"),
        (told("S00004", "clean"), {}, "has no stop at S00004"),
        (told("S00001", "clean"), {"plan": ""}, "names no plan"),
        (told("S00001", "clean"), {"plan": "2026-W48-v1-other"}, "this store has no plan"),
        (told("S00001", "clean"), {"day": "2026-12-01"}, "has it on 2026-11-24"),
        (
            told("S00001", "clean"),
            {"week": "2026-W49"},
            "says it is of 2026-W49, plan .* of 2026-W48",
        ),
        (
            told("S00001", "clean", arrived_at="2026-11-20T01:00:00Z"),
            {},
            "2026-11-20 09:00, before the week",
        ),
        (
            told("S00001", "clean", "10:00"),
            {"exported": "2026-11-24T09:00:00Z"},
            "2026-11-24 18:00, after the file was written",
        ),
    ],
)
def test_what_makes_no_sense_stores_nothing(
    town: Store,
    tmp_path: Path,
    visit: dict[str, object],
    head: dict[str, object],
    message: str,
) -> None:
    """The good line beside it is not stored either: the file is mended and sent again."""
    with pytest.raises(InputError, match=message):
        record(town, tmp_path, told("sweep:b", "clean"), visit, **head)
    assert len(town.read("sweep_visit")) == len(town.read("page_record")) == 0


def test_a_rehearsal_reports_the_same_and_stores_nothing(town: Store, tmp_path: Path) -> None:
    """The number that a new site would get is free afterwards."""
    file = page(tmp_path, told("S00001", "clean"), told("sweep:a", "new_site"))
    result = record_files(town, [file], dry_run=True)
    assert (result.visits, len(result.found), result.dry_run) == ({"clean": 1}, 1, True)
    assert len(town.read("inspection")) == len(town.read("page_record")) == 0
    assert len(town.read("site")) == 4


def test_the_plan_stands_beside_what_was_done(town: Store, tmp_path: Path) -> None:
    """Three of five have a word: one visited, one sweep made, one skipped with its reason."""
    record(
        town,
        tmp_path,
        told("S00001", "closed"),
        told("S00002", "skipped", skip="time"),
        told("sweep:a", "clean"),
    )
    done = plan_against_done(town, PLAN_ID)
    assert (done.planned, done.done, done.skipped, done.silent, done.extra) == (5, 2, 1, 2, 0)
    tuesday = done.days[0]
    assert (tuesday.team, tuesday.done) == ("一队", ("S00001", "sweep:a"))
    assert (tuesday.reasons, tuesday.silent) == ({"S00002": "time"}, ("S00003", "sweep:b"))
    shown = record_lines(week_done(town, WEEK), "zh")
    assert shown[0].endswith("计划 5 处，已去 2，未去 1，无记录 2，计划外 0。")
    assert "时间不够" in shown[1]


def test_the_second_route_of_a_team_s_day_is_told_as_that_of_the_night(
    town: Store, tmp_path: Path
) -> None:
    """Two lines of one team and day would look like a mistake."""
    route = town.read("route", where={"plan_id": [PLAN_ID]}).iloc[[0]].copy()
    route["start_s"] = 86_400 + 19 * 3600
    with town.writing() as unit:
        unit.upsert("route", route)
    record(town, tmp_path, told("S00001", "closed"))
    assert "2026-11-24 一队（夜）：计划" in record_lines(week_done(town, WEEK), "zh")[1]


def test_routes_nobody_told_of_are_one_line(town: Store) -> None:
    """On a Monday evening the days to come are no news: one line counts them."""
    head, *lines = record_lines(week_done(town, WEEK), "zh")
    assert head.endswith("计划 5 处，已去 0，未去 0，无记录 5，计划外 0。")
    assert len(lines) == 1
    assert "（5 处）还没有人报结果" in lines[0]


def test_a_week_without_a_plan_has_nothing_to_stand_beside(town: Store) -> None:
    """The line names the command that makes one."""
    with pytest.raises(NotFoundError, match="gridpatrol plan --week 2026-W49"):
        week_done(town, "2026-W49")


def stands(town: Store) -> tuple[str, str, bool, str]:
    """Say how the one finding stands."""
    (row,) = as_records(town.read("finding"))
    return row["level"], row["state"], row["on_the_spot"] is True, f"{row['due']:%m-%d}"


def test_a_hazard_made_major_is_open_again(town: Store, tmp_path: Path) -> None:
    """The rules close no major one on the spot: somebody must see it again, within 30 days."""
    spot = {"on_the_spot": True}
    record(town, tmp_path, told("S00001", "finding", findings=[hazard(1, "粉尘", **spot)]))
    major = hazard(1, "粉尘", level="major", **spot)
    result = record(town, tmp_path, told("S00001", "finding", "10:05", findings=[major]))
    assert stands(town) == ("major", "found", False, "12-24")
    assert ["不得当场销号" in zh for zh, _ in result.questions] == [True]
    back = told("S00001", "finding", "10:10", findings=[hazard(1, "粉尘", **spot)])
    assert record(town, tmp_path, back).questions == ()
    (row,) = as_records(town.read("finding"))
    assert (row["level"], row["state"], row["on_the_spot"]) == ("ordinary", "closed", True)


@pytest.mark.parametrize(
    ("levels", "due"), [(("ordinary", "major"), "12-24"), (("major", "ordinary"), "12-09")]
)
def test_another_level_has_its_own_due_day(
    town: Store, tmp_path: Path, levels: tuple[str, str], due: str
) -> None:
    """Ordinary ones have 15 days, major ones 30, where nobody set a day."""
    for minute, level in zip(("10:00", "10:05"), levels, strict=True):
        told_so = hazard(1, "粉尘", level=level)
        record(town, tmp_path, told("S00001", "finding", minute, findings=[told_so]))
    assert stands(town) == (levels[1], "found", False, due)


def test_a_due_day_that_people_set_stays_at_another_level(town: Store, tmp_path: Path) -> None:
    """Who wrote the day down meant it."""
    for minute, level in (("10:00", "ordinary"), ("10:05", "major")):
        told_so = hazard(1, "粉尘", level=level, due="2026-12-01")
        record(town, tmp_path, told("S00001", "finding", minute, findings=[told_so]))
    assert stands(town) == ("major", "found", False, "12-01")
