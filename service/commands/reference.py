"""
Reference pages written from the code itself, so that they cannot drift.

``python -m service.commands.reference docs`` writes ``commands.md``, ``ledgers.md``,
``problems.md`` and ``tables.md``; a test fails when the files in docs/ differ from what this
module writes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer.main

from data.headers import HEADERS, TELLING
from data.ledger.delimited import MAX_ROWS as TEXT_ROWS
from data.ledger.files import MAX_TEXT_BYTES, STREAMED_BYTES
from data.ledger.guard import MAX_FILE_BYTES, MAX_ROWS, MAX_UNZIPPED_BYTES
from data.ledger.spellings import STATUS
from data.schema import TABLES
from data.words import LEDGER_KINDS, SITE_STATUS
from service.commands.core import app
from service.web.problemtypes import PAGE, STATUSES, note_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.schema import Column, TableSchema

_HEAD = (
    "<!-- Written by `python -m service.commands.reference docs`; "
    "change the code, not this page. -->"
)


def commands_page() -> str:
    """Write every command with its arguments and options as Markdown."""
    lines = ["# Commands", "", _HEAD]
    for name, command in _leaves(typer.main.get_command(app), "gridpatrol"):
        lines += ["", f"## `{name}`", "", (command.help or "").strip(), ""]
        lines += ["| argument or option | meaning | default |", "| --- | --- | --- |"]
        lines += [_parameter_row(parameter) for parameter in command.params]
    lines += ["", "`--debug` may stand anywhere and shows the traceback of an error.", ""]
    return "\n".join(lines)


def _leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer keeps the type private
    """Walk to the commands that do something, each with its whole name."""
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        yield name, command
        return
    for child_name, child in subcommands.items():
        yield from _leaves(child, f"{name} {child_name}")


def _parameter_row(parameter: Any) -> str:  # noqa: ANN401 - typer keeps the type private
    is_argument = parameter.param_type_name == "argument"
    name = (parameter.name or "").upper() if is_argument else _switches(parameter)
    default = "" if parameter.default in (None, False) else f"`{parameter.default}`"
    required = "required" if parameter.required else default
    meaning = (getattr(parameter, "help", None) or "").replace("|", "\\|").replace("\\[", "[")
    return f"| `{name}` | {meaning} | {required} |"


def _switches(parameter: Any) -> str:  # noqa: ANN401 - typer keeps the type private
    """Name an option in its forms; one of two sides has both: ``--still / --gone``."""
    sides = [", ".join(side) for side in (parameter.opts, parameter.secondary_opts) if side]
    return " / ".join(sides)


def tables_page() -> str:
    """Write every table with its columns as Markdown."""
    lines = ["# Tables", "", _HEAD, "", "Positions are WGS-84. Every row also has `created_at`."]
    for schema in TABLES.values():
        lines += _table_section(schema)
    return "\n".join([*lines, ""])


def _table_section(schema: TableSchema) -> list[str]:
    return [
        "",
        f"## {schema.name}",
        "",
        f"A row is {schema.meaning}. Key: `{schema.key}`.",
        "",
        "| column | type | meaning | values |",
        "| --- | --- | --- | --- |",
        *(_column_row(column) for column in schema.columns),
    ]


def _column_row(column: Column) -> str:
    kind = column.type if column.required else f"{column.type}, may be missing"
    return f"| `{column.name}` | {kind} | {column.meaning} | {_values(column)} |"


def _values(column: Column) -> str:
    if column.codes is not None:
        return ", ".join(f"`{code}`" for code in sorted(column.codes))
    if column.low is None and column.high is None:
        return ""
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    return f"{low} to {high}" if high else f"{low} or more"


def ledgers_page() -> str:
    """Write which columns each kind of ledger needs, and every header that is understood."""
    lines = ["# Ledgers", "", _HEAD, *_LEDGER_NOTES]
    for kind, headers in HEADERS.items():
        zh, en = LEDGER_KINDS[kind]
        told = " or ".join(" + ".join(sorted(fields)) for fields in TELLING[kind])
        lines += ["", f"## {en} · {zh}", "", f"Known by the columns: {told}.", ""]
        lines += ["| column | headers that are understood |", "| --- | --- |"]
        lines += [
            f"| `{field}` | {'、'.join(known).replace('|', '&#124;')} |"
            for field, known in headers.items()
        ]
    return "\n".join([*lines, *_states(), ""])


def _states() -> list[str]:
    """List the words of each operating state, and how a site goes out of use."""
    told = {code: [word for word, meant in STATUS.words if meant == code] for code in SITE_STATUS}
    rows = [
        f"| `{code}` | {SITE_STATUS[code][0]} | {'、'.join(words) or _GONE_WORDS} |"
        for code, words in told.items()
    ]
    return ["", "## Operating state · 经营状态", "", *_STATE_NOTES, *rows]


_GONE_WORDS = "拆除、已拆迁、已灭失、已不存在、已复耕、demolished, and nothing else in the cell"
_STATE_NOTES = (
    "A word counts where it has happened: 未, 拟 or 正在 before it, or 中 behind, say that it has",
    "not. Of several, shut goes before zombie, moved, idle, stopped and operating: 停产已关闭 is",
    "shut. What is not understood is kept as an extra field, and the row says so.",
    "",
    "A site that is `gone` is not scored, put on cells or planned, and not counted as never",
    "visited. It keeps its visits and its history, and stays on the exported list. To take a site",
    "out of use, write 已拆除 as its 经营状态 and import the list; to bring it back, write its new",
    "state. A list without such a column leaves it as it is. Shut, moved and idle sites stay in",
    "the plan: their walls stand, and a workshop comes back.",
    "",
    "A list of what was pulled down needs no coordinates: a name and a village (or an id, or a",
    "credit code) do where they mean one site, enterprise or idle plant; else the row is a",
    "question and changes nothing. So is a row whose file was imported together with another that",
    "says the place still stands.",
    "",
    "| code | state | words |",
    "| --- | --- | --- |",
)
_LEDGER_NOTES = (
    "",
    "Every file is read as it is; what it is, its content says, not its name:",
    "",
    "| form | endings | note |",
    "| --- | --- | --- |",
    "| workbooks | `.xlsx` `.xlsm` `.xlsb` `.xls` `.et` `.ods` | formulas as saved, no macros |",
    "| text tables | `.csv` `.txt` | UTF-8, GB18030 (GBK), UTF-16; comma, tab, semicolon, bar |",
    "| GeoPackage | `.gpkg` | every layer and attribute table is a sheet |",
    "| GeoJSON | `.geojson` `.json` | WGS-84, or the system that an old file names |",
    "| shapefile | `.zip` | `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` together; UTF-8 or GBK |",
    "| KML | `.kml` `.kmz` | every folder is a sheet; links are never followed |",
    "| Parquet | `.parquet` | GeoParquet too |",
    "",
    "Title rows, units in brackets, notes and totals are recognised. Sites need a name and a",
    "position; `plan` also needs the teams. Visits, findings and tip-offs sharpen the score and",
    "bring re-checks by themselves. A column that is not listed here is kept as an extra field of",
    "the site; for the other kinds it stays in the table `import_row`, which holds every row as it",
    "was read.",
    "",
    "In map files points become 经度 and 纬度 by the file's own coordinate system (CGCS2000 keeps",
    "its name, others become WGS-84), and any other shape becomes 几何WKT. A ledger of sites takes",
    "a point inside each outline and says so; areas keep the outline whole.",
    "",
    "| need | ledger |",
    "| --- | --- |",
    "| to score and draw cells | sites (企业、闲置厂房) |",
    "| to plan | teams (执法队伍) and roads |",
    "| better with | inspections (检查记录), findings (隐患), tips (举报线索) |",
    "| who keeps which village or grid | areas (区域、网格) |",
    "| what really works | power (供电所用电量), one row or one column per month |",
    "",
    "A site ledger can be as small as this:",
    "",
    "| 企业名称 | 所在村 | 经度 | 纬度 | 坐标系 |",
    "| --- | --- | --- | --- | --- |",
    "| 示例家具厂 | 东村 | 115.009235 | 35.553164 | 高德 |",
    "",
    "## Headers that are not listed: `--columns map.toml`",
    "",
    "```toml",
    'ignore = ["内部流水号"]          # for every kind: neither a field nor an extra',
    "",
    "[constants]                     # what holds for every row, whatever its own cells say",
    'town = "庆祖镇"',
    'datum = "gcj02"',
    "",
    "[sites]                         # our field = the header in the file, or several",
    'name = "商铺"',
    'lon = ["X1", "东向"]',
    'lat = ["Y1", "北向"]',
    "",
    "[inspections]",
    'result = "处理意见"',
    "```",
    "",
    "`gridpatrol import 台账.xlsx --columns map.toml`. A field that does not exist, a header that",
    "no file has, or one header with two meanings is an error that names the line. What a constant",
    "replaces is kept as an extra field. Ignored columns stay in `import_row`. A layer whose",
    "coordinates are those of Amap though it says WGS-84 is put right by the constant `datum`.",
    "",
    "## Limits · 上限",
    "",
    f"A csv may hold {TEXT_ROWS / 1e6:g} million rows and {MAX_TEXT_BYTES / 1e9:g} GB; above",
    f"{STREAMED_BYTES / 1e6:g} MB it is read from the file in passes and need not fit into memory.",
    f"A workbook or map file may have {MAX_FILE_BYTES / 1e6:g} MB",
    f"({MAX_UNZIPPED_BYTES / 1e6:g} MB unpacked) and {MAX_ROWS:,} rows; save a larger one as csv.",
    "",
    "## Questions, and the column 答复",
    "",
    "A row that is a question stands in the correction workbook beside the store, with the reason",
    "before it. Write into 答复 of that row, or of the ledger itself, then import:",
    "",
    "| the question | write | what happens |",
    "| --- | --- | --- |",
    "| may be another site once more | its id, such as `S00012` | the row is that site |",
    "| | `新点位` (new) | it is a site of its own, and nobody asks again |",
    "| which site is meant (visits, findings, power) | its id | the row belongs to that site |",
    "| which datum | `高德`, `百度`, `GPS`, `国土` or `gcj02` ... | the position is read in it |",
    "| which site was pulled down, or whether it was | its id | the row holds: it is out of use |",
    "| any | `不要` (drop) | not imported; a site kept for it goes unless it was visited |",
    "",
    "Or leave 答复 empty and mend the cells. Answers are remembered with what the row says: the",
    "original file, imported again, neither asks again nor undoes them. Mended rows are remembered",
    "too, by the column 原行标识 of the workbook: the original row is then neither turned away nor",
    "stored beside the mended one, and says where it was mended. Each row of the workbook offers",
    "the answers that settle its own question. One that does not, or is not understood, is not",
    "used, and the row says what would fit.",
    "",
    "Visits and findings of one name stand together in the workbook: answer one of them, and the",
    "rows left empty follow. Rows answered in two ways leave the empty ones open. Findings whose",
    "visit is a question are not in the workbook; they come in by themselves with the visit. What",
    "was dropped (不要) is never asked again, nor are the visits of a dropped site and findings",
    "of a dropped visit. Rows of a workbook tell nothing of the datum of other rows.",
    "",
    "A workbook that nobody touched is written anew where it asks the same, or asks only about the",
    "files that are imported now; one that somebody saved stays, and the next gets a number.",
    "",
    "## Old files · 旧文件",
    "",
    "A file may be imported as often as anybody likes. A row that was stored once, byte for byte,",
    "only fills what is still open: what a newer list, a workbook or a person said since then",
    "stays, and the import counts such rows.",
    "",
    "## Areas · 区域",
    "",
    "An outline is the area of its kind and name that is known and lies there: the map's village",
    "takes the office's limits and keeper and keeps its id, whichever was loaded first. A map may",
    "put the village's point up to 2 km beside. Where several of one name fit, the row is a",
    "question; 区域编号 says which one.",
    "",
    "## Coordinates · 坐标",
    "",
    "Degrees in any marks, in two columns or one, either way round, also both in the first of two",
    "columns; land office metres with or without zone; degrees without their decimal point, where",
    "they fit the town. What was read otherwise than written is noted with the row.",
    "",
    "The datum is taken from the cell (高德、腾讯 GCJ-02; 百度 BD-09; GPS、RTK WGS-84;",
    "国土、天地图 CGCS2000), else the header, the title or a note, the name of the sheet or the",
    "file. Where nothing states it, village, roads and the rest of the file decide if they make it",
    "sure; else the row is a question that lists its candidate places. `--datum gcj02` settles the",
    "questions, and nothing else.",
    "A decided row that is wrong is put right by its cell 坐标系.",
)


def problems_page() -> str:
    """Write every kind of problem of the interface for programs as Markdown."""
    lines = ["# Kinds of problems", "", _HEAD, "", *_PROBLEM_NOTES]
    for kind, status in STATUSES.items():
        en, zh = title_of(kind, "en"), title_of(kind, "zh")
        what, what_zh = note_of(kind, "en"), note_of(kind, "zh")
        lines.append(f"| `{kind}` | {status} | **{en}**. {what} | **{zh}**。{what_zh} |")
    return "\n".join([*lines, ""])


_PROBLEM_NOTES = (
    "Every error of the [interface for programs](api.md) is `application/problem+json` (RFC 9457).",
    f"Its `type` is `{PAGE}#KIND`, relative to the service, which explains it at that address to",
    "anybody. A kind never changes its meaning, whatever the language; `title` and `detail` are in",
    "the language of whoever asks.",
    "",
    "```json",
    '{"type": "/api/problems#stale-edit", "title": "Somebody changed it since it was read",',
    ' "status": 412, "detail": "Somebody changed it since you read it; read it again and ..."}',
    "```",
    "",
    "| kind | status | what it means, and what to do | 含义与办法 |",
    "| --- | --- | --- | --- |",
)


def write_reference(folder: Path) -> None:
    """Write the pages into a folder."""
    (folder / "problems.md").write_text(problems_page(), encoding="utf-8")
    (folder / "commands.md").write_text(commands_page(), encoding="utf-8")
    (folder / "ledgers.md").write_text(ledgers_page(), encoding="utf-8")
    (folder / "tables.md").write_text(tables_page(), encoding="utf-8")


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
