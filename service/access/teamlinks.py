"""Links by which a team opens its routes of one week: made, found, renewed and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from data.errors import InputError, NotFoundError, ScopeError
from data.schema import LINK, as_table
from data.store import Author
from data.units import CHINA_OFFSET, DAYS_PER_WEEK, named_week, week_monday
from service.access.accounts import new_id
from service.access.actors import Actor
from service.access.clock import read, written
from service.access.roles import Permission
from service.access.secrets import fingerprint, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store, Unit
    from data.words import Lang
    from service.access.clock import Clock

SENDING_DAYS = 2
"""After the week: who was out of reach on its last day can still send what was recorded."""
GIVEN = frozenset({Permission.SEE, Permission.CONTACTS, Permission.RECORD})
"""What a team needs at the door; only for its own plan, which the routes below ``/r`` see to."""
GOOD = frozenset({"open", "sending"})
"""Standings of a link that works."""

Standing = Literal["open", "sending", "ended", "revoked"]
"""Shows routes; only takes results; over by time; taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """
    One link of a team; the columns of ``LINK`` but the hash.

    Attributes
    ----------
    expires, revoked
        Moments, UTC; ``revoked`` is missing where nobody took it back.
    who
        Sign-in name of who made it.
    """

    link_id: str
    week: str
    team_id: str
    expires: datetime
    revoked: datetime | None
    who: str

    def standing(self, moment: datetime) -> Standing:
        """Tell what the link is good for at a moment."""
        if self.revoked is not None:
            return "revoked"
        if moment >= self.expires:
            return "ended"
        return "open" if moment < week_end(self.week) else "sending"


def week_end(week: str) -> datetime:
    """
    Find the moment when a week is over by the clock in China.

    Examples
    --------
    >>> week_end("2026-W48").isoformat()
    '2026-11-29T16:00:00+00:00'
    """
    after = week_monday(week) + timedelta(days=DAYS_PER_WEEK)
    return datetime.combine(after, time(), UTC) - CHINA_OFFSET


def may_link(actor: Actor) -> bool:
    """Tell whether somebody may make links: none may do more than who made it."""
    return actor.permissions >= GIVEN


def make_link(store: Store, *, week: str, team_id: str, actor: Actor, clock: Clock) -> str:
    """
    Make a link for a team and a week.

    Parameters
    ----------
    store
        Holds the teams.
    week
        Such as ``2026-W48``.
    team_id
        Whose routes it opens.
    actor
        Who makes it.
    clock
        Tells the moment.

    Returns
    -------
    secret
        What stands in the address ``/r/SECRET/``; shown once, the store keeps its hash.

    Raises
    ------
    ConfigError
        If the week is none.
    InputError
        If the week is over.
    NotFoundError
        If there is no such team.
    ScopeError
        If a link may do what its maker may not, such as a token that only plans.
    """
    with store.writing(by=Author(actor.name, "link")) as unit:
        return _make(unit, named_week(week), team_id, actor=actor, moment=clock())


def make_missing(
    store: Store, *, week: str, teams: Sequence[str], actor: Actor, clock: Clock
) -> dict[str, str]:
    """
    Make a link for every one of some teams that has none which works; all of them or none.

    Parameters
    ----------
    teams
        Their ids; the others are as in ``make_link``, and so are the errors.

    Returns
    -------
    secrets
        Team id to the secret of its new link; teams that have one already are left out.
    """
    moment = clock()
    with store.writing(by=Author(actor.name, "link")) as unit:
        links = [_link(row) for row in unit.rows("link", where={"week": [named_week(week)]})]
        held = {one.team_id for one in links if one.standing(moment) in GOOD}
        return {
            team: _make(unit, named_week(week), team, actor=actor, moment=moment)
            for team in teams
            if team not in held
        }


def make_first(
    store: Store, *, week: str, team_id: str, actor: Actor, clock: Clock
) -> dict[str, str]:
    """
    Make a link for a team that has none which works.

    Returns
    -------
    secrets
        The team's id to the secret, as of ``make_missing``; the errors are those of ``make_link``.

    Raises
    ------
    InputError
        If it has one: two would be open, and nobody would know of one of them.
    """
    made = make_missing(store, week=week, teams=[team_id], actor=actor, clock=clock)
    if not made:
        raise InputError(
            f"The team {team_id!r} has a link already; renew it instead.",
            zh=f"队伍“{team_id}”已有链接；如需更换，请用“换新链接”。",
        )
    return made


