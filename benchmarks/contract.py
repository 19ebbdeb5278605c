"""
Ask the interface for programs what its document allows, and more, and hold it to the document.

Every operation is asked with arguments that fit the document and with some that do not, in a
process of its own, as one role at a time, on a copy of a store. Every second right address names
what the store holds, the others what was drawn. A case fails where the server fails or the answer
is not as described: status, media type, headers, schema; a wrong argument taken; a right one
refused as wrong in its form; an answer without a sign-in.

::

    python -m benchmarks.contract TOWN.gpkg --role planner --cases 5000 --log planner.jsonl

What is in the log is not asked again: a campaign that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import time
import warnings
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks
from sqlalchemy import select

from data.schema import TABLES, TOKEN, as_table
from data.store import Author, open_store
from data.store.tables import sql_table
from data.words import ROLES
from service.access.accounts import Account, add_account
from service.access.clock import now, written
from service.access.roles import PERMISSIONS
from service.access.secrets import csrf_of, fingerprint, new_secret
from service.access.sessions import begin
from service.pipeline.ledgers.questions import open_questions
from service.web.api.collections import COLLECTIONS
from service.web.api.document import document_of
from service.web.app import make_app
from service.web.gate import CSRF_HEADER
from service.web.office import Office
from service.web.settings import WebSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from data.store import Store

CHECKS = (
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
)
"""What every answer must fit; that a right body may break a rule of the ledgers is no fault."""
ONCE = openapi_checks.ignored_auth
"""Asks twice more, without a sign-in: until an operation has once been served and then refused."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_BY = Author("contract", "contract")
_PASSWORD = "only for a store that is thrown away"  # noqa: S105 - of invented people


@dataclass
class Outcome:
    """What came of a role's cases, or of those of one operation."""

    role: str
    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Outcome) -> None:
        """Count what came of more cases."""
        self.cases += other.cases
        self.statuses += other.statuses
        self.failures += other.failures
        self.seconds += other.seconds


