"""The command that adds workers to an office: ``gridpatrol worker``."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from service.commands.options import LangOption, StoreOption

if TYPE_CHECKING:
    from types import FrameType

    from typer import Typer

MOST_WORKERS = 64


def add_working(app: Typer) -> None:
    """Add the command to the command line."""
    app.command("worker")(worker_command)


def worker_command(
    *,
    processes: Annotated[
        int,
        typer.Option("--processes", help="同时做几个任务 Jobs at once.", min=1, max=MOST_WORKERS),
    ] = 1,
    shared_files: Annotated[
        bool,
        typer.Option(
            "--shared-files",
            help="本机与服务器共用工作文件夹，也做导入、备份 This machine has the server's work "
            "folder at the same path: do imports and backups too.",
        ),
    ] = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """在另一台机器上做任务 Take jobs of an office on another machine, until told to stop."""
    import os

    from data.store import WayBack, open_store
    from service.access.clock import now
    from service.jobs.crew import Crew, every_kind, kinds_elsewhere
    from service.jobs.worker import GRACE_S, Bench
    from service.settings import read_settings
    from service.words import say

    said = read_settings(os.environ, store=store, lang=lang)
    _refuse_file(said.store)
    open_store(
        said.store, way_back=WayBack(said.backup_folder, said.migrate_without_backup)
    ).close()
    kinds = every_kind() if shared_files else kinds_elsewhere()
    crew = Crew(processes, Bench(address=said.store, kinds=kinds, clock=now))
    is_over = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        is_over.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    crew.start()
    sys.stdout.write(say("worker.ready", said.lang, count=processes) + "\n")
    sys.stdout.flush()
    is_over.wait()
    sys.stdout.write(say("worker.stopping", said.lang, seconds=round(GRACE_S)) + "\n")
    sys.stdout.flush()
    crew.stop()


def _refuse_file(store: str) -> None:
    from data.store.address import is_address

    if not is_address(store):
        raise ConfigError(
            "Expected --store postgresql://…: a store in a file is worked on by `gridpatrol serve` "
            "itself.",
            zh="--store 应为 postgresql://… ：文件库的任务由 gridpatrol serve 自己完成，"
            "无须另开 worker。",
        )
