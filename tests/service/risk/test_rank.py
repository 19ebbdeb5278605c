"""``gridpatrol rank`` as a user meets it: a table in, scores out, and nothing leaks."""

from __future__ import annotations

import csv
import io
import json
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from data.errors import ConfigError, InputError
from geo.card.reasons import read_reasons
from service.cli import exit_code, main
from service.pipeline.risk.rank import RankWish, rank_table
from service.printing.summary import summary

if TYPE_CHECKING:
    from pathlib import Path

    from service.results.rank import RankResult

CONFIG = """
id = "No"
site = "Firm"
date = "Day"
outcome = "Found"
team = "Team"
lon = "Lon"
lat = "Lat"
features = ["Size", "Kind"]
history = ["Faults"]
train_until = 2025-06-01
"""
HEADER = ("No", "Firm", "Day", "Found", "Team", "Lon", "Lat", "Size", "Kind", "Faults")
Row = tuple[str, ...]


def silent(_done: float, _total: float, _note: str = "") -> None:
    """Take a report and say nothing."""


def row(number: int, firm: str, day: str, found: str = "", **more: str) -> Row:
    """Write one row of the table."""
    cells = {"Team": "east", "Lon": "115.0", "Lat": "35.5", "Size": "1", "Kind": "mill"}
    cells |= {"Faults": "0", **more}
    return (f"{number}.0", firm, day, found, *(cells[name] for name in HEADER[4:]))


def put(folder: Path, rows: list[Row], config: str = CONFIG) -> Path:
    """Write a table and its config."""
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    (folder / "rank.toml").write_text(config, encoding="utf-8")
    return folder / "t.csv"


def rank(
    folder: Path, rows: list[Row], config: str = CONFIG, *, lang: str | None = None
) -> tuple[RankResult, pd.DataFrame]:
    """Rank a table; give the result and what was written."""
    wish = RankWish(config=folder / "rank.toml", out=folder / "s.csv", lang=lang, force=True)  # type: ignore[arg-type]  # zh, en or None
    result = rank_table(put(folder, rows, config), wish, progress=silent)
    return result, pd.read_csv(folder / "s.csv", dtype={"id": str})


def seasoned(visits: int = 1500, sites: int = 150, seed: int = 3) -> list[Row]:
    """
    Invent a town long on record, in which only the size of a place says anything.

    One team finds three times as often as the other, and both go everywhere.
    """
    dice = np.random.default_rng(seed)
    size = dice.normal(size=sites)
    rows = []
    for number in range(visits):
        site = int(dice.integers(sites))
        day = date(2023, 1, 2) + timedelta(days=int(number * 880 / visits))
        strict = dice.random() < 0.5
        logit = 1.6 * size[site] - 2.4 + 1.1 * strict
        found = dice.random() < 1 / (1 + np.exp(-logit))
        more = {"Team": "east" if strict else "west", "Size": f"{size[site]:.3f}"}
        rows.append(row(number, f"F{site}", day.isoformat(), str(int(found)), **more))
    ahead = [
        row(9000 + site, f"F{site}", "2025-06-02", Size=f"{size[site]:.3f}")
        for site in range(sites)
    ]
    return [*rows, *ahead]


@dataclass(frozen=True)
class Ranked:
    """A table that was ranked once, for all tests that look at the outcome."""

    rows: list[Row]
    scores: pd.DataFrame


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ranked:
    """Rank a table just long enough to teach a model."""
    rows = seasoned(visits=900, sites=60)
    return Ranked(rows, rank(tmp_path_factory.mktemp("small"), rows)[1])


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Ranked]:
    """Rank a long table as a program would: one JSON answer, and reasons in JSON."""
    folder, rows = tmp_path_factory.mktemp("seasoned"), seasoned()
    put(folder, rows)
    words = "rank t.csv --config rank.toml --out s.csv --reasons json --json"
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as out:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["gridpatrol", *words.split()])
        main()
    return json.loads(out.getvalue()), Ranked(
        rows, pd.read_csv(folder / "s.csv", dtype={"id": str})
    )


YOUNG = [
    row(1, "A", "2025-05-01", "1"),
    row(2, "B", "2025-05-02", "0"),
    row(3, "C", "2025-05-03", "0"),
    row(4, "A", "2025-06-01"),
    row(5, "B", "2025-06-02"),
    row(6, "new", "2025-06-02"),
]


def test_rows_on_or_after_the_day_are_scored_in_the_order_of_the_table(tmp_path: Path) -> None:
    """And no others; their ids are text just as written."""
    result, scores = rank(tmp_path, [YOUNG[4], *YOUNG[:4], YOUNG[5]])
    assert scores["id"].tolist() == ["5.0", "4.0", "6.0"]
    assert list(scores.columns) == ["id", "score", "uncertainty", "reasons"]
    assert (result.rows, result.past, result.found, result.scored) == (6, 3, 1, 3)


def test_few_results_are_ranked_by_past_finds(tmp_path: Path) -> None:
    """Three visits teach no model: the rule says who was found out before, and says that it is."""
    result, scores = rank(tmp_path, YOUNG)
    assert result.model == "card"
    score = dict(zip(scores["id"], scores["score"], strict=True))
    assert score["4.0"] > score["6.0"] > score["5.0"]


