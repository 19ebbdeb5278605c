"""An office's own rules: from a file, kept with the store, filed with the plan, shown in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest

from data.config import read_toml
from data.errors import ConfigError
from planning.rules import default_rules, parse_rules
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.rules.listing import list_rules
from service.pipeline.rules.ruling import (
    filed_ruling,
    forget_rules,
    keep_rules,
    known_ruling,
    rules_in_force,
)
from service.pipeline.upkeep.caring import examine_town
from service.pipeline.week.making import plan_week
from service.printing.summary import summary
from tests.service.conftest import WEEK, on_file, search
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from data.store import Store
    from service.results.rules import RulesResult

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "rules.toml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Write an office's file with one value and one campaign."""
    path = tmp_path / "own.toml"
    text = '[random]\nshare = 0.3\n[[campaign]]\nzh = "煤"\nen = "Coal"\n'
    path.write_text(text + "from = 2026-11-15\nto = 2027-03-15\npoints = 15\n", encoding="utf-8")
    return path


@on_file
def test_without_anything_the_defaults_hold(store: Store) -> None:
    """And say so."""
    ruling = rules_in_force(store)
    assert (ruling.rules, ruling.origin) == (default_rules(), "defaults")


@on_file
def test_a_file_comes_before_the_store(store: Store, own: Path) -> None:
    """What is given now is meant now."""
    keep_rules(store, known_ruling({"random": {"share": 0.4}}, "file"))
    assert rules_in_force(store).rules.random.share == 0.4
    given = rules_in_force(store, own)
    assert (given.rules.random.share, given.origin) == (0.3, "file")


def test_kept_rules_are_those_of_the_file(store: Store, own: Path) -> None:
    """Dates survive the store, and equal rules have one fingerprint."""
    given = rules_in_force(store, own)
    keep_rules(store, given)
    kept = rules_in_force(store)
    assert (kept.rules, kept.origin) == (given.rules, "store")
    assert kept.fingerprint == given.fingerprint != known_ruling({}, "").fingerprint
    forget_rules(store)
    assert rules_in_force(store).origin == "defaults"


@on_file
def test_a_wrong_file_changes_nothing(store: Store, tmp_path: Path) -> None:
    """One line, and the store is as it was."""
    path = tmp_path / "wrong.toml"
    path.write_text("[random]\nshair = 1\n", encoding="utf-8")
    keep_rules(store, known_ruling({"random": {"share": 0.4}}, "file"))
    with pytest.raises(ConfigError, match=r"section \[random\] has no key 'shair'"):
        list_rules(store, path, keep=False, forget=True, only_own=False)
    assert rules_in_force(store).rules.random.share == 0.4


def test_a_plan_keeps_the_rules_it_was_made_by(store: Store, own: Path, tmp_path: Path) -> None:
    """A week planned anew follows them, whatever the store says by then."""
    fill(store, tmp_path)
    given = rules_in_force(store, own)
    result = plan_week(store, week=WEEK, search=search(1), ruling=given)
    assert (result.rules_from, result.rules_hash) == ("file", given.fingerprint)
    filed = filed_ruling(orjson.loads(store.read("plan")["params"].iloc[0]))
    assert filed.rules == given.rules
    wishes = read_wishes("2026-11-25T00:00", (), ())
    again = replan_week(store, week=WEEK, wishes=wishes, search=search(1)).plan
    assert (again.rules_from, again.rules_hash) == ("file", given.fingerprint)
    assert any("本单位规则文件" in line for line in summary(result, "zh"))


def test_every_rule_is_listed_with_its_source(own: Path) -> None:
    """And what differs is marked."""
    result = list_rules(None, own, keep=False, forget=False, only_own=False)
    by_name = {(rule.section, rule.key): rule for rule in result.rules}
    share = by_name["random", "share"]
    assert (share.value, share.default, share.is_own, share.nature) == (0.3, 0.2, True, "promise")
    assert "0.3 is advised for the first quarter" in share.said
    assert [rule.key for rule in result.rules if rule.is_own] == ["share"]
    assert [(table.kind, table.zh) for table in result.tables] == [("campaign", "煤")]
    assert by_name["cap", "red"].nature == "law"


def shown(result: RulesResult, lang: str) -> str:
    """Print a result."""
    return "\n".join(summary(result, lang))  # type: ignore[arg-type]  # zh or en


def test_people_may_ask_for_what_differs_alone(own: Path) -> None:
    """One value and one campaign, in both languages."""
    result = list_rules(None, own, keep=False, forget=False, only_own=True)
    zh, en = shown(result, "zh"), shown(result, "en")
    assert "share = 0.3  （本单位；默认 0.2）" in zh
    assert "red_days" not in zh + en
    assert 'Campaign  Coal  from = "2026-11-15"' in en


@pytest.mark.parametrize("text", ["{", "[]"])
@on_file
def test_damaged_rules_are_named(store: Store, text: str) -> None:
    """One line that says what to do."""
    with store.writing() as unit:
        unit.set("rules", text)
    with pytest.raises(ConfigError, match="gridpatrol rules --forget") as caught:
        rules_in_force(store)
    assert "rules --forget" in caught.value.zh


def test_the_doctor_names_the_rules(store: Store) -> None:
    """Whose they are, and their fingerprint."""
    kept = known_ruling({"random": {"share": 0.4}}, "store")
    keep_rules(store, kept)
    result = examine_town(store)
    assert (result.rules_from, result.rules_hash) == ("store", kept.fingerprint)
    assert any("库中所存的本单位规则" in line for line in summary(result, "zh"))


@on_file
def test_the_doctor_finds_kept_rules_that_no_longer_fit(store: Store) -> None:
    """As after an update that knows a key no more: one fault, and what to do."""
    with store.writing() as unit:
        unit.set("rules", '{"random": {"shair": 1}}')
    (fault,) = examine_town(store).faults
    assert (fault.code, fault.table) == ("rules", "setting")
    assert "gridpatrol rules --forget" in fault.en
    assert "shair" in fault.zh


def test_the_example_of_the_guide_is_right() -> None:
    """Whoever copies it gets rules, five campaigns, two closed hours, two departments."""
    rules = parse_rules(read_toml(EXAMPLE))
    assert (len(rules.campaigns), len(rules.closed), len(rules.departments)) == (5, 2, 2)
    assert rules.frequency.days("blue", industry_code="C2614") == 30
