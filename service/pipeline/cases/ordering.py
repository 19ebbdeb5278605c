"""Orders in the store: given, followed up, withdrawn, listed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from data.errors import NotFoundError
from data.findings import day_told
from data.schema import GIVEN_ORDER, as_records, as_table
from planning.cases.measures import order_of, order_standings
from planning.cases.orders import Order, follow, follow_up_due, withdraw
from service.pipeline.cases.entries import next_id
from service.pipeline.places.naming import find_site
from service.pipeline.places.standing import day_after_last
from service.pipeline.rules.ruling import rules_in_force
from service.results.measure import OrderLine, OrderResult, OrdersResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from data.store import Store
    from planning.cases.orders import OrderStanding

PREFIX = "ZL"
BY_HAND = "orders"
"""Source of rows that people entered."""


def give_order(  # noqa: PLR0913 - what a document of an order says
    store: Store,
    asked: str,
    kind: str,
    *,
    day: date,
    due: date | None = None,
    amount_yuan: float | None = None,
    finding_id: str = "",
    who: str = "",
    document: str = "",
    note: str = "",
) -> OrderResult:
    """
    Keep an order that was given to a site.

    Parameters
    ----------
    store
        Holds the site.
    asked
        Its id or name.
    kind
        Code of ``data.words.ORDERS``.
    day, due
        Day it was given; day by which a visit must follow, ``None``: as the rules say.
    amount_yuan, finding_id, who, document, note
        As of :class:`planning.cases.orders.Order`.

    Raises
    ------
    InputError
        If there is no such site or finding, or the order cannot be; nothing is stored then.
    """
    site_id = find_site(store, asked)
    _check_finding(store, finding_id, site_id)
    rules = rules_in_force(store).rules.order
    with store.writing() as unit:
        order = Order(
            order_id=next_id(unit, "given_order", PREFIX),
            site_id=site_id,
            kind=kind,
            day=day,
            due=due,
            amount_yuan=amount_yuan,
            finding_id=finding_id,
            who=who,
            document=document,
            note=note,
        )
        if due is None:
            order = _with_due(order, follow_up_due(kind, day, rules=rules))
        unit.append("given_order", as_table([_row(order)], GIVEN_ORDER))
    return OrderResult(done="given", order=_told(store, order.order_id))


def follow_order(store: Store, order_id: str, *, day: date) -> OrderResult:
    """
    Keep that an order was followed up, where no visit on record says so.

    Raises
    ------
    InputError
        If there is no such order, it was withdrawn, or the day lies before it.
    """
    return _change(store, order_id, lambda order: follow(order, day), done="followed")


def withdraw_order(store: Store, order_id: str, *, day: date) -> OrderResult:
    """
    Take an order back; its row stays.

    Raises
    ------
    InputError
        If there is no such order, it was withdrawn before, or the day lies before it.
    """
    return _change(store, order_id, lambda order: withdraw(order, day), done="withdrawn")


def list_orders(
    store: Store, *, site: str | None = None, as_of: date | None = None, overdue: bool = False
) -> OrdersResult:
    """
    List orders, those overdue first.

    Parameters
    ----------
    site
        Id or name of one site; ``None``: all.
    as_of
        The day told of, on which they are late; ``None``: the last of which anything is on record.
    overdue
        Whether only those are listed whose visit is late.

    Raises
    ------
    InputError
        If there is no such site.
    """
    day = as_of or day_told(day_after_last(store))
    chosen = None if site is None else find_site(store, site)
    lines = [one for one in _lines(store, day + timedelta(days=1)) if chosen in (None, one.site_id)]
    late = [one for one in lines if one.state == "overdue"]
    return OrdersResult(
        as_of=day.isoformat(), orders=tuple(late if overdue else lines), overdue=len(late)
    )


def _check_finding(store: Store, finding_id: str, site_id: str) -> None:
    if not finding_id:
        return
    known = store.read("finding", where={"finding_id": [finding_id]})
    if known.empty or known["site_id"].iloc[0] != site_id:
        raise NotFoundError(
            f"{site_id} has no finding {finding_id!r}.",
            zh=f"点位 {site_id} 没有隐患 {finding_id}。",
        )


def _with_due(order: Order, due: date | None) -> Order:
    return Order(**(asdict(order) | {"due": due}))


def _row(order: Order) -> dict[str, object]:
    row = {name: value or None for name, value in asdict(order).items()}
    return {"given_order_id": row.pop("order_id"), **row, "source": BY_HAND}


def _change(
    store: Store, order_id: str, step: Callable[[Order], Order], *, done: str
) -> OrderResult:
    with store.writing() as unit:
        rows = as_records(unit.read("given_order", where={"given_order_id": [order_id]}))
        if not rows:
            raise NotFoundError(
                f"There is no order {order_id!r}; `gridpatrol orders list` names all.",
                zh=f"没有编号为 {order_id} 的措施，可用 gridpatrol orders list 查看。",
            )
        changed = _row(step(order_of(rows[0])))
        changed["source"] = rows[0]["source"]
        unit.upsert("given_order", as_table([changed], GIVEN_ORDER))
    return OrderResult(done=done, order=_told(store, order_id))


def _told(store: Store, order_id: str) -> OrderLine:
    return next(one for one in _lines(store, day_after_last(store)) if one.order_id == order_id)


def _lines(store: Store, as_of: date) -> list[OrderLine]:
    tables = {name: store.read(name) for name in ("given_order", "inspection")}
    names = {str(site): str(name) for site, name in store.read("site")["name"].items()}
    orders = [order_of(row) for row in as_records(tables["given_order"])]
    known = {one.order.order_id: one for one in order_standings(tables, as_of=as_of)}
    lines = [_line(one, known.get(one.order_id), names, as_of) for one in orders]
    lines.sort(key=lambda one: (-one.late_days, one.due or "9999", one.order_id))
    return lines


def _line(
    order: Order, standing: OrderStanding | None, names: dict[str, str], as_of: date
) -> OrderLine:
    followed = standing.followed if standing is not None else order.followed
    return OrderLine(
        order_id=order.order_id,
        site_id=order.site_id,
        name=names.get(order.site_id, order.site_id),
        kind=order.kind,
        day=order.day.isoformat(),
        due=_text(order.due),
        state=_state(order, standing, as_of),
        late_days=standing.late_days if standing is not None else 0,
        followed=_text(followed),
        withdrawn=_text(order.withdrawn),
        amount_yuan=order.amount_yuan,
        finding_id=order.finding_id,
        who=order.who,
        document=order.document,
        note=order.note,
    )


def _state(order: Order, standing: OrderStanding | None, as_of: date) -> str:
    states: Sequence[tuple[bool, str]] = (
        (order.withdrawn is not None and order.withdrawn < as_of, "withdrawn"),
        (standing is None, "later"),
        (standing is not None and standing.followed is not None, "followed"),
        (standing is not None and standing.is_overdue, "overdue"),
        (order.due is None, "free"),
    )
    return next((name for holds, name in states if holds), "waiting")


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
