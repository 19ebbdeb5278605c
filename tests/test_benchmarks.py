"""The small form of each benchmark: it runs, prints its table, and says nothing is broken."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import lacking
from tests.postgres.server import programs
from tests.service.conftest import drawn_pages, planned_file, qingzu_file
from tests.service.roadtown import LAT, LON, write_osm

if TYPE_CHECKING:
    from service.results.week import PlanResult

__all__ = ["drawn_pages", "planned_file", "qingzu_file"]
ROOT = Path(__file__).resolve().parents[1]
SMALL_LEDGERS = {
    "企业台账.csv": (
        "企业名称,所在村,经度,纬度,坐标系,经营状态",
        f"甲厂,东村,{LON + 0.01},{LAT},WGS84,在产",
        f"乙厂,东村,{LON + 0.03},{LAT},WGS84,在产",
    ),
    "检查记录.csv": (
        "检查编号,被检查单位,所在村,检查日期,检查组,结果",
        "JC1,甲厂,东村,2026-11-20,一队,未发现",
    ),
    "执法队伍.csv": (
        "队名,持证人数,驻地村,驻地经度,驻地纬度,坐标系,白班",
        f"一队,2,东村,{LON},{LAT},WGS84,8:30-17:30",
    ),
}
"""An invented town of two plants and one team."""
ROADS_READ = (
    "andorra.osm.pbf",
    "dieshiqiao_haimen_jiangsu.osm",
    "monaco.osm.gz",
    "north-bayreuth.osm.gz",
)
"""One file of each form at least, and every file that no other test reads whole."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def run(script: str, *arguments: str) -> str:
    """Run one benchmark as a user would, from the project's root."""
    done = subprocess.run(  # noqa: S603 - our own scripts
        [sys.executable, f"benchmarks/{script}.py", *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | ONE_THREAD,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def town(planned_file: tuple[Path, PlanResult], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the store of a real town with a plan, of which other programs may do as they like."""
    file = tmp_path_factory.mktemp("benchmarks") / "town.gpkg"
    shutil.copy(planned_file[0], file)
    return file


def test_the_chain_is_timed_command_by_command(tmp_path: Path) -> None:
    """Eight commands, the two rows of the head, and the sum."""
    ledgers = tmp_path / "ledgers"
    ledgers.mkdir()
    for name, lines in SMALL_LEDGERS.items():
        (ledgers / name).write_text("\n".join([*lines, ""]), "utf-8")
    words = ["--ledgers", str(ledgers), "--roads", str(write_osm(tmp_path))]
    table = run("chain", *words, "--out", str(tmp_path / "town"), "--time-limit", "1")
    assert len(table.splitlines()) == 2 + 8 + 1
    assert list((tmp_path / "town" / "pages" / "routes").glob("*.html"))


def test_pages_of_a_real_town_ask_nobody_and_complain_of_nothing(
    drawn_pages: Path, tmp_path: Path
) -> None:
    """Each page of a real week, and the routes of one team: no request, nothing in the console."""
    if shutil.which("chromium") is None:
        lacking("chromium", "apt install chromium fonts-noto-cjk")
    (tmp_path / "routes").mkdir()
    routes = sorted((drawn_pages / "routes").glob("*-T01-*.html"))
    for page in [*drawn_pages.glob("*.html"), *routes]:
        shutil.copy(page, tmp_path / page.relative_to(drawn_pages))
    rows = run("pages", str(tmp_path), "--tries", "1").splitlines()[2:]
    assert len(routes) >= 4
    assert len(rows) == len(list(tmp_path.rglob("*.html"))) > 7
    for row in rows:
        _, _, _, requests, messages, *_ = (part.strip() for part in row.split("|"))
        assert (requests, messages) == ("0", "0"), row


def test_weeks_are_solved_without_a_fault(shared_data: Path) -> None:
    """The recorded instances in their small form."""
    assert "200_1" in run("weeks", "--small", str(shared_data / "routing" / "weeks"))


def test_replans_keep_the_rules(shared_data: Path) -> None:
    """Five changes on the week of 200 sites; the script fails where a plan breaks a rule."""
    table = run("replans", "--small", str(shared_data / "routing" / "weeks"))
    rows = [line.split(" | ") for line in table.splitlines() if "| steady |" in line]
    assert len(rows) == 5
    assert rows[0][5] == "0"


def test_team_orienteering_is_solved_without_a_fault(shared_data: Path) -> None:
    """Every 60th of Chao's instances, a quarter second each: no path longer than allowed."""
    table = run("top", "--small", str(shared_data / "routing" / "top"))
    (total,) = [line for line in table.splitlines() if line.startswith("| all |")]
    assert total.endswith("| 0 |")


def test_other_programs_read_the_store_of_a_real_town(town: Path) -> None:
    """GDAL and pyogrio, and QGIS where it is: the same rows in every table, and no warning."""
    if shutil.which("ogrinfo") is None:
        lacking("ogrinfo", "apt install gdal-bin")
    said = run("readers", str(town), "--small")
    assert said.rstrip().endswith("Warnings: none.")
    sites = next(line for line in said.splitlines() if line.startswith("| site |"))
    assert len({part.strip() for part in sites.split("|")[3:6]}) == 1, sites


def test_a_large_import_is_timed_and_repeated() -> None:
    """Two imports; the script itself fails where the second changes anything."""
    rows = run("bulk", "--sites", "50", "--inspections", "500").splitlines()[3:]
    assert [row.split("|")[1].strip() for row in rows] == ["first", "again"]


def test_no_mutated_ledger_loses_a_row() -> None:
    """A hundred, the same in every run; campaigns of a hundred thousand are run by hand."""
    assert run("mutations", "--examples", "100").startswith("100 ledgers read twice")


def needs_a_server() -> None:
    """Skip by name where PostgreSQL is missing."""
    if programs() is None:
        lacking("PostgreSQL with PostGIS", "apt install postgresql-15-postgis-3")


def test_restarts_of_the_server_lose_nothing() -> None:
    """Two power cuts under two writers: nothing lost, nothing in part, every error clear."""
    needs_a_server()
    *_, row = run("restarts", "--restarts", "2").splitlines()
    cells = [part.strip() for part in row.strip("|").split("|")]
    assert int(cells[2].replace(",", "")) > 0
    assert (cells[3], cells[4], cells[7]) == ("0", "0", "0")


def test_hot_questions_are_timed_on_both_engines() -> None:
    """The county in its small form; the goal is for the campaign on a quiet machine."""
    needs_a_server()
    rows = run("queries", "--sites", "2000", "--times", "5", "--goal", "60000").splitlines()[2:]
    asked = [tuple(part.strip() for part in row.strip("|").split("|"))[:2] for row in rows]
    assert asked == [
        (engine, question)
        for engine in ("file", "server")
        for question in ("box + grade", "town + grade")
    ]


def test_killed_imports_lose_nothing() -> None:
    """Five kills at random moments; the campaign of 200 is run by hand."""
    row = run("kills", "--kills", "5", "--sites", "60").splitlines()[2]
    kills, _, before, after, _, wrong = (int(part) for part in row.strip("| ").split("|"))
    assert (kills, before + after, wrong) == (5, 5, 0)


def test_sites_written_twice_are_found_and_none_is_joined_to_another() -> None:
    """Nine ways of writing three hundred sites once more: no row goes to a wrong site."""
    table = run("doubles", "--sites", "300")
    rows = [line.split("|")[2:-1] for line in table.splitlines()[2:] if line.startswith("|")]
    assert len(rows) == 9
    for once_more, right, asked, missed, wrong in [list(map(int, row)) for row in rows]:
        assert (once_more, wrong) == (300, 0)
        assert right + asked + missed == 300
    assert "0 of 300 different sites wrongly joined" in table


def test_every_row_of_a_real_office_has_its_true_fate(shared_data: Path) -> None:
    """Nothing lost or merged, stated positions within 2 m, decided ones right."""
    ledgers = shared_data / "ledgers" / "qingzu"
    found = json.loads(run("fates", str(ledgers), "--json"))
    assert (found["good_lost"], found["good_merged"], found["false_duplicates"]) == (0, 0, 0)
    assert found["stated_stored"] == found["stated"]
    assert found["stated_largest_m"] < 2
    assert found["duplicates_found"] == found["duplicates"]
    assert found["bad_right_reason"] == found["bad"]
    assert len(run("fates", str(ledgers)).splitlines()) == 2 + 12


def test_scores_of_an_invented_office_follow_the_truth(shared_data: Path) -> None:
    """The card on day one, the model after two years, no team in either; five draws of few."""
    roads = shared_data / "osm" / "qingzu_town_puyang_henan.osm"
    ledgers = shared_data / "ledgers" / "qingzu"
    words = [str(ledgers), "--roads", str(roads), "--json", "--draws", "5"]
    found = json.loads(run("riskscores", *words))
    assert found["card_day_one"] >= 0.6
    assert found["learned_after"] > found["card_after"]
    assert max(map(abs, found["team_effect"].values())) < 0.02
    assert [kept for _, kept, _, _ in found["few_results"]] == [5] * 4


def test_datums_of_made_towns_are_decided_rightly(shared_data: Path) -> None:
    """Eight towns on four maps; the script itself fails below 95 %."""
    rows = json.loads(run("datums", "--small", "--json", str(shared_data / "osm")))
    assert rows[0]["what"] == "roads and villages"
    assert rows[0]["decided"] > 0.2


def test_road_files_of_every_form_are_read_or_refused_clearly(
    shared_data: Path, tmp_path: Path
) -> None:
    """One row per file, none broken; of 9 crossings of three streets each way 4 are bends."""
    for name in ROADS_READ:
        (tmp_path / name).symlink_to((shared_data / "osm" / name).resolve())
    *rows, grid = run("roadfiles", str(tmp_path), "--grid", "3").splitlines()[2:]
    assert len(rows) == len(ROADS_READ)
    cells = [part.strip() for part in grid.strip("|").split("|")]
    assert (cells[0], cells[1], cells[6], cells[8]) == ("grid.osm.pbf", "pbf", "5", "1")


def test_travel_times_are_those_of_other_libraries() -> None:
    """A generated town; the script itself fails where scipy or networkx say something else."""
    said = run("travel", "--generated", "300", "--sizes", "20")
    assert "| 20 x 20 |" in said
    assert "route shapes |" in said


def test_a_road_graph_is_timed_on_both_engines() -> None:
    """Written, replaced by itself, read."""
    needs_a_server()
    rows = run("graphs", "--edges", "400").splitlines()[2:]
    assert [tuple(part.strip() for part in row.split("|"))[1:4:2] for row in rows] == [
        (engine, what)
        for engine in ("file", "server")
        for what in ("write, first", "write, again", "read")
    ]


def test_a_generated_county_is_scored_and_its_reasons_add_up() -> None:
    """The two rows of the head, and one of figures; reasons that miss the risk would fail it."""
    assert len(run("scoring", "--small").splitlines()) == 3


def test_a_score_that_learns_from_itself_is_simulated() -> None:
    """One small town, three weeks: a line for each policy asked for and greedy, and the rates."""
    words = ["--seeds", "1", "--weeks", "3", "--sites", "200", "--visits", "10"]
    table = run("feedback", *words, "--policies", "random only", "ours, 20 % random")
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0] for row in rows if "(" in row.split(" | ")[1]][1:] == [
        "| random only",
        "| greedy top-k",
        "| ours, 20 % random",
    ]


def test_a_year_is_simulated() -> None:
    """One week of one town: a head, five policies, and what knowing the truth would bring."""
    table = run("simulate", "--small")
    assert [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| ")] == [
        "| policy",
        "| ---",
        "| random",
        "| village rotation",
        "| longest unvisited",
        "| greedy risk",
        "| ours",
        "| told the truth (not possible)",
    ]


def test_one_lever_at_a_time_is_pulled(tmp_path: Path) -> None:
    """One week of one town: the head, the rules as shipped beside themselves, and one change."""
    table = run("levers", "--small", "--out", str(tmp_path))
    assert [line.split(" | ")[1] for line in table.splitlines()[2:]] == [
        "as shipped",
        "no random share",
    ]


def test_complaints_are_foreseen_on_rolling_origins(shared_data: Path) -> None:
    """One origin of a month: eight ways, and ours ahead of Gi*; no way beats the oracle."""
    file = shared_data / "inspections" / "chicago_sanitation_complaints_to_2013_06.csv.gz"
    said = run("complaints", str(file), "--period", "monthly", "--origins", "1")
    rows = [line.split("|") for line in said.splitlines() if line.startswith("|")][2:]
    one = {row[1].strip(): float(row[2]) for row in rows}
    assert len(one) == 8
    assert one["oracle"] == max(one.values())
    assert one["where-next"] > one["Gi* 12 months, 3 x 3"]


def test_learned_scores_are_compared_on_past_months(shared_data: Path) -> None:
    """Three rankings and the error of the chances; the goals of the chosen one are kept."""
    table = run(
        "chicago", str(shared_data / "inspections" / "chicago_food_2011_2014.csv.gz"), "--small"
    )
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 3
    assert float(rows[0][2]) >= 0.618
    assert float(rows[0][3]) >= 0.593
    assert float(table.split("ECE pooled ")[1].split(",")[0]) <= 0.02


def test_beats_are_even_whole_and_stable(shared_data: Path) -> None:
    """The small form: 300 invented sites of a real town in 4 beats, within 10 % of fair."""
    roads = shared_data / "osm" / "qingzu_town_puyang_henan.osm"
    words = ["--roads", str(roads), "--sites", "300", "--beats", "4", "--cell", "500"]
    rows = run("beats", *words, "--changed", "0.05").splitlines()[2:]
    first, again = ([part.strip() for part in row.split("|")[1:-1]] for row in rows)
    assert float(first[2].rstrip("%")) <= 10
    assert first[3] == again[3] == "4 of 4"
    assert float(again[5].rstrip("%")) < 10


def test_cells_are_timed_step_by_step() -> None:
    """The head, seven steps, and how many cells there were."""
    lines = run("cells", "--sites", "500", "--side", "5").splitlines()
    assert [line.split(" | ")[0] for line in lines[2:9]] == [
        "| assign",
        "| assign, draw, name, neighbours",
        "| rates and other sums",
        "| Gi*",
        "| chances, classes, outliers",
        "| table",
        "| where next",
    ]
    assert lines[-1] == "500 sites, 25 cells."


def test_maps_of_towns_without_hotspots_name_hardly_any() -> None:
    """Ten towns of alike sites and ten of unlike ones: one map in twenty may name a cell."""
    found = json.loads(run("falsehot", "--towns", "10", "--base", "0.04", "--json"))
    ours = [row for row in found["false"] if row["way"] == "ours"]
    assert [row["of"] for row in ours] == [10, 10]
    assert sum(row["yes"] for row in ours) <= 2
    (strong,) = (
        row
        for row in found["planted"]
        if (row["way"], row["times"], row["uneven"]) == ("ours", 4.0, False)
    )
    assert strong["yes"] > 5


def test_spoilt_problems_get_clear_answers() -> None:
    """Every answer is a refusal in one line, a plan that passes the check, or a list of faults."""
    table = run("contradictions", "--small")
    assert "WRONG" not in table
    assert "| problem planned |" in table


def test_a_quarter_is_lived_week_by_week(town: Path) -> None:
    """One short week of a real town: planned, recorded, judged."""
    words = ["--weeks", "1", "--iterations", "200", "--arms", "drawn"]
    table = run("quarter", "--town", str(town), *words)
    assert "### Arm: drawn" in table
    assert "An owner who knows all weeks before" in table


def test_the_small_county_is_planned_whole_and_passes_the_check() -> None:
    """Towns with and without borders: two rows, no fault, and no site without a fate."""
    rows = [row for row in run("county", "--small").splitlines() if row.startswith("| towns")]
    assert len(rows) == 2
    assert all(row.split("|")[-2].strip() == "0" for row in rows)


def test_a_page_of_a_thousand_places_is_small() -> None:
    """The goal of the hotspot page: at most 0.25 MB, ground, cells and cards in it."""
    if shutil.which("chromium") is None:
        lacking("chromium", "apt install chromium fonts-noto-cjk")
    (row,) = run("pagesizes", "--counts", "1000", "--stock").splitlines()[2:]
    assert float(row.split("|")[3]) <= 0.25


def test_the_loop_is_lived_and_nothing_is_counted_twice() -> None:
    """Two weeks from plan to plan: the script fails where store and entries differ."""
    if shutil.which("chromium") is None:
        lacking("chromium", "apt install chromium fonts-noto-cjk")
    told = run("loop", "--small")
    weeks = [line.split(" | ") for line in told.splitlines() if line.startswith("| 2026-W")]
    assert len(weeks) == 2
    assert all(int(week[2]) > 0 for week in weeks)
    assert sum(int(week[11]) for week in weeks) == 1  # one of two phones that differ
    assert "\n0 faults; " in told


def test_killed_jobs_end_exactly_once() -> None:
    """Three jobs and one kill on a file; campaigns of 300 on both stores are run by hand."""
    row = [cell.strip() for cell in run("jobs", "--small").splitlines()[2].split("|")]
    done, once, wrong = row[7], row[8], row[13]
    assert (done, once, wrong) == ("3", "3", "0")


def test_writes_with_keys_outlive_the_database() -> None:
    """Twenty writes and one power cut: each acknowledged, and stored once; kills by hand."""
    needs_a_server()
    row = [cell.strip() for cell in run("faults", "restarts", "--small").splitlines()[2].split("|")]
    stored, acknowledged, lost, twice, answer_lost = row[3:8]
    assert (stored, acknowledged, lost, twice, answer_lost) == ("20", "20", "0", "0", "0")


def test_maps_of_a_real_town_show_what_shapely_finds(town: Path) -> None:
    """Twenty boxes, each asked whole and cut off: the script fails where an id differs."""
    said = run("boxes", str(town), "--small")
    assert said.startswith("20 boxes, ")
    assert ", 0 wrong answers\n" in said


def test_a_hand_change_is_priced_over_http(town: Path) -> None:
    """One stop moved to another team: what it costs, or why it may not be."""
    said = run("handchange", str(town), "--small")
    (row,) = (line for line in said.splitlines() if line.startswith("| 1 |"))
    assert row.split("|")[4].strip() != "no price"


def test_a_stop_that_is_moved_leaves_most_routes_alone(town: Path) -> None:
    """A move names two routes, and a third may pay; a week searched anew moved seven."""
    rows = run("onemove", str(town), "--moves", "1").splitlines()
    assert float(rows[-1].split("|")[6]) <= 4


def test_findings_live_through_whatever_is_tried() -> None:
    """Two runs of impossible steps: the first broken promise ends the script."""
    row = run("cases", "--small").splitlines()[2].split("|")
    assert int(row[5]) > 0