def run_role(  # noqa: PLR0913 - what is asked, and how
    store: Store,
    role: str,
    *,
    cases: int,
    start: int = 1,
    spread: int = 1,
    only: str = "",
    log: Path | None = None,
) -> Outcome:
    """
    Ask as one role.

    Parameters
    ----------
    store
        Written to; give a copy.
    role
        Code of ``data.words.ROLES``.
    cases
        Requests in all, shared evenly by the operations and by right and wrong arguments.
    start
        Seed of what is asked.
    spread
        Ask every ``spread``-th operation only, beginning with another one for another seed.
    only
        Ask only operations in whose address this regular expression is found.
    log
        Takes a line for each operation; one that has its line already is not asked again.
    """
    app, proofs = _signed_in(store, role)
    schema = schemathesis.openapi.from_dict(_document(app))
    schema.app = app
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [one for one in operations if re.search(only, one.path)]
    operations = operations[start // 100 % spread :: spread]
    each = max(1, -(-cases // (len(operations) * len(MODES))))
    outcome, known = Outcome(role), _logged(log, role)
    for number, operation in enumerate(operations):
        one = known.get(operation.label) or Outcome(role)
        if operation.label not in known:
            asking = _Asking(operation, store, proofs, one)
            for mode in MODES:
                asking.ask(mode, each, start + number)
            _note(log, operation.label, one)
        outcome.add(one)
    return outcome


def _document(app: FastAPI) -> dict[str, Any]:
    """Give the document; cookies of a session are ours to send, not to be drawn."""
    document = document_of(app, cookie="gridpatrol")
    for methods in document["paths"].values():
        for said in methods.values():
            if said.get("x-in-person"):
                said["security"] = []
    return document


@dataclass(frozen=True)
class Proofs:
    """How one role shows who it is: a token, and for what no token may do a session."""

    store: Store
    account: Account
    token: dict[str, str]
    cookie: str

    def session(self) -> dict[str, str]:
        """Sign in anew, since what was asked before may have ended the session."""
        secret = begin(self.store, self.account, clock=now)
        return {"Cookie": f"{self.cookie}={secret}", CSRF_HEADER: csrf_of(secret)}


@dataclass
class _Asking:
    """One operation, asked as one role."""

    operation: Any  # schemathesis keeps its class to itself
    store: Store
    proofs: Proofs
    outcome: Outcome
    is_refused_to_nobody: bool = False

    def ask(self, mode: GenerationMode, times: int, number: int) -> None:
        """Ask some cases with right arguments, or with wrong ones."""
        stored = _stored(self.store, self.operation.path) if mode is GenerationMode.POSITIVE else {}

        @seed(number)
        @settings(
            max_examples=times,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=self.operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:  # noqa: ANN401
            cases = self.outcome.cases
            if cases % 2 and stored:
                named = {name: keys[cases // 2 % len(keys)] for name, keys in stored.items()}
                case.path_parameters = {**case.path_parameters, **named}
            self._hold(case)

        begun = time.perf_counter()
        with suppress(Unsatisfiable):  # what takes no argument cannot be asked wrongly
            one()
        self.outcome.seconds += time.perf_counter() - begun

    def _hold(self, case: Any) -> None:  # noqa: ANN401
        """Ask one case, and hold the answer to the document."""
        self.outcome.cases += 1
        is_in_person = self.operation.definition.raw["x-in-person"]
        proof = self.proofs.session() if is_in_person else self.proofs.token
        sent = {**dict(case.headers or {}), **proof}
        answer = case.call(headers=sent)
        self.outcome.statuses[answer.status_code] += 1
        checks = [*CHECKS, *(() if self.is_refused_to_nobody else (ONCE,))]
        try:
            case.validate_response(answer, checks=checks, headers=sent)
            self.is_refused_to_nobody |= 200 <= answer.status_code < 300  # noqa: PLR2004
        except BaseExceptionGroup as found:
            self.outcome.failures += [f"{case.operation.label}: {one}" for one in found.exceptions]
        except AssertionError as found:
            self.outcome.failures.append(f"{case.operation.label}: {found}")


_TABLES = {one.path: one.table for one in COLLECTIONS}
_GAPS = {
    "account_id": "account",
    "closure_id": "closure",
    "expert_day_id": "expert_day",
    "finding_id": "finding",
    "job_id": "job",
    "link_id": "link",
    "order_id": "given_order",
    "plan_id": "plan",
    "shift_id": "shift",
    "site_id": "site",
    "team_id": "team",
    "tip_id": "tip",
    "token_id": "token",
}
_MOST = 50


def _stored(store: Store, path: str) -> dict[str, list[str]]:
    """Give what the store holds for the gaps of an address; others are left out."""
    if path.endswith("/events"):
        return {}  # a job that nobody works on tells of itself for minutes
    found = {}
    for gap in re.findall(r"{(\w+)}", path):
        if gap == "question_id":
            keys = [question.key for question in open_questions(store)]
        elif gap == "week":
            keys = [plan.partition("-v")[0] for plan in _keys(store, "plan")]
        elif gap == "key":
            keys = _keys(store, _TABLES[path.split("/")[3]])
        else:
            keys = _keys(store, _GAPS[gap]) if gap in _GAPS else []
        found[gap] = sorted(set(keys))
    return {gap: keys for gap, keys in found.items() if keys}


def _keys(store: Store, table: str) -> list[str]:
    rows = sql_table(table)
    key = rows.c[TABLES[table].key]
    with store.aside() as connection:
        asked = select(key).where(~key.startswith("contract-")).order_by(key).limit(_MOST)
        return [str(one) for one in connection.scalars(asked)]


def _logged(log: Path | None, role: str) -> dict[str, Outcome]:
    """Read what was asked before."""
    lines = log.read_text("utf-8").splitlines() if log is not None and log.exists() else []
    known = {}
    for said in map(json.loads, lines):
        statuses = Counter({int(status): count for status, count in said["statuses"].items()})
        if said["role"] == role:
            figures = said["cases"], statuses, said["failures"], said["seconds"]
            known[said["operation"]] = Outcome(role, *figures)
    return known


def _note(log: Path | None, operation: str, one: Outcome) -> None:
    if log is not None:
        with log.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"operation": operation, **vars(one)}) + "\n")


def _signed_in(store: Store, role: str) -> tuple[FastAPI, Proofs]:
    """Make a person of a role, with a token that may do all that the person may."""
    account = Account(account_id=f"contract-{role}", name=f"contract-{role}", role=role)
    add_account(store, account, password=_PASSWORD, clock=now, by=_BY)
    secret = new_secret()
    token = {
        "token_id": f"contract-{role}",
        "account_id": account.account_id,
        "name": "contract",
        "hash": fingerprint(secret),
        "permissions": json.dumps(sorted(PERMISSIONS[role])),
        "expires": written(now() + timedelta(days=1)),
    }
    with store.writing(by=_BY) as unit:
        unit.append("token", as_table([token], TOKEN))
    web = WebSettings(store=store.place)
    told = {"Authorization": f"Bearer {secret}"}
    return make_app(Office(store=store, settings=web)), Proofs(store, account, told, web.cookie)


def main() -> None:
    """Ask as the roles named, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path, help="a store file; a copy of it is written to")
    parser.add_argument("--role", action="append", choices=sorted(ROLES))
    parser.add_argument("--cases", type=int, default=5000, help="per role")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="regular expression of addresses to ask")
    parser.add_argument("--log", type=Path, help="what was asked; read, and written to")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for role in asked.role or sorted(ROLES):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "town.gpkg"
            shutil.copy(asked.store, copy)
            with open_store(str(copy)) as store:
                outcome = run_role(
                    store, role, cases=asked.cases, start=asked.seed, only=asked.only, log=asked.log
                )
        told = ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items()))
        print(
            f"{role}: {outcome.cases} cases in {outcome.seconds:.0f} s; {told}; "
            f"{len(outcome.failures)} failures"
        )
        for failure, count in Counter(outcome.failures).most_common(20):
            print(f"  {count} x {failure}")


if __name__ == "__main__":
    main()
