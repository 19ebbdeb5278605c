"""A tour of what people really get wrong: one line, exit code 2, and nothing was touched."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from data.store import open_store
from service.cli import main
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SITES = (
    "企业名称,村,经度,纬度,坐标系",
    "永盛木材厂,刘湾村,115.001,35.501,WGS84",
    "新华铸造厂,后李村,115.009,35.509,WGS84",
)
TEAMS = (
    "队名,持证人数,驻地经度,驻地纬度,坐标系,白班,本周请假",
    "一队,3,115.0,35.5,WGS84,8:30-17:30,",
)
AWAY = (TEAMS[0], TEAMS[1] + "周一、周二、周三、周四、周五")
VISITS = ("检查编号,被检查单位,检查日期,结果", "JC1,永盛木材厂,2026-11-02,未发现")
MINUS = (
    '{"type": "Feature", "properties": {"speed": -5}, "geometry": '
    '{"type": "LineString", "coordinates": [[115, 35.5], [115.01, 35.5]]}}'
)
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def osm(lon: float, *, highway: str = "residential") -> str:
    """Write a square of roads, about 900 m wide, whose south-west corner lies at a longitude."""
    corners = [(lon, 35.5), (lon + 0.01, 35.5), (lon + 0.01, 35.51), (lon, 35.51)]
    nodes = "".join(
        f'<node id="{number}" lon="{x}" lat="{y}"/>' for number, (x, y) in enumerate(corners, 1)
    )
    refs = "".join(f'<nd ref="{number}"/>' for number in (1, 2, 3, 4, 1))
    way = f'<way id="1">{refs}<tag k="highway" v="{highway}"/></way>'
    return f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>'


def put(folder: Path, name: str, *lines: str) -> Path:
    """Write a text file."""
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(path: Path, *rows: Sequence[str]) -> None:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def fill(store: Path, *ledgers: Path, roads: Path | None = None, score: bool = True) -> None:
    """Make a store as the commands would."""
    with open_store(str(store), create=True) as town:
        import_ledgers(town, ledgers)
        if roads is not None:
            load_roads(town, roads)
        if score:
            score_town(town, as_of=date(2026, 11, 22))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out one folder with every file of the tour; no command may change any of them."""
    folder = tmp_path_factory.mktemp("office")
    workbook(folder / "empty.xlsx")
    workbook(folder / "names.xlsx", ("企业名称", "地址"), ("甲厂", "一号"))
    (folder / "picture.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "locked.xlsx").write_bytes(LOCKED + bytes(64))
    (folder / "old.xls").write_bytes(LOCKED[:8] + bytes(64))
    (folder / "zero.csv").touch()
    put(folder, "diary.csv", "日记,天气", "今天,晴")
    put(folder, "near.osm", osm(115.0))
    put(folder, "far.osm", osm(117.2))
    put(folder, "paths.osm", osm(115.0, highway="footway"))
    put(folder, "page.osm", "<html><body>404</body></html>")
    put(folder, "words.osm", "no map at all")
    put(folder, "map.pbf", "x")
    put(folder, "entities.osm", '<!DOCTYPE x [<!ENTITY a "b">]>', '<osm version="0.6">&a;</osm>')
    put(folder, "bare.graphml", '<graphml><graph><node id="1"/></graph></graphml>')
    put(folder, "minus.geojson", MINUS)
    put(folder, "fake.gpkg", "a letter, not a database")
    put(folder, "list.json", "[1, 2]")
    (folder / "folder").mkdir()
    with sqlite3.connect(folder / "other.gpkg") as other:
        other.execute("CREATE TABLE diary (day TEXT)")
    other.close()
    sites, teams = put(folder, "sites.csv", *SITES), put(folder, "teams.csv", *TEAMS)
    visits, away = put(folder, "visits.csv", *VISITS), put(folder, "away.csv", *AWAY)
    near = folder / "near.osm"
    fill(folder / "town.gpkg", sites, teams, visits, roads=near)
    fill(folder / "noteam.gpkg", sites, visits, roads=near)
    fill(folder / "away.gpkg", sites, away, visits, roads=near)
    fill(folder / "noroads.gpkg", sites, teams, visits)
    fill(folder / "unscored.gpkg", sites, teams, visits, roads=near, score=False)
    return folder


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: object
    out: str
    err: str


@pytest.fixture
def run(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Give a function that runs the command line inside this process, in the office's folder."""
    monkeypatch.chdir(office)
    monkeypatch.delenv("GRIDPATROL_STORE", raising=False)

    def command(*words: str, lang: str = "zh") -> Done:
        monkeypatch.setenv("GRIDPATROL_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["gridpatrol", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return Done(stop.value.code, out, err)

    return command


def contents(folder: Path) -> dict[str, str]:
    """Take the fingerprint of every file in a folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


TOUR: dict[str, tuple[str, str]] = {
    # what was typed: (what the Chinese line must say, what the English one must say)
    "import empty.xlsx": ("empty.xlsx：一行数据也没有", "empty.xlsx: holds no row"),
    "import zero.csv": ("zero.csv：是空文件", "zero.csv: is empty"),
    "import picture.xlsx": ("picture.xlsx：是 PNG 图片", "is a PNG picture"),
    "import names.xlsx": ("names.xlsx：没有坐标列", "no coordinate columns"),
    "import diary.csv": ("现有：日记、天气", "found 日记, 天气"),
    "import nosuch.xlsx": ("nosuch.xlsx：没有这个文件", "no such file"),
    "import folder": ("folder：这是文件夹", "folder: is a folder"),
    "import .": ("diary.csv：没有一张表的表头能认出来", "diary.csv"),
    "import locked.xlsx": ("有密码保护", "protected by a password"),
    "import old.xls": ("是不含工作簿的旧版办公文件", "is an old office file without a workbook"),
    "import sites.csv picture.xlsx": ("picture.xlsx", "picture.xlsx"),
    "import sites.csv --kind nosuch": ("“nosuch”", "got 'nosuch'"),
    "import sites.csv --datum nosuch": ("“nosuch”", "got 'nosuch'"),
    "import sites.csv --store other.gpkg": ("不是本程序的库", "no store of this program"),
    "import sites.csv --store fake.gpkg": ("不是 GeoPackage", "is no GeoPackage"),
    "import sites.csv --store town.txt": ("以 .gpkg 结尾", "ends in .gpkg"),
    "import sites.csv --store folder/no/a.gpkg": ("没有文件夹 folder/no", "make it first"),
    "import": ("缺少 FILES", "FILES is missing"),
    "roads load far.osm": ("far.osm：点位周围 5 公里内", "far.osm: no road in it is within 5 km"),
    "roads load paths.osm": ("没有汽车可走的道路", "no road that a car may use"),
    "roads load page.osm": ("不是 OpenStreetMap 文件", "expected an OpenStreetMap file"),
    "roads load words.osm": ("不是道路文件", "expected a road file"),
    "roads load nosuch.osm": ("没有这个文件：nosuch.osm", "no such file"),
    "roads load map.pbf": ("不是 OpenStreetMap 的 .pbf", "is no OpenStreetMap .pbf"),
    "roads load sites.csv": ("不是道路文件", "expected a road file"),
    "score --store nosuch.gpkg": ("没有库文件 nosuch.gpkg", "nosuch.gpkg is not there"),
    "score --store fake.gpkg": ("不是 GeoPackage", "is no GeoPackage"),
    "score --as-of 2026-13-01": ("2026-13-01", "2026-13-01"),
    "score --nosuch": ("没有选项 --nosuch", "no option --nosuch"),
    "score --lang fr": ("只能是 zh 或 en", "Expected the language zh or en"),
    "nosuch": ("nosuch", "nosuch"),
    "hotspots --store unscored.gpkg": ("请先运行 gridpatrol score", "run `gridpatrol score`"),
    "hotspots --cell 0": ("大于 0 的整数米，现为 0", "got 0"),
    "hotspots --cell x": ("--cell 的值读不懂", "--cell was not understood"),
    "plan": ("缺少 --week", "--week is missing"),
    "plan --week 2026-W48 --store unscored.gpkg": ("尚未评分", "run `gridpatrol score`"),
    "plan --week 2026-W48 --store noteam.gpkg": ("没有执法队伍", "There is no team"),
    "roads load entities.osm": ("含有 XML 实体声明", "declares XML entities"),
    "roads load bare.graphml": ("节点没有坐标", "nodes have no coordinates"),
    "roads load minus.geojson": ("没有一个可用的数", "column speed holds no value that can be"),
    "roads load": ("三者选一", "Expected one of: a map file"),
    "roads load near.osm --place 庆祖镇": ("三者选一", "Expected one of: a map file"),
    "roads load near.osm --margin 0": ("margin_km 应大于 0", "Expected margin_km > 0"),
    "roads load --around 114.97": ("--around 应写成", "Expected --around LON,LAT"),
    "roads load --around 35.5,115.0": ("应为“经度,纬度”", "longitude, latitude in degrees"),
    "roads load --around 115,35 --radius -1": ("半径应大于 0", "Expected radius_m in"),
    "roads close --list --speed 0.5": ("--speed 在此不起作用", "--speed would not be read here"),
    "roads close --list --note 修桥": ("--note 在此不起作用", "--note would not be read here"),
    "roads close --end R1 --datum gcj02": ("只与要封闭的道路一起用", "use it with roads to close"),
    "roads close X101 --from 2026-11-24 --to 2026-11-25 --datum gcj02": (
        "--datum 在此不起作用，只与文件一起用",
        "use it with a file",
    ),
    "roads close a.kml --from 2026-11-24 --to 2026-11-25 --datum auto": (
        "无法自动判断坐标系",
        "the datum of a drawing cannot be found out by itself",
    ),
    "plan --week 2026-W48 --store noroads.gpkg": ("roads load", "gridpatrol roads load"),
    "plan --week 2026-W48 --store away.gpkg": ("没有人上班", "Nobody works in week 2026-W48"),
    "plan --week 2026-W08": ("2026-W08 这一周没有人上班", "Nobody works in week 2026-W08"),
    "plan --week next": ("“next”", "got 'next'"),
    "plan --week 2026-W54": ("2026 年没有", "Expected a week of the year 2026"),
    "plan --week 2026-W48 --seed -1": ("现为 -1", "got -1"),
    "plan --week 2026-W48 --iterations 0": ("至少为 1", "at least 1 iteration"),
    "plan --week 2026-W48 --time-limit 0": ("大于 0 秒", "above 0 s"),
    "plan --week 2026-W48 --iterations 5 --time-limit 5": ("只能给一个", "got both"),
    "map week --week 2026-W48 --out pages": ("2026-W48 还没有计划", "no plan for 2026-W48"),
    "map routes --week 2026-W48 --out pages": ("2026-W48 还没有计划", "no plan for 2026-W48"),
    "map hotspots --out pages": ("请先运行 gridpatrol hotspots", "run `gridpatrol hotspots`"),
    "map hotspots --out pages --store noroads.gpkg": ("roads load", "gridpatrol roads load"),
    "solve nosuch.json": ("nosuch.json 无法读取", "nosuch.json: cannot be read"),
    "solve diary.csv": ("diary.csv 不是 JSON", "diary.csv: expected JSON"),
    "solve list.json": ("应是一个 JSON 对象", "expected one JSON object"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("typed", TOUR)
def test_bad_input_is_one_line_and_changes_nothing(
    office: Path, run: Callable[..., Done], typed: str, lang: str
) -> None:
    """The line says what, where and what to do; no file appears, changes or goes."""
    before = contents(office)
    done = run(*typed.split(), lang=lang)
    assert TOUR[typed][lang == "en"] in done.err
    assert done.err.startswith("错误：" if lang == "zh" else "Error: ")
    assert (done.code, done.err.count("\n"), done.out) == (2, 1, "")
    assert contents(office) == before


def test_json_asked_for_does_not_change_how_errors_are_told(run: Callable[..., Done]) -> None:
    """A script reads standard output; it must find one object there, or nothing."""
    done = run("plan", "--week", "next", "--json")
    assert done.out == ""
    assert done.err.count("\n") == 1


def test_pages_onto_a_file_are_refused_by_name(office: Path, run: Callable[..., Done]) -> None:
    """Something outside is wrong: exit code 4, and the file is as it was."""
    before = contents(office)
    with open_store(str(office / "town.gpkg")) as town:
        assert len(town.read("site")) == len(SITES) - 1
    done = run("demo", "--out", "sites.csv")
    assert done.code == 4
    assert done.err.count("\n") == 1
    assert "sites.csv" in done.err
    assert contents(office) == before


def test_a_demo_never_replaces_a_real_town(office: Path, run: Callable[..., Done]) -> None:
    """The folder of the demo holds the office's own store."""
    before = contents(office)
    done = run("demo", "--out", ".")
    assert done.code == 2
    assert "真实的镇" in done.err
    assert contents(office) == before