def _make(unit: Unit, week: str, team_id: str, *, actor: Actor, moment: datetime) -> str:
    if not may_link(actor):
        raise ScopeError(
            "A link lets a team see, read contacts and record; who makes one must have all three.",
            zh="链接让队伍可以查看、读取联系方式并记录；生成链接者须同时有这三项权限。",
        )
    if not unit.rows("team", where={"team_id": [team_id]}):
        raise NotFoundError(f"There is no team {team_id!r}.", zh=f"没有队伍“{team_id}”。")
    if moment >= week_end(week):
        raise InputError(
            f"The week {week} is over; links open routes of a week that is still to be driven.",
            zh=f"{week} 已经结束，只能为尚未结束的一周生成链接。",
        )
    secret = new_secret()
    row = {
        "link_id": new_id(),
        "hash": fingerprint(secret),
        "week": week,
        "team_id": team_id,
        "expires": written(week_end(week) + timedelta(days=SENDING_DAYS)),
        "who": actor.name,
    }
    unit.append("link", as_table([row], LINK))
    return secret


def revoke(store: Store, link_id: str, *, week: str, actor: Actor, clock: Clock) -> None:
    """
    Take a link back; a phone that has it open learns so at its next request. Twice does no harm.

    Raises
    ------
    ConfigError
        If the week is none.
    NotFoundError
        If the week has no such link.
    """
    with store.writing(by=Author(actor.name, "link")) as unit:
        _revoke(unit, _row(unit, link_id, week=named_week(week)), moment=clock())


def _row(unit: Unit, link_id: str, *, week: str) -> dict[str, Any]:
    rows = unit.rows("link", where={"link_id": [link_id], "week": [week]})
    if not rows:
        raise NotFoundError("There is no such link.", zh="没有这个链接。")
    return rows[0]


def _revoke(unit: Unit, row: dict[str, Any], *, moment: datetime) -> None:
    if not row["revoked"]:
        fresh = {name: row[name] for name in _COLUMNS} | {"revoked": written(moment)}
        unit.upsert("link", as_table([fresh], LINK))


def renew(store: Store, link_id: str, *, week: str, actor: Actor, clock: Clock) -> tuple[str, str]:
    """
    Put a new link in the place of one, which is taken back: both in one step, or neither.

    Parameters
    ----------
    store
        Holds the links.
    link_id
        Of the former one.
    week
        The week it is of.
    actor
        Who makes the new one.
    clock
        Tells the moment.

    Returns
    -------
    team, secret
        Whose link it is, and the secret of the new one.

    Raises
    ------
    ConfigError
        If the week is none.
    NotFoundError
        If the week has no such link.
    InputError
        If the week is over, or the link was taken back already: who renews it twice would leave
        two links open, and not know of one of them.
    ScopeError
        As ``make_link`` says.
    """
    with store.writing(by=Author(actor.name, "link")) as unit:
        former = _row(unit, link_id, week=named_week(week))
        if former["revoked"]:
            raise InputError(
                "This link was taken back already; load the page again.",
                zh="这个链接已经收回，请刷新页面。",
            )
        team = str(former["team_id"])
        secret = _make(unit, former["week"], team, actor=actor, moment=clock())
        _revoke(unit, former, moment=clock())
    return team, secret


def links_of(store: Store, week: str) -> list[Link]:
    """List every link of a week, by team, those that were taken back first."""
    found = (one for one in _links(store) if one.week == named_week(week))
    return sorted(found, key=lambda one: (one.team_id, one.revoked is None, one.link_id))


def find_link(store: Store, secret: str) -> Link | None:
    """Find the link that a secret opens, ended or not; ``None`` where it opens none."""
    rows = store.rows("link", where={"hash": [fingerprint(secret)]})
    return _link(rows[0]) if rows else None


def actor_of_link(link: Link, *, lang: Lang) -> Actor:
    """Say who comes by a link: a team, which may see and record its own routes and nothing else."""
    return Actor(
        account_id="",
        name=f"link:{link.link_id}",
        role="inspector",
        permissions=GIVEN,
        team_id=link.team_id,
        lang=lang,
        via="link",
    )


_COLUMNS = (LINK.key, *LINK.names)


def _links(store: Store) -> list[Link]:
    return [_link(row) for row in store.rows("link")]


def _link(row: dict[str, Any]) -> Link:
    return Link(
        link_id=row["link_id"],
        week=row["week"],
        team_id=row["team_id"],
        expires=read(row["expires"]),
        revoked=read(row["revoked"]) if row["revoked"] else None,
        who=row["who"] or "",
    )
