"""A year under five policies: what each is told, what it may do, and how its figures are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from data.errors import ConfigError, InputError
from data.sample import sample_town
from data.sample.life import Call, LifeParams, Seen, World
from data.sample.life.world import present_shares
from data.schema import FINDING, INSPECTION, POWER_READING, SITE, TIP, as_table
from geo.card.card import default_card
from geo.card.scorecard import score_sites
from planning.check import check_plan
from service.commands.core import app
from service.pipeline.simulation.campaign import Lived, live_all, runs_of
from service.pipeline.simulation.comparing import against, policy_figures, setting_result, times
from service.pipeline.simulation.office import open_office
from service.pipeline.simulation.policies import POLICIES, SHOWN, told
from service.pipeline.simulation.records import Records
from service.pipeline.simulation.scoring import bare_scores
from service.pipeline.simulation.setting import SETTINGS, setting_of
from service.pipeline.simulation.tables import result_of
from service.pipeline.simulation.trimming import by_weight, within
from service.pipeline.simulation.year import YearFigures, first_records, promises
from service.printing.simulate import simulate_lines
from service.results.simulate import SimulateResult

if TYPE_CHECKING:
    from pathlib import Path

    from data.sample import SampleTown
    from service.pipeline.simulation.office import Office
    from service.pipeline.simulation.policies import Chosen

SETTING = SETTINGS["30-10"]
UNREAD = LifeParams(weeks=1, metered=0.0)
"""No meter is known: what the office has on record does not depend on the truth at all."""


@pytest.fixture(scope="module")
def town() -> SampleTown:
    """Make the town of one seed."""
    return sample_town(seed=1, mean_rate=SETTING.base_rate)


@pytest.fixture(scope="module")
def office(town: SampleTown) -> Office:
    """Open its office."""
    return open_office(town, SETTING)


@pytest.fixture(scope="module")
def records(town: SampleTown) -> Records:
    """Hand over what was on record when the year began."""
    return first_records(town, World(town, UNREAD))


@pytest.fixture(scope="module")
def chosen(records: Records, office: Office) -> dict[str, Chosen]:
    """Let each policy choose its first week."""
    return {name: policy(records, office, 5) for name, policy in POLICIES.items()}


def test_policies_do_not_see_the_truth(
    town: SampleTown, office: Office, chosen: dict[str, Chosen]
) -> None:
    """Turn the truth upside down: the world is another one, the first week is the same."""
    turned = replace(
        town, truth=town.truth.assign(true_rate=town.truth["true_rate"].to_numpy()[::-1])
    )
    real, other = World(town, UNREAD), World(turned, UNREAD)
    assert real.episodes != other.episodes
    records = first_records(turned, other)
    again = {name: policy(records, office, 5).calls for name, policy in POLICIES.items()}
    assert again == {name: one.calls for name, one in chosen.items()}


def test_no_policy_breaks_a_rule(chosen: dict[str, Chosen]) -> None:
    """Shifts, breaks, windows, skills, home villages: the independent check finds no fault."""
    faults = {name: check_plan(one.problem, one.plan) for name, one in chosen.items()}
    assert not any(faults.values()), faults


def test_every_policy_fills_its_week(chosen: dict[str, Chosen]) -> None:
    """Thirty are the most for all, whoever chooses short ones; by hand some fit into no day."""
    made = {name: len(one.calls) for name, one in chosen.items()}
    assert all(24 <= count <= 30 for count in made.values()), made
    assert made["ours"] == made["greedy"] == 30


def test_the_end_of_a_list_is_left_out(chosen: dict[str, Chosen]) -> None:
    """Three visits kept: the first three of the list; driving is that between them, by the ways."""
    problem, plan = chosen["random"].problem, chosen["random"].plan
    order = [stop.site for route in plan.routes for stop in route.stops]
    short = within(problem, plan, order[::-1], 3)
    assert {stop.site for route in short.routes for stop in route.stops} == set(order[-3:])
    assert sum(route.drive_s for route in short.routes) < sum(
        route.drive_s for route in plan.routes
    )
    assert check_plan(problem, short) == ()


def test_a_promise_outweighs_points(chosen: dict[str, Chosen]) -> None:
    """The first that are kept are musts of rank 0 or the site that is seen for a village."""
    problem, plan = chosen["ours"].problem, chosen["ours"].plan
    sites = {site.id: site for site in problem.sites}
    in_covers = {site for cover in problem.cover for site in cover.sites}
    order = by_weight(problem, plan)
    musts = [name for name in order if sites[name].must and sites[name].must_rank == 0]
    last = max(order.index(name) for name in musts)
    assert len(musts) > 3
    assert all(name in musts or name in in_covers for name in order[: last + 1])


def test_who_is_told_the_truth_goes_by_it(records: Records, office: Office) -> None:
    """Only ten places have anything: whoever of them may be visited at all comes first."""
    last = [str(site) for site in records.sites.index[-10:]]
    chances = pd.Series(0.0, index=records.sites.index)
    chances[last] = 1.0
    went = {call.site_id for call in told(records, office, chances, 5).calls}
    assert len(went & set(last)) >= 7


def test_what_is_told_follows_from_the_rates(town: SampleTown) -> None:
    """
    Nobody came since long ago: the share itself; a place that was just seen is empty.

    With the year one week old, a place seen at its beginning has what arose in that week.
    """
    world = World(town, replace(UNREAD, weeks=2))
    share = present_shares(town.truth["true_rate"].to_numpy(dtype=float))
    sites = town.tables["site"]
    idle = (sites["kind"] == "idle_factory").to_numpy()
    world.next_week()
    assert world.chances(np.full(len(sites), 400.0)) == pytest.approx(share)
    assert world.chances(np.zeros(len(sites))) == pytest.approx(0.0)
    world.next_week()
    slow = ~idle & (share < 8 / 9)  # above, a hazard would arise more than once a week
    week = world.chances(np.full(len(sites), 7.0))[slow]
    # 1/8 + 1/8 share / (1 - share) is 1 / (8 (1 - share)), at which it goes back to its share.
    rate = 1 / (8 * (1 - share[slow]))
    assert week == pytest.approx(share[slow] * (1 - np.exp(-rate)))


def test_years_with_slow_and_quick_hazards_are_kept_apart() -> None:
    """Two durations, two tables: the one found 3 of 100 in each year, the other 5."""
    lived = [
        Lived(run=run, figures=year(3 if run.hazard_weeks == 8 else 5))
        for run in runs_of(["30-1"], [1, 2], weeks=52, hazard_weeks=(8, 26))
    ]
    result = result_of(lived, ["30-1"], [1, 2], weeks=52)
    assert [(one.hazard_weeks, one.policies[0].finds) for one in result.settings] == [
        (8, 6),
        (26, 10),
    ]


def test_village_rotation_begins_with_the_first_village(
    records: Records, chosen: dict[str, Chosen]
) -> None:
    """Nobody was visited this year: the first names of the ledger's villages come first."""
    went = {str(records.sites.loc[call.site_id, "village"]) for call in chosen["village"].calls}
    assert went <= set(sorted(records.sites["village"].unique())[:3])