def test_nothing_on_record_gives_everybody_the_same_score(tmp_path: Path) -> None:
    """The first day of an office: no outcome at all, and no error."""
    result, scores = rank(tmp_path, YOUNG[3:])
    assert (result.model, result.past) == ("card", 0)
    assert len(set(scores["score"])) == 1


@pytest.mark.parametrize("found", ["0", "1"])
def test_outcomes_all_alike_teach_nothing(tmp_path: Path, found: str) -> None:
    """A thousand clean visits, or a thousand finds."""
    past = [
        row(100 + number, f"F{number % 40}", f"2025-0{1 + number % 5}-03", found)
        for number in range(1000)
    ]
    result, scores = rank(tmp_path, [*past, *YOUNG[3:]])
    assert result.model == "card"
    assert scores["score"].between(0, 1).all()


def test_a_model_that_has_earned_it_is_in_use_and_orders_by_what_matters(
    answered: tuple[dict[str, Any], Ranked],
) -> None:
    """Size is all there is to learn: the score must follow it (rank correlation above 0.9)."""
    answer, ranked = answered
    assert answer["model"] != "card"
    assert answer["gain"]["low"] > 0
    size = [float(one[7]) for one in ranked.rows[1500:]]
    assert ranked.scores["score"].corr(pd.Series(size), method="spearman") > 0.9


def test_reasons_are_sentences_in_the_language_asked_for_or_json_in_both(tmp_path: Path) -> None:
    """Whoever joins the file by program wants the points, whoever reads it the words."""
    _, chinese = rank(tmp_path, YOUNG, lang="zh")
    _, english = rank(tmp_path, YOUNG, lang="en")
    _, both = rank(tmp_path, YOUNG)
    for zh, en, text in zip(chinese["reasons"], english["reasons"], both["reasons"], strict=True):
        for reason in read_reasons(text):
            assert reason.zh in zh
            assert reason.en in en


def test_the_points_sum_to_one_logit_and_the_order_is_that_of_the_scores(
    answered: tuple[dict[str, Any], Ranked],
) -> None:
    """Calibration changes how high a score is, never who comes first."""
    scores = answered[1].scores
    logit = [sum(one.points for one in read_reasons(text)) for text in scores["reasons"]]
    assert len(set(logit)) > 100
    ordered = scores.assign(logit=logit).sort_values("logit")
    assert (np.diff(ordered["score"]) >= -1e-9).all()


@pytest.mark.parametrize("found", ["1", "illegal"])
def test_neither_the_order_of_rows_nor_later_outcomes_change_a_score(
    tmp_path: Path, small: Ranked, found: str
) -> None:
    """Whatever is written as found on or after the day, and wherever its row stands."""
    dice = np.random.default_rng(len(found))
    told = [
        one if one[2] < "2025-06-01" else (*one[:3], found, *one[4:9], "7") for one in small.rows
    ]
    _, moved = rank(tmp_path, [told[number] for number in dice.permutation(len(told))])
    moved = moved.set_index("id").loc[small.scores["id"]]
    assert moved["score"].tolist() == small.scores["score"].tolist()
    assert moved["uncertainty"].tolist() == small.scores["uncertainty"].tolist()


def test_rows_to_score_do_not_see_one_another(tmp_path: Path, small: Ranked) -> None:
    """Scored alone, a row gets the score and the reasons that it gets among all."""
    _, alone = rank(tmp_path, [*small.rows[:900], small.rows[907]])
    assert small.scores.iloc[7].tolist() == alone.iloc[0].tolist()


def test_odd_columns_are_named_once(tmp_path: Path) -> None:
    """One column is the same everywhere, one is empty, which is no reason to name it twice."""
    rows = [(*one[:7], "", "mill", one[9]) for one in seasoned(visits=900, sites=60)]
    result, _ = rank(tmp_path, rows)
    said = {remark.column: (remark.code, remark.rows) for remark in result.remarks}
    assert said["Kind"] == ("constant", 900)
    assert said["Size"] == ("empty", 900)
    assert len(said) == len(result.remarks)
    for lang, words in (("zh", "处处相同"), ("en", "is the same in all 900 past rows")):
        assert words in "".join(summary(result, lang))


@pytest.mark.parametrize("mode", ["nuisance", "known", "ignore"])
def test_each_way_to_treat_teams_works(tmp_path: Path, mode: str) -> None:
    """Only where the team is known does it matter who will go."""
    rows = seasoned(visits=900, sites=60)
    west = [(f"1{one[0]}", *one[1:4], "west", *one[5:]) for one in rows[900:]]
    config = CONFIG + f'team_mode = "{mode}"\n'
    result, scores = rank(tmp_path, [*rows, *west], config)
    assert result.team_mode == mode
    assert result.model != "card"
    differs = not np.allclose(scores["score"][:60], scores["score"][60:])
    assert differs == (mode == "known")


