"""What the pages say that a service hands to phones, in both languages; ``js.`` as elsewhere."""

from __future__ import annotations

SERVED_WORDS: dict[str, tuple[str, str]] = {
    "served.title": ("本周路线", "Routes of the week"),
    "served.today": ("今天", "Today"),
    "served.open": ("打开路线", "Open the route"),
    "served.stops": ("{n} 站", "{n} stops"),
    "served.hidden": ("点位当天才显示", "places are shown on the day"),
    "served.no_stop": ("这一班没有安排站点", "no stop in this shift"),
    "served.past": ("已过", "past"),
    "served.kept_here": (
        "记录先存在这部手机里，有信号时自动上传给办公室；不打卡、不追踪位置。",
        (
            "Records are kept on this device and sent to the office when there is signal; "
            "no check-in, no tracking."
        ),
    ),
    "served.all_done": (
        "今天的站点都处理完了。看到“已全部上传”就可以收工。",
        "Every stop is dealt with. Once it says “all uploaded” you are done.",
    ),
    "served.empty": (
        "这一班没有安排站点。途中发现台账外的点位，仍可在下面记下，会自动上传。",
        "This shift has no stop. A place found on the way can still be noted below; it is sent.",
    ),
    "served.export_json": ("导出结果文件（备用）", "Export results as a file (spare)"),
    "served.export_left": ("导出未上传的结果", "Export what was not uploaded"),
    "served.waiting": ("未上传的结果", "Results not uploaded yet"),
    "served.send_now": ("立即上传", "Upload now"),
    "served.install": (
        "可用浏览器菜单“添加到主屏幕”安装；打开过一次后，没有信号也能用。",
        "Add it to the home screen from the browser's menu; once opened it works without signal.",
    ),
    "served.unpublished": (
        "本周计划还没有发布，发布后请重新打开本链接。",
        "The plan of this week has not been published yet; open this link again later.",
    ),
    "served.no_route": (
        "已发布的计划里没有本队的班次。",
        "The published plan has no shift of this team.",
    ),
    "served.sending": (
        "{week} 已经结束，不再显示路线；还没上传的结果在 {until} 前仍会自动上传。",
        "{week} is over and its routes are no longer shown; results are still taken until {until}.",
    ),
    "served.ended": (
        "本链接已随 {week} 结束。手机里未上传的结果没有丢失，请导出成文件交给办公室。",
        (
            "This link ended with {week}. Results on this phone are not lost: export them as a "
            "file for the office."
        ),
    ),
    "served.revoked": (
        "本链接已被办公室收回。手机里未上传的结果没有丢失，请导出成文件交给办公室。",
        (
            "The office took this link back. Results on this phone are not lost: export them "
            "as a file for the office."
        ),
    ),
    "served.nothing_left": ("这部手机没有未上传的结果。", "Nothing on this phone is left to send."),
    "js.not_uploaded": ("{n} 条未上传", "{n} not uploaded"),
    "js.uploading": ("正在上传…", "uploading…"),
    "js.all_uploaded": ("已全部上传 {time}", "all uploaded {time}"),
    "js.upload_fault": (
        "这次没有收下：{what} 记录仍在手机里。",
        "Not taken: {what} The records stay on this phone.",
    ),
    "js.upload_later": (
        "办公室的服务暂时连不上，{s} 秒后再传；记录都在手机里。",
        "The office cannot be reached: again in {s} s; the records are on this phone.",
    ),
    "js.upload_offline": (
        "现在没有信号，一有信号就自动上传；记录都在手机里。",
        "No signal: sent as soon as there is some; the records are on this phone.",
    ),
    "js.refused": ("办公室没有收下这一条：{what}", "The office did not take this: {what}"),
    "js.differs": (
        "与同队另一部手机不一致，由办公室定夺：",
        "Differs from the team's other phone, the office decides:",
    ),
    "js.decided": (
        "办公室已定夺，以另一部手机的记录为准：",
        "The office has decided for the other phone's record:",
    ),
    "js.side_own": ("本机", "this phone"),
    "js.side_other": ("另一部", "the other"),
    "js.side_counts": ("（暂按此条）", "(counts until then)"),
    "js.side_chosen": ("（采用）", "(taken)"),
    "js.from_team": ("已合并同队另一部手机的 {n} 条记录", "{n} records of the team's other phone"),
    "js.clock_off": (
        "手机时间与服务器相差 {n} 分钟，已按服务器时间记录，请校准手机。",
        "This phone's clock is {n} min off; records use the server's time. Please set the clock.",
    ),
    "js.new_version": ("有新版本，点此更新", "New version: tap to update"),
    "js.update_kept": ("已填的记录都会保留", "all entries are kept"),
    "js.offline_ready": ("已可离线使用", "works offline now"),
    "js.no_worker": (
        (
            "当前为明文 http 或浏览器不支持：断网后不能重新打开本页，也不能安装；"
            "记录仍会保存并在联网后上传。请办公室配置 https。"
        ),
        (
            "Plain http, or this browser cannot: the page will not reopen without network and "
            "cannot be installed; records are kept and sent when online. "
            "The office should set up https."
        ),
    ),
    "js.link_over": (
        "本链接已结束或被收回；请在“更多”里导出未上传的结果，交给办公室。",
        "This link has ended or was taken back; export what was not uploaded under “More”.",
    ),
    "js.day_done": ("已处理 {done}/{n}", "{done}/{n} dealt with"),
}
