"""The service: started, and stopped with care."""

from __future__ import annotations

import os
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
    host: Annotated[
        str | None, typer.Option(help="监听地址，默认 127.0.0.1 Address to listen on.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="端口，默认 8000 Port to listen on.")] = None,
    config: Annotated[
        Path | None, typer.Option(help="配置文件（TOML） Settings file, one table \\[service].")
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", help="证书（PEM） Certificate with its chain.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="私钥（PEM） Its key.")] = None,
    allow_plain: Annotated[
        bool | None,
        typer.Option(
            "--allow-plain", help="明知风险，允许明文登录 Let people sign in over plain http."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="同时进行的任务数，默认 1 Pieces of long work at once.")
    ] = None,
    backup_folder: Annotated[
        Path | None,
        typer.Option(
            "--backup-folder",
            help="升级服务器上的库之前，备份存放的文件夹 Folder for the backup that is written "
            "before a store on a server is upgraded.",
        ),
    ] = None,
    migrate_without_backup: Annotated[
        bool | None,
        typer.Option(
            "--migrate-without-backup",
            help="已自行备份，直接升级 Upgrade a store on a server without writing one.",
        ),
    ] = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """启动服务 Serve the office: pages, links of teams, interface for programs and maps."""
    from service.web.configuring import read_web_settings
    from service.web.serving import serve

    serve(
        read_web_settings(
            os.environ,
            file=config,
            host=host,
            port=port,
            tls_cert=tls_cert,
            tls_key=tls_key,
            allow_plain=allow_plain,
            workers=workers,
            backup_folder=backup_folder,
            migrate_without_backup=migrate_without_backup,
            store=store,
            lang=lang,
        )
    )
