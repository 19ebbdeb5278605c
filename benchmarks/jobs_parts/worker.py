"""One worker as a process of its own, to be killed: ``… ADDRESS LEASE_S``, until its input ends."""

from __future__ import annotations

import sys

from benchmarks.jobs_parts.kinds import add_kinds
from service.access.clock import now
from service.jobs.crew import Crew, every_kind
from service.jobs.worker import Bench

if __name__ == "__main__":
    add_kinds()
    command = (sys.executable, "-P", "-m", "benchmarks.jobs_parts.child")
    bench = Bench(
        address=sys.argv[1],
        kinds=every_kind(),
        clock=now,
        command=command,
        lease_s=float(sys.argv[2]),
    )
    crew = Crew(1, bench)
    crew.start()
    sys.stdin.read()
    crew.stop()
