"""Row by row, the sites of an import: each new, news of one known, one more telling, or a doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.ledger.answers import Answer, fingerprint
from data.ledger.entries import entry_of
from data.ledger.filling import fill, fill_status
from data.ledger.gone import contradiction, kind_before
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, overlay, questioned, rejected, taken
from data.ledger.retold import read_cells
from data.ledger.sitebook import Match, SiteBook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.ledger.answers import Answers
    from data.ledger.entries import SiteEntry
    from data.ledger.mends import Mends
    from data.ledger.positions import Position
    from data.ledger.rows import LedgerRow
    from data.ledger.tellings import Tellings
    from data.ports import LargeTables

    KeepPosition = Callable[[Record, Record, Position], tuple[Note, ...]]

_POSITION = ("lon_deg", "lat_deg", "datum", "datum_stated")


@dataclass(frozen=True, slots=True)
class Draft:
    """
    A row of sites as it was read.

    Its record is by schema ``SITE``, its entry what of that tells it from others.
    """

    row: LedgerRow
    record: Record
    entry: SiteEntry
    notes: tuple[Note, ...]
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """
    The sites of one import as it goes on.

    Attributes
    ----------
    book
        All sites; new ones are added to it.
    known
        Sites of the store, by id.
    answers
        What people answered.
    mends
        What rows of correction workbooks were before.
    tables
        The store, to see what was done at a site.
    tellings
        What rows of earlier imports became.
    keep_position
        Settles a row's position with a stored one: record, stored record, position.
    """

    book: SiteBook
    known: Mapping[str, Record]
    answers: Answers
    mends: Mends
    tables: LargeTables
    tellings: Tellings
    keep_position: KeepPosition
    _claimed: dict[str, Outcome] = field(default_factory=dict)
    _judged: dict[str, Draft] = field(default_factory=dict)
    _changed: list[SiteEntry] = field(default_factory=list)
    _former: dict[str, tuple[SiteEntry, ...]] = field(default_factory=dict)
    _status: dict[str, str | None] = field(default_factory=dict)

    def settle(self, draft: Draft) -> Outcome:
        """Give a row its fate; ``final`` adds what later rows of the same site told."""
        answer, _ = self.answers.of(draft.row, known=self.book.by_id)
        mended = self.mends.site_before(draft.row, known=self.book.by_id)
        match = self.book.match(draft.entry, told=mended or self.tellings.became(draft.row))
        if match.site is None:
            match = self._as_mended(mended) or self._as_before(draft, answer) or match
        if answer is None or answer.meaning == "datum":
            return self._by_match(draft, match)
        return self._by_answer(draft, match, answer)

    def final(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Give the outcomes, each site with what every row of it told."""
        self._judge_again()
        self._ask_renamed()
        return [
            self._claimed[outcome.target]
            if outcome.record is not None and outcome.target
            else outcome
            for outcome in outcomes
        ]

    def _judge_again(self) -> None:
        """
        Ask anew about sites beside those that later rows changed.

        A row was judged by what was known when its turn came. The same file read again meets all
        of it at once: it must not ask what it did not ask before.
        """
        beside = {other.site_id for entry in self._changed for other in self.book.near(entry)}
        for site_id in sorted(beside & self._judged.keys()):
            match = self.book.match(self._judged[site_id].entry, told=site_id)
            if match.site is not None and match.site.site_id == site_id:
                self._claimed[site_id] = _asking(self._claimed[site_id], match.doubt)

    def _ask_renamed(self) -> None:
        """
        Ask of a new site on the spot of a known one of its kind whether that was renamed.

        One list names each of its sites once: what it has as two are two. And where several stand
        on the spot already, as in a yard of tenants, nobody could say which of them it was.
        """
        alone = {
            site_id: former[0]
            for site_id, former in self._former.items()
            if len(former) == 1 and not self._in_one_list(site_id, former[0].site_id)
        }
        stored = sorted(alone.keys() & self.known.keys())
        told = self.tellings.of(stored) if stored else None
        asked = set() if told is None else set(told["target"][told["fate"] == "question"])
        for site_id, other in alone.items():
            outcome = self._claimed[site_id]
            if outcome.fate != "question" and (site_id not in self.known or site_id in asked):
                doubt = note("maybe_renamed", id=other.site_id, name=other.name)
                self._claimed[site_id] = _asking(outcome, doubt)

    def _in_one_list(self, site_id: str, other_id: str) -> bool:
        """Tell whether the file that tells of a site tells of another one too."""
        other = self._claimed.get(other_id)
        return other is not None and other.row.sha256 == self._claimed[site_id].row.sha256

    def _as_mended(self, site_id: str | None) -> Match | None:
        """Find the site that a row of a correction workbook was kept as, whatever was mended."""
        is_free = site_id is not None and site_id not in self._claimed
        return Match(self.book.by_id[str(site_id)]) if is_free else None

    def _as_before(self, draft: Draft, answer: Answer | None) -> Match | None:
        """Find the site that this very row became before, should its position be read anew."""
        entry = draft.entry
        namesakes = {
            other.site_id
            for other in self.book.called(entry.name)
            if other.village_key == entry.village_key and other.site_id not in self._claimed
        }
        if not namesakes:
            return None
        told = self.tellings.became(draft.row)
        former = told if told in namesakes else None
        if former is None and answer is not None:
            former = self.tellings.alike(draft.row, namesakes)
        return Match(self.book.by_id[former]) if former else None

    def _as_old_news(self, outcome: Outcome, fresh: Record, before: Record) -> Outcome:
        """
        Let a row that told of its site before, byte for byte, only fill what is still open.

        What differs now was told since then, by another row or by a person, and stays; only where
        nobody told more and the row is read in another datum does the site move.
        """
        record, *_ = fill(before, fresh)
        if self._is_read_anew(outcome.row, fresh, before):
            record |= {name: fresh[name] for name in _POSITION}
        own = outcome.notes[len(outcome.row.notes) : -1]
        notes = [item for item in own if item.code != "renamed"]
        again = taken(outcome.row, record, key="site_id", notes=notes, before=before)
        _, stale = overlay(record, fresh)
        if not stale:
            return again
        source = str(before.get("source") or "-")
        kept = [item for item in again.notes if item.code != "unchanged"]
        return replace(again, notes=(*kept, note("old_news", id=str(again.target), source=source)))

    def _is_read_anew(self, row: LedgerRow, record: Record, before: Record) -> bool:
        """Tell whether the site is as its row has it, but for the datum chosen now."""
        is_last = before.get("source") in {None, row.source}
        if not is_last or record["datum"] == before.get("datum"):
            return False
        return self.tellings.is_last(row, str(before["site_id"]))

    def _by_match(self, draft: Draft, match: Match) -> Outcome:
        """Let names, codes and places decide."""
        if match.site is not None and self._has_another_id(draft, match.site.site_id):
            match = Match(None, former=match.former)
        if match.site is not None and match.site.site_id in self._claimed:
            return self._contradicted(draft, match.site.site_id) or self._told_twice(
                draft, match.site.site_id, _why(match)
            )
        if match.site is None:
            own_id = self.book.next_id(str(draft.record["site_id"]))
            self._judged[own_id], self._former[own_id] = draft, match.former
            return self._store(draft, own_id, (), match.doubt)
        renamed = match.verdict is not None and match.site.name != draft.record["name"]
        names = {"old": match.site.name, "new": str(draft.record["name"])}
        told = (
            (note("renamed", id=match.site.site_id, why=_why(match), **names),) if renamed else ()
        )
        self._judged[match.site.site_id] = draft
        self._former[match.site.site_id] = match.former
        return self._store(draft, match.site.site_id, told, match.doubt)

    def _has_another_id(self, draft: Draft, site_id: str) -> bool:
        """Tell whether a list that numbers its sites gives this row and a site two numbers."""
        own, other = draft.record["site_id"], self._claimed.get(site_id)
        if not own or other is None or other.row.sha256 != draft.row.sha256:
            return False
        stated = other.row.text("site_id")
        return bool(stated) and stated != own

    def _by_answer(self, draft: Draft, match: Match, answer: Answer) -> Outcome:
        """Let the person decide."""
        if answer.meaning == "drop":
            return self._drop(draft, match, answer)
        site_id = answer.site_id
        if answer.meaning == "told" and site_id in self.book.by_id:
            told = note("told_before", id=str(site_id), source=answer.source)
            notes = (*draft.row.notes, told)
            return Outcome(draft.row, "accepted", notes, target=site_id, change="unchanged")
        if answer.meaning == "site" and site_id in self.book.by_id:
            return self._as_answered(draft, match, str(site_id), answer)
        if answer.meaning == "new":
            return self._as_new(draft, match, answer)
        return self._by_match(draft, match)

    def _as_answered(self, draft: Draft, match: Match, site_id: str, answer: Answer) -> Outcome:
        """Make a row news of the site it was said to be; the site it was kept as goes into that."""
        own = match.site.site_id if match.site else None
        ghost = own if own not in {None, site_id} and self._was_asked(own) else None
        self._remember(draft.row, answer, [site_id, *([ghost] if ghost else [])])
        told = [note("answered", said=answer.said)]
        if ghost:
            self.book.move(ghost, site_id)
            told.append(note("moved_into", id=ghost, into=site_id))
        if site_id in self._claimed:
            why = (f"答复“{answer.said}”", f"answered {answer.said!r}")
            return self._told_twice(draft, site_id, why, overrules=True)
        return self._store(draft, site_id, tuple(told), None)

    def _as_new(self, draft: Draft, match: Match, answer: Answer) -> Outcome:
        """Make a row a site of its own: the one it was kept as, else a new one."""
        own = match.site.site_id if match.site else None
        known = answer.site_id if answer.site_id in self.book.by_id else None
        site_id = known or (own if own and self._was_asked(own) else self.book.next_id())
        if site_id in self._claimed:
            return self._told_twice(
                draft, site_id, (f"答复“{answer.said}”", f"answered {answer.said!r}")
            )
        key = fingerprint(draft.row.kind, draft.row.raw)
        self.answers.keep(draft.row.kind, key, replace(answer, site_id=site_id))
        return self._store(draft, site_id, (note("answered", said=answer.said),), None)

    def _drop(self, draft: Draft, match: Match, answer: Answer) -> Outcome:
        """Turn a row away; the site it was kept as goes too, unless somebody was there."""
        why, own = note("dropped", said=answer.said), match.site.site_id if match.site else None
        if own and own in self.known and self._was_asked(own):
            if done := self._done_at(own):
                told = note("drop_visited", id=own, count=done)
                return Outcome(draft.row, "question", (*draft.row.notes, told), target=own)
            self.book.move(own, "")
        self.book.turn_away(draft.row, why)
        return rejected(draft.row, why)

    def _done_at(self, site_id: str) -> int:
        """Count the stored visits and findings of a site and of those that went into it."""
        where = {"site_id": [site_id, *self.book.gone_into(site_id)]}
        return sum(len(self.tables.read(name, where=where)) for name in ("inspection", "finding"))

    def _was_asked(self, site_id: str | None) -> bool:
        """Tell whether a site is in the store only because nobody knew which one its row meant."""
        if site_id is None or site_id not in self.known:
            return False
        return bool((self.tellings.of([site_id])["fate"] == "question").any())

    def _remember(self, row: LedgerRow, answer: Answer, site_ids: list[str]) -> None:
        """Remember that the row, and all rows heard of these sites before, have been heard."""
        heard = replace(answer, meaning="told", site_id=site_ids[0])
        for cells in self.tellings.of(site_ids)["cells"]:
            self.answers.keep(row.kind, fingerprint(row.kind, read_cells(cells)), heard)
        self.answers.keep(row.kind, fingerprint(row.kind, row.raw), heard)

    def _store(
        self, draft: Draft, site_id: str, told: tuple[Note, ...], doubt: Note | None
    ) -> Outcome:
        """Store a row as a site, or as news of one, with the question about it if there is one."""
        draft = _of_kind_before(draft, self.book.by_id.get(site_id))
        row, record, before = draft.row, dict(draft.record), self.known.get(site_id)
        record["site_id"] = site_id
        self._status[site_id] = _status(record)
        notes = (*draft.notes, *told)
        if before is not None:
            notes = (*notes, *self.keep_position(record, before, draft.position))
        else:
            notes = (*notes, *fill_status(record, row))
        outcome = taken(row, record, key="site_id", notes=notes, before=before)
        if before is not None and self.tellings.became(row) == site_id:
            self._status[site_id] = _status(before)  # the row said so before, and is no news now
            if outcome.change == "updated":
                outcome = self._as_old_news(outcome, record, before)
        outcome = _asking(outcome, doubt)
        if before is None:
            self._note_entry(replace(draft.entry, site_id=site_id))
        elif outcome.change != "unchanged" or site_id not in self.book.by_id:
            self._note_entry(entry_of(outcome.record or record))
        self._claimed[site_id] = outcome
        return outcome

    def _note_entry(self, entry: SiteEntry) -> None:
        """Take in what a row makes of a site; a known one that changes concerns those beside it."""
        former = self.book.by_id.get(entry.site_id)
        if former == entry:
            return
        if former is not None:
            self._changed.extend((former, entry))
        self.book.add(entry)

    def _contradicted(self, draft: Draft, site_id: str) -> Outcome | None:
        """Ask about a site that is gone by one row of this import, and stands by another."""
        doubt = contradiction(
            self._status[site_id],
            _status(draft.record),
            source=self._claimed[site_id].row.source,
            site=site_id,
        )
        return None if doubt is None else questioned(draft.row, doubt)

    def _told_twice(
        self, draft: Draft, site_id: str, why: tuple[str, str], *, overrules: bool = False
    ) -> Outcome:
        """Call a row one more telling of a site, and take from it what the first left open."""
        first, status = self._claimed[site_id], _status(draft.record)
        known = first.record or {}
        if status and (overrules or (draft.entry.is_gone and self._status[site_id] is None)):
            # A status that no row stated was filled in, and is no answer to that it is gone.
            known, self._status[site_id] = {**known, "status": None}, status
        record, filled, differing = fill(known, draft.record)
        if filled:
            headers = ", ".join(draft.row.header(name) for name in filled)
            more = note("filled", source=draft.row.source, fields=headers)
            change = "updated" if first.change == "unchanged" else first.change
            at = -1 if first.fate == "question" else len(first.notes)
            notes = (*first.notes[:at], more, *first.notes[at:])
            self._claimed[site_id] = replace(first, record=record, notes=notes, change=change)
            self._note_entry(entry_of(record))
        notes = (
            *draft.row.notes,
            note("duplicate_site", id=site_id, name=str(record["name"]), why=why),
        )
        if differing:
            headers = ", ".join(draft.row.header(name) for name in differing)
            notes = (*notes, note("duplicate_differs", fields=headers))
        return Outcome(draft.row, "duplicate", notes, target=site_id)


def _of_kind_before(draft: Draft, site: SiteEntry | None) -> Draft:
    """Leave a site that a row calls gone of the kind it was."""
    kept = kind_before(draft.entry, draft.record, site) if site is not None else None
    if kept is None or site is None:
        return draft
    entry = replace(draft.entry, kind=site.kind)
    return replace(draft, record=kept[0], entry=entry, notes=(*draft.notes, kept[1]))


def _status(record: Record) -> str | None:
    status = record.get("status")
    return None if status is None else str(status)


def _asking(outcome: Outcome, doubt: Note | None) -> Outcome:
    """Let a stored row ask this question, its last note, and no other; missing asks none."""
    notes = outcome.notes[:-1] if outcome.fate == "question" else outcome.notes
    if doubt is not None:
        return replace(outcome, fate="question", notes=(*notes, doubt))
    fate = "repaired" if any(item.repair for item in notes) else "accepted"
    if fate == outcome.fate:  # nearly every row: nothing was asked, and nothing is
        return outcome
    return replace(outcome, fate=fate, notes=notes)


def _why(match: Match) -> tuple[str, str]:
    verdict = match.verdict
    return (verdict.zh, verdict.en) if verdict else ("点位编号相同", "same id")
