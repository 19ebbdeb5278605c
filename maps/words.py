"""What pages say, in both languages; the vocabulary of codes is in ``data.words``.

Keys that begin with ``js.`` are also handed to the scripts of a page.
"""

from __future__ import annotations

from markupsafe import Markup

from maps.backtest_words import BACKTEST_WORDS
from maps.escaping import plain
from maps.markup import both

WORDS: dict[str, tuple[str, str]] = BACKTEST_WORDS | {
    # every page
    "product": ("巡格", "gridpatrol"),
    "invented": (
        "虚构示例 · 企业、人员、检查结果均为虚构",
        "Invented example · all names and results are made up",
    ),
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
    "no_script": (
        "本页的地图和部分清单需要启用脚本。",
        "The map and some lists of this page need scripts.",
    ),
    # hotspots
    "hot.title": ("风险热点图", "Risk hotspots"),
    "hot.find": ("查找场所", "Find a place"),
    "hot.find_hint": ("输入名称", "Type a name"),
    "hot.filters": ("筛选", "Filters"),
    "hot.kind": ("类型", "Kind"),
    "hot.layers": ("图层", "Layers"),
    "hot.layer_cells": ("网格热点", "Grid hotspots"),
    "hot.layer_sites": ("场所", "Places"),
    "hot.layer_names": ("地名", "Names"),
    "closed_roads": ("封闭的道路", "closed roads"),
    "hot.layer_roads": ("道路疑点 {n}", "Road doubts {n}"),
    "hot.layer_plain": ("显示不显著网格", "Show cells that are not significant"),
    "hot.statistic": (
        ("局部 Gi*：每次检查的发现率（向全镇均值收缩），BH 校正；{n} 格，共 {visits} 次进门检查。"),
        (
            "Local Gi* of finds per visit (shrunk to the town's mean), BH-corrected; "
            "{n} cells, {visits} visits that went in."
        ),
    ),
    "hot.squares": ("网格边长 {size} 米。", "Cells are squares of {size} m."),
    "hot.show_classes": ("显著性", "Significance"),
    "hot.show_coverage": ("多久没人看", "Days unseen"),
    "hot.within": ("{n} 天内", "≤ {n} days"),
    "hot.longer": ("更久或从未", "more, never"),
    "hot.by_z": ("z 值", "z score"),
    "hot.by_high": ("红橙数 · 平均风险", "Red, orange · mean risk"),
    "hot.about_z": (
        (
            "先按显著性、再按 z 值排序。z 值把本格连同邻格与全镇相比："
            "自己没有发现的格子，也会因邻格多发而成为热点。"
        ),
        (
            "By significance, then z. z compares the cell and its neighbours with the town: a cell "
            "without a find can be hot because of the cells around it."
        ),
    ),
    "js.cell_line": (
        "{visits} 次检查发现 {finds} 次 · 连邻格 {near_visits} 次 · {sites} 处 · 收缩后 {rate}",
        (
            "{finds} finds in {visits} visits · {near_visits} visits with neighbours · "
            "{sites} places · shrunk {rate}"
        ),
    ),
    "js.village_line": (
        "{sites} 处场所 · {visits} 次检查发现 {finds} 次（{rate}）",
        "{sites} places · {finds} of {visits} visits found something ({rate})",
    ),
    "hot.dots_from": ("场所圆点在放大后显示", "Places appear when you zoom in"),
    "hot.rank_cells": ("网格排行", "Cells"),
    "hot.rank_villages": ("村排行", "Villages"),
    "hot.verdict": (
        "{cells} 个网格中，{hot} 个是统计显著的热点，{cold} 个是冷点，{few} 个检查太少、不作判断。",
        (
            "Of {cells} cells, {hot} are significant hotspots, {cold} are cold, "
            "{few} have too few visits to judge."
        ),
    ),
    "hot.no_hot": (
        "没有网格的发现率显著高于偶然：差异可能只是运气。",
        "No cell stands out beyond chance: the differences may be luck.",
    ),
    "hot.village_class": ("所在村 · 显著性", "Village · significance"),
    "hot.ranking": ("排行榜", "Ranking"),
    "js.finds_of": ("{visits} 次检查发现 {finds} 次", "{finds} of {visits} visits found something"),
    "js.last_visit": ("上次检查", "Last visit"),
    "js.never": ("从未检查", "never visited"),
    "js.stated": ("（台账所写，结果不详）", "(by the ledger, result unknown)"),
    "js.history": ("检查记录", "History"),
    "js.open_findings": ("{n} 项隐患未销号", "{n} findings open"),
    "js.open_findings_label": ("未销号隐患", "Open findings"),
    "js.no_open": ("无未销号隐患", "no finding open"),
    "js.planned": ("本周安排", "Planned this week"),
    "js.not_planned": ("本周未安排", "not planned this week"),
    "js.known": ("了解程度", "How much is known"),
    "js.unknown_note": (
        "记录太少，分数主要来自台账信息。",
        "Few records: the score rests mostly on the ledger.",
    ),
    "js.reasons": ("为何是这个等级", "Why this grade"),
    "js.chance_note": (
        "百分数是一次检查能发现问题的可能；×1.6 指这一项使发现与不发现之比变为 1.6 倍。",
        (
            "The percentage is the chance that a visit finds something; ×1.6 means that this makes "
            "the odds of it 1.6 times as high."
        ),
    ),
    "chance_colours": (
        "颜色按检出可能排位，各色个数与评分卡相同；触发直接定红条件的一律为红。",
        (
            "Colours go by rank of the chance, as many of each as the scorecard gives; "
            "what is red at once stays red."
        ),
    ),
    "js.advice": ("怎样降下来", "What would lower it"),
    "js.gaps": ("还不清楚", "Not known yet"),
    "js.points": ("{points} 分", "{points} pts"),
    "js.several": ("此处有 {n} 处场所", "{n} places here"),
    "js.no_hit": ("没有找到", "nothing found"),
    "js.address": ("地址", "Address"),
    "js.industry": ("行业", "Industry"),
    "js.status": ("状态", "Status"),
    "js.card": ("场所详情", "Place"),
    "js.cell_card": ("网格详情", "Cell"),
    "js.cell_sites": ("{n} 处场所", "{n} places"),
    "js.mean_risk": ("平均风险", "Mean risk"),
    "js.rate": ("发现率（收缩后）", "Find rate (shrunk)"),
    "js.z": ("Gi* z 值", "Gi* z score"),
    "js.q": ("校正后 p 值", "Corrected p value"),
    "js.near": ("本格及邻格检查次数", "Visits here and around"),
    "js.days_since": ("距上次检查天数", "Days since anyone looked"),
    "js.back_to_list": ("返回榜单", "Back to ranking"),
    # week
    "week.title": ("一周巡查计划", "Week plan"),
    "week.plan": ("计划", "Plan"),
    "week.version": ("第 {version} 版", "version {version}"),
    "week.seed": ("随机种子", "Seed"),
    "week.visits": ("次走访", "visits"),
    "week.km": ("公里", "km"),
    "week.hours": ("小时在途", "hours driving"),
    "week.promises": ("项承诺已排入", "promises planned"),
    "week.left_out": ("处未安排", "left out"),
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
        "想去但没有安排的场所，每处都有原因。",
        "Places that were wanted and left out, each with its reason.",
    ),
    "week.reason": ("原因", "Reason"),
    "week.wanted": ("为何想去", "Wanted because"),
    "week.only_musts": ("只看必须 {n}", "musts only {n}"),
    "week.broken_n": ("{n} 项承诺排不进计划：", "Promises that cannot be kept: {n}."),
    "week.place": ("场所", "Place"),
    "js.h": ("{n} 小时", "{n} h"),
    # route
    "route.title": ("巡查路线", "Route"),
    "route.done": ("完成", "done"),
    "route.not_visited": ("未去", "not visited"),
    "route.km": ("公里", "km"),
    "route.progress": ("已处理的站点", "Stops dealt with"),
    "route.list": ("清单", "List"),
    "route.map": ("地图", "Map"),
    "route.menu": ("更多", "More"),
    "route.next": ("下一站", "Next"),
    "route.to_do": ("待走访", "To do"),
    "route.finished": ("已处理", "Finished"),
    "route.all_done": (
        "今天的站点都处理完了。请导出结果交给计划员。",
        "Every stop is dealt with. Export the results for the planner.",
    ),
    "route.leg_km": ("{km} 公里", "{km} km"),
    "route.leg": ("约 {minutes} 分钟车程", "about {minutes} min drive"),
    "route.here": ("同一地点，无需移动", "same place, no drive"),
    "route.why": ("为何今天来", "Why today"),
    "route.reasons": ("风险依据", "Risk, and why"),
    "route.advice": ("怎样降下来", "What would lower it"),
    "route.findings": ("未销号隐患", "Open findings"),
    "route.due": ("限期 {due}", "due {due}"),
    "route.overdue": ("已逾期", "overdue"),
    "route.found": ("{found} 发现", "found {found}"),
    "route.checks": ("重点查看", "What to check"),
    "route.cards": ("须 {n} 名持证人员", "{n} card holders required"),
    "route.no_cards": ("外围巡查，不入户", "outside look, no entry"),
    "route.last": ("上次 {day}", "last {day}:"),
    "route.stated": ("台账所写，结果不详", "by the ledger, result unknown"),
    "route.never": ("从未检查", "never visited"),
    "route.navigate": ("导航", "Navigate"),
    "route.arrived": ("到达", "Arrived"),
    "route.finish": ("完成…", "Done…"),
    "route.skip": ("跳过…", "Skip…"),
    "route.undo": ("撤销", "Undo"),
    "route.note": ("备注", "Note"),
    "route.note_hint": ("看到什么、谁在场", "What you saw, who was there"),
    "route.choose_result": ("结果是?", "What was the result?"),
    "route.choose_skip": ("为何未去?", "Why not?"),
    "route.choose_app": ("用哪个地图导航?", "Navigate with which app?"),
    "route.app_note": (
        "坐标已按各家地图换算；会记住你的选择。",
        "Coordinates are converted for each app; your choice is remembered.",
    ),
    "route.forget_app": ("下次再问", "Ask next time"),
    "route.breaks": ("{start}–{end} 午休", "{start}–{end} break"),
    "route.return": (
        "返回 {base}：{km} 公里 {minutes} 分，约 {end} 到",
        "Back to {base}: {km} km, {minutes} min, about {end}",
    ),
    "route.shift": ("班次至 {end}", "shift until {end}"),
    "route.photos": ("照片数", "Photos"),
    "route.merge": ("合并另一部手机的结果", "Merge another phone's results"),
    "route.depart": ("{start} 从 {base} 出发", "leave {base} at {start}"),
    "route.export_json": ("导出结果（交给计划员）", "Export results (for the planner)"),
    "route.export_csv": ("导出表格 CSV", "Export table, CSV"),
    "route.export_gpx": ("导出路线 GPX", "Export route, GPX"),
    "route.change_app": ("更换导航地图", "Change map app"),
    "route.empty": ("这一班没有安排站点。", "This shift has no stop."),
    "route.kept_here": (
        "记录只保存在这部手机里，不上传、不打卡、不定位；请在收工前导出。",
        "Records stay on this device: no upload, check-in or tracking. Export before you finish.",
    ),
    "route.signature": ("检查人员签名", "Signatures"),
    "route.result": ("结果", "Result"),
    "route.start_end": ("小房子 = 出发和返回", "House = start and end"),
    "route.skills": ("专长", "Skills"),
    "js.not_exported": ("{n} 条未导出", "{n} not exported"),
    "js.saved": ("已记录：{what}", "Recorded: {what}"),
    "js.skipped": ("未去：{what}", "Not visited: {what}"),
    "js.undone": ("已撤销", "Undone"),
    "js.exported": ("已导出 {n} 条记录", "{n} records exported"),
    "js.app_forgotten": ("下次导航会再询问", "You will be asked next time"),
    "js.nothing": ("还没有记录可导出", "Nothing recorded yet"),
    "js.merged": (
        "已合并：采用对方 {taken} 条，保留本机 {held} 条",
        "Merged: {taken} records taken, {held} of this device kept",
    ),
    "js.merged_unknown": (
        "另有 {n} 个站点不在本路线，未合并",
        "{n} stops are not on this route: left",
    ),
    "js.merge_broken": (
        "这个文件不是本产品导出的结果，没有合并。",
        "This file holds no exported results; nothing was merged.",
    ),
    "js.merge_other": (
        "这个文件是另一条路线的结果（{route}），没有合并。",
        "This file belongs to another route ({route}); nothing was merged.",
    ),
    "js.merge_code": (
        "文件里有不认识的结果代码“{code}”，没有合并；请更新页面后再试。",
        "The file holds an unknown result code “{code}”; nothing was merged.",
    ),
    "js.older": ("被替换的记录：{what}", "Replaced record: {what}"),
    "js.no_storage": (
        "这个浏览器不保存数据：关闭页面前请务必导出，否则记录会丢失。",
        "This browser keeps no data: export before closing, or the records are lost.",
    ),
    "js.wechat": (
        "微信里不能打开导航，也可能丢失记录：请点右上角 … → 在浏览器打开。",
        "WeChat blocks navigation and may lose records: tap … → open in browser.",
    ),
    "js.bad_record": (
        "手机里保存的旧记录读不出来，已另存一份，没有删除。",
        "Stored records could not be read; they were set aside, not deleted.",
    ),
    "js.arrived_at": ("{time} 到达", "arrived {time}"),
    "js.skip_blocked": ("道路不通", "Road blocked"),
    "js.skip_time": ("时间不够", "No time left"),
    "js.skip_called": ("临时任务", "Called away"),
    "js.skip_gone": ("场所不存在", "Place is not there"),
    "js.skip_other": ("其他", "Other"),
    "js.app_amap": ("高德地图", "Amap"),
    "js.app_amap_web": ("高德（网页）", "Amap (web)"),
    "js.app_baidu": ("百度地图", "Baidu Maps"),
    "js.app_tencent": ("腾讯地图", "Tencent Maps"),
    "js.app_apple": ("苹果地图", "Apple Maps"),
    "js.app_google": ("Google 地图", "Google Maps"),
    "js.app_geo": ("其他地图应用", "Any map app"),
    # index
    "index.title": ("巡查工作台", "Patrol overview"),
    "index.look": ("先看什么", "What to look at"),
    "index.pages": ("页面", "Pages"),
    "index.routes": ("各队每日路线", "Routes by team and day"),
    "index.files": ("文件", "Files"),
    "index.open": ("打开", "Open"),
}


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


def script_words() -> dict[str, list[str]]:
    """List the texts that scripts use, by key, Chinese first."""
    return {key: list(pair) for key, pair in WORDS.items() if key.startswith("js.")}
