"""One run of one command: where its store is, and how it answers."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from service.commands.progress import progress_bar
from service.printing.summary import summary
from service.settings import Settings, read_settings
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from data.ports import Progress
    from data.store import Store

PROGRAM = "gridpatrol"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command: its settings, and whether it answers in JSON."""

    settings: Settings
    as_json: bool

    @contextmanager
    def store(
        self, *, create: bool = False, keep: bool = True, what: str = PROGRAM
    ) -> Iterator[Store]:
        """
        Open the store for the length of a ``with`` block.

        Parameters
        ----------
        create
            Make an empty store where there is none. A file is removed again if the block fails, so
            that bad input leaves nothing behind; on a server, the empty tables stay.
        keep
            Whether a store made here stays; a dry run leaves no file.
        what
            The command, as the audit will say beside the user's name.
        """
        from data.store import Author, WayBack, open_store
        from data.store.address import is_address
        from data.store.beside import remove_store

        said, path = self.settings, Path(self.settings.store)
        way_back = WayBack(said.backup_folder, said.migrate_without_backup)
        is_new = create and not is_address(self.settings.store) and not path.exists()
        try:
            with open_store(self.settings.store, create=create, way_back=way_back) as town:
                yield town.signed(Author(self.user(), what))
        except BaseException:
            if is_new:
                remove_store(path)
            raise
        if is_new and not keep:
            remove_store(path)

    def user(self) -> str:
        """Name who runs this: as set, else as logged in; in a container nobody may be."""
        try:
            return self.settings.user or getpass.getuser()
        except (OSError, KeyError, ImportError):
            return "unknown"

    def progress(
        self, work: str, *, tells_stages: bool = False
    ) -> AbstractContextManager[Progress]:
        """Show how far the named work has come; its stages in a pipe too, if that is wished."""
        return progress_bar(say(f"work.{work}", self.settings.lang), tells_stages=tells_stages)

    def show(self, result: Any) -> None:  # noqa: ANN401 - any record of service.results.week
        """Print a result for people, or as one JSON object."""
        if self.as_json:
            text = orjson.dumps(
                asdict(result), option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
            ).decode()
        else:
            text = "\n".join(summary(result, self.settings.lang))
        sys.stdout.write(text + "\n")


def open_run(store: str | None, lang: str | None, *, as_json: bool) -> Run:
    """Join what the command line says with what the environment says."""
    return Run(read_settings(os.environ, store=store, lang=lang), as_json)
