"""Every route of the service, with its gate; and what to put into the gaps of an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi.routing import iter_route_contexts

from service.web.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

OWN, FOREIGN = "甲镇", "乙镇"
MARK = "外镇标记"
"""Stands in every text of the foreign town, and nowhere else."""
WEEK = "2026-W48"
_GAP = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True)
class Example:
    """What stands in a gap of an address: of one's own town, and of a foreign one."""

    own: str
    foreign: str = field(default="")

    def value(self, *, foreign: bool) -> str:
        """Give one of the two; what belongs to no town is the same in both."""
        return self.foreign or self.own if foreign else self.own


EXAMPLES: dict[str, Example] = {
    "account_id": Example("id-somebody"),
    "area_id": Example("A1"),
    "audit_id": Example("A00000001"),
    "cell_id": Example("C1", "C2"),
    "change": Example("follow"),
    "closure_id": Example("none"),
    "collection": Example("sites"),
    "collection_id": Example("sites"),
    "day": Example("2026-11-24"),
    "disposition_id": Example("D1", "D2"),
    "ending": Example("xlsx"),
    "expert_day_id": Example("E1"),
    "feature_id": Example("S1", "S2"),
    "file_format": Example("csv"),
    "finding_id": Example("F1", "F2"),
    "form": Example("html"),
    "format": Example("csv"),
    "import_id": Example("I1"),
    "inspection_id": Example("J1", "J2"),
    "item_id": Example("S1", "S2"),
    "job_id": Example("job-1"),
    "key": Example("none"),
    "kind": Example("sites"),
    "link_id": Example("link-1"),
    "month": Example("2026-11"),
    "name": Example("none"),
    "order_id": Example("O1", "O2"),
    "plan_id": Example("P1"),
    "publication_id": Example("pub-1"),
    "question_id": Example("Q1"),
    "row_id": Example("R1"),
    "session_id": Example("none"),
    "shift_id": Example("none"),
    "site_id": Example("S1", "S2"),
    "subject": Example("sites"),
    "team_id": Example("T1"),
    "tip_id": Example("TIP1", "TIP2"),
    "token_id": Example("none"),
    "town": Example(OWN, FOREIGN),
    "week": Example(WEEK),
}
"""Name of a gap to what stands in it; a route with another gap needs a line here."""
KEYS: dict[str, Example] = {
    "/api/v1/sites/{key}": Example("S1", "S2"),
    "/api/v1/scores/{key}": Example("S1", "S2"),
    "/api/v1/inspections/{key}": Example("J1", "J2"),
    "/api/v1/findings/{key}": Example("F1", "F2"),
    "/api/v1/tips/{key}": Example("TIP1", "TIP2"),
}
"""What ``key`` stands for where it is the key of a town's table."""
PUBLIC: dict[str, str] = {
    "/sign-in": "who signs in is nobody yet",
    "/sign-in/outside": "who signs in is nobody yet",
    "/sign-in/outside/back": "who signs in is nobody yet",
    "/api/problems": "explains what errors mean, the same for all",
    "/static": "scripts and styles, the same for all",
    "/healthz": "tells that the process lives, and nothing else",
    "/readyz": "tells that the store answers, and nothing else",
    "/r/{secret}": "the secret in the address is the proof; tests of the inspector's link",
    "/c/{secret}.ics": "the secret in the address is the proof; tests of the feed",
}
"""Address, or its beginning, to the reason why no gate stands there."""


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    gate: Gate | None

    def __str__(self) -> str:
        """Name it in the list of tests."""
        return f"{self.method} {self.path}"

    @property
    def gaps(self) -> list[str]:
        """Name the gaps of the address."""
        return _GAP.findall(self.path)

    @property
    def is_public(self) -> bool:
        """Tell whether it is listed as one that needs no gate."""
        return any(self.path == path or self.path.startswith(f"{path}/") for path in PUBLIC)

    @property
    def is_of_a_town(self) -> bool:
        """Tell whether what the address names belongs to one town."""
        return any(self._example(name).foreign for name in self.gaps)

    def address(self, *, foreign: bool) -> str:
        """Fill the gaps."""
        return _GAP.sub(lambda gap: self._example(gap[1]).value(foreign=foreign), self.path)

    def _example(self, name: str) -> Example:
        return KEYS.get(self.path, EXAMPLES[name]) if name == "key" else EXAMPLES[name]


def routes_of(app: FastAPI) -> list[Route]:
    """List every method of every address, as the application would find them."""
    return [
        Route(method, str(context.path), _gate(getattr(context, "dependant", None)))
        for context in iter_route_contexts(app.routes)
        for method in sorted(getattr(context, "methods", None) or {"GET"})
        if method != "HEAD"
    ]


def _gate(dependant: object) -> Gate | None:
    return next(iter(_gates(dependant)), None)


def _gates(dependant: object) -> Iterator[Gate]:
    for one in getattr(dependant, "dependencies", ()):
        if isinstance(one.call, Gate):
            yield one.call
        yield from _gates(one)
