"""
Kill `gridpatrol import` again and again, and see that nothing is lost or half written.

    python benchmarks/kills.py [--kills 200] [--sites 500] [--seed 1] [--folder FOLDER]

Every import changes all sites of a store in a file. Each is killed (SIGKILL) at a random moment:
one half at any time from its start on, the other while it has the store open. Then the store must
be well, and hold exactly the state before the import or after it, in all tables; an import which
said it was done must be there. Prints a Markdown table, also when stopped with Ctrl-C; exit code 1
if anything was wrong.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.store import open_store
from data.store.health import examine

if TYPE_CHECKING:
    from data.store import Store

HEADERS = "企业名称,所在村,经度,纬度,坐标系,从业人数"
LON, LAT, STEP = 115.0, 35.5, 0.001
PER_ROW = 100
POLL_S = 0.005
PATIENCE_S = 120.0


@dataclass
class Tally:
    """What came of all kills; ``wrong`` lists every broken promise in words."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Run the campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sites", type=int, default=500, help="rows of each import")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where the store is made; default: nowhere")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        tally = campaign(Path(folder), options)
    print("| kills | store open | state before | state after | acknowledged | wrong |")
    print("| --- | --- | --- | --- | --- | --- |")
    seen = tally.outcomes
    counts = (seen["open"], seen["before"], seen["after"], seen["acknowledged"])
    kills = seen["before"] + seen["after"]
    print(f"| {kills} | {' | '.join(map(str, counts))} | {len(tally.wrong)} |")
    print("\n".join(tally.wrong))
    sys.exit(1 if tally.wrong else 0)


def campaign(folder: Path, options: argparse.Namespace) -> Tally:
    """Import once in peace, to learn how long it takes; then kill as often as asked."""
    chance, tally = random.Random(options.seed), Tally()  # noqa: S311 (no secret)
    store = folder / "town.gpkg"
    pace = measure(ledger(folder, options.sites, 0), store)
    state = 0
    with suppress(KeyboardInterrupt):
        for number in range(1, options.kills + 1):
            file = ledger(folder, options.sites, number)
            is_open, code = kill(file, store, chance=chance, pace=pace)
            found, wrong = look(store, file.name, options.sites)
            wrong += judge(number, found=found, former=state, acknowledged=code == 0)
            tally.wrong += [f"kill {number}: {fault}" for fault in wrong]
            tally.outcomes["open"] += is_open
            tally.outcomes["acknowledged"] += code == 0
            tally.outcomes["after" if found == number else "before"] += 1
            state = found
            file.unlink()
    return tally


class Pace(NamedTuple):
    """How long an import takes in all, and for how long of that it has the store open, seconds."""

    length_s: float
    open_s: float


def measure(file: Path, store: Path) -> Pace:
    """Import in peace, and look at the clock."""
    started = time.perf_counter()
    work = import_of(file, store)
    wait_for(store, work)
    opened = time.perf_counter()
    if work.wait() != 0:
        raise SystemExit("The first import failed.")
    ended = time.perf_counter()
    return Pace(ended - started, ended - opened)


def ledger(folder: Path, sites: int, state: int) -> Path:
    """Write a ledger of invented sites; the state is the number of workers in every row."""
    rows = [
        f"无名厂{number}号,东村,{LON + STEP * (number % PER_ROW):.6f},"
        f"{LAT + STEP * (number // PER_ROW):.6f},WGS84,{state}"
        for number in range(sites)
    ]
    file = folder / f"{state}.csv"
    file.write_text("\n".join([HEADERS, *rows, ""]), encoding="utf-8")
    return file


def import_of(file: Path, store: Path) -> subprocess.Popen[bytes]:
    """Start an import as a user would."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "service.cli", "import", str(file), "--store", str(store)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(file: Path, store: Path, *, chance: random.Random, pace: Pace) -> tuple[bool, int | None]:
    """
    Start an import and kill it at a random moment.

    Returns
    -------
    is_open, code
        Whether it was killed with the store open, and its exit code if it was done before.
    """
    work = import_of(file, store)
    if chance.random() < 1 / 2:
        time.sleep(chance.uniform(0, 1.1 * pace.length_s))
    else:
        wait_for(store, work)
        time.sleep(chance.uniform(0, pace.open_s))
    is_open = work.poll() is None and has_open(store)
    work.kill()
    code = work.wait()
    return is_open, code if code >= 0 else None


def wait_for(store: Path, work: subprocess.Popen[bytes]) -> None:
    """Wait until an import opens the store to write, or ends."""
    end = time.monotonic() + PATIENCE_S
    while not has_open(store) and work.poll() is None and time.monotonic() < end:
        time.sleep(POLL_S)


def has_open(store: Path) -> bool:
    """Tell whether somebody has a store open: the index of its log is there."""
    return store.with_name(f"{store.name}-shm").exists()


def look(store: Path, file: str, sites: int) -> tuple[int, list[str]]:
    """
    Open the store, read its state, and see that all its tables agree on it.

    Returns
    -------
    state, faults
        The number in every row, -1 where rows differ; and what is wrong, in words.
    """
    with open_store(str(store)) as town:
        faults = [one.en for one in examine(town).faults]
        table = town.read("site")
        states = set(table["workers"].astype(int))
        if len(states) != 1 or len(table) != sites:
            return -1, [*faults, f"sites are half written: {sorted(states)}"]
        state = states.pop()
        return state, [*faults, *disagreements(town, file, sites, is_after=file == f"{state}.csv")]


def disagreements(town: Store, file: str, sites: int, *, is_after: bool) -> list[str]:
    """Compare what audit, history and fates say of a file with what they should say."""
    audit = town.read("audit")
    told = audit["detail"].str.contains(f'"{file}"', regex=False)
    changed = len(town.read("history", where={"audit_id": audit.index[told].tolist()}))
    rows = int((town.read("import_row")["file"] == file).sum())
    found = (int(told.sum()), changed, rows)
    # Beside the sites the setting changes that knows which version of each file came last.
    if found == ((1, sites + 1, sites + 1) if is_after else (0, 0, 0)):
        return []
    return [f"audit, history and import_row say {found} of {file}"]


def judge(number: int, *, found: int, former: int, acknowledged: bool) -> list[str]:
    """Say what a state after a kill should not be."""
    if found not in (former, number):
        return [f"the state is {found}, neither {former} nor {number}"]
    if acknowledged and found != number:
        return ["the import said it was done, and is lost"]
    return []


if __name__ == "__main__":
    main()
