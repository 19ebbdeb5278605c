"""Administration on pages: rules on trial, the audit trail, backups; and downloads of reports."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text, update

from data.errors import ConfigError, NotFoundError
from data.store import Author
from data.store.tables import sql_table
from service.pipeline.rules.editing import (
    put_back,
    read_value,
    with_campaign,
    with_value,
    without_campaign,
    written_value,
)
from service.pipeline.rules.listing import list_rules
from service.pipeline.rules.ruling import keep_rules, known_ruling, rules_in_force
from service.pipeline.upkeep.trail import TrailFilter, check_chain, read_event, read_trail
from service.web.rulenames import rule_name
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.deskrows import put_town

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.results.rules import RuleResult
    from tests.service.web.conftest import Service

PAGE = {"accept": "text/html"}


def _rule(section: str, key: str) -> RuleResult:
    listed = list_rules(None, None, keep=False, forget=False, only_own=False).rules
    return next(one for one in listed if (one.section, one.key) == (section, key))


@pytest.mark.parametrize(
    ("section", "key", "text", "value"),
    [
        ("frequency", "red_days", "5", 5),
        ("frequency", "village_weekly", "false", False),
        ("frequency", "promised_grades", "red\n", ["red"]),
        ("random", "share", "0.3", 0.3),
        ("calendar", "holidays", "2027-01-01，2027-01-03", [["2027-01-01", "2027-01-03"]]),
        ("mending", "closed_by", "other", "other"),
    ],
)
def test_value_is_read_by_its_type(section: str, key: str, text: str, value: object) -> None:
    """A form sends text; the rule says what it is."""
    assert read_value(_rule(section, key), text) == value
    assert with_value({}, _rule(section, key), text) == {section: {key: value}}


def test_every_rule_is_written_as_it_is_read() -> None:
    """Sending the page back unchanged changes no rule."""
    for one in list_rules(None, None, keep=False, forget=False, only_own=False).rules:
        assert read_value(one, written_value(one.value)) == one.value, (one.section, one.key)


def test_every_rule_has_a_name() -> None:
    """The keys of a file are for who writes files; the class of an industry is its own name."""
    for one in list_rules(None, None, keep=False, forget=False, only_own=False).rules:
        name = rule_name(one.section, one.key, "zh")
        assert name != one.key or one.key[:1] == "C", (one.section, one.key)


@pytest.mark.parametrize(
    ("section", "key", "text"),
    [
        ("frequency", "red_days", "often"),
        ("frequency", "red_days", "inf"),
        ("frequency", "red_days", "-3"),
        ("frequency", "village_weekly", "maybe"),
        ("calendar", "holidays", "2027-01-01"),
        ("mending", "closed_by", "nobody"),
    ],
)
def test_wrong_value_is_refused(section: str, key: str, text: str) -> None:
    """One sentence in both languages, and the rules stay."""
    with pytest.raises(ConfigError) as told:
        with_value({}, _rule(section, key), text)
    assert told.value.zh


def test_default_is_not_stated() -> None:
    """A value that is put back to the default leaves nothing behind."""
    assert with_value({"frequency": {"red_days": 3}}, _rule("frequency", "red_days"), "7") == {}


def test_campaigns_come_and_go() -> None:
    """Its dates are checked; the others stay when one goes."""
    first = {"zh": "除尘", "en": "Dust", "from": "2026-12-01", "to": "2026-12-31", "points": 5}
    both = with_campaign(with_campaign({}, first), {**first, "zh": "散煤", "en": "Coal"})
    assert [one["en"] for one in without_campaign(both, 0)["campaign"]] == ["Coal"]
    with pytest.raises(ConfigError):
        with_campaign({}, {**first, "to": "2026-11-01"})
    with pytest.raises(NotFoundError):
        without_campaign(both, 2)


@BOTH_STORES
def test_change_of_rules_is_tried_then_kept_and_put_back(service: Service) -> None:
    """Nothing holds before somebody keeps it; the history leads back."""
    store, client = service.office.store, service.client("administrator")
    form = {"section": "frequency", "key": "red_days", "value": "5", "week": "2026-W48"}
    assert client.post("/admin/rules/change", data=form).headers["location"].startswith("/jobs/")
    (job,) = store.rows("job")
    assert json.loads(job["argument"])["own"] == {"frequency": {"red_days": 5}}
    assert rules_in_force(store).origin == "defaults"
    with store.aside() as connection:  # who asks the same while it waits is told of this job
        connection.execute(update(sql_table("job")).values(creator="id-first"))
    trial = f"/admin/rules/trials/{job['job_id']}"
    assert "检查频次：红色：几天内一次" in client.get(trial).text
    assert client.post(f"{trial}/keep").status_code == 303
    assert rules_in_force(store).rules.frequency.red_days == 5
    assert client.post(f"{trial}/keep").status_code == 409
    keep_rules(store, known_ruling({"frequency": {"red_days": 4}}, "store"))
    newest = store.rows("audit")[-1]["audit_id"]
    assert client.post(f"/admin/rules/back/{newest}").status_code == 303
    assert rules_in_force(store).rules.frequency.red_days == 5
    with pytest.raises(NotFoundError):
        put_back(store, "A00000001")


@BOTH_STORES
def test_rules_that_changed_meanwhile_are_not_written_over(service: Service) -> None:
    """Two trials of the same former rules: the second to be kept was made of what is gone."""
    store = service.office.store
    first, second = ({"tip": {"radius_m": radius}} for radius in (321, 654))
    assert keep_rules(store, known_ruling(first, "store"), former={})
    assert not keep_rules(store, known_ruling(second, "store"), former={})
    assert rules_in_force(store).own == first
    assert keep_rules(store, known_ruling({}, "store"), former=first)
    assert rules_in_force(store).origin == "defaults"


def test_wrong_rule_is_said_on_the_page(service: Service) -> None:
    """No job is asked for."""
    form = {"section": "frequency", "key": "red_days", "value": "often"}
    answer = service.client("administrator").post("/admin/rules/change", data=form)
    assert answer.status_code == 422
    assert "frequency.red_days" in answer.text
    assert not service.office.store.rows("job")


def test_administration_leads_to_its_first_part(service: Service) -> None:
    """Nobody but an administrator, who always sees every town, comes in."""
    assert service.client("administrator").get("/admin").headers["location"] == "/admin/people"
    planner = service.client("planner")
    for path in ("/admin", "/admin/rules", "/admin/audit", "/admin/backup"):
        assert planner.get(path).status_code == 403


def _written(store: Store) -> None:
    for number in range(3):
        with store.signed(Author("li", f"step {number}")).writing() as unit:
            unit.set("town", f"镇{number}")


@BOTH_STORES
def test_trail_is_filtered_and_goes_on(store: Store) -> None:
    """Newest first; what for, table and page by page."""
    _written(store)
    newest = read_trail(store, TrailFilter(who="li"), limit=2)
    assert [one.what for one in newest] == ["step 2", "step 1"]
    older = read_trail(store, TrailFilter(who="li"), limit=2, before=newest[-1].audit_id)
    assert [one.what for one in older] == ["step 0"]
    assert not read_trail(store, TrailFilter(who="li", table="finding"), limit=5)
    assert len(read_trail(store, TrailFilter(row="town"), limit=5)) == 2
    assert not read_trail(store, TrailFilter(what="100%"), limit=5)


@BOTH_STORES
def test_event_tells_rows_before_and_after(store: Store) -> None:
    """The second write changed the first."""
    _written(store)
    (event,) = read_trail(store, TrailFilter(what="step 1"), limit=5)
    (change,) = read_event(store, event.audit_id).changes
    assert change.before["value"] == "镇0"
    assert change.after is not None
    assert change.after["value"] == "镇1"


@BOTH_STORES
def test_tampered_chain_is_found(store: Store) -> None:
    """One row that says something else breaks its own hash."""
    _written(store)
    count, broken = check_chain(store)
    assert (count >= 3, broken) == (True, [])
    audit = sql_table("audit")
    victim = read_trail(store, TrailFilter(what="step 1"), limit=1)[0].audit_id
    stops = "DROP TRIGGER" if store.file else "ALTER TABLE audit DISABLE TRIGGER USER"
    with store.connection(writes=True) as connection:
        if store.file:
            found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
            for (name,) in connection.execute(text(found)).all():
                connection.execute(text(f'{stops} "{name}"'))
        else:
            connection.execute(text(stops))
        connection.execute(update(audit).where(audit.c.audit_id == victim).values(who="nobody"))
    assert check_chain(store)[1] == [victim]


@BOTH_STORES
def test_backup_is_asked_for_listed_and_given(service: Service, tmp_path: Path) -> None:
    """Only files of the service's own naming are sent, to whoever keeps the store alone."""
    settings = replace(service.office.settings, work_folder=tmp_path / "service")
    service.office = replace(service.office, settings=settings)
    client = service.client("administrator")
    assert client.post("/admin/backup").headers["location"].startswith("/jobs/")
    (job,) = service.office.store.rows("job")
    made = tmp_path / "service" / "backups" / "backup-20261123-010000.gpkg"
    assert json.loads(job["argument"]) == {"file": str(made)}
    made.write_bytes(b"copy")
    assert made.name in client.get("/admin/backup").text
    answer = client.get(f"/admin/backup/{made.name}")
    assert (answer.status_code, answer.content) == (200, b"copy")
    assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("town.gpkg", "..%2Ftown.gpkg", "backup-1.gpkg"):
        assert client.get(f"/admin/backup/{name}").status_code == 404
    assert service.client("planner").get(f"/admin/backup/{made.name}").status_code == 403


