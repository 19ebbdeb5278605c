"""What pages say, in both languages; the vocabulary of codes is in ``data.words``.

Keys that begin with ``js.`` are also handed to the scripts of a page.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from maps.backtest_words import BACKTEST_WORDS
from maps.change_words import CHANGE_WORDS
from maps.escaping import plain
from maps.found_words import FOUND_WORDS
from maps.help_words import HELP_WORDS
from maps.hotspot_words import HOTSPOT_WORDS
from maps.markup import both
from maps.picture_words import PICTURE_WORDS
from maps.report_words import REPORT_WORDS
from maps.route_words import ROUTE_WORDS
from maps.served_words import SERVED_WORDS

_PAGE_WORDS: dict[str, tuple[str, str]] = {
    # every page
    "product": ("巡格", "gridpatrol"),
    "invented": (
        "虚构示例 · 企业、人员、检查结果均为虚构",
        "Invented example · all names and results are made up",
    ),
    "draft": ("草稿 · 未发布，不作为外出依据", "Draft · not published, nobody goes by it"),
    "invented_short": ("虚构示例", "Invented example"),
    "other_language": ("EN", "中文"),
    "print": ("打印", "Print"),
    "skip": ("跳到正文", "Skip to content"),
    "as_of": ("数据截至", "Data as of"),
    "model": ("评分模型", "Risk model"),
    "sources": ("数据来源", "Sources"),
    "datum": ("坐标系 WGS-84", "Datum WGS-84"),
    "credit": (
        "道路与地名 © OpenStreetMap 贡献者，ODbL 许可",
        "Roads and names © OpenStreetMap contributors, ODbL",
    ),
    "internal": ("仅供内部工作使用", "For internal work only"),
    "legend": ("图例", "Legend"),
    "map": ("地图", "Map"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "fit": ("全图", "Whole area"),
    "score": ("风险分", "Risk score"),
    "village": ("村（社区）", "Village"),
    "all": ("全部", "All"),
    "grade": ("风险等级", "Risk grade"),
    "idle_mark": ("白心 = 闲置厂房", "White centre = idle factory"),
    "none": ("无", "none"),
    "back": ("返回", "Back"),
    "home": ("总览", "Overview"),
    "close": ("关闭", "Close"),
    "js.swipe": ("↔ 左右滑动看全表", "↔ swipe sideways for the whole table"),
    "no_script": (
        "本页的地图和部分清单需要启用脚本。",
        "The map and some lists of this page need scripts.",
    ),
    "closed_roads": ("封闭的道路", "closed roads"),
    "chance_colours": (
        "颜色按检出可能排位，各色个数与评分卡相同；触发直接定红条件的一律为红。",
        (
            "Colours go by rank of the chance, as many of each as the scorecard gives; "
            "what is red at once stays red."
        ),
    ),
    # week
    "week.title": ("一周巡查计划", "Week plan"),
    "week.plan": ("计划", "Plan"),
    "week.version": ("第 {version} 版", "version {version}"),
    "week.seed": ("随机种子", "Seed"),
    "week.visits": ("次走访", "visits"),
    "week.km": ("公里", "km"),
    "week.hours": ("小时在途", "hours driving"),
    "week.promises": ("项承诺已排入", "promises planned"),
    "week.deferred": ("处到期而顺延", "due, but put off"),
    "week.left_out": ("处未安排", "left out"),
    "week.wanted_out": (
        "其中 {n} 处想去而排不下，其余未参加排序（如未到期、车到不了）。",
        "{n} of them wanted this week; the others were not weighed (not due, no road).",
    ),
    "week.share": ("得分占理论上限", "of the best conceivable score"),
    "week.nav_routes": ("路线", "Routes"),
    "week.nav_timeline": ("时间轴", "Timeline"),
    "week.nav_load": ("工作量", "Load"),
    "week.nav_promises": ("承诺", "Promises"),
    "week.nav_left_out": ("未安排", "Left out"),
    "week.days": ("日期", "Day"),
    "week.teams": ("队伍", "Teams"),
    "week.all_days": ("全周", "Whole week"),
    "week.show_left_out": ("显示未安排的场所（空心）", "Show places left out (hollow)"),
    "week.busy": ("全周总览不标序号；选一天看顺序。", "The overview hides numbers; choose a day."),
    "js.shift": ("{start}–{end} · 从 {base} 出发", "{start}–{end} · from {base}"),
    "js.team_day": (
        "{visits} 站 · {km} 公里 · {end} 返回",
        "{visits} stops · {km} km · back {end}",
    ),
    "js.no_stop": ("无安排", "no stop"),
    "js.leg": ("{km} 公里 约 {minutes} 分", "{km} km, about {minutes} min"),
    "js.night": ("夜", "night"),
    "js.must": ("必须", "must"),
    "js.not_weighed": (
        "车到不了，未参加排序，请步行或用无人机察看",
        "no car gets there, so it was not weighed; look on foot or by drone",
    ),
    "week.drive": ("行驶", "drive"),
    "week.visit": ("走访", "visit"),
    "week.wait": ("等候", "wait"),
    "week.lunch": ("午休", "break"),
    "week.lots": ("本周抽签", "Drawn by lot this week"),
    "week.closures": ("本周按以下道路情况编排", "Planned with these roads closed or slow"),
    "week.closures_note": (
        "一周只算一套路程：任一工作日封闭，全周按封闭计。",
        "One set of times serves the week: closed on one working day is closed all week.",
    ),
    "week.range": (
        "路程时间按估计值的 ±{spread} 写成范围：{how}。",
        "Drives are written as a range of ±{spread} around the estimate: {how}.",
    ),
    "week.range_fitted": ("由 {legs} 段过去的行程校准", "fitted to {legs} past drives"),
    "week.range_by_hand": ("车速系数为手工设定", "speeds were set by hand"),
    "week.range_shipped": (
        "车速尚未用本镇的行程校准",
        "speeds are not yet fitted to drives of this town",
    ),
    "week.load_note": (
        "一条为该队一周工时：走访 + 行驶 + 等候。",
        "A bar is the team's week: visits + driving + waiting.",
    ),
    "week.team": ("队伍", "Team"),
    "week.load_visits": ("走访", "Visits"),
    "week.load_km": ("公里", "km"),
    "week.load_work": ("走访时长", "Visiting"),
    "week.load_drive": ("在途", "Driving"),
    "week.kept": ("已排入", "planned"),
    "week.broken": ("排不进", "cannot be kept"),
    "week.kept_all": ("本周承诺全部排入计划。", "Every promise of the week is planned."),
    "week.kept_some": (
        "{broken} 项承诺排不进计划，先看这里：",
        "Promises that cannot be kept: {broken}. Look here first.",
    ),
    "week.kept_list": ("已排入的 {n} 项", "{n} planned"),
    "week.left_note": (
        "每处都有原因；排不下的写明要多少时间、须撤下哪几处。",
        "Each has its reason; where there was no room, what it takes and who would have to go.",
    ),
    "week.reason": ("原因", "Reason"),
    "week.wanted": ("为何想去", "Wanted because"),
    "week.only_musts": ("只看必须 {n}", "musts only {n}"),
    "week.broken_n": ("{n} 项承诺排不进计划：", "Promises that cannot be kept: {n}."),
    "week.broken_more": ("另有 {n} 项，点此看全部", "and {n} more: see all"),
    "week.place": ("场所", "Place"),
    "js.h": ("{n} 小时", "{n} h"),
    # index
    "index.title": ("巡查工作台", "Patrol overview"),
    "index.look": ("先看什么", "What to look at"),
    "index.pages": ("页面", "Pages"),
    "index.routes": ("各队每日路线", "Routes by team and day"),
    "index.files": ("文件", "Files"),
    "index.open": ("打开", "Open"),
}

WORDS = (
    _PAGE_WORDS
    | HOTSPOT_WORDS
    | ROUTE_WORDS
    | FOUND_WORDS
    | BACKTEST_WORDS
    | CHANGE_WORDS
    | PICTURE_WORDS
    | HELP_WORDS
    | REPORT_WORDS
    | SERVED_WORDS
)


def say(key: str, **figures: object) -> Markup:
    """
    Write a text of the table in both languages, figures filled in.

    Raises
    ------
    KeyError
        If the table has no such key.
    """
    zh, en = filled(key, **figures)
    return both(zh, en)


def filled(key: str, **figures: object) -> tuple[str, str]:
    """Give a text of the table as (Chinese, English), figures filled in."""
    zh, en = WORDS[key]
    texts = {name: plain(figure) for name, figure in figures.items()}
    return zh.format(**texts), en.format(**texts)


def attribute(name: str, key: str, lang: str) -> Markup:
    """
    Write an attribute that a script swaps with the language, such as ``aria-label``.

    Examples
    --------
    >>> str(attribute("title", "close", "en"))
    'title="Close" data-zh-title="关闭" data-en-title="Close"'
    """
    zh, en = WORDS[key]
    now = en if lang == "en" else zh
    return Markup('{0}="{1}" data-zh-{0}="{2}" data-en-{0}="{3}"').format(name, now, zh, en)


def script_words(scripts: str | None = None) -> dict[str, list[str]]:
    """
    List the texts that scripts use, by key, Chinese first.

    Parameters
    ----------
    scripts
        Texts that are not named in them are left out; a key that a script puts together from a
        stem, such as ``js.skip_${code}``, keeps all that begin with it. ``None`` lists all.
    """
    listed = {key: list(pair) for key, pair in WORDS.items() if key.startswith("js.")}
    if scripts is None:
        return listed
    whole = set(re.findall(r"js\.\w+(?!\w|\$)", scripts))
    stems = tuple(re.findall(r"(js\.\w+)\$\{", scripts))
    return {key: pair for key, pair in listed.items() if key in whole or key.startswith(stems)}
