"""Scores judged by the past: what is replayed, what is said, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pandas as pd
import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.schema import INSPECTION, SITE, as_table
from data.store import open_store
from geo.card.card import default_card
from geo.town import choose, past_looks
from service.pipeline.backtest import backtest_town, file_backtest
from service.pipeline.places.standing import read_sites
from service.pipeline.risk import rivals
from service.pipeline.risk.replay import replay
from service.pipeline.risk.rivals import Known, in_use, past_finds, read_known
from service.pipeline.risk.scores import town_tables
from service.printing.summary import summary
from service.results.judged import BacktestResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.judged import BacktestSheet, RivalFigures
    from data.store import Store
    from geo.town import Choice
    from geo.town.choice import Wanted
    from geo.town.looks import Looks

SITES, BAD = 24, 8
DRAWS = 40
END = date(2026, 7, 1)
"""The last visit is of 28 June: without the day said, June would not be over."""


def sites() -> pd.DataFrame:
    """Invent sites that differ in nothing but their place."""
    rows = [
        {
            "site_id": f"S{number:02d}",
            "kind": "enterprise",
            "name": f"厂{number}",
            "village": "东村" if number % 2 else "西村",
            "status": "operating",
            "lon_deg": 115.0 + 0.006 * (number % 6),
            "lat_deg": 35.0 + 0.006 * (number // 6),
        }
        for number in range(SITES)
    ]
    return as_table(rows, SITE)


def visits(result: Callable[[int, int], str], *, months: int = 6) -> pd.DataFrame:
    """Visit every site once a month, the bad ones at its end; two teams take turns."""
    rows = []
    for month in range(months):
        first = pd.Timestamp("2026-01-01") + pd.DateOffset(months=month)
        for number in range(SITES):
            day = first + pd.Timedelta(days=27 - number)
            rows.append(
                {
                    "inspection_id": f"J{month}-{number:02d}",
                    "site_id": f"S{number:02d}",
                    "day": day,
                    "team": "一队" if (number + month) % 2 else "二队",
                    "result": result(number, month),
                }
            )
    return as_table(rows, INSPECTION)


def always(number: int, _month: int) -> str:
    """Find something at the first sites every time."""
    return "finding" if number < BAD else "clean"


def fill_store(path: Path, inspections: pd.DataFrame) -> Store:
    """Make a store with the sites and these visits."""
    store = open_store(str(path), create=True)
    with store.writing() as unit:
        unit.upsert("site", sites())
        unit.upsert("inspection", inspections)
        unit.set("town", "某镇")
    return store


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Callable[[pd.DataFrame], Store]]:
    """Give a maker of stores with the sites and these visits."""
    opened: list[Store] = []

    def make(inspections: pd.DataFrame) -> Store:
        opened.append(fill_store(tmp_path / f"town{len(opened)}.gpkg", inspections))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture(scope="module")
def known_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give the town in which what repeats can be foreseen, to read."""
    store = fill_store(tmp_path_factory.mktemp("known") / "town.gpkg", visits(always))
    yield store
    store.close()


@pytest.fixture(scope="module")
def judged(known_town: Store) -> BacktestSheet:
    """Judge that town once, for all tests that look at the outcome."""
    return backtest_town(known_town, as_of=END, draws=DRAWS)


def rival(sheet: BacktestSheet, code: str) -> RivalFigures:
    """Find one rival."""
    return next(one for one in sheet.rivals if one.code == code)


def test_what_repeats_is_foreseen_and_said_to_be_better(judged: BacktestSheet) -> None:
    """Eight sites always, sixteen never: knowing that puts all finds first, chance one half."""
    sheet = judged
    assert (sheet.visits, sheet.finds, len(sheet.months)) == (5 * SITES, 5 * BAD, 5)
    past, random = rival(sheet, "past"), rival(sheet, "random")
    assert (past.auc, past.within_auc, past.recall_50) == (1, 1, 1)
    assert past.found_20 == 100
    # The first half of 24 visits holds all 8: 100 x 8 / 12.
    assert past.found_50 == pytest.approx(66.6667, abs=1e-3)
    assert (random.auc, random.recall_50, random.pai_10) == (0.5, 0.5, 1)
    assert random.found_50 == pytest.approx(33.3333, abs=1e-3)
    assert "优于" in sheet.verdict[0]
    assert "random order" in sheet.verdict[1]
    assert sheet.verdict[1].startswith("Over 5 months the score in use (card-")


