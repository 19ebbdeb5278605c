"""A town in which every text that somebody may type is hostile, with its week and its desk."""

from __future__ import annotations

import csv
import io
import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shapely import box
from sqlalchemy import update

from data.schema import TABLES
from data.store import Author, open_store
from data.store.tables import sql_table
from data.words import ROLES
from service.access import passwords
from service.access.accounts import Account, add_account
from service.access.actors import Actor, permissions_of
from service.access.secrets import csrf_of
from service.access.sessions import begin
from service.jobs.queue import enqueue
from service.pipeline.beats.division import divide_town
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.risk.scores import score_town
from service.web.gate import CSRF_HEADER
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.filed import AS_OF, day, finding, put
from tests.service.web.conftest import Service, SetClock
from tests.service.web.hostile.texts import KEY, NAME, TAG, WHOLE, led, spoilt
from tests.service.web.linktown import link_of, plan_week
from tests.service.web.offices import SITES, VISITS, send, work
from tests.service.web.routes import OWN
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient

    from data.schema import TableSchema
    from data.store import Store

PLACES = frozenset({"town", "village"})
"""They stand in addresses, which take 200 signs."""
BY = Author(WHOLE, WHOLE)
OURS = frozenset(
    {
        *("account", "audit", "credential", "history", "once", "session", "setting"),
        *("finding_step", "job", "token"),
    }
)
"""Tables whose texts the program writes or checks strictly, or whose rows stay as added."""
NOT_TYPED = frozenset(
    {
        *("week", "month", "shift", "stop", "device", "promise", "kind", "model", "result"),
        *("arrived_at", "left_at", "edited_at", "moment", "withdrawn", "expires", "revoked"),
        *("queued", "started", "ended", "owner", "creator", "argument", "permissions", "towns"),
        *("hash", "file_hash", "input_hash", "params", "problem", "wants", "draw", "lots"),
        *("absent_days", "skills", "ways", "classes", "needs", "content", "detail"),
    }
)
"""Columns whose texts are codes, moments, hashes or the program's own records."""


@dataclass(frozen=True)
class HostileTown:
    """A service on the town, and somebody of each role who has signed in."""

    service: Service
    link: str
    """Address of a team's link; ends in a slash."""

    def client(self, role: str = "administrator") -> TestClient:
        """Sign in anew: what was done before may have ended a session."""
        office, client = self.service.office, self.service.nobody()
        who = Account(account_id=f"id-{role}", name=role, role=role)
        secret = begin(office.store, who, clock=office.clock)
        client.cookies.set(office.settings.cookie, secret)
        client.headers.update({CSRF_HEADER: csrf_of(secret), "accept": "text/html"})
        return client

    def keys(self, table: str) -> list[str]:
        """List the keys of a table, in their order."""
        rows = self.service.office.store.rows(table)
        return sorted(str(row[TABLES[table].key]) for row in rows)


def hostile_town(service: Service, folder: Path) -> HostileTown:
    """Write the town, spoil every text of it, and let the steps run on that."""
    store, clock = service.office.store, service.clock
    signed = store.signed(BY)
    plan_week(signed, folder, clock=clock)
    with signed.writing() as unit:
        unit.upsert("site", signed.read("site").assign(town=OWN))
    _add_desk(signed)
    for role in ROLES:
        account = Account(account_id=f"id-{role}", name=role, role=role, full_name=NAME)
        add_account(store, account, password=None, clock=clock, by=BY)
    _add_jobs(service)
    for name, schema in TABLES.items():
        if name not in OURS:
            _spoil(signed, name, schema)
    _bring_in(service)
    score_town(signed)
    map_hotspots(signed)
    divide_town(signed, teams=2)
    return HostileTown(service, link_of(store, clock=clock))


def make_hostile(folder: Path, empty: Path) -> None:
    """
    Write the town into a folder; beside it, the address of a team's link.

    Parameters
    ----------
    folder
        Gets ``town.gpkg`` and ``link``.
    empty
        A store without rows, which is copied.
    """
    shutil.copy(empty, folder / "town.gpkg")
    passwords.MEMORY_KIB, former = 8, passwords.MEMORY_KIB
    with open_store(str(folder / "town.gpkg")) as store:
        made = hostile_town(_service(store, folder), folder)
    passwords.MEMORY_KIB = former
    (folder / "link").write_text(made.link, encoding="utf-8")


@contextmanager
def copied(made: Path, folder: Path) -> Iterator[HostileTown]:
    """Give the service on a copy of the town that was written."""
    shutil.copy(made / "town.gpkg", folder / "town.gpkg")
    link = (made / "link").read_text(encoding="utf-8")
    with open_store(str(folder / "town.gpkg")) as store:
        yield HostileTown(_service(store, folder), link)


def _service(store: Store, folder: Path) -> Service:
    clock = SetClock()
    settings = WebSettings(store=store.place, work_folder=folder / "work")
    return Service(Office(store=store, settings=settings, clock=clock), clock)


