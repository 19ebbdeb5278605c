"""Backup, restore, doctor and history as their users meet them."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, NotFoundError
from data.schema import FINDING, as_table
from data.store import Author, Store, open_store
from data.store.geometry import register_functions
from service.cli import main
from service.pipeline.risk.scores import score_town
from service.pipeline.upkeep.caring import back_up_town, examine_town, restore_town
from service.pipeline.upkeep.past import read_past
from service.printing.summary import summary
from tests.builders import inspections, sites
from tests.service.test_cli import gridpatrol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.words import Lang

LI, WANG = Author("li", "import"), Author("王", "record")
FOUND = {"finding_id": "F1", "site_id": "S00001", "level": "major", "found": "2026-11-01"}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Give a store in which a site and a finding were changed by two people."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        with store.writing(by=LI) as unit:
            unit.note("files", ["甲.xlsx"])
            unit.upsert("site", sites({"status": "operating", "workers": 5.0}, {}))
            unit.upsert("inspection", inspections({"day": "2026-11-01", "site_id": "S00001"}))
            unit.upsert("finding", as_table([{**FOUND, "state": "found"}], FINDING))
        with store.writing(by=WANG) as unit:
            unit.upsert("site", sites({"status": "shut", "workers": None}))
            unit.upsert("finding", as_table([{**FOUND, "state": "closed"}], FINDING))
        yield store


def told(store: Store, row_id: str | None, lang: Lang, *, limit: int = 20) -> list[str]:
    """Print the history without its times."""
    lines = summary(read_past(store, row_id, limit=limit), lang)
    return [line if line.startswith(" ") else line.partition(" ")[2][6:] for line in lines]


def test_the_history_of_a_site_is_told_in_words(town: Store) -> None:
    """Who, which command, and each field in the words of the office, its findings too."""
    assert told(town, "S00001", "zh") == [
        "王 record",
        "  隐患 F1：进度 发现 → 已销号",
        "  点位 S00001：从业人数 5 → 空；状态 在产 → 已取缔",
    ]
    assert told(town, "S00001", "en") == [
        "王 record",
        "  finding F1: state found → closed",
        "  site S00001: workers 5 → empty; status operating → shut down",
    ]


def test_the_history_of_the_store_tells_counts(town: Store) -> None:
    """What came when, from which files."""
    assert told(town, None, "zh") == [
        "li import（甲.xlsx）",
        "  隐患：新增 1",
        "  检查：新增 1",
        "  点位：新增 2",
        "王 record",
        "  隐患：修改 1",
        "  点位：修改 1",
    ]


def test_a_removed_row_is_told_whole(town: Store) -> None:
    """Also long after it is gone."""
    with town.writing(by=WANG) as unit:
        unit.clear("finding", where={"finding_id": ["F1"]})
    removed = told(town, "F1", "en")[-1]
    assert removed.startswith("  finding F1 was removed; it was: site S00001; level major")


def test_only_the_newest_events_are_shown(town: Store) -> None:
    """And the user is told that there are more."""
    lines = summary(read_past(town, None, limit=1), "en")
    assert lines[0] == "1 earlier; --limit shows more."
    assert "record" in lines[1]


def test_a_row_that_never_changed_says_so(town: Store) -> None:
    """Silence would look like a mistake."""
    assert summary(read_past(town, "S00002", limit=9), "en") == [
        "S00002 was not changed since it was stored."
    ]


def test_an_unknown_row_is_an_error(town: Store) -> None:
    """A misspelt id must not look like one that never changed."""
    with pytest.raises(NotFoundError, match="such as S00012, got 'S12'; no row has it or ever had"):
        read_past(town, "S12", limit=9)


def test_an_empty_store_has_no_history(tmp_path: Path) -> None:
    """One line, not none."""
    with open_store(str(tmp_path / "new.gpkg"), create=True) as store:
        assert summary(read_past(store, limit=9), "en") == ["Nothing happened yet."]


def test_scoring_leaves_the_former_grade(town: Store) -> None:
    """A site shut yesterday is graded anew; what it was is not lost."""
    score_town(town.signed(LI))
    first = town.read("score").loc["S00001", "grade"]
    with town.writing(by=WANG) as unit:
        other = "red" if first != "red" else "blue"
        unit.upsert("score", town.read("score").assign(grade=other))
    score_town(town.signed(LI))
    changes = [
        (change.before["grade"], change.after["grade"])
        for event in read_past(town, "S00001", limit=9).events
        for change in event.changes
        if change.table == "score" and change.after is not None
    ]
    assert changes == [(first, other), (other, first)]


def test_a_backup_says_what_it_holds(town: Store, tmp_path: Path) -> None:
    """Rows by table, empty ones left out."""
    result = back_up_town(town, tmp_path / "b.gpkg")
    assert result.rows == {
        "site": 2,
        "inspection": 1,
        "finding": 1,
        "audit": 2,
        "history": 2,
    }
    assert "点位 2，检查 1，隐患 1" in summary(result, "zh")[0]
    assert "site 2, visit 1, finding 1" in summary(result, "en")[0]


def test_a_restore_says_where_the_former_store_is(town: Store, tmp_path: Path) -> None:
    """Whoever restored the wrong backup needs that name."""
    back_up_town(town, tmp_path / "b.gpkg")
    result = restore_town(tmp_path / "b.gpkg", town.place, user="li", force=True)
    assert "What was there before is kept as" in summary(result, "en")[1]
    assert "town.before-restore.gpkg" in summary(result, "en")[1]
    assert told(town, None, "en")[-2:] == ["li restore (b.gpkg)", "  store: 8 restored"]


def test_a_doctor_says_that_all_is_well(town: Store) -> None:
    """And gives the end of the chain, to note down."""
    result = examine_town(town)
    lines = summary(result, "zh")
    assert lines[0].endswith("town.gpkg 正常，没有发现问题。")
    assert result.audit_hash[:16] in lines[-1]


def test_a_doctor_says_what_was_mended(town: Store, tmp_path: Path) -> None:
    """Only what it could; the rest stays listed."""
    with closing(sqlite3.connect(tmp_path / "town.gpkg")) as file, file:
        file.execute("DROP INDEX history_audit_id_idx")
        file.execute("UPDATE finding SET state = '完成'")
    result = examine_town(town, repair=True)
    assert [fault.code for fault in result.mended] == ["no_index"]
    assert [fault.code for fault in result.faults] == ["code"]
    lines = summary(result, "en")
    assert lines[0].startswith("Mended: 1 index(es) are missing, such as history_audit_id_idx")
    assert "1. 1 row(s) of finding hold an unknown state (such as F1: 完成)" in lines[2]


def test_results_are_plain_json(town: Store, tmp_path: Path) -> None:
    """Every answer must fit one JSON object."""
    backup = back_up_town(town, tmp_path / "b.gpkg")
    for result in (backup, examine_town(town), read_past(town, "S00001", limit=9)):
        assert json.loads(json.dumps(asdict(result)))


def test_an_ill_store_ends_in_exit_code_4(town: Store, tmp_path: Path) -> None:
    """A nightly job of the office tells by the code; what is wrong is on standard output."""
    town.close()
    with closing(sqlite3.connect(tmp_path / "town.gpkg")) as file, file:
        register_functions(file)
        file.execute("UPDATE site SET status = '开着' WHERE site_id = 'S00002'")
    done = gridpatrol("doctor", folder=tmp_path)
    assert done.returncode == 4
    assert "unknown status (such as S00002: 开着)" in done.stdout
    assert done.stderr == "Error: town.gpkg: 1 kind(s) of thing are wrong, as listed.\n"


def test_the_commands_name_their_user(
    town: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a backup to the history: four commands as a user types them, in this process."""
    town.close()
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int | str | None, str, str]:
        """Say how a command ended, and what it wrote to standard output and to standard error."""
        monkeypatch.setattr(sys, "argv", ["gridpatrol", *arguments])
        code: int | str | None = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        return (code, *capsys.readouterr())

    assert run("doctor")[0] == 0
    assert run("backup", "b.gpkg")[0] == 0
    code, out, err = run("backup", "b.gpkg")
    assert (code, out, err.count("\n")) == (2, "", 1)
    code, out, err = run("restore", "b.gpkg")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert run("restore", "b.gpkg", "--force")[0] == 0
    events = json.loads(run("history", "--json")[1])["events"]
    assert [event["what"] for event in events] == ["import", "record", "restore"]
    assert events[-1]["who"]
    assert events[-1]["detail"] == {"files": ["b.gpkg"]}


def test_a_restore_needs_a_backup(tmp_path: Path) -> None:
    """No store is made of a typing error."""
    with pytest.raises(InputError, match=r"none\.gpkg is not there; name a file that"):
        restore_town(tmp_path / "none.gpkg", str(tmp_path / "town.gpkg"), user="li")
    assert list(tmp_path.iterdir()) == []