def test_days_are_those_of_the_month(judged: BacktestSheet) -> None:
    """Finds of the month's days 21-28 move to days 5-12: sixteen days; chance to the middle."""
    assert rival(judged, "past").days_earlier == pytest.approx(16)
    assert rival(judged, "random").days_earlier == pytest.approx(24.5 - 16.5)


def test_chance_is_called_chance(fill: Callable[[pd.DataFrame], Store]) -> None:
    """Finds wander from site to site, so no score is better and the first sentence says so."""

    def wandering(number: int, month: int) -> str:
        return "finding" if (7 * number + 5 * month) % SITES < BAD else "clean"

    sheet = backtest_town(fill(visits(wandering)), as_of=END, draws=200)
    assert "不优于" in sheet.verdict[0]
    assert "not better than" in sheet.verdict[1]


def test_a_town_without_a_find_is_told(fill: Callable[[pd.DataFrame], Store]) -> None:
    """Every visit clean: no score can be told from chance, and the rest of the page stands."""
    store = fill(visits(lambda _number, _month: "clean"))
    sheet = backtest_town(store, as_of=END, origins=2, draws=DRAWS)
    assert sheet.verdict[1].startswith("None of 48 visits found anything")
    assert rival(sheet, "past").auc is None
    assert sum(group.sites for group in sheet.burden.villages) == SITES


def test_a_town_where_everything_is_found_is_told(fill: Callable[[pd.DataFrame], Store]) -> None:
    """The other class alone."""
    store = fill(visits(lambda _number, _month: "finding"))
    sheet = backtest_town(store, as_of=END, origins=2, draws=DRAWS)
    assert sheet.verdict[1].startswith("Every one of 48 visits found something")


def test_one_month_decides_nothing(known_town: Store) -> None:
    """Even a perfect month is one month."""
    sheet = backtest_town(known_town, origins=1, draws=DRAWS)
    assert "One month alone" in sheet.verdict[1]
    assert "只有一个月" in sheet.verdict[0]


def test_what_lies_ahead_changes_nothing(
    known_town: Store, fill: Callable[[pd.DataFrame], Store]
) -> None:
    """As of a day, the same figures with and without the rows after it."""
    whole = known_town.read("inspection")
    day = date(2026, 5, 1)
    past = whole[whole["day"] < pd.Timestamp(day)]
    with_future = backtest_town(known_town, as_of=day, draws=DRAWS)
    without = backtest_town(fill(past), as_of=day, draws=DRAWS)
    assert with_future == without


def test_a_score_does_not_see_the_month_it_is_judged_in(
    known_town: Store, fill: Callable[[pd.DataFrame], Store]
) -> None:
    """Turning every result of the last month round leaves the scores of its visits as they are."""

    def turned(number: int, month: int) -> str:
        last = month == 5
        return (
            {"finding": "clean", "clean": "finding"}[always(number, 0)]
            if last
            else always(number, month)
        )

    columns = []
    for store in (known_town, fill(visits(turned))):
        known = read_known(store, as_of=date(2026, 7, 1))
        table = replay(known, origins=3, cell_m=500).visits
        columns.append(table.filter(like="score:"))
    pd.testing.assert_frame_equal(*columns)


def test_known_forgets_what_is_dated_later(known_town: Store) -> None:
    """The tables that rivals see end the day before."""
    known = read_known(known_town, as_of=date(2026, 7, 1))
    earlier = known.before(date(2026, 3, 1))
    assert earlier.inspections["day"].max() < pd.Timestamp("2026-03-01")
    assert isinstance(earlier, Known)
    rates = past_finds(earlier).score
    # Two visits, two finds; the mean is a third: (2 + 2/3) / 4.
    assert rates["S00"] == pytest.approx(2 / 3)


def test_odd_visits_are_set_aside_and_listed(fill: Callable[[pd.DataFrame], Store]) -> None:
    """The second record of the same team, place and day is in no figure, and is named."""
    twice = visits(always)
    again = twice.loc[["J3-05"]].rename(index={"J3-05": "J9"})
    sheet = backtest_town(fill(pd.concat([twice, again])), as_of=END, origins=3, draws=DRAWS)
    assert sheet.visits == 3 * SITES
    assert [(one.inspection_id, one.code) for one in sheet.odd] == [("J9", "repeated")]


