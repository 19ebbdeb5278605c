"""All sites known while an import runs, and which of them a row means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from data.ledger.entries import SiteEntry
from data.ledger.identity import SAME_PLACE_M, SAME_SPOT_M, Verdict, compare, may_be_renamed
from data.ledger.likeness import Likeness
from data.ledger.names import name_key, village_key
from data.ledger.neighbourhood import Neighbourhood
from data.ledger.notes import Note, note
from data.ledger.returned import OUR_ID
from data.ledger.suggestions import Suggestions
from data.ledger.values import is_full_code, read_credit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from data.ledger.rows import LedgerRow

_Judged = tuple[Verdict, SiteEntry]


@dataclass(frozen=True, slots=True)
class Match:
    """
    What the known sites make of one more description.

    Attributes
    ----------
    site
        The site it describes once more; missing where it is a site of its own.
    verdict
        Why; missing where the row names the site by its id, or there is none.
    doubt
        The question to ask, of a site older than ``site``; missing where there is none.
    former
        Other sites that it could be under a new name: unlike names on one spot.
    """

    site: SiteEntry | None
    verdict: Verdict | None = None
    doubt: Note | None = None
    former: tuple[SiteEntry, ...] = ()


class Naming(NamedTuple):
    """The words by which a row of another ledger names its site, missing where it has none."""

    name: str | None
    village: str | None
    code: str | None
    site_id: str | None
    address: str | None

    @classmethod
    def of(cls, row: LedgerRow) -> Self:
        """Take them from a row."""
        return cls(*map(row.text, cls._fields))


class SiteBook:
    """
    Sites by id, by credit code, by name and by place.

    Parameters
    ----------
    sites
        The sites the store holds.
    places
        Places that stand before names in this town, as ``learn_places`` gives them.
    settled
        Ids of sites that a person said are sites of their own; nobody is asked about them again.
    last_site
        The newest id that a site ever had, also if that site is gone; its history is not to become
        that of another. Empty where none was noted.

    Attributes
    ----------
    moved
        Ids of sites that a person said are another one, to that one; empty for a site that is none.
    recall
        Gives the rows of sites that earlier imports turned away, with why; asked once, when a row
        names a site that is not known.
    """

    def __init__(
        self,
        sites: Iterable[SiteEntry],
        *,
        places: tuple[str, ...] = (),
        settled: Iterable[str] = (),
        last_site: str = "",
    ) -> None:
        self.by_id: dict[str, SiteEntry] = {}
        self.turned_away: dict[str, tuple[LedgerRow, Note]] = {}
        self._places = places
        self._settled = frozenset(settled)
        self._near = Neighbourhood()
        self._likes: Suggestions | None = None
        self._by_code: dict[str, dict[str, SiteEntry]] = defaultdict(dict)
        self._by_name: dict[str, dict[str, SiteEntry]] = defaultdict(dict)
        self._nameless: dict[str, LedgerRow] = {}
        self._hints: dict[tuple[str, str], tuple[str, str]] = {}
        self.moved: dict[str, str] = {}
        self.recall: Callable[[], Iterable[tuple[LedgerRow, Note]]] | None = None
        self._given = int(last_site.removeprefix("S")) if OUR_ID.fullmatch(last_site) else 0
        self._last = self._given
        for entry in sites:
            self.add(entry)

    def add(self, entry: SiteEntry) -> None:
        """Take in a site, or what has become of one."""
        self.remove(entry.site_id)
        self.by_id[entry.site_id] = entry
        self._near.add(entry)
        if self._likes is not None:
            self._likes.add(entry)
        self._by_name[entry.name_key][entry.site_id] = entry
        if is_full_code(entry.code):
            self._by_code[entry.code or ""][entry.site_id] = entry
        self._given = max(self._given, entry.number)
        self._last = max(self._last, entry.number)

    def move(self, site_id: str, into: str) -> None:
        """
        Forget a site that is another one, and those that went into it with it.

        Parameters
        ----------
        site_id
            The site.
        into
            The one it is; empty where it is none.
        """
        self.remove(site_id)
        for gone in self.gone_into(site_id):
            self.moved[gone] = into
        self.moved[site_id] = into

    def gone_into(self, site_id: str) -> list[str]:
        """List the sites that went into a site in this import."""
        return [gone for gone, into in self.moved.items() if into == site_id]

    @property
    def last_site(self) -> str:
        """Return the newest id that a site ever had; empty where none had one of ours."""
        return f"S{self._given:05d}" if self._given else ""

    def remove(self, site_id: str) -> None:
        """Forget a site; its id is not given out again while this import runs."""
        entry = self.by_id.pop(site_id, None)
        if entry is None:
            return
        self._near.remove(entry)
        if self._likes is not None:
            self._likes.remove(entry)
        self._by_name[entry.name_key].pop(site_id, None)
        self._by_code.get(entry.code or "", {}).pop(site_id, None)

    def turn_away(self, row: LedgerRow, why: Note) -> None:
        """Remember a site that was rejected, so that rows naming it can be told why."""
        name = row.text("name")
        if name:
            self.turned_away.setdefault(name_key(name), (row, why))
        else:
            self._nameless.setdefault(village_key(row.text("village")), row)

    def reserve(self, stated: Iterable[str]) -> None:
        """Keep ids that rows state for those rows, so that no other row is given one of them."""
        numbers = [int(i.removeprefix("S")) for i in stated if OUR_ID.fullmatch(i)]
        self._last = max([self._last, *numbers])

    def next_id(self, stated: str = "") -> str:
        """Give the id that a row states, if it is one of ours and free, else the next one."""
        if OUR_ID.fullmatch(stated) and stated not in self.by_id:
            return stated
        return f"S{self._last + 1:05d}"

    def match(self, entry: SiteEntry, *, told: str | None = None) -> Match:
        """
        Find the site that a row describes once more, and the one it might describe.

        A row that found its own site is asked about only for sites older than that: so the same
        file asks the same again, and the older site is not asked about for the younger one's sake.

        Parameters
        ----------
        entry
            What the row says.
        told
            The site that this very row became when its file was imported before: of several that
            fit it is the one, whatever later rows have brought.
        """
        own = self.by_id.get(entry.site_id) if entry.site_id else None
        if own is not None:
            return Match(own)
        judged = [(self._judge(entry, other), other) for other in self.near(entry)]
        same = [one for one in judged if one[0].answer == "same"]
        of_kind = [one for one in same if one[1].kind == entry.kind]
        site = next((one for one in same if one[1].site_id == told), None) or _best(of_kind or same)
        doubtful = [one for one in judged if _is_doubtful(one, site)]
        former = tuple(other for verdict, other in judged if self._is_former(verdict, entry, other))
        if site is None:
            return Match(None, doubt=_question(doubtful), former=former)
        older = [one for one in doubtful if _age(one[1]) < _age(site[1])]
        asked = None if site[1].site_id in self._settled else _question(older)
        former = tuple(other for other in former if _age(other) < _age(site[1]))
        return Match(site[1], site[0], asked, () if site[1].site_id in self._settled else former)

    def _judge(self, entry: SiteEntry, other: SiteEntry) -> Verdict:
        """Compare a row with a site; who says that a place is gone need not know what it was."""
        if entry.is_gone and entry.kind != other.kind:
            entry = replace(entry, kind=other.kind)
        return compare(entry, other, places=self._places)

    def _is_former(self, verdict: Verdict, entry: SiteEntry, other: SiteEntry) -> bool:
        is_here = verdict.answer == "other" and verdict.metres <= SAME_SPOT_M
        return is_here and may_be_renamed(entry, other, places=self._places)

    def near(self, entry: SiteEntry) -> list[SiteEntry]:
        """List the sites that a description is held against: of its code, its place, its name."""
        return self._near.candidates(entry)

    def named(self, row: LedgerRow) -> SiteEntry | Note:
        """
        Find the one site that a row of another ledger names.

        Returns
        -------
        site
            By its id, else its credit code, else name and village, else the address too; or the
            question to ask where none or several fit.
        """
        naming = Naming.of(row)
        fitting = self._fitting(naming)
        if len(fitting) == 1:
            return fitting[0]
        name = naming.name or ""
        if fitting:
            fitting.sort(key=_age)
            return note("several_sites", name=name, count=len(fitting), ids=_listed(fitting))
        return self._none_fits(name, naming.village)

    def only(self, naming: Naming) -> SiteEntry | None:
        """Find the same one site; missing where none or several fit, and nobody is to be asked."""
        fitting = self._fitting(naming)
        return fitting[0] if len(fitting) == 1 else None

    def _fitting(self, naming: Naming) -> list[SiteEntry]:
        """List the sites that could be meant: one by its id or code, else by words."""
        by_id = self.by_id.get(naming.site_id or "")
        if by_id:
            return [by_id]
        code = read_credit_code(naming.code)[0] if naming.code else None
        coded = self._by_code.get(code or "", {})
        return list(coded.values()) if len(coded) == 1 else self._by_words(naming)

    def called(self, name: str) -> list[SiteEntry]:
        """List the sites of a name, the oldest first."""
        return sorted(self._by_name.get(name_key(name), {}).values(), key=_age)

    def _namesakes(self, name: str) -> list[SiteEntry]:
        return list(self._by_name.get(name_key(name), {}).values()) if name else []

    def _by_words(self, naming: Naming) -> list[SiteEntry]:
        village = village_key(naming.village)
        namesakes = self._namesakes(naming.name or "")
        fitting = [e for e in namesakes if not village or e.village_key in {"", village}]
        if len(fitting) <= 1:
            return fitting
        address = name_key(naming.address)
        there = [entry for entry in fitting if address and entry.address_key == address]
        return there if len(there) == 1 else fitting

    def _none_fits(self, name: str, stated: str | None) -> Note:
        """Say what a person would want to see first: a rejected row, a namesake, a like name."""
        if self.recall is not None:
            before, self.recall = self.recall, None
            for row, why in before():
                self.turn_away(row, why)
        village, shown = village_key(stated), stated or "-"
        turned = self.turned_away.get(name_key(name))
        if turned and village_key(turned[0].text("village")) == village:
            row, why = turned
            if why.code == "dropped":
                return note("site_dropped", name=name, village=shown, source=row.source)
            reason = (why.zh, why.en)
            return note("site_rejected", name=name, village=shown, source=row.source, why=reason)
        if namesakes := self._namesakes(name):
            other = min(namesakes, key=_age)
            return note(
                "site_elsewhere", name=name, village=shown, other=other.village, id=other.site_id
            )
        return note("unknown_site", name=name, village=shown, hint=self._hint(name, village))

    def _suggestions(self) -> Suggestions:
        """Give the names by their signs; made when the first name is not found."""
        if self._likes is None:
            self._likes = Suggestions()
            for entry in self.by_id.values():
                self._likes.add(entry)
        return self._likes

    def _hint(self, name: str, village: str) -> tuple[str, str]:
        nameless = self._nameless.get(village)
        if village and nameless:
            return (
                f"；{nameless.source} 是本村没填名称的一行，会不会就是它？",
                f"; {nameless.source} is a row of that village without a name: is it this one?",
            )
        asked = (name_key(name), village)
        if asked not in self._hints:
            self._hints[asked] = _closest(self._suggestions().like(*asked))
        return self._hints[asked]


def _best(same: Sequence[_Judged]) -> _Judged | None:
    """Choose the likest, then the nearest, then the oldest; two shortened names leave it open."""
    ranked = sorted(same, key=lambda one: (-one[0].likeness, one[0].metres, _age(one[1])))
    torn = len(ranked) > 1 and ranked[0][0].likeness == Likeness.SHORT
    return None if torn or not ranked else ranked[0]


def _is_doubtful(judged: _Judged, best: _Judged | None) -> bool:
    """Tell whether to ask about a site: a doubt, or one that fits too but for a nearer namesake."""
    verdict, site = judged
    passed_over = verdict.answer == "same" and (best is None or site is not best[1])
    namesake = verdict.likeness == Likeness.EQUAL and verdict.metres <= SAME_PLACE_M
    return verdict.answer == "doubt" or (passed_over and not namesake)


def _age(entry: SiteEntry) -> tuple[int, str]:
    """Rank by age: the lower the number, the older the site."""
    return entry.number, entry.site_id


def _question(doubtful: Sequence[_Judged]) -> Note | None:
    """Ask about the likest, then the nearest."""
    if not doubtful:
        return None
    verdict, other = min(doubtful, key=lambda one: (-one[0].likeness, one[0].metres, _age(one[1])))
    return note("maybe_same", id=other.site_id, name=other.name, why=(verdict.zh, verdict.en))


def _closest(entries: Sequence[SiteEntry]) -> tuple[str, str]:
    if not entries:
        return "", ""
    zh = "、".join(f"{entry.site_id} “{entry.name}”" for entry in entries)
    en = ", ".join(f"{entry.site_id} {entry.name!r}" for entry in entries)
    return f"；最接近的是 {zh}", f"; the closest {'is' if len(entries) == 1 else 'are'} {en}"


def _listed(entries: Iterable[SiteEntry]) -> tuple[str, str]:
    """List sites with what tells them apart, Chinese and English."""
    shown = [(entry.site_id, entry.address) for entry in entries]
    return (
        "、".join(f"{site}（{address}）" if address else site for site, address in shown),
        ", ".join(f"{site} ({address})" if address else site for site, address in shown),
    )
