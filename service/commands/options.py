"""Options that several commands have, and how their texts are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from data.errors import ConfigError

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="库文件或服务器地址 File or postgresql:// address; else GRIDPATROL_STORE, town.gpkg.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="只输出一个 JSON 对象 One JSON object on stdout.")
]
LangOption = Annotated[
    str | None, typer.Option("--lang", help="zh | en; else GRIDPATROL_LANG, else zh.")
]
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        help="本单位规则（TOML，只写不同之处） Rules of the office's own; else GRIDPATROL_RULES, "
        "else those kept with the store.",
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="替换已有的 Replace what is there.")]
DraftOption = Annotated[
    bool,
    typer.Option(
        "--draft",
        help="用编排员最新的草稿，不用已发布的 The planner's newest version, marked as a draft, "
        "not the published one.",
    ),
]
OutOption = Annotated[Path, typer.Option("--out", help="输出文件夹 Folder for the pages.")]
ProcessesOption = Annotated[
    int,
    typer.Option(
        "--processes",
        help="同时搜索的进程数，取最好的 Searches at once, in so many processes; the best counts.",
    ),
]
WeekOption = Annotated[
    str, typer.Option("--week", help="周次 ISO week, such as 2026-W48, or a date in it.")
]


def one_day(text: str, option: str) -> date:
    """
    Read a day that was given to an option.

    Raises
    ------
    ConfigError
        If it is no date.

    Examples
    --------
    >>> one_day("2026-11-24", "--day")
    datetime.date(2026, 11, 24)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigError(
            f"Expected {option} with a date such as 2026-11-24, got {text!r}.",
            zh=f"{option} 应为 2026-11-24 这样的日期，现为“{text}”。",
        ) from error


def as_of_day(text: str | None) -> date | None:
    """
    Read what was given to ``--as-of``; ``None`` where nothing was.

    Raises
    ------
    ConfigError
        If it is no date.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(
            f"Expected --as-of with a date such as 2026-11-22, got {text!r}.",
            zh=f"--as-of 应为 2026-11-22 这样的日期，现为“{text}”。",
        ) from error