def _add_desk(store: Store) -> None:
    """Add what the desk writes, under keys that are hostile themselves."""
    told = {"who": "李四", "document": "文号1", "note": "说明"}
    put(store, "area", _area("village", "东村"), _area("water", "东河"))
    visit = {"inspection_id": KEY, "site_id": "S00001", "day": day(30), "team": "一队"}
    put(store, "inspection", visit | {"result": "finding", "mode_stated": "四不两直"})
    mine = {"finding_id": KEY, "inspection_id": KEY, "team": "一队", "rule": "条款"}
    put(store, "finding", finding(1, **mine, photos="照片"), finding(2, level="major"))
    put(store, "finding", finding(3, state="closed", closed=day(1), transferred_to="消防"))
    step = {"finding_id": KEY, "number": 1, "step": "notified", "state": "notified", "day": day(29)}
    words = {name: spoilt(word) for name, word in told.items()}
    put(store, "finding_step", step | words | {"handed_to": spoilt("消防")})
    order = {"given_order_id": KEY, "site_id": "S00001", "finding_id": KEY, "kind": "talk"}
    put(store, "given_order", order | told | {"day": day(20), "due": day(5)})
    decided = {"site_id": "S00002", "kind": "shut", "day": day(20), "torn_down_proof": "照片"}
    put(store, "disposition", decided | told)
    expert = {"expert": "王工", "skills": '["lab"]', "day": day(-4), "minutes": 240}
    put(store, "expert_day", expert | {"note": "说明"})
    tip = {"day": AS_OF, "channel": "热线", "what": "异味", "place": "村口", "village": "东村"}
    put(store, "tip", tip | {"tip_id": KEY, "verified": "open"})
    closed = {"kind": "roads", "name": "东大街", "ways": "[10]", "note": "修路"}
    days = {"from_day": day(-3), "to_day": day(-4), "speed_factor": 0.0}
    put(store, "closure", closed | days)
    reading = {"site_id": "S00001", "meter": "表1", "customer": "户名", "month": "2026-10"}
    put(store, "power_reading", reading | {"kwh": 10.0})


def _area(kind: str, name: str) -> dict[str, object]:
    square = box(114.98, 35.48, 115.05, 35.53)
    return {"area_id": f"{kind}-1", "kind": kind, "name": name, "keeper": "张三"} | {
        "geometry": square
    }


def _bring_in(service: Service) -> None:
    """Send ledgers as an office does, their names hostile and half of their rows in question."""
    files = []
    for name, lines in (("企业", SITES), ("检查", VISITS)):
        header, *rows = (line.split(",") for line in lines)
        out = io.StringIO()
        csv.writer(out).writerows([header, *([_typed(cell) for cell in row] for row in rows)])
        files.append((f"<{TAG}>{name}.csv", out.getvalue().encode()))
    work(service, send(service.client("planner"), *files))


def _typed(cell: str) -> str:
    return cell if cell.isascii() or cell == "未发现问题" else led(cell)


def _add_jobs(service: Service) -> None:
    """Let one piece of work have failed, with words of a ledger in its error."""
    may = permissions_of("planner")
    actor = Actor(account_id="id-planner", name="planner", role="planner", permissions=may)
    argument = {"week": WEEK}
    enqueue(service.office.store, "plan", argument, actor=actor, clock=service.clock)
    jobs, said = sql_table("job"), json.dumps({"zh": spoilt("错"), "en": spoilt("wrong")})
    with service.office.store.aside() as connection:
        waiting = jobs.c.state == "queued"
        connection.execute(update(jobs).where(waiting).values(state="failed", error=said))


def _spoil(store: Store, name: str, schema: TableSchema) -> None:
    """Write a hostile text in the place of every text of a table that somebody may have typed."""
    typed = [
        column
        for column in schema.columns
        if column.type in {"text", "json"}
        and column.codes is None
        and column.name not in NOT_TYPED
        and not column.name.endswith("_id")
    ]
    frame = store.read(name)
    if frame.empty or not typed:
        return
    for column in typed:
        made = led if column.name in PLACES else spoilt
        made = made if column.type == "text" else _spoilt_json
        frame[column.name] = frame[column.name].map(made, na_action="ignore").astype("str")
    with store.writing() as unit:
        unit.upsert(name, frame)


def _spoilt_json(text: str) -> str:
    return json.dumps(_inside(json.loads(text)), ensure_ascii=False)


def _inside(value: Any) -> Any:  # noqa: ANN401 - what JSON knows
    """Spoil sentences, not codes: codes of ours are ASCII and have no blanks."""
    if isinstance(value, dict):
        return {key: _inside(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_inside(one) for one in value]
    is_typed = isinstance(value, str) and (" " in value or not value.isascii())
    return spoilt(value) if is_typed else value
