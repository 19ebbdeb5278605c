"""One thing that is wrong with a store, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weight = Literal["broken", "content"]
"""Broken: the store is not what the program made. Content: a value in it cannot be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """
    One kind of thing that is wrong, wherever it occurs in one table.

    Attributes
    ----------
    code
        Key in ``FAULTS``, for scripts and tests.
    table
        Where; empty where it concerns the store as a whole.
    count
        How often.
    example
        One row or object it concerns; empty where there is none to name.
    zh, en
        What is wrong and what to do, in both languages.
    weight
        ``broken`` or ``content``; a broken backup is not restored.
    mends
        Whether ``doctor --repair`` puts it right.
    """

    code: str
    table: str
    count: int
    example: str
    zh: str
    en: str
    weight: Weight
    mends: bool


def fault(
    code: str, table: str = "", *, count: int = 1, example: object = "", **figures: object
) -> Fault:
    """
    Describe what is wrong in both languages.

    Raises
    ------
    KeyError
        If there is no such sentence, or a figure it needs is missing.
    """
    zh, en, weight, mends = FAULTS[code]
    known = {"table": table, "count": count, "example": example, **figures}
    return Fault(
        code=code,
        table=table,
        count=count,
        example=str(example),
        zh=zh.format(**known),
        en=en.format(**known),
        weight=weight,
        mends=mends,
    )