@BOTH_STORES
def test_report_comes_as_a_page_and_as_files(service: Service) -> None:
    """Its own policy, a tag that spares sending it again, and a Chinese name."""
    put_town(service.office.store)
    client = service.client("planner")
    page = client.get("/reports/town/甲镇")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    again = client.get("/reports/town/甲镇", headers={"if-none-match": page.headers["etag"]})
    assert again.status_code == 304
    book = client.get("/reports/town/甲镇/file.xlsx")
    assert book.content.startswith(b"PK")
    assert "filename*=UTF-8''" in book.headers["content-disposition"]
    assert client.get("/reports/town/甲镇/file.pdf").status_code == 404
    assert client.get("/reports/moon/甲镇").status_code == 404
    assert service.client("viewer").get("/reports/town/甲镇/file.xlsx").status_code == 403


@pytest.mark.parametrize("kind", ["town/甲镇", "week/2026-W48", "month/2026-11"])
def test_who_may_not_export_takes_no_file_away(service: Service, kind: str) -> None:
    """A viewer reads a report on a page; as a workbook it leaves neither by page nor by API."""
    put_town(service.office.store)
    viewer, analyst = service.client("viewer"), service.client("analyst")
    for form in ("xlsx", "docx"):
        assert viewer.get(f"/reports/{kind}/file.{form}").status_code == 403
        assert viewer.get(f"/api/v1/reports/{kind}.{form}").status_code == 403
    assert viewer.get(f"/api/v1/reports/{kind}.html").status_code == 200
    assert analyst.get(f"/api/v1/reports/{kind}.xlsx").status_code == 200


@BOTH_STORES
def test_risk_lists_from_the_top_and_goes_on(service: Service) -> None:
    """Red before blue; after the first only the second; a place that is none is refused."""
    put_town(service.office.store)
    client = service.client("viewer")
    html = client.get("/risk").text
    assert html.index("/sites/S00001") < html.index("/sites/S00002")
    assert "/sites/S00001" not in client.get("/risk?grade=blue").text
    later = client.get("/risk?after=0.5~S00001").text
    assert "/sites/S00001" not in later
    assert "/sites/S00002" in later
    assert client.get("/risk?after=x").status_code == 422


def test_risk_is_computed_in_a_job(service: Service) -> None:
    """An analyst may ask; a viewer may not."""
    answer = service.client("analyst").post("/risk/anew")
    assert answer.headers["location"].endswith("?to=/risk")
    assert service.office.store.rows("job")[0]["kind"] == "risk"
    assert service.client("viewer").post("/risk/anew").status_code == 403
