"""
The child process of one job: does the work, and stores it together with its answer.

Started by ``service.jobs.process``. Its errand is one line of JSON on standard input, which stays
open: when it closes, whoever started it is gone, and this process ends itself with all that it
started. On standard output it says how far it is, and at last ``end`` or ``error``.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import OutsideError, PatrolError
from data.store import Author, open_store
from data.store.whole import as_one
from service.access.clock import now
from service.jobs.job import find_job
from service.jobs.kinds import KINDS, do
from service.jobs.leases import Claim, finish
from service.jobs.spare import READY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from data.store import Store

BUSY_S = 900.0
"""How long a job waits for its turn to write: nobody sits before it."""
POLITE = 10
"""A search takes every processor it is given; people who wait for a page come first (ADR 0067)."""
_TOLD_EVERY_S = 0.2
_SPARE_S = 5
"""Between SIGXCPU, by which the worker learns why, and SIGKILL, which says nothing: where both come
at once, Linux sends the second, and the work would be tried again."""


class LostError(PatrolError):
    """The job was given to somebody else; nothing of this try is stored."""


@dataclass(slots=True)
class _Voice:
    """Writes lines of JSON to whoever started this process."""

    out: TextIO
    told_s: float = -1e9

    def say(self, **facts: object) -> None:
        self.out.write(json.dumps(facts, ensure_ascii=False) + "\n")
        self.out.flush()

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Tell how far the work is, a few times a second at most; that it is all done, always."""
        moment_s = time.monotonic()
        if moment_s - self.told_s >= _TOLD_EVERY_S or done >= total:
            self.told_s = moment_s
            self.say(done=done / total if total > 0 else 0.0, note=note)


def main() -> int:
    """Do one job; the exit code is 0 where its answer is stored or its error was told."""
    voice = _Voice(_own_output())
    if READY in sys.argv[1:]:
        _make_ready()
    told = sys.stdin.readline()
    if not told:
        return 0  # whoever started it has gone, and nothing was begun
    errand = json.loads(told)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    os.nice(POLITE)
    _limit(errand)
    try:
        with open_store(errand["store"], busy_s=BUSY_S) as store:
            carry_out(store, errand, voice=voice)
    except OutsideError as error:
        voice.say(error=_told(error), again=True)
    except PatrolError as error:
        voice.say(error=_told(error), again=False)
    except MemoryError:
        voice.say(error=_TOO_LARGE, again=False)
    except Exception as error:  # noqa: BLE001 - a bug of ours is told, not shown
        _trace(error)
        voice.say(error=_bug(error), again=False)
    else:
        voice.say(end=True)
    return 0


def carry_out(store: Store, errand: Mapping[str, Any], *, voice: _Voice) -> None:
    """
    Do the work and store its answer in one transaction.

    Raises
    ------
    LostError
        If the job is no longer this owner's; nothing is stored then.
    """
    claim = Claim(find_job(store, errand["job_id"]), errand["owner"])
    author = Author(errand["who"], claim.job.kind)
    if (before := KINDS[claim.job.kind].before) is not None:
        before(store.signed(author))
    with as_one(store.signed(author)) as whole:
        result = do(claim.job.kind, whole, claim.job.argument, voice.progress)
        plain = json.loads(json.dumps(result, ensure_ascii=False, default=str))
        locked_s = whole.locked_s
        with whole.aside() as connection:
            if not finish(connection, claim, plain, clock=now, locked_s=locked_s):
                raise LostError("The job was lost.", zh="任务已由他人接手。")


def _make_ready() -> None:
    """Load what a hand change needs, machine code of the search included."""
    import service.pipeline.midweek.replan
    import service.pipeline.midweek.wishes  # noqa: F401 - what it imports takes longer than the work
    from service.pipeline.week.searching import make_ready

    make_ready()


def _own_output() -> TextIO:
    """Keep standard output for ourselves; what a library prints goes to standard error."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return own


def _die_with_parent() -> None:
    """End this process and all that it started when the other end of its input is closed."""
    while os.read(0, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _limit(errand: Mapping[str, Any]) -> None:
    limits = KINDS[errand["kind"]].limits
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(used.ru_utime + used.ru_stime) + 1
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, spent_s + limits.cpu_s, spare=_SPARE_S)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(which: int, value: int, *, spare: int = 0) -> None:
    """Bound what this process may use; of processor time it is told before it is killed."""
    _, hard = resource.getrlimit(which)
    ends = value + spare if hard == resource.RLIM_INFINITY else min(value + spare, hard)
    resource.setrlimit(which, (min(value, ends), ends))


def _told(error: PatrolError) -> dict[str, str]:
    return {"en": str(error), "zh": error.zh or str(error)}


def _trace(error: Exception) -> None:
    """Say where it happened, without what it says: that may name people."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f'File "{one.filename}", line {one.lineno}, in {one.name}' for one in frames]
    sys.stderr.write("\n".join([type(error).__name__, *lines, ""]))


def _bug(error: Exception) -> dict[str, str]:
    kind = type(error).__name__
    return {
        "en": f"The program itself failed ({kind}); it is in the log, and nothing was stored.",
        "zh": f"程序内部出错（{kind}），已记入日志，没有存入任何内容。",
    }


_TOO_LARGE = {
    "en": "It needs more memory than a job may take; divide the work, or raise the limit.",
    "zh": "所需内存超过任务上限，请拆分后再试，或提高上限。",
}


if __name__ == "__main__":
    sys.exit(main())