def test_greedy_takes_higher_scores_than_chance(
    records: Records, chosen: dict[str, Chosen]
) -> None:
    """It has nothing else to go by."""
    risk = bare_scores(records)["risk"]
    mean = {
        name: risk.loc[[call.site_id for call in chosen[name].calls]].mean()
        for name in ("greedy", "random")
    }
    assert mean["greedy"] > mean["random"] + 0.05


def test_scores_are_those_of_the_card(records: Records, town: SampleTown) -> None:
    """Without the sentences, risk and colour are what ``gridpatrol score`` gives."""
    tables = town.tables
    whole = score_sites(
        tables["site"],
        tables["inspection"],
        tables["finding"],
        tables["tip"],
        as_of=records.monday,
        card=default_card(),
        power=records.power,
    )
    bare = bare_scores(records)
    assert bare["risk"].to_numpy() == pytest.approx(whole["risk"].to_numpy(), abs=1e-12)
    assert bare["grade"].tolist() == whole["grade"].tolist()


def test_promises_are_kept_by_going_there(
    records: Records, office: Office, chosen: dict[str, Chosen]
) -> None:
    """Who goes nowhere keeps none; who goes everywhere that is asked for keeps all."""
    ours = chosen["ours"]
    asked = tuple(
        Call(site_id=site.id, day=records.monday, team="", visit_type="patrol")
        for site in ours.problem.sites
    )
    none_made, none_kept = promises(records, office, replace(ours, calls=()), 5)
    made, kept = promises(records, office, replace(ours, calls=asked), 5)
    assert none_made == made > 10
    assert (none_kept, kept) == (0, made)


