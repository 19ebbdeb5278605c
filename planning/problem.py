"""A week as the engine and the checker see it: sites with prizes, shifts, covers, travel times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import ProblemError
from data.model import UNREACHABLE
from data.words import UNPLANNED
from planning.matrix import check_matrix
from planning.twins import check_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planning.matrix import Times

Window = tuple[int, int]
"""``(open_s, close_s)``, seconds of the week, both inclusive: service starts inside."""

MOST_WORTH = 1e9
"""No prize or weight is larger: sums of a county's stay exact enough to tell promises apart."""

ALL_WEEK: tuple[Window, ...] = ((0, 8 * 86_400),)
"""Always open; a day longer than the week, since Sunday's night shift ends on Monday."""


@dataclass(frozen=True, slots=True)
class Bar:
    """
    A rule outside the problem for which nobody may make a visit that is promised all the same.

    Attributes
    ----------
    reason
        Code of ``data.words.UNPLANNED``, such as ``unreachable`` or ``cap_reached``.
    detail
        The figures behind it, ready for JSON.
    """

    reason: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.reason not in UNPLANNED:
            raise ProblemError(
                f"Expected a bar among {', '.join(UNPLANNED)}, got {self.reason!r}.",
                zh=f"barred 的原因应为 {'、'.join(UNPLANNED)} 之一，现为 {self.reason}。",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemSite:
    """
    One visit that may be made.

    Parameters
    ----------
    id
        Unique among the sites of a problem.
    node
        Row of the travel-time matrix.
    service_s
        Seconds of work there, >= 0.
    prize
        What the visit is worth, from 0 to ``MOST_WORTH``.
    must, must_rank
        A must is a promise; rank 0 is kept before rank 1, and so on.
    windows
        When service may start; empty means closed all week.
    needs
        Skills that the team must have, all of them.
    card_holders
        Card holders that the team must have.
    village
        The site's village; a team whose home it is never comes.
    visit_of, min_gap_s
        Visits with the same ``visit_of`` (or whose id it is) go to one place; the later of two
        starts at least ``min_gap_s`` after the earlier has ended.
    pin
        Id of the only shift that may make the visit, and is to make it.
    forbidden_shifts
        Ids of shifts that may not make the visit, whoever else may.
    barred
        Why nobody may make the visit; ``None`` where somebody may. It is kept so that a promise
        that cannot be kept is told as broken.

    Raises
    ------
    ProblemError
        If a number is outside its range or a window is reversed.
    """

    id: str
    node: int
    service_s: int
    prize: float
    must: bool = False
    must_rank: int = 0
    windows: tuple[Window, ...] = ALL_WEEK
    needs: frozenset[str] = frozenset()
    card_holders: int = 0
    village: str | None = None
    visit_of: str | None = None
    min_gap_s: int = 0
    pin: str | None = None
    forbidden_shifts: frozenset[str] = frozenset()
    barred: Bar | None = None

    def __post_init__(self) -> None:
        for name in ("service_s", "must_rank", "card_holders", "min_gap_s"):
            if getattr(self, name) < 0:
                raise ProblemError(
                    f"Site {self.id!r}: expected {name} >= 0, got {getattr(self, name)}.",
                    zh=f"点位 {self.id}：{name} 不能小于 0，现为 {getattr(self, name)}。",
                )
        if not 0 <= self.prize <= MOST_WORTH:
            raise ProblemError(
                f"Site {self.id!r}: expected a prize from 0 to {MOST_WORTH:g}, got {self.prize}.",
                zh=f"点位 {self.id}：prize 应在 0 到 {MOST_WORTH:g} 之间，现为 {self.prize}。",
            )
        for open_s, close_s in self.windows:
            if open_s > close_s:
                raise ProblemError(
                    f"Site {self.id!r}: window [{open_s}, {close_s}] ends before it begins.",
                    zh=f"点位 {self.id}：时段 [{open_s}, {close_s}] 的结束早于开始。",
                )

    @property
    def place(self) -> str:
        """Return the place that the visit goes to: several visits may share one."""
        return self.visit_of or self.id


@dataclass(frozen=True, slots=True)
class Break:
    """A break that starts inside ``[earliest_s, latest_s]`` and lasts ``duration_s``."""

    earliest_s: int
    latest_s: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class FrozenStop:
    """A stop that is already under way or done: it stays, and starts at ``start_s``."""

    site: str
    start_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemShift:
    """
    One team on one day.

    Parameters
    ----------
    id
        Unique among the shifts of a problem.
    team
        Whose hours they are; balance is reckoned by team.
    start_s, end_s
        The team leaves ``node`` at ``start_s`` and is at ``end_node`` by ``end_s``.
    node, end_node
        Rows of the matrix; ``end_node`` ``None`` means ``node``.
    skills, card_holders, home_village
        What decides which sites the team may visit.
    rest
        The break, or ``None``. It lies between two services, or before the first or after the
        last; driving may pause for it.
    frozen
        Stops that stay as they are.

    Raises
    ------
    ProblemError
        If the shift or its break is reversed, or the break does not fit into the shift.
    """

    id: str
    team: str
    start_s: int
    end_s: int
    node: int
    end_node: int | None = None
    skills: frozenset[str] = frozenset()
    card_holders: int = 0
    home_village: str | None = None
    rest: Break | None = None
    frozen: tuple[FrozenStop, ...] = ()

    def __post_init__(self) -> None:
        if self.end_s < self.start_s:
            raise ProblemError(
                f"Shift {self.id!r} ends ({self.end_s}) before it starts.",
                zh=f"班次 {self.id} 的结束（{self.end_s}）早于开始。",
            )
        if self.card_holders < 0:
            raise ProblemError(
                f"Shift {self.id!r}: expected card_holders >= 0, got {self.card_holders}.",
                zh=f"班次 {self.id}：card_holders 不能小于 0，现为 {self.card_holders}。",
            )
        if self.rest is not None:
            self._check_rest(self.rest)

    def _check_rest(self, rest: Break) -> None:
        if rest.duration_s < 0 or rest.earliest_s > rest.latest_s:
            raise ProblemError(
                f"Shift {self.id!r}: the break is reversed or shorter than nothing.",
                zh=f"班次 {self.id}：休息时间前后颠倒，或长度小于 0。",
            )
        first = max(rest.earliest_s, self.start_s)
        if first > rest.latest_s or first + rest.duration_s > self.end_s:
            raise ProblemError(
                f"Shift {self.id!r}: the break does not fit into the shift.",
                zh=f"班次 {self.id}：休息时间排不进班次。",
            )

    @property
    def last_node(self) -> int:
        """Return the node where the shift ends."""
        return self.node if self.end_node is None else self.end_node

    def refuses(self, site: ProblemSite) -> str | None:
        """
        Say which lasting rule keeps this team from a site; ``None`` where none does.

        Returns
        -------
        code
            A code of ``data.words.UNPLANNED``: ``no_skilled_team``, ``no_card_holders`` or
            ``home_village_only``; ``forbidden`` where every other rule would let the team go.
        """
        if not site.needs <= self.skills:
            return "no_skilled_team"
        if site.card_holders > self.card_holders:
            return "no_card_holders"
        if site.village is not None and site.village == self.home_village:
            return "home_village_only"
        return "forbidden" if self.id in site.forbidden_shifts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A promise that at least ``at_least`` of these sites are visited, such as a village's."""

    name: str
    sites: tuple[str, ...]
    at_least: int = 1
    must_rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """
    One week to plan.

    Parameters
    ----------
    sites, shifts, cover
        What may be visited, by whom, and which coverage is promised.
    duration_s
        Shape ``(n, n)``, int32 seconds from node to node; ``UNREACHABLE`` where there is no way.
        A matrix, or for a county what measures each block where it is asked for.
    balance
        Weight of the sum over teams of (hours of work - mean)^2, >= 0.
    travel_weight
        Prize that one minute of driving costs, >= 0.

    Raises
    ------
    ProblemError
        If the parts contradict each other; the message names the first item that does.
    """

    sites: tuple[ProblemSite, ...]
    shifts: tuple[ProblemShift, ...]
    duration_s: Times
    cover: tuple[Cover, ...] = ()
    balance: float = 0.0
    travel_weight: float = 0.001
    site_index: dict[str, int] = field(init=False, repr=False)
    shift_index: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _check_weights(self.balance, self.travel_weight)
        if isinstance(self.duration_s, np.ndarray):
            check_matrix(self.duration_s)
        object.__setattr__(self, "site_index", _numbered("site", (s.id for s in self.sites)))
        object.__setattr__(self, "shift_index", _numbered("shift", (s.id for s in self.shifts)))
        check_places(self.sites)
        self._check_sites()
        self._check_shifts()
        self._check_cover()

    def _check_sites(self) -> None:
        for site in self.sites:
            _check_node(f"Site {site.id!r}", site.node, len(self.duration_s))
            if site.pin is not None and site.pin not in self.shift_index:
                raise ProblemError(
                    f"Site {site.id!r} is pinned to unknown shift {site.pin!r}.",
                    zh=f"点位 {site.id} 指定的班次 {site.pin} 不存在。",
                )
            unknown = sorted(site.forbidden_shifts - set(self.shift_index))
            if unknown:
                raise ProblemError(
                    f"Site {site.id!r} is forbidden to unknown shift {unknown[0]!r}.",
                    zh=f"点位 {site.id} 禁止的班次 {unknown[0]} 不存在。",
                )

    def _check_shifts(self) -> None:
        held: set[str] = set()
        for shift in self.shifts:
            _check_node(f"Shift {shift.id!r}", shift.node, len(self.duration_s))
            _check_node(f"Shift {shift.id!r}", shift.last_node, len(self.duration_s))
            for stop in shift.frozen:
                if stop.site not in self.site_index:
                    raise ProblemError(
                        f"Shift {shift.id!r} holds unknown site {stop.site!r}.",
                        zh=f"班次 {shift.id} 中的点位 {stop.site} 不存在。",
                    )
                if stop.site in held:
                    raise ProblemError(
                        f"Site {stop.site!r} is frozen twice.",
                        zh=f"点位 {stop.site} 被固定了两次。",
                    )
                held.add(stop.site)

    def _check_cover(self) -> None:
        _numbered("cover", (cover.name for cover in self.cover))
        for cover in self.cover:
            unknown = [site for site in cover.sites if site not in self.site_index]
            if unknown:
                raise ProblemError(
                    f"Cover {cover.name!r} names unknown site {unknown[0]!r}.",
                    zh=f"覆盖要求 {cover.name} 中的点位 {unknown[0]} 不存在。",
                )
            if cover.at_least < 0 or cover.must_rank < 0:
                raise ProblemError(
                    f"Cover {cover.name!r}: at_least and must_rank must be >= 0.",
                    zh=f"覆盖要求 {cover.name}：at_least 和 must_rank 不能小于 0。",
                )
            if len(set(cover.sites)) < len(cover.sites):
                raise ProblemError(
                    f"Cover {cover.name!r} names a site twice.",
                    zh=f"覆盖要求 {cover.name} 把一个点位写了两次。",
                )


def has_way(duration_s: int) -> bool:
    """
    Tell whether an entry of the matrix is a way.

    Examples
    --------
    >>> has_way(0), has_way(UNREACHABLE)
    (True, False)
    """
    return duration_s != UNREACHABLE


def _check_weights(balance: float, travel_weight: float) -> None:
    for name, weight in (("balance", balance), ("travel_weight", travel_weight)):
        if not 0 <= weight <= MOST_WORTH:
            raise ProblemError(
                f"Expected {name} from 0 to {MOST_WORTH:g}, got {weight}.",
                zh=f"{name} 应在 0 到 {MOST_WORTH:g} 之间，现为 {weight}。",
            )


def _check_node(what: str, node: int, size: int) -> None:
    if not 0 <= node < size:
        raise ProblemError(
            f"{what}: node {node} is not in the matrix, which has {size} rows.",
            zh=f"{what}：矩阵只有 {size} 行，没有节点 {node}。",
        )


def _numbered(what: str, ids: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for identity in ids:
        if identity in numbers:
            raise ProblemError(
                f"Two {what}s have the id {identity!r}.",
                zh=f"有两个 {what} 的编号都是 {identity}。",
            )
        numbers[identity] = len(numbers)
    return numbers
