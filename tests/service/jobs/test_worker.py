"""Watching a child: small scripts stand for it, that speak as it speaks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.jobs import worker as workers
from service.jobs.process import Child, child_of
from service.jobs.queue import enqueue, find_job, wish_end
from service.jobs.worker import Bench, Worker
from tests.service.jobs.conftest import PLANNER, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from service.jobs.job import Job

SLEEPS = 'import time; print(\'{"done": 0.5, "note": "half"}\', flush=True); time.sleep(60)'
DIES = "import os; os.kill(os.getpid(), 9)"
REFUSES = 'print(\'{"error": {"en": "No.", "zh": "不行。"}, "again": false}\')'
LACKS = 'print(\'{"error": {"en": "Away.", "zh": "连不上。"}, "again": true}\')'


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, so that a test takes little time."""
    monkeypatch.setattr(workers, "LOOK_S", 0.02)
    monkeypatch.setattr(workers, "BEAT_S", 0.02)


def worker(store: Store, script: str, kind: str, *, grace_s: float = 0.0) -> Worker:
    """Make a worker whose children run a script."""
    command = (sys.executable, "-S", "-c", script)
    bench = Bench(address="", kinds=[kind], clock=clock, command=command, grace_s=grace_s)
    return Worker(store, bench)


def ask(store: Store, kind: str) -> str:
    """Ask for one job."""
    return enqueue(store, kind, {}, actor=PLANNER, clock=clock)


def when(store: Store, job_id: str, state: str) -> Job:
    """Wait until a job is in a state, and tells of progress where it runs."""
    until_s = time.monotonic() + 20
    while time.monotonic() < until_s:
        job = find_job(store, job_id)
        if job.state == state and (state != "running" or job.progress > 0):
            return job
        time.sleep(0.02)
    pytest.fail(f"{find_job(store, job_id).state}, not {state}")


def test_an_error_of_the_work_is_the_answer(store: Store, count: str) -> None:
    """It is not tried again: the same file is refused for the same reason."""
    job_id = ask(store, count)
    assert worker(store, REFUSES, count).turn()
    job = find_job(store, job_id)
    assert (job.state, job.error) == ("failed", {"en": "No.", "zh": "不行。"})


def test_a_store_that_was_away_is_tried_again(store: Store, count: str) -> None:
    """Three times in all."""
    job_id = ask(store, count)
    for state in ("queued", "queued", "failed"):
        worker(store, LACKS, count).turn()
        assert find_job(store, job_id).state == state


def test_a_poison_job_fails_after_three_and_the_queue_goes_on(store: Store, count: str) -> None:
    """Its end says how it died."""
    job_id = ask(store, count)
    one = worker(store, DIES, count)
    assert [one.turn() for _ in range(4)] == [True, True, True, False]
    job = find_job(store, job_id)
    assert (job.state, job.attempts) == ("failed", 3)
    assert job.error is not None
    assert "SIGKILL" in job.error["zh"]


def test_work_over_its_processor_time_is_not_tried_again(store: Store, count: str) -> None:
    """The kernel's signal tells why it ended, and the person who asked is told in words."""
    job_id = ask(store, count)
    spins = (
        "from dataclasses import replace\nfrom service.jobs.child import _limit\n"
        "from service.jobs.kinds import KINDS, Limits\n"
        "KINDS['spin'] = replace(KINDS['plan'], limits=Limits(cpu_s=1))\n"
        "_limit({'kind': 'spin'})\nwhile True: pass"
    )
    assert worker(store, spins, count).turn()
    job = find_job(store, job_id)
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error is not None
    assert job.error["en"].startswith("It took longer than a job may")


@pytest.mark.parametrize("told", ["store", "worker"])
def test_a_cancel_ends_the_child_within_two_seconds(store: Store, count: str, told: str) -> None:
    """Told through the store, and directly where the worker is in the same process."""
    job_id, one = ask(store, count), worker(store, SLEEPS, count)
    thread = threading.Thread(target=one.turn)
    thread.start()
    assert when(store, job_id, "running").note == "half"
    started = time.monotonic()
    if told == "store":
        wish_end(store, job_id, clock=clock)
    else:
        assert one.interrupt(job_id)
    thread.join(20)
    assert time.monotonic() - started < 2
    assert find_job(store, job_id).state == "cancelled"
    assert not one.interrupt(job_id)


def test_a_worker_that_stops_gives_its_job_back(store: Store, count: str) -> None:
    """With no try lost; it takes no other."""
    job_id, one = ask(store, count), worker(store, SLEEPS, count)
    thread = threading.Thread(target=one.run)
    thread.start()
    when(store, job_id, "running")
    one.stop()
    thread.join(20)
    job = find_job(store, job_id)
    assert (job.state, job.attempts) == ("queued", 0)


@pytest.fixture
def mother(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that starts our true child, tells its id, and sleeps."""
    code = (
        "import subprocess, sys, time\n"
        "one = subprocess.Popen([sys.executable, '-P', '-c', sys.argv[1]],"
        " stdin=subprocess.PIPE, start_new_session=True)\n"
        "print(one.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    child = (
        "import threading, time\n"
        "from service.jobs.child import _die_with_parent\n"
        "threading.Thread(target=_die_with_parent, daemon=True).start()\n"
        f"open({str(tmp_path / 'up')!r}, 'w').close()\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-S", "-c", code, child],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        yield process
        process.kill()


def test_a_child_dies_with_who_started_it(mother: subprocess.Popen[str], tmp_path: Path) -> None:
    """Also when that was killed and could say nothing."""
    assert mother.stdout is not None
    pid = int(mother.stdout.readline())
    until_s = time.monotonic() + 60
    while not (tmp_path / "up").exists() and time.monotonic() < until_s:
        time.sleep(0.05)
    mother.kill()
    while time.monotonic() < until_s:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().split()[2]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def test_what_broke_is_logged_without_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    """A line of a child's errors may name people; those that say where it broke do not."""
    script = (
        "import sys; sys.stderr.write('ValueError: 王某 lives there\\n"
        '  File "a.py", line 3, in work\\nKeyError\\n\')'
    )
    with caplog.at_level("INFO"), child_of({}, command=(sys.executable, "-S", "-c", script)) as one:
        ended(one)
    assert 'File "a.py", line 3, in work | KeyError' in caplog.text
    assert "王某" not in caplog.text


def ended(child: Child) -> int:
    """Wait for the end of a child."""
    code = child.wait(20)
    assert code is not None
    return code
