"""What the import says about a row, in Chinese and English, with the figures in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["fact", "repair", "doubt"]
"""A repair had to interpret or assume something; a doubt keeps a row from being stored."""
Figure = str | float | tuple[str, str]
"""A value in a sentence; a pair is (Chinese, English)."""


@dataclass(frozen=True, slots=True)
class Note:
    """
    One sentence about a row.

    Attributes
    ----------
    code
        Key in ``NOTES``, for counting and tests.
    zh, en
        The sentence in both languages.
    repair
        True where something had to be interpreted or assumed; a row with such a note is repaired.
    """

    code: str
    zh: str
    en: str
    repair: bool


NOTES: dict[str, tuple[str, str, Weight]] = {
    # values
    "unread": (
        "“{column}”读不懂：{value}，原值留在附加栏",
        "{column!r} not understood: {value}; kept as an extra",
        "repair",
    ),
    "time_unread": (
        "“{column}”不是几点几分：{value}，未采用",
        "{column!r} is no time of day: {value}; not used",
        "repair",
    ),
    "cleaned": ("“{column}”{value} 读作 {read}", "{column!r} {value} read as {read}", "repair"),
    "default": (
        "“{column}”未填，按“{read}”",
        "{column!r} is empty, taken as {read}",
        "repair",
    ),
    "no_unit": (
        "“{column}”未写单位，按平方米",
        "{column!r} states no unit, taken as square metres",
        "repair",
    ),
    "named_yes": (
        "“{column}”写的是 {value}，按“有”",
        "{column!r} says {value}, taken as yes",
        "repair",
    ),
    "bad_code": (
        "信用代码 {value} 位数不对，不用于比对",
        "credit code {value} has the wrong length, not used for matching",
        "repair",
    ),
    "merged": (
        "“{column}”取自合并单元格",
        "{column!r} taken from a merged cell",
        "fact",
    ),
    # positions
    "swapped": (
        "经纬度填反，已对调",
        "longitude and latitude were swapped, put right",
        "repair",
    ),
    "pair_in_one": (
        "一格里写了经度和纬度两个数：{value}，已分开",
        "one cell holds both longitude and latitude: {value}; parted",
        "repair",
    ),
    "converted": (
        "{datum}坐标已转为 WGS-84，平移 {metres} 米",
        "{datum} converted to WGS-84, moved {metres} m",
        "fact",
    ),
    "assumed_datum": (
        "未写坐标系，按{datum}，把握 {sure}%（{grounds}）",
        "datum not stated, taken as {datum}, {sure} % sure ({grounds})",
        "repair",
    ),
    "assumed_default": (
        "未写坐标系，按{datum}，可能偏 {metres} 米",
        "datum not stated, taken as {datum}, may be {metres} m off",
        "repair",
    ),
    "same_elsewhere": (
        "未写坐标系，按{datum}，与另一处写明的同名点位吻合",
        "datum not stated, taken as {datum}: the same site stands there elsewhere",
        "repair",
    ),
    "told_datum": (
        "未写坐标系，按 --datum 给的{datum}",
        "datum not stated, {datum} as --datum says",
        "fact",
    ),
    "candidates": (
        "候选位置：{places}；相距可达 {metres} 米",
        "candidate places: {places}; up to {metres} m apart",
        "fact",
    ),
    "metres_read": (
        "平面坐标（米）已转为经纬度：{zone}中央子午线 {meridian}°",
        "metres converted to degrees: {zone}central meridian {meridian} degrees",
        "repair",
    ),
    "point_read": (
        "坐标少了小数点，读作 {lon}, {lat}",
        "coordinates without their decimal point, read as {lon}, {lat}",
        "repair",
    ),
    "minutes_read": (
        "坐标按度分（ddmm.mmm）读作 {lon}, {lat}",
        "coordinates in degrees and minutes (ddmm.mmm), read as {lon}, {lat}",
        "repair",
    ),
    "several_points": (
        "一格有 {count} 个点，取中间位置（相距不超过 {metres} 米）",
        "the cell holds {count} points, their middle taken (no more than {metres} m apart)",
        "repair",
    ),
    "datum_unknown": (
        "坐标系“{value}”不认识，按未写处理",
        "datum {value!r} is not known, treated as not stated",
        "repair",
    ),
    "point_on_shape": (
        "图形不是点，取图形内一点为位置",
        "the shape is no point; a point on it was taken",
        "repair",
    ),
    "shape_unplaced": (
        "图形的位置算不出来，请核对图层的坐标系",
        "the shape's position cannot be computed; check the layer's coordinate system",
        "repair",
    ),
    "crs_other": (
        "坐标由“{crs}”换算为 WGS-84，可能偏差几米到上百米",
        "converted from {crs!r} to WGS-84, may be off by up to a hundred metres",
        "repair",
    ),
    "crs_unread": (
        "图层的坐标系“{crs}”不认识，按未写处理",
        "the layer's coordinate system {crs!r} is not known, treated as not stated",
        "repair",
    ),
    "position_dropped": (
        "坐标未采用：{why}",
        "position left out: {why}",
        "repair",
    ),
    "base_from_village": (
        "驻地无坐标，取{village} {count} 个点位的中间位置",
        "base has no position, taken from the middle of {count} sites of {village}",
        "repair",
    ),
    "no_shift": (
        "没有读到班次，这支队伍排不进计划",
        "no shift was read, so no plan can use this team",
        "repair",
    ),
    # what became of it
    "unchanged": ("与库中 {id} 一致", "same as {id} in the store", "fact"),
    "updated": (
        "更新库中 {id}：{fields}",
        "updates {id} in the store: {fields}",
        "fact",
    ),
    "kept_position": (
        "库中位置有坐标系依据，未用本行坐标",
        "the stored position has a stated datum and was kept",
        "repair",
    ),
    "renamed": (
        "与 {id} 为同一点位（{why}），名称由“{old}”改为“{new}”",
        "same site as {id} ({why}), its name changes from {old!r} to {new!r}",
        "fact",
    ),
    "filled": (
        "{source} 补上了空着的：{fields}",
        "{source} fills what was left open: {fields}",
        "fact",
    ),
    "duplicate_differs": (
        "与先读到的不一致、未采用：{fields}",
        "differs from the row read first and was not taken: {fields}",
        "fact",
    ),
    "within": (
        "厂中厂（园中园）：在 {id}（{name}）院内，{why}",
        "plant in plant: within the walls of {id} ({name}), {why}",
        "repair",
    ),
    "answered": ("按答复“{said}”处理", "settled by the answer {said!r}", "fact"),
    "answer_unread": (
        "答复“{value}”读不懂，未采用；本行可填：{allowed}",
        "answer {value!r} not understood and not used; this row takes {allowed}",
        "repair",
    ),
    "answer_no_site": (
        "答复“{value}”未采用：库里没有点位 {ids}；本行可填：{allowed}",
        "answer {value!r} not used: there is no site {ids} in the store; this row takes {allowed}",
        "repair",
    ),
    "answer_two_sites": (
        "答复“{value}”未采用：写了不止一个点位（{ids}），请只写一个",
        "answer {value!r} not used: it names more than one site ({ids}); give just one",
        "repair",
    ),
    "answer_unused": (
        "答复“{said}”不适用于本行，未采用；本行可填：{allowed}",
        "the answer {said!r} does not fit this row and was not used; this row takes {allowed}",
        "repair",
    ),
    "mended": (
        "已在 {source} 改好，成为 {id}，本行不再改动它",
        "mended at {source}, where it became {id}; this row changes nothing more",
        "fact",
    ),
    "old_news": (
        "这一行先前读过，{id} 后来由 {source} 更新，以后来的为准，未改动",
        "read before; {id} was updated since by {source}, which stays; nothing changed",
        "fact",
    ),
    "told_before": (
        "已按答复并入 {id}（{source}），本行不再改动它",
        "part of {id} by an answer ({source}); this row changes nothing more",
        "fact",
    ),
    "moved_into": (
        "原暂存的 {id} 并入 {into}，其检查和隐患一并转入",
        "{id}, kept until now, goes into {into} with its visits and findings",
        "fact",
    ),
    "duplicate_site": (
        "重复：与 {id}（{name}）为同一点位，{why}",
        "duplicate of {id} ({name}): {why}",
        "fact",
    ),
    "duplicate_row": ("重复：与 {id} 相同", "duplicate of {id}", "fact"),
    "superseded": (
        "重复：{id} 以 {other} 的状态为准",
        "duplicate of {id}: {other} tells the later state",
        "fact",
    ),
    # areas and power
    "outline_mended": (
        "边界线自相交，已修正",
        "the outline crossed itself and was mended",
        "repair",
    ),
    "outline_assumed": (
        "边界未写坐标系，按 WGS-84",
        "the outline states no datum, taken as WGS-84",
        "repair",
    ),
    "area_kind_assumed": (
        "未写类型，按“{kind}”",
        "no type stated, taken as {kind}",
        "repair",
    ),
    "meter_unmatched": (
        "已入库，但还不知道是哪个点位的电：{why}",
        "stored, but which site it feeds is not known: {why}",
        "repair",
    ),
    "meter_from_name": (
        "没有户号，以户名“{name}”代替",
        "no meter number, the customer's name {name!r} stands for it",
        "repair",
    ),
    "year_from_name": (
        "月份未写年份，取自文件名或表名：{year}",
        "the month names no year, taken from the file or sheet name: {year}",
        "repair",
    ),
    "month_unread": (
        "“{column}”的用电量读不懂：{value}，这个月未入库",
        "{column!r}: electricity not understood: {value}; that month is not stored",
        "repair",
    ),
    "repeated_month": (
        "重复：户号 {id} 的这些月份 {other} 已写过",
        "duplicate: the months of meter {id} are told at {other} already",
        "fact",
    ),
    # rejected
    "no_outline": (
        "没有边界，也没有网格员",
        "neither an outline nor a keeper",
        "doubt",
    ),
    "unreadable_outline": (
        "边界读不懂：{value}",
        "outline not understood: {value}",
        "doubt",
    ),
    "outline_in_metres": (
        "边界不是经纬度：{value}；请在图层里写明坐标系，或换成经纬度",
        "the outline is not in degrees: {value}; state the layer's system, or give degrees",
        "doubt",
    ),
    "no_month": ("没有可读的月份：“{value}”", "no readable month: {value!r}", "doubt"),
    "no_kwh": (
        "没有可读的用电量：“{value}”",
        "no readable electricity use: {value!r}",
        "doubt",
    ),
    "no_name": ("没有名称", "no name", "doubt"),
    "no_coordinates": ("没有坐标", "no coordinates", "doubt"),
    "half_coordinates": (
        "坐标不全：经度“{lon}”，纬度“{lat}”",
        "coordinates incomplete: longitude {lon!r}, latitude {lat!r}",
        "doubt",
    ),
    "unreadable_coordinates": (
        "坐标读不懂：经度“{lon}”，纬度“{lat}”",
        "coordinates not understood: longitude {lon!r}, latitude {lat!r}",
        "doubt",
    ),
    "no_position_columns": (
        "表里没有坐标列",
        "the sheet has no columns for coordinates",
        "doubt",
    ),
    "zero_coordinates": ("坐标为 0,0", "coordinates are 0,0", "doubt"),
    "impossible_coordinates": (
        "坐标不可能：经度 {lon}，纬度 {lat}",
        "impossible coordinates: longitude {lon}, latitude {lat}",
        "doubt",
    ),
    "outside": (
        "坐标在辖区外：经度 {lon}，纬度 {lat}，距本表中心 {km} 公里，限 {limit} 公里",
        "outside the area: {lon}, {lat} is {km} km from the middle of the file, limit {limit} km",
        "doubt",
    ),
    "no_day": ("没有可读的日期：“{value}”", "no readable date: {value!r}", "doubt"),
    "no_base": ("没有驻地坐标", "no position of the base", "doubt"),
    "no_card_holders": (
        "持证人数读不懂：“{value}”",
        "number of card holders not understood: {value!r}",
        "doubt",
    ),
    "dropped": ("按答复“{said}”不导入", "dropped by answer {said!r}", "doubt"),
    "site_dropped": (
        "“{name}”（{village}）的点位行 {source} 已按答复不导入，本行随之不导入",
        "{name!r} ({village}) is of a row that was dropped by answer, {source}; dropped with it",
        "doubt",
    ),
    "visit_dropped": (
        "所属检查 {id} 已按答复不导入，本行随之不导入",
        "its inspection {id} was dropped by answer; dropped with it",
        "doubt",
    ),
    # questions
    "maybe_same": (
        "可能与 {id}（{name}）为同一点位：{why}；暂按另一点位保留",
        "may be {id} ({name}): {why}; kept as a site of its own for now",
        "doubt",
    ),
    "maybe_renamed": (
        "与 {id}（{name}）同类、同一位置，名称不同：改了名，还是另一家？暂按另一点位保留",
        "same kind and spot as {id} ({name}), another name: renamed, or another one? Kept apart",
        "doubt",
    ),
    "drop_visited": (
        "{id} 已有 {count} 条检查或隐患，不能删去；同另一点位请答复其编号，要留请答复“新点位”",
        "{id} has {count} visits or findings, so it stays; if it is another site, answer its id; "  # noqa: ISC004
        "to keep it, answer 新点位 (new)",
        "doubt",
    ),
    "datum_open": (
        "未写坐标系，拿不准（{datum}最像，把握 {sure}%）；候选：{places}；相距可达 {metres} 米",
        "datum not stated and not clear ({datum}, the likeliest, {sure} %): {places}; "  # noqa: ISC004
        "up to {metres} m apart",
        "doubt",
    ),
    "datum_by_hand": (
        "待改表里未写坐标系的行，不按别的行推断，请在“答复”写明，或装入道路后重新导入原表；"  # noqa: ISC004
        "候选：{places}；相距可达 {metres} 米",
        "a row of a correction workbook that states no datum is not told by others; answer it, or "  # noqa: ISC004
        "import the original file again once roads are loaded: {places}; up to {metres} m apart",
        "doubt",
    ),
    "datum_silent": (
        "全表都未写坐标系，也没有道路和已知点位可比对",
        "no datum is stated anywhere in the file, and there are no roads or known sites to compare",
        "doubt",
    ),
    "old_datum": (
        "北京54、西安80坐标没有公开的转换参数（差约百米）；请向国土所要 CGCS2000 坐标",
        "Beijing 1954 and Xian 1980 have no public conversion; ask the land office for CGCS2000",
        "doubt",
    ),
    "metres_on_map": (
        "写的是{datum}，坐标却是平面坐标（米）；请核对坐标来源",
        "{datum} is stated, but the coordinates are metres; check where they come from",
        "doubt",
    ),
    "position_open": (
        "坐标 {lon}, {lat} 不是经纬度，能读作：{places}；请写明度、带号或中央子午线",
        "{lon}, {lat} are no degrees and may mean: {places}; state degrees, zone or meridian",
        "doubt",
    ),
    "points_apart": (
        "一格有 {count} 个点，相距 {metres} 米，不知用哪个",
        "the cell holds {count} points {metres} m apart: which one is meant?",
        "doubt",
    ),
    "unknown_site": (
        "台账里没有“{name}”（{village}）{hint}",
        "no site {name!r} ({village}){hint}",
        "doubt",
    ),
    "site_elsewhere": (
        "{village}没有“{name}”；{other}有同名的 {id}",
        "no site {name!r} in {village}; {id} of that name is in {other}",
        "doubt",
    ),
    "site_rejected": (
        "“{name}”（{village}）在 {source} 没有入库：{why}",
        "{name!r} ({village}) was not stored at {source}: {why}",
        "doubt",
    ),
    "several_sites": (
        "有 {count} 个点位都叫“{name}”：{ids}",
        "{count} sites are called {name!r}: {ids}",
        "doubt",
    ),
    "unknown_result": (
        "检查结果读不懂：“{value}”",
        "result not understood: {value!r}",
        "doubt",
    ),
    "unknown_area": (
        "没有叫“{name}”的区域，网格员没处登记；请先导入它的边界",
        "no area is called {name!r}; import its outline first",
        "doubt",
    ),
    "several_areas": (
        "有 {count} 个区域都叫“{name}”：{ids}",
        "{count} areas are called {name!r}: {ids}",
        "doubt",
    ),
    "which_area": (
        "这里有 {count} 个区域都叫“{name}”：{ids}；请在“区域编号”一列写明是哪一个",
        "{count} areas called {name!r} lie here: {ids}; say which one in a column 区域编号",
        "doubt",
    ),
    "drawn_anew": (
        "就是已有的区域 {id}（同类、同名、同一位置），边界改用本行的",
        "is the area {id} that was known (kind, name and place), which takes this outline",
        "fact",
    ),
    "months_differ": (
        "户号 {id} 在 {other} 已写过，但这些月份不同：{months}",
        "meter {id} is told at {other} already, but differs in {months}",
        "doubt",
    ),
    "number_taken": (
        "编号 {id} 已是另一条记录：{other}",
        "number {id} is already that of another record: {other}",
        "doubt",
    ),
    "rows_differ": (
        "编号 {id} 与 {other} 是同一条，但内容不同：{fields}",
        "{id} is told at {other} already, but differs in {fields}",
        "doubt",
    ),
    "inspection_open": (
        "所属检查 {id} 还待确认",
        "its inspection {id} is itself a question",
        "doubt",
    ),
    "site_by_inspection": (
        "单位名称“{name}”与检查 {id} 的点位不同名，以检查为准",
        "{name!r} is not the name of the site of inspection {id}; the inspection decides",
        "repair",
    ),
    # no data
    "above_header": ("表头或标题行", "header or title row", "fact"),
    "repeated_header": ("重复的表头", "header repeated", "fact"),
    "total_row": ("合计行", "row of totals", "fact"),
    "note_row": ("说明行", "row of notes", "fact"),
    "unknown_sheet": ("这张表的表头不认识", "no header known on this sheet", "fact"),
}
"""Code to (Chinese, English, weight); the pieces in braces are filled in by ``note``."""


def note(code: str, **figures: Figure) -> Note:
    """
    Say one thing about a row.

    Raises
    ------
    KeyError
        If the code or one of its figures is unknown.

    Examples
    --------
    >>> note("zero_coordinates").zh
    '坐标为 0,0'
    """
    zh, en, weight = NOTES[code]
    chinese = {key: _pick(value, 0) for key, value in figures.items()}
    english = {key: _pick(value, 1) for key, value in figures.items()}
    return Note(code, zh.format(**chinese), en.format(**english), weight == "repair")


def _pick(value: Figure, language: int) -> str | float:
    return value[language] if isinstance(value, tuple) else value


def joined(notes: tuple[Note, ...]) -> tuple[str, str]:
    """Write several notes as one sentence, Chinese and English; empty where there is none."""
    return "；".join(item.zh for item in notes), "; ".join(item.en for item in notes)
