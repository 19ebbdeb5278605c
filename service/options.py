"""Options that every command has."""

from __future__ import annotations

from typing import Annotated

import typer

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
ForceOption = Annotated[bool, typer.Option("--force", help="替换已有的 Replace what is there.")]
