"""
Send every form and every writing route what nobody decent sends, all of it, and count what came.

    python -m benchmarks.writes [--only PART]

The town's every text is hostile already; each route begins on a copy of it. Every field is sent
each text that is too long, no sign, a formula, a number beyond all, a day that is none; bodies that
are no JSON, nested thousands deep or in an encoding of their own; every gap of an address is filled
so, too. A fault is a failure of the server, a refusal that is no line of words or changed what is
stored, and a page that shows a text as more than one. Ends with an error if there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data.store import open_store
from service.web.app import make_app
from tests.service.web.hostile.house import copied, make_hostile
from tests.service.web.hostile.judging import Judge
from tests.service.web.hostile.writing import write_routes, writes

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

    from tests.service.web.hostile.house import HostileTown

ENDING = ("/sign-out", "/me/sessions/end", "/password", "/admin/people")
"""What is sent there may end the session: each request needs a new one."""


def main() -> None:
    """Print one row per route."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--only", default="", help="routes whose address holds this")
    part = parser.parse_args().only
    found: list[str] = []
    print("| route | requests | taken | refused | failed | faults | seconds |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "made"
        made.mkdir()
        open_store(f"{name}/empty.gpkg", create=True).close()
        make_hostile(made, Path(name) / "empty.gpkg")
        with copied(made, Path(name)) as town:
            routes = write_routes(make_app(town.service.office))
        for number, (method, route) in enumerate(routes):
            if part in route.path:
                folder = Path(name) / str(number)
                folder.mkdir()
                with copied(made, folder) as town:
                    found += _row(method, route, town)
    print("\n".join(["", f"{len(found)} faults", *found]))
    sys.exit(1 if found else 0)


def _row(method: str, route: APIRoute, town: HostileTown) -> list[str]:
    started, statuses, found = time.monotonic(), Counter[int](), []
    client = _client(town)
    with Judge(town, is_brief=True) as judge:
        for write in writes(method, route, town):
            status, faults = judge.faults(client, write)
            statuses[status // 100] += 1
            found += [f"- {method} {route.path}, {write.name}: {one}" for one in faults]
            if route.path.startswith(ENDING):
                client = _client(town)
    counts = (statuses.total(), statuses[2] + statuses[3], statuses[4], statuses[5], len(found))
    seconds = time.monotonic() - started
    line = " | ".join(map(str, counts))
    print(f"| {method} {route.path} | {line} | {seconds:.0f} |", flush=True)
    return found


def _client(town: HostileTown) -> TestClient:
    """Sign in; what fails is answered as a browser would see it."""
    signed = town.client()
    client = TestClient(signed.app, follow_redirects=False, raise_server_exceptions=False)
    client.cookies, client.headers = signed.cookies, signed.headers
    return client


if __name__ == "__main__":
    main()
