"""
Read every hostile file as an import would, under hard limits, and watch what it touches.

    python benchmarks/hostile.py [--only NAME]

Prints a Markdown table: what became of each file, processor seconds (the start of a caged child
included), and the largest memory of a process. Ends with an error if a file was neither
refused in one line nor read, if reading it took more than the limits and the system ended it, if
the secret file beside it was opened, or if the server at the address it names was asked.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

from benchmarks.hostile_files import HOSTILE, Bait

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
CPU_S = 2
START_S = 1  # a caged child, its libraries loaded
MEMORY_BYTES = 512 * 2**20
HANG_S = 60
CANARY = "sesame-4711"


@dataclass(frozen=True, slots=True)
class Probe:
    """
    What became of one hostile file.

    Attributes
    ----------
    name
        Of the file.
    outcome
        ``refused`` or ``read``; ``broken`` where the reader did neither.
    line
        The line that was said, or what went wrong.
    cpu_s, memory_mb
        Processor seconds, the start of a caged child included, and the largest resident size of a
        process.
    touched
        What was touched that must not be.
    """

    name: str
    outcome: str
    line: str
    cpu_s: float
    memory_mb: float
    touched: tuple[str, ...]

    @property
    def is_harmless(self) -> bool:
        """Tell whether the file did no harm and was dealt with in one line."""
        whole = self.outcome in {"refused", "read"} and "\n" not in self.line
        return whole and not self.touched


class Listener:
    """A server on this machine that counts whoever asks it."""

    def __enter__(self) -> Self:
        """Begin to listen."""
        asked = self.asked = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            do_HEAD = do_GET  # noqa: N815 - the name is the library's

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        # It looks so often whether to stop; half a second otherwise, for each file.
        often = {"poll_interval": 0.02}
        Thread(target=self._server.serve_forever, kwargs=often, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def main() -> None:
    """Probe the files and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--only", choices=sorted(HOSTILE), help="one file")
    options = parser.parse_args()
    print("| file | outcome | what is said | processor, s | memory, MB |")
    print("| --- | --- | --- | --- | --- |")
    probes = []
    with Prober() as prober:
        for name in [options.only] if options.only else HOSTILE:
            probe = prober.probe(name)
            probes.append(probe)
            said = probe.line.replace("|", "\\|")
            figures = f"{probe.cpu_s:.2f} | {probe.memory_mb:.0f}"
            print(f"| {probe.name} | {probe.outcome} | {said} | {figures} |", flush=True)
    bad = [probe for probe in probes if not probe.is_harmless]
    for probe in bad:
        print(f"{probe.name}: {probe.outcome}, {probe.line}, {probe.touched}", file=sys.stderr)
    sys.exit(1 if bad else 0)


class Prober:
    """Reads files one by one, each in a process of its own that starts with all imports done."""

    def __enter__(self) -> Self:
        """Start the process whose copies read the files."""
        self._server = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", _SERVER],
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._server.communicate()

    def probe(self, name: str) -> Probe:
        """Make one file in a folder of its own, read it, and look what it touched."""
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder, Listener() as listener:
            return self._probe(name, Path(folder), listener)

    def _probe(self, name: str, folder: Path, listener: Listener) -> Probe:
        secret = folder / "secret.csv"
        secret.write_text(f"企业名称,村,经度,纬度\n{CANARY},东村,115,35\n", encoding="utf-8")
        nest = folder / "nest"
        nest.mkdir()
        path = HOSTILE[name](Bait(nest, secret=secret, address=listener.address))
        os.utime(secret, (0, secret.stat().st_mtime))  # so that any reading leaves its mark
        before = set(folder.rglob("*"))
        said = self._read(path, folder)
        touched = [f"asked {asked}" for asked in listener.asked]
        touched += ["secret opened"] if secret.stat().st_atime > 0 else []
        touched += ["secret told"] if CANARY in json.dumps(said) else []
        touched += [f"left {left.name}" for left in set(folder.rglob("*")) - before]
        line = str(said["line"]).replace(listener.address, "http://127.0.0.1:PORT")
        line = line.replace(listener.address.replace("//", "/"), "http:/127.0.0.1:PORT")
        line = line.replace(str(folder), "FOLDER")
        figures = float(said["cpu_s"]), float(said["memory_mb"])
        return Probe(name, str(said["outcome"]), line, *figures, tuple(touched))

    def _read(self, path: Path, folder: Path) -> dict[str, object]:
        assert self._server.stdin is not None  # noqa: S101 - they are pipes
        assert self._server.stdout is not None  # noqa: S101
        self._server.stdin.write(json.dumps([str(path), str(folder)]) + "\n")
        self._server.stdin.flush()
        answer: dict[str, object] = json.loads(self._server.stdout.readline())
        return answer


_SERVER = "from benchmarks.hostile import serve; serve()"


def serve() -> None:
    """Read the files named on standard input, each in a copy of this process."""
    # Imported here, once, for all copies; the process that makes the files does not need them.
    from data.ledger import KINDS  # noqa: F401, PLC0415
    from data.ledger.reading import read_sheets  # noqa: F401, PLC0415

    for line in sys.stdin:
        path, folder = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.write(writing, json.dumps(read_limited(path, folder)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            answer = pipe.read()
        _, status = os.waitpid(child, 0)
        broken = {"outcome": "broken", "line": f"ended by {status}", "cpu_s": 0, "memory_mb": 0}
        print(answer or json.dumps(broken), flush=True)


def read_limited(path: str, folder: str) -> dict[str, object]:
    """Read a file as an import does, up to rows under known headers, within hard limits."""
    from data.errors import PatrolError  # noqa: PLC0415
    from data.ledger import KINDS  # noqa: PLC0415
    from data.ledger.files import read_file  # noqa: PLC0415
    from data.ledger.reading import read_sheets  # noqa: PLC0415

    tempfile.tempdir = folder
    signal.alarm(HANG_S)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S + START_S, CPU_S + START_S))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        sheets = read_sheets(read_file(Path(path)), kinds=KINDS)
        outcome, line = "read", f"{sum(len(sheet.rows) for sheet in sheets)} row(s) of data"
    except PatrolError as error:
        outcome, line = "refused", str(error)
    except Exception as error:  # noqa: BLE001 - the campaign looks for just these
        outcome, line = "broken", repr(error)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "outcome": outcome,
        "line": line,
        "cpu_s": sum(one.ru_utime + one.ru_stime for one in used),
        "memory_mb": max(one.ru_maxrss / 1024 for one in used),
    }


if __name__ == "__main__":
    main()
