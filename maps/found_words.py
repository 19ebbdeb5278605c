"""What the route page says of hazards and places found on the way, in both languages."""

from __future__ import annotations

FOUND_WORDS: dict[str, tuple[str, str]] = {
    "route.add_finding": ("＋ 记一条隐患", "+ Add a finding"),
    "route.finding": ("发现的隐患", "Finding"),
    "route.what": ("隐患内容", "What was found"),
    "route.level": ("级别", "Level"),
    "route.on_the_spot": ("当场已整改", "Mended on the spot"),
    "route.due_day": ("整改期限", "To be mended by"),
    "route.in_days": ("+{n} 天", "+{n} days"),
    "route.doubt": ("请确认", "One question"),
    "route.due_hint": (
        "期限空着，记入时按规定算；重大隐患当场改了，一般仍须复查后销号。照片留在相册，只记张数。",
        (
            "Left empty, the day follows from the rules, by which a major finding mended at once "
            "is usually re-checked all the same. Photos stay in the camera roll."
        ),
    ),
    "route.save": ("保存", "Save"),
    "route.delete": ("删除", "Delete"),
    "route.cancel": ("取消", "Cancel"),
    "route.places": ("途中发现", "Found on the way"),
    "route.place_add": ("＋ 记一个台账外的点位", "+ Add a place of no ledger"),
    "route.place_name": ("名称（可不填）", "Name (optional)"),
    "route.place_what": ("看到什么", "What you saw"),
    "route.place_say": (
        "名称和看到的情况，至少写一项。",
        "Write a name or what you saw.",
    ),
    "route.locate": ("取当前位置", "Use my position"),
    "js.level_ordinary": ("一般", "ordinary"),
    "js.level_major": ("重大", "major"),
    "js.on_the_spot": ("当场整改", "mended on the spot"),
    "js.due": ("限期 {due}", "due {due}"),
    "js.photos": ("照片 {n} 张", "photos: {n}"),
    "js.add_finding": ("记隐患", "Finding"),
    "js.finding_saved": ("已记 {n} 条隐患", "Findings here: {n}"),
    "js.say_what": ("请写一句看到了什么。", "Say in a few words what you saw."),
    "js.due_past": ("期限不能早于巡查当天。", "The day cannot lie before the visit."),
    "js.has_findings": (
        "这里已记 {n} 条隐患，不能记为未发现或未去；记错了请先删除隐患。",
        "Findings are noted here ({n}): delete them before saying nothing was found or seen.",
    ),
    "js.has_rechecks": (
        "这里已写复查结果，不能记为未去；记错了请先取消复查结果。",
        "A re-check is noted here: take it back before saying that nobody was there.",
    ),
    "js.untold": ("没写隐患内容", "no word of what was found"),
    "js.ask_recheck": (
        "有 {n} 条隐患到期复查，还没有写“已整改”或“仍在”。不写就仍按未销号计。",
        "Findings due for a re-check without an answer: {n}. Without one they stay open.",
    ),
    "js.ask_held": (
        "复查写了“仍在”，就不是“未发现”。办公室按“发现隐患”计。",
        "A hazard of before is still there, so something was found: the office counts a find.",
    ),
    "js.ask_what": (
        "记了有问题，但没有写是什么隐患，企业无从整改。",
        "Something was found, but not a word of what: nobody can mend it.",
    ),
    "js.do_recheck": ("去写复查结果", "Answer them"),
    "js.do_leave": ("没能复查，照记", "Could not re-check: keep the result"),
    "js.do_find": ("记为发现隐患", "Record a find"),
    "js.do_change": ("改复查结果", "Change the re-check"),
    "js.do_write": ("写隐患", "Write it down"),
    "js.do_undo": ("撤销这个结果", "Take the result back"),
    "js.place": ("新发现点位", "New place"),
    "js.place_saved": ("已记下新点位", "New place noted"),
    "js.place_gone": ("已撤销", "taken back"),
    "js.place_unplaced": ("没有位置", "no position"),
    "js.place_point": ("已取位置，误差约 {n} 米", "position known, ±{n} m"),
    "js.place_asking": ("正在取位置…", "Asking for the position…"),
    "js.place_no_gps": (
        "取不到位置；可以不填，写清村和路即可。",
        "No position to be had: name village and road instead.",
    ),
    "js.place_edit": ("修改", "Edit"),
    "js.place_remove": ("撤销", "Take back"),
    "js.place_back": ("恢复", "Restore"),
}