def small_records() -> Records:
    """Put one site, one open finding and one tip beside it on record."""
    site = {
        "site_id": "a",
        "kind": "enterprise",
        "name": "a",
        "status": "operating",
        "lon_deg": 119.9,
        "lat_deg": 31.9,
    }
    finding = {
        "finding_id": "F1",
        "site_id": "a",
        "level": "ordinary",
        "found": date(2026, 11, 2),
        "state": "rectifying",
    }
    tip = {
        "tip_id": "T1",
        "day": date(2026, 11, 20),
        "verified": "open",
        "lon_deg": 119.9,
        "lat_deg": 31.9001,
    }
    return Records(
        monday=date(2026, 11, 23),
        sites=as_table([site], SITE),
        inspections=as_table([], INSPECTION),
        findings=as_table([finding], FINDING),
        tips=as_table([tip], TIP),
        power=as_table([], POWER_READING),
        year=pd.Series(0, index=pd.Index(["a"])),
    )


def seen(result: str, *, is_new: bool = False, mended: tuple[str, ...] = ()) -> Seen:
    """See something at the one site."""
    day = date(2026, 11, 24)
    call = Call(site_id="a", day=day, team="one", visit_type="recheck")
    return Seen(call=call, result=result, is_new=is_new, mended=mended, due_days=7)


def test_a_visit_goes_on_record_with_what_it_closed() -> None:
    """One visit, the finding closed that day, the tip beside it untrue, the site seen once."""
    after = small_records().after([seen("clean", mended=("F1",))], week=0)
    assert after.inspections["mode"].tolist() == ["recheck"]
    assert after.findings.loc["F1", ["state", "closed"]].tolist() == [
        "closed",
        pd.Timestamp("2026-11-24"),
    ]
    assert after.tips["verified"].tolist() == ["false"]
    assert after.year.to_dict() == {"a": 1}
    assert after.open_findings() == {}


def test_a_find_opens_a_finding_and_proves_a_tip() -> None:
    """Due seven days after the visit; what was open stays open."""
    after = small_records().after([seen("finding", is_new=True)], week=3)
    assert after.open_findings() == {"a": ("F1", "FW03-a")}
    assert after.findings.loc["FW03-a", "due"] == pd.Timestamp("2026-12-01")
    assert after.tips["verified"].tolist() == ["true"]


def test_a_shut_gate_settles_no_tip() -> None:
    """Nobody saw inside."""
    assert small_records().after([seen("closed")], week=0).tips["verified"].tolist() == ["open"]


def year(finds: int, visits: int = 100, **other: float | None) -> YearFigures:
    """Make up the figures of one year."""
    figures = {
        "workshops": 2,
        "workshops_found": 1,
        "hidden_days": 100.0,
        "sites": 600,
        "unseen": 6,
        "promised": 10,
        "kept": 9,
        "drive_h": 50.0,
        "work_h": 50.0,
        "types": {},
    } | other
    return YearFigures(visits=visits, finds=finds, **figures)  # type: ignore[arg-type]


def test_figures_of_a_policy_are_those_of_the_sums() -> None:
    """10 of 100 and 10 of 300 visits: 5 per 100; 2 x 100 and 6 x 20 days: 40 a workshop."""
    years = [year(10), year(10, 300, workshops=6, hidden_days=20.0)]
    figures = policy_figures("ours", years, weeks=10)
    assert figures.finds_per_100 == pytest.approx(5.0)
    assert figures.finds_per_100_hours == pytest.approx(10.0)
    assert figures.hidden_days == pytest.approx(40.0)
    assert figures.unseen_share == pytest.approx(0.01)
    assert figures.kept_share == pytest.approx(0.9)
    assert figures.visits_per_week == pytest.approx(20.0)


def test_differences_are_paired_by_town() -> None:
    """Ours finds 1, 2 and 3 more: 2 +- 4.303 / sqrt(3), Student's t with two degrees."""
    ours = {seed: year(10 + seed) for seed in (1, 2, 3)}
    theirs = {seed: year(10) for seed in (1, 2, 3)}
    gap = against("random", "finds_per_100", ours, theirs)
    assert (gap.towns, gap.difference) == (3, pytest.approx(2.0))
    assert (gap.low, gap.high) == (
        pytest.approx(2 - 4.302653 / 3**0.5, abs=1e-5),
        pytest.approx(2 + 4.302653 / 3**0.5, abs=1e-5),
    )


