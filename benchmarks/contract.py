"""
Ask the interface for programs what its document allows, and more, and hold it to the document.

Every operation is asked with arguments that fit the document and with some that do not, in a
process of its own, as one role at a time, on a copy of a store. A case fails where the server fails
or the answer is not as described: status, media type, headers, schema; a wrong argument taken; a
right one refused as wrong in its form; an answer without a sign-in.

::

    python -m benchmarks.contract TOWN.gpkg --role planner --cases 5000
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks

from data.schema import TOKEN, as_table
from data.store import Author, open_store
from data.words import ROLES
from service.access.accounts import Account, add_account
from service.access.clock import now, written
from service.access.roles import PERMISSIONS
from service.access.secrets import fingerprint, new_secret
from service.web.api.document import document_of
from service.web.app import make_app
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
    openapi_checks.ignored_auth,
)
"""What every answer must fit; that a right body may break a rule of the ledgers is no fault."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
_BY = Author("contract", "contract")
_PASSWORD = "only for a store that is thrown away"  # noqa: S105 - of invented people


@dataclass
class Outcome:
    """What came of a role's cases."""

    role: str
    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run_role(store: Store, role: str, *, cases: int, start: int = 1, spread: int = 1) -> Outcome:
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
    """
    app, headers = _signed_in(store, role)
    document = document_of(app, cookie="gridpatrol")
    schema = schemathesis.openapi.from_dict(document)
    schema.app = app
    outcome, begun = Outcome(role), time.perf_counter()
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = operations[start // 100 % spread :: spread]
    each = max(1, -(-cases // (len(operations) * len(MODES))))
    for number, operation in enumerate(operations):
        for mode in MODES:
            _ask(operation, mode, each, start + number, outcome, headers)
    outcome.seconds = time.perf_counter() - begun
    return outcome


def _ask(
    operation: Any,  # noqa: ANN401 - schemathesis keeps its class to itself
    mode: GenerationMode,
    times: int,
    number: int,
    outcome: Outcome,
    headers: dict[str, str],
) -> None:
    @seed(number)
    @settings(
        max_examples=times,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:  # noqa: ANN401
        outcome.cases += 1
        sent = {**dict(case.headers or {}), **headers}
        answer = case.call(headers=sent)
        outcome.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=list(CHECKS), headers=sent)
        except BaseExceptionGroup as found:
            outcome.failures += [f"{operation.label}: {one}" for one in found.exceptions]
        except AssertionError as found:
            outcome.failures.append(f"{operation.label}: {found}")

    one()


def _signed_in(store: Store, role: str) -> tuple[FastAPI, dict[str, str]]:
    """Make a person of a role, and a token that may do all that the person may."""
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
    app = make_app(Office(store=store, settings=WebSettings(store=store.place)))
    return app, {"Authorization": f"Bearer {secret}"}


def main() -> None:
    """Ask as the roles named, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path, help="a store file; a copy of it is written to")
    parser.add_argument("--role", action="append", choices=sorted(ROLES))
    parser.add_argument("--cases", type=int, default=5000, help="per role")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    for role in asked.role or sorted(ROLES):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "town.gpkg"
            shutil.copy(asked.store, copy)
            with open_store(str(copy)) as store:
                outcome = run_role(store, role, cases=asked.cases, start=asked.seed)
        told = ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items()))
        print(
            f"{role}: {outcome.cases} cases in {outcome.seconds:.0f} s; {told}; "
            f"{len(outcome.failures)} failures"
        )
        for failure, count in Counter(outcome.failures).most_common(20):
            print(f"  {count} x {failure}")


if __name__ == "__main__":
    main()