def test_teams_are_compared_for_the_analyst(judged: BacktestSheet) -> None:
    """Both teams find the same at the same sites: 1 each."""
    assert [team.team for team in judged.teams] == ["一队", "二队"]
    assert [team.ratio for team in judged.teams] == pytest.approx([1, 1], abs=0.05)


def test_no_visit_is_one_clear_line(fill: Callable[[pd.DataFrame], Store]) -> None:
    """An office that has only imported sites."""
    with pytest.raises(NotFoundError, match="holds no visit that saw inside"):
        backtest_town(fill(visits(always).head(0)), as_of=date(2026, 7, 1))


def test_without_any_date_the_day_must_be_said(fill: Callable[[pd.DataFrame], Store]) -> None:
    """The clock is never asked."""
    with pytest.raises(NotFoundError, match="no dated visit"):
        backtest_town(fill(visits(always).head(0)))


def test_too_short_a_record_is_one_clear_line(fill: Callable[[pd.DataFrame], Store]) -> None:
    """One month of visits has nothing before it."""
    with pytest.raises(InputError, match="Expected visits over a whole month and some before it"):
        backtest_town(fill(visits(always, months=1)))


def test_no_origin_is_refused(known_town: Store) -> None:
    """Nought months is a slip."""
    with pytest.raises(ConfigError, match="count >= 1, got 0"):
        backtest_town(known_town, origins=0)


def test_files_and_lines_begin_with_the_verdict(
    known_town: Store, judged: BacktestSheet, tmp_path: Path
) -> None:
    """Page, JSON and terminal say the same first."""
    sheet = judged
    result = file_backtest(known_town, sheet, tmp_path / "out", lang="en")
    assert summary(result, "en")[0] == sheet.verdict[1]
    assert summary(result, "zh")[0] == sheet.verdict[0]
    assert any(line.startswith("随机抽查：还没有一周计划走完") for line in summary(result, "zh"))
    figures = orjson.loads((tmp_path / "out" / "backtest.json").read_bytes())
    assert figures["verdict"] == list(sheet.verdict)
    page = (tmp_path / "out" / "backtest.html").read_text(encoding="utf-8")
    assert page.index(sheet.verdict[0]) < page.index("<table")


def test_without_a_folder_nothing_is_written(known_town: Store, judged: BacktestSheet) -> None:
    """The answer on the terminal is enough."""
    result = file_backtest(known_town, judged, None, lang="zh")
    assert result == BacktestResult(sheet=judged, page=None, figures=None)


def test_the_same_store_gives_the_same_answer(known_town: Store, judged: BacktestSheet) -> None:
    """A verdict that changes by itself is worth nothing."""
    assert backtest_town(known_town, as_of=END, draws=DRAWS) == judged


def test_a_town_whose_model_was_better_is_replayed_with_it(
    fill: Callable[[pd.DataFrame], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its scores are chances of what was known on the day, and its name says who made them."""
    store = fill(visits(sometimes, months=12))
    tables = town_tables(store, read_sites(store))
    looks = past_looks(tables, as_of=date(2027, 1, 1), card=default_card())
    monkeypatch.setattr(rivals, "choose", choose_learned)
    whole = Known(as_of=date(2027, 1, 1), tables=tables, looks=looks)
    known = whole.before(date(2026, 12, 1))
    scored = in_use(known)
    assert scored.model == f"learned-1+{default_card().model}"
    assert scored.chance is not None
    pd.testing.assert_series_equal(scored.score, scored.chance)
    # The worst eight were found at in two visits of three, the others in one of six.
    assert scored.score.between(0, 1).all()
    assert scored.score.iloc[:BAD].min() > scored.score.iloc[BAD:].max()
    later = looks.rows["day"] >= pd.Timestamp("2026-12-01")
    turned = replace(looks, rows=looks.rows.assign(found=looks.rows["found"].where(~later, 1.0)))
    pd.testing.assert_series_equal(in_use(replace(known, looks=turned)).score, scored.score)


def sometimes(number: int, month: int) -> str:
    """Find something at the first sites in two months of three, at the others in one of six."""
    if number < BAD:
        return "finding" if (month + number) % 3 else "clean"
    return "clean" if (month + number) % 6 else "finding"


def choose_learned(looks: Looks, *, as_of: date, wanted: Wanted) -> Choice:
    """Choose the model as if told to: of itself it takes 800 looks, which a test need not make."""
    assert wanted == "auto"
    return choose(looks, as_of=as_of, wanted="learned")
