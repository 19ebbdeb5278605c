"""The service: started, and stopped with care."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import LangOption, StoreOption

if TYPE_CHECKING:
    from typer import Typer


def add_serving(app: Typer) -> None:
    """Add the commands to the command line."""
    app.command("serve")(serve_command)


def serve_command(
    *,
    host: Annotated[str, typer.Option(help="监听地址 Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口 Port to listen on.")] = 8000,
    allow_plain: Annotated[
        bool,
        typer.Option(
            "--allow-plain", help="明知风险，允许明文登录 Let people sign in over plain http."
        ),
    ] = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """启动服务 Serve the office: pages, links of teams, interface for programs and maps."""
    import os

    from service.access.outside import read_outside
    from service.settings import read_settings
    from service.web.serving import serve
    from service.web.settings import WebSettings

    said = read_settings(os.environ, store=store, lang=lang)
    password_file = os.environ.get("GRIDPATROL_ADMIN_PASSWORD_FILE", "").strip()
    serve(
        WebSettings(
            store=said.store,
            lang=said.lang,
            host=host,
            port=port,
            allow_plain=allow_plain,
            admin_password_file=Path(password_file) if password_file else None,
            outside=read_outside(os.environ),
        )
    )
