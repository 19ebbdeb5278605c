"""Orders and dispositions: lists of all, and what is entered on the page of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import ConfigError, InputError
from planning.cases.dispositions import Measure
from service.access.actors import Actor
from service.access.roles import Permission
from service.pipeline.cases.disposing import dispose, list_dispositions
from service.pipeline.cases.ordering import follow_order, give_order, list_orders, withdraw_order
from service.web.forms import day_said, late_day, number_said, said, standing_day, today
from service.web.gate import Seen, needs
from service.web.labels import disposition_state, labels, order_state
from service.web.pages.site import MEASURES, find_site_row, show_site
from service.web.problems import RefusalError, lang_of, told
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.store import Store

    Entry = Callable[[Request, Store, str, Mapping[str, object]], object]

router = APIRouter(include_in_schema=False)
Enters = Annotated[Actor, needs(Permission.MEASURES)]
_CHANGES = {"follow": follow_order, "withdraw": withdraw_order}


@router.get("/orders", dependencies=[needs(Permission.SEE)])
def orders_page(request: Request, town: Seen, overdue: bool = False) -> Response:  # noqa: FBT001, FBT002 - of the address
    """List orders, those whose visit is late first, and dispositions."""
    listed = list_orders(town, as_of=late_day(request, town), overdue=overdue)
    return page(
        request,
        "orders.html",
        listed=listed,
        only_late=overdue,
        dispositions=list_dispositions(town, as_of=standing_day(request, town)).dispositions,
        today=today(request).isoformat(),
        word=labels(lang_of(request)),
        order_state=order_state,
        disposition_state=disposition_state,
    )


@router.post("/orders/{order_id}/{change}")
async def change_order(
    request: Request, _actor: Enters, town: Seen, order_id: str, change: str
) -> Response:
    """Keep that an order was followed up, or take it back."""
    form = dict(await request.form())

    def done() -> str:
        rows = town.rows("given_order", where={"given_order_id": [order_id]})
        if change not in _CHANGES or not rows:
            raise RefusalError(
                404, f"There is no order {order_id!r}.", zh=f"没有措施“{order_id}”。"
            )
        site_id = str(rows[0]["site_id"])
        find_site_row(town, site_id)
        _CHANGES[change](town, order_id, day=day_said(form, "day") or today(request))
        return site_id

    site_id = await run_in_threadpool(done)
    return RedirectResponse(f"/sites/{quote(site_id, safe='')}?done=order#orders", 303)


@router.post("/sites/{site_id}/orders")
async def order_form(request: Request, _actor: Enters, town: Seen, site_id: str) -> Response:
    """Give an order to a site."""
    form = dict(await request.form())
    return await run_in_threadpool(_entered, request, town, site_id, form, "order", _give)


@router.post("/sites/{site_id}/dispositions")
async def disposition_form(request: Request, _actor: Enters, town: Seen, site_id: str) -> Response:
    """Decide what becomes of a site, or enter how far that was carried out."""
    form = dict(await request.form())
    return await run_in_threadpool(_entered, request, town, site_id, form, "disposition", _dispose)


def _entered(
    request: Request,
    town: Store,
    site_id: str,
    form: Mapping[str, object],
    act: str,
    entry: Entry,
) -> Response:
    find_site_row(town, site_id)
    try:
        entry(request, town, site_id, form)
    except (InputError, ConfigError) as error:
        wrong = told(error, lang_of(request))
        return show_site(request, town, site_id, status=422, wrong=wrong, act=act, given=form)
    return RedirectResponse(f"/sites/{quote(site_id, safe='')}?done={act}#{act}s", 303)


def _give(request: Request, town: Store, site_id: str, form: Mapping[str, object]) -> object:
    return give_order(
        town,
        site_id,
        said(form, "kind"),
        day=day_said(form, "day") or today(request),
        due=day_said(form, "due"),
        amount_yuan=number_said(form, "amount_yuan"),
        finding_id=said(form, "finding_id"),
        who=said(form, "who"),
        document=said(form, "document"),
        note=said(form, "note"),
    )


def _dispose(_request: Request, town: Store, site_id: str, form: Mapping[str, object]) -> object:
    return dispose(
        town,
        site_id,
        said(form, "kind"),
        day=day_said(form, "day"),
        measures=_measures(form),
        finished=day_said(form, "finished"),
        relapsed=day_said(form, "relapsed"),
        withdrawn=day_said(form, "withdrawn"),
        who=said(form, "who"),
        document=said(form, "document"),
        note=said(form, "note"),
    )


def _measures(form: Mapping[str, object]) -> dict[str, Measure]:
    """Read what was torn down, cut off and cleared; what is left empty stays as it was."""
    found = {}
    for name in MEASURES:
        day, proof = day_said(form, name), said(form, f"{name}_proof")
        if form.get(f"{name}_none"):
            found[name] = Measure(proof=proof, applies=False)
        elif day is not None or proof:
            found[name] = Measure(day=day, proof=proof)
    return found
