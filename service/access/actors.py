"""The actor of one request: who it is, what it may do, and whose towns it may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.access.roles import PERMISSIONS, Permission

if TYPE_CHECKING:
    from data.words import Lang

Via = Literal["session", "token", "link"]
"""By what a request proves who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    Who asks.

    Attributes
    ----------
    account_id
        The account; empty for a team's link.
    name
        Sign-in name, as the audit says.
    full_name
        As pages greet.
    role
        Code of ``data.words.ROLES``.
    permissions
        What it may do; of a token no more than the token says.
    towns
        Towns it may see; ``None`` for every town.
    team_id
        The team of an inspector or of a link; ``None`` where there is none.
    lang
        Language it reads.
    via
        By what it proved who it is. Only a session needs a CSRF token: a browser sends its cookie
        by itself.
    csrf
        What a form of this session must bring back.
    must_change
        Whether the password must be changed before anything else.
    """

    account_id: str
    name: str
    role: str
    full_name: str = ""
    permissions: frozenset[Permission] = frozenset()
    towns: frozenset[str] | None = None
    team_id: str | None = None
    lang: Lang = "zh"
    via: Via = "session"
    csrf: str = field(default="", repr=False)
    must_change: bool = False

    def may(self, permission: Permission, *, office_wide: bool = False) -> bool:
        """Tell whether it may do one thing; what touches every town asks for all of them."""
        return permission in self.permissions and not (office_wide and self.towns is not None)


def permissions_of(
    role: str, *, no_more: frozenset[Permission] | None = None
) -> frozenset[Permission]:
    """Say what a role may do, cut down to what a token says."""
    own = PERMISSIONS.get(role, frozenset())
    return own if no_more is None else own & no_more