FAULTS: dict[str, tuple[str, str, Weight, bool]] = {
    # the file or database as such
    "damaged": (
        "数据库文件有 {count} 处损坏（如：{example}），请用 gridpatrol restore 恢复备份",
        (
            "the database file is damaged in {count} place(s), such as: {example}; bring "
            "back a backup with `gridpatrol restore`"
        ),
        "broken",
        False,
    ),
    "unreadable": (
        "无法检查 {table}：{example}，请用 gridpatrol restore 恢复备份",
        ("{table} cannot be examined: {example}; bring back a backup with `gridpatrol restore`"),
        "broken",
        False,
    ),
    "no_table": (
        "缺少 {count} 张表（如 {example}），请用 gridpatrol restore 恢复备份",
        (
            "{count} table(s) are missing, such as {example}; bring back a backup with "
            "`gridpatrol restore`"
        ),
        "broken",
        False,
    ),
    "no_column": (
        "表 {table} 缺少 {count} 列（如 {example}），请用 gridpatrol restore 恢复备份",
        (
            "table {table} lacks {count} column(s), such as {example}; bring back a backup "
            "with `gridpatrol restore`"
        ),
        "broken",
        False,
    ),
    "no_index": (
        ("缺少 {count} 个索引（如 {example}），查询会变慢，请运行 gridpatrol doctor --repair"),
        (
            "{count} index(es) are missing, such as {example}, which makes questions slow; "
            "run `gridpatrol doctor --repair`"
        ),
        "broken",
        True,
    ),
    "no_trigger": (
        (
            "缺少 {count} 个触发器（如 {example}），空间索引或操作记录不再有保障，请运行 "
            "gridpatrol doctor --repair"
        ),
        (
            "{count} trigger(s) are missing, such as {example}, so that the spatial index "
            "or the audit is no longer kept; run `gridpatrol doctor --repair`"
        ),
        "broken",
        True,
    ),
    "mark": (
        "文件标记 {example} 不对，QGIS 可能不认，请运行 gridpatrol doctor --repair",
        (
            "the file's mark {example} is wrong, and QGIS may refuse it; run `gridpatrol "
            "doctor --repair`"
        ),
        "broken",
        True,
    ),
    "not_durable": (
        "{example}，断电时可能丢失刚写入的内容，请把库放到本机磁盘，不要放在网络盘上",
        (
            "{example}, so that a power cut may lose what was written last; keep the store "
            "on a disk of this machine, not on a network drive"
        ),
        "broken",
        False,
    ),
    "unregistered": (
        ("有 {count} 张表（如 {example}）未登记，QGIS 看不到，请用 gridpatrol restore 恢复备份"),
        (
            "{count} table(s), such as {example}, are in no list of the GeoPackage, so "
            "that QGIS does not show them; bring back a backup with `gridpatrol restore`"
        ),
        "broken",
        False,
    ),
    "foreign_key": (
        (
            "表 {table} 有 {count} 行（如第 {example} 行）指向不存在的行，请重新运行 "
            "gridpatrol roads load"
        ),
        (
            "{count} row(s) of {table}, such as number {example}, point to a row that is "
            "not there; run `gridpatrol roads load` again"
        ),
        "broken",
        False,
    ),
    "index_differs": (
        (
            "表 {table} 的空间索引与位置有 {count} 处不符（如第 {example} 行），请运行 "
            "gridpatrol doctor --repair"
        ),
        (
            "the spatial index of {table} differs from the positions in {count} place(s), "
            "such as row {example}; run `gridpatrol doctor --repair`"
        ),
        "broken",
        True,
    ),
    "chain": (
        (
            "操作记录 audit 有 {count} 行被改动或缺失（如 {example}），请查明是谁改的；备份"
            "中有未改动的记录"
        ),
        (
            "{count} row(s) of the audit were changed or cut out, such as {example}; find "
            "out who did it: backups hold the rows as they were"
        ),
        "broken",
        False,
    ),
    # what the tables hold
    "code": (
        (
            "表 {table} 有 {count} 行的 {column} 不在规定取值内（如 {example}：{value}），"
            "请在 QGIS 中改为 {codes} 之一"
        ),
        (
            "{count} row(s) of {table} hold an unknown {column} (such as {example}: {value}"
            "); set it to one of {codes} in QGIS"
        ),
        "content",
        False,
    ),
    "bounds": (
        (
            "表 {table} 有 {count} 行的 {column} 超出范围（如 {example}：{value}），应为 "
            "{range}，请改正"
        ),
        (
            "{count} row(s) of {table} hold a {column} outside its range (such as {example}"
            ": {value}); it should be {range}"
        ),
        "content",
        False,
    ),
    "kind": (
        (
            "表 {table} 有 {count} 行的 {column} 不是{kind_zh}（如 {example}：{value}），请"
            "在 QGIS 中改正"
        ),
        (
            "{count} row(s) of {table} hold a {column} that is no {kind_en} (such as "
            "{example}: {value}); correct it in QGIS"
        ),
        "content",
        False,
    ),
    "orphan": (
        (
            "表 {table} 有 {count} 行（如 {example}）的 {column} 在 {other} 中不存在（"
            "{value}），请补导缺少的 {other}，或改正 {column}"
        ),
        (
            "{count} row(s) of {table}, such as {example}, name a {column} that {other} "
            "does not hold ({value}); import the missing {other} or correct the {column}"
        ),
        "content",
        False,
    ),
    "steps_missing": (
        "有 {count} 条隐患的经过缺步骤（如 {example}），请从备份恢复",
        "{count} findings lack a step of their history, such as {example}; restore a backup",
        "content",
        False,
    ),
    "steps_differ": (
        (
            "有 {count} 条隐患的状态与其最后一步不符（如 {example}），"
            "请用 gridpatrol findings show 核对"
        ),
        (
            "{count} findings stand elsewhere than their last step says, such as {example}; "
            "see `gridpatrol findings show`"
        ),
        "content",
        False,
    ),
    "no_shape": (
        "表 {table} 有 {count} 行没有位置（如 {example}），请在 QGIS 中补上，或重新导入",
        (
            "{count} row(s) of {table} have no position, such as {example}; draw it in "
            "QGIS or import the row again"
        ),
        "content",
        False,
    ),
    "off_earth": (
        "表 {table} 有 {count} 行的位置不是经纬度（如 {example}：{value}），请改正坐标",
        (
            "{count} row(s) of {table} lie at no longitude and latitude, such as {example}"
            ": {value}; correct the position"
        ),
        "content",
        False,
    ),
    "outside": (
        (
            "表 {table} 有 {count} 行离本镇其他点位超过 {limit} 公里（如 {example}：{value}"
            "），请核对坐标"
        ),
        (
            "{count} row(s) of {table} lie more than {limit} km from the middle of the "
            "town, such as {example} at {value}; check the position"
        ),
        "content",
        False,
    ),
}
"""Code to (Chinese, English, weight, whether ``--repair`` mends it)."""