def test_a_result_that_poses_as_a_feature_is_refused(tmp_path: Path) -> None:
    """Whoever counts the faults of a visit has made it already."""
    rows = [
        row(100 + number, f"F{number}", "2025-05-01", str(number % 2), Faults=str(number % 2 * 3))
        for number in range(60)
    ]
    config = CONFIG.replace('"Kind"]', '"Faults"]').replace('history = ["Faults"]', "")
    with pytest.raises(InputError, match=r"Faults all but tell.*AUC 1.000") as caught:
        rank(tmp_path, [*rows, *YOUNG[3:]], config)
    assert "Faults 几乎直接写出了" in str(caught.value.zh)
    assert not (tmp_path / "s.csv").exists()


def test_nothing_is_written_over_unless_asked(tmp_path: Path) -> None:
    """Neither an older file of scores, nor, ever, what was to be read."""
    table = put(tmp_path, YOUNG)
    (tmp_path / "s.csv").write_text("mine", encoding="utf-8")
    wish = RankWish(config=tmp_path / "rank.toml", out=tmp_path / "s.csv", lang="en")
    with pytest.raises(InputError, match="add --force"):
        rank_table(table, wish, progress=silent)
    assert (tmp_path / "s.csv").read_text(encoding="utf-8") == "mine"
    over = RankWish(config=tmp_path / "rank.toml", out=table, lang="en", force=True)
    with pytest.raises(InputError, match="is what was to be read"):
        rank_table(table, over, progress=silent)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """As a user would type it, in both languages."""
    put(tmp_path, [*YOUNG, row(7, "A", "2025-05-09", "")])
    words = f"rank t.csv --config rank.toml --out s.csv --lang {lang}".split()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["gridpatrol", *words])
    main()
    said = capsys.readouterr().out
    wanted = {
        "zh": ("已给 3 行评分", "依据 2025-06-01 之前的 3 次检查", "有 1 行过往记录没有结果"),
        "en": ("Scored 3 row(s)", "3 visits before 2025-06-01", "1 past row(s) have no outcome"),
    }
    for part in wanted[lang]:
        assert part in said


def test_the_json_answer_holds_the_model_and_why(
    answered: tuple[dict[str, Any], Ranked],
) -> None:
    """One object, for programs."""
    answer, _ = answered
    assert answer["scored"] == 150
    assert answer["why_zh"]
    assert answer["windows"]


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ("rank no.csv --config rank.toml --out s.csv", "no such file", "没有这个文件"),
        ("rank t.csv --config no.toml --out s.csv", "no.toml, found none", "找不到文件"),
        ("rank t.csv --config rank.toml --out no/s.csv", "no is not a folder", "没有文件夹"),
        ("rank t.csv --config rank.toml --out s.csv --reasons x", "text or json", "text 或 json"),
        ("rank t.csv --config rank.toml", "--out is missing", "缺少 --out"),
    ],
)
def test_every_mistake_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    en: str,
    zh: str,
) -> None:
    """With exit code 2, and no file made."""
    put(tmp_path, YOUNG)
    monkeypatch.chdir(tmp_path)
    for lang, said in (("en", en), ("zh", zh)):
        monkeypatch.setattr(sys, "argv", ["gridpatrol", *words.split(), "--lang", lang])
        with pytest.raises(SystemExit) as stop:
            main()
        error = capsys.readouterr().err
        assert stop.value.code == exit_code(ConfigError("")) == 2
        assert said in error
        assert error.count("\n") == 1
    assert not (tmp_path / "s.csv").exists()


def test_the_real_inspections_of_a_city_are_ranked(shared_data: Path, tmp_path: Path) -> None:
    """
    Real rows, ids with a decimal point, and outcomes of the same visit used as history only.

    The last months alone: all of them are the business of a benchmark.
    """
    (tmp_path / "rank.toml").write_text(
        'id = "Inspection_ID"\nsite = "License"\ndate = "Inspection_Date"\n'
        'outcome = "criticalFound"\nteam = "Inspector_Assigned"\nlon = "Longitude"\n'
        'lat = "Latitude"\nfeatures = ["Facility_Type", "Risk", "ageAtInspection"]\n'
        'history = ["seriousCount", "minorCount"]\ntrain_until = "2014-03-01"\n',
        encoding="utf-8",
    )
    whole = pd.read_csv(shared_data / "inspections" / "chicago_food_2011_2014.csv.gz", dtype=str)
    written = whole[whole["Inspection_Date"] >= "2013-11-01"]
    table = tmp_path / "months.csv.gz"
    written.to_csv(table, index=False)
    wish = RankWish(config=tmp_path / "rank.toml", out=tmp_path / "s.csv", lang="en")
    result = rank_table(table, wish, progress=silent)
    late = written["Inspection_Date"] >= "2014-03-01"
    assert (result.rows, result.scored) == (len(written), 1_089)
    assert result.past == (~late).sum() > 1000
    assert summary(result, "zh")
    ids = pd.read_csv(tmp_path / "s.csv", dtype=str)["id"]
    assert ids.tolist() == written.loc[late, "Inspection_ID"].tolist()
