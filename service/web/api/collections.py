"""The tables of the store as lists, page by page, and their rows one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field, create_model

from data.schema import TABLES
from service.access.roles import Permission
from service.web.api.answers import one_row
from service.web.api.keys import Key, key_path
from service.web.api.paging import Page, PageAsk, page_model, page_of
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.rows import row_model
from service.web.gate import needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Response

router = api_router("tables")


@dataclass(frozen=True, slots=True)
class Collection:
    """
    One table as a list.

    Attributes
    ----------
    path
        Below the prefix.
    table
        Name of a table of ``data.schema.TABLES``.
    filters
        Columns of which a value may be asked for.
    without
        Columns that are not shown: too large for a list, and given elsewhere.
    permission, office_wide
        Who may read it.
    """

    path: str
    table: str
    filters: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    permission: Permission = Permission.SEE
    office_wide: bool = False


_OF_A_PLAN = ("params", "problem", "wants", "draw", "lots")
COLLECTIONS = (
    Collection("sites", "site", ("town", "village", "kind", "status")),
    Collection("inspections", "inspection", ("site_id", "team", "mode", "result")),
    Collection("scores", "score", ("grade",)),
    Collection("cells", "cell", ("town", "class", "worst_grade")),
    Collection("cell-alerts", "cell_alert", ("cell_id", "month")),
    Collection("beats", "beat", ("team_id",)),
    Collection("areas", "area", ("kind",)),
    Collection("teams", "team"),
    Collection("shifts", "shift", ("team_id",)),
    Collection("findings", "finding", ("site_id", "level", "state", "team")),
    Collection("tips", "tip", ("site_id", "village", "verified", "urgency")),
    Collection("orders", "given_order", ("site_id", "kind", "finding_id")),
    Collection("dispositions", "disposition", ("site_id", "kind")),
    Collection("expert-days", "expert_day", ("team_id",)),
    Collection("closures", "closure", ("kind",)),
    Collection("plans", "plan", ("week",), _OF_A_PLAN),
    Collection("routes", "route", ("plan_id", "team_id")),
    Collection("stops", "stop", ("plan_id", "route_id", "site_id")),
    Collection("unplanned", "unplanned", ("plan_id", "site_id", "reason")),
    Collection("promises", "promise", ("plan_id",)),
    Collection("publications", "publication", ("week", "plan_id")),
    Collection(
        "import-rows",
        "import_row",
        ("file", "kind", "fate"),
        permission=Permission.IMPORT,
        office_wide=True,
    ),
    Collection(
        "answers", "answer", ("kind", "site_id"), permission=Permission.IMPORT, office_wide=True
    ),
    Collection("audit", "audit", ("who",), permission=Permission.AUDIT, office_wide=True),
    Collection(
        "history",
        "history",
        ("audit_id", "table_name", "row_id"),
        permission=Permission.AUDIT,
        office_wide=True,
    ),
)
"""Every list of rows; docs/api.md names them."""


def _ask_model(one: Collection) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name in one.filters:
        column = TABLES[one.table].column(name)
        kind: Any = Key if column.codes is None else Literal[tuple(sorted(column.codes))]
        fields[name] = (kind | None, Field(None, description=f"Only of this: {column.meaning}."))
    return create_model(f"{row_model(one.table).__name__}Ask", __base__=PageAsk, **fields)


def _list_of(one: Collection) -> Callable[..., Response]:
    def read_list(request: Request, town: Town, asked: BaseModel) -> Response:
        where = {name: getattr(asked, name) for name in one.filters}
        page = Page(getattr(asked, "after"), getattr(asked, "limit"))  # noqa: B009 - of a made model
        return page_of(request, town, one.table, page, where=where, without=one.without)

    read_list.__annotations__["asked"] = Annotated[_ask_model(one), Query()]
    return read_list


def _row_of(one: Collection) -> Callable[..., Response]:
    def read_one(town: Town, key: str) -> Response:
        return one_row(town, one.table, key, without=one.without)

    key = key_path(f"Key of {TABLES[one.table].meaning}.", example="S00012")
    read_one.__annotations__["key"] = Annotated[str, key]
    return read_one


def _add(one: Collection) -> None:
    gate = [needs(one.permission, office_wide=one.office_wide)]
    meaning = TABLES[one.table].meaning
    word = one.path.replace("-", "_")
    router.add_api_route(
        f"/{one.path}",
        _list_of(one),
        dependencies=gate,
        response_model=page_model(one.table, without=one.without),
        name=f"list_{word}",
        summary=f"List {one.path}, ordered by key",
        description=f"A row is {meaning}.",
    )
    router.add_api_route(
        f"/{one.path}/{{key}}",
        _row_of(one),
        dependencies=gate,
        response_model=row_model(one.table, without=one.without),
        name=f"read_{word}",
        summary=f"Read one row of {one.path}",
        description=f"A row is {meaning}. Its ETag is a hash of its values.",
    )


for _one in COLLECTIONS:
    _add(_one)