def test_a_town_without_workshops_says_nothing_of_hidden_days() -> None:
    """Only the other town counts, and one town gives no interval."""
    ours = {1: year(1, hidden_days=30.0), 2: year(1, workshops=0, hidden_days=None)}
    gap = against("random", "hidden_days", ours, {1: year(1), 2: year(1)})
    assert (gap.towns, gap.difference, gap.low) == (1, -70.0, None)


def test_times_is_the_ratio_of_the_shares() -> None:
    """30 of 200 beside 20 of 200; the same in every town: nothing to doubt."""
    ours, theirs = {1: year(15), 2: year(15)}, {1: year(10), 2: year(10)}
    ratio = times("village", ours, theirs)
    assert (ratio.times, ratio.low, ratio.high) == tuple(pytest.approx(1.5) for _ in range(3))


def test_times_nothing_is_not_known() -> None:
    """The other found nothing at all."""
    ratio = times("random", {1: year(3), 2: year(1)}, {1: year(0), 2: year(0)})
    assert (ratio.times, ratio.low, ratio.high) == (None, None, None)


def test_years_that_were_lived_are_not_lived_again(tmp_path: Path) -> None:
    """A file that holds every year is the answer; no town is made."""
    runs = runs_of(["30-1"], [4], weeks=52)
    file = tmp_path / "years.jsonl"
    lines = [
        f'{{"setting":"30-1","seed":4,"policy":"{policy}","weeks":52,"hazard_weeks":8,"visits":100,"finds":{number},'
        '"workshops":0,"workshops_found":0,"hidden_days":null,"sites":600,"unseen":0,"promised":0,'
        '"kept":0,"drive_h":1.0,"work_h":1.0,"types":{}}'
        for number, policy in enumerate(SHOWN)
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lived = live_all(runs, file=file)
    assert [one.figures.finds for one in lived] == [0, 1, 2, 3, 4, 5]
    assert [one.run for one in lived] == list(runs)


def test_a_damaged_file_of_years_is_named(tmp_path: Path) -> None:
    """Which line, of which file; nothing is lived."""
    file = tmp_path / "years.jsonl"
    file.write_text('{"setting": "30-1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"Line 1 of years.jsonl is no year"):
        live_all(runs_of(["30-1"], [4], weeks=52), file=file)


def test_teams_of_a_setting_have_its_days_off(town: SampleTown) -> None:
    """Three teams with one day each; the one without a day is not there."""
    teams = SETTING.teams(town.tables["team"])
    assert dict(zip(teams.index, teams["absent_days"], strict=True)) == {
        "T1": "[0, 2, 3, 4]",
        "T2": "[0, 1, 2, 4]",
        "T4": "[1, 2, 3, 4]",
    }


def test_an_unknown_setting_is_refused() -> None:
    """The known ones are named."""
    with pytest.raises(ConfigError, match="30-1, 30-10, 120-1, 120-10, got '50-5'"):
        setting_of("50-5")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--weeks", "0"], "--weeks"), (["--seed", "-1"], "--seed"), (["--seeds", "0"], "--seeds")],
)
def test_numbers_out_of_range_are_refused(words: list[str], said: str) -> None:
    """Before any town is made."""
    outcome = CliRunner().invoke(app, ["simulate", *words])
    assert isinstance(outcome.exception, ConfigError)
    assert f"Expected {said} of at least" in str(outcome.exception)


def test_the_table_has_a_row_for_each_policy_in_both_languages() -> None:
    """Head, six rows, the ratios and the differences, and what is published elsewhere."""
    lived = [Lived(run=run, figures=year(3)) for run in runs_of(["30-1"], [1, 2], weeks=52)]
    result = SimulateResult(
        weeks=52,
        seeds=(1, 2),
        settings=(setting_result("30-1", lived, hazard_weeks=8),),
        published_per_100=0.9,
    )
    english, chinese = simulate_lines(result, "en"), simulate_lines(result, "zh")
    assert len(english) == len(chinese)
    assert "| ours | 1.9 | 3.00 | 3.00 | 100 | 2/4 | 1.0% | 90% (18/20) | 50 |" in english
    assert any("Xixiashu found 0.9" in line for line in english)
    assert sum(line.startswith("| ") for line in chinese) == 8
