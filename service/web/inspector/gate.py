"""The gate of a team's link: whoever knows what stands in the address comes as that team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from service.access.actors import Actor
from service.access.teamlinks import Link, actor_of_link, find_link
from service.web.inspector.guesses import guesses_of
from service.web.office import office_of
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from data.store import Store
    from service.access.roles import Permission

_SECRET_LENGTH = 43
"""Signs of 256 bits in an address; what is longer or shorter is not looked up."""


class LinkGate:
    """
    Lets a team through by its link; who has signed in has no more rights here than anybody.

    Attributes
    ----------
    permission
        What the route needs.
    even_ended
        Whether it answers after the link ended too, to say so.
    """

    def __init__(self, permission: Permission, *, even_ended: bool = False) -> None:
        self.permission = permission
        self.even_ended = even_ended

    async def __call__(self, request: Request) -> Actor:
        """
        Find the team, or refuse.

        Raises
        ------
        RefusalError
            404 where the address opens nothing, 429 for who tries many of those, 410 where the
            link has ended.
        """
        office = office_of(request)
        secret = request.path_params["secret"]
        link = await run_in_threadpool(_found, office.store, secret)
        if link is None:
            guesses_of(request).count(request, office.clock())
            raise RefusalError(404, "This link opens nothing.", zh="这个链接打不开任何内容。")
        if not self.even_ended and link.standing(office.clock()) in {"ended", "revoked"}:
            raise RefusalError(
                410,
                "This link has ended; results on the phone can be exported as a file.",
                zh="这个链接已结束；手机里的结果可导出成文件交给办公室。",
            )
        actor = actor_of_link(link, lang=office.settings.lang)
        if not actor.may(self.permission):
            raise RefusalError(403, "A link may not do this.", zh="链接不能做这件事。")
        request.state.actor, request.state.link = actor, link
        return actor


def by_link(permission: Permission, *, even_ended: bool = False) -> Any:  # noqa: ANN401
    """Ask for a team that comes by its link; what a route depends on."""
    return Depends(LinkGate(permission, even_ended=even_ended))


def _found(store: Store, secret: str) -> Link | None:
    return find_link(store, secret) if len(secret) == _SECRET_LENGTH else None


def _link(request: Request) -> Link:
    link: Link = request.state.link
    return link


OwnLink = Annotated[Link, Depends(_link)]
"""The link of the request; ask for it after the gate."""
