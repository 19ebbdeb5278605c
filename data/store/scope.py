"""Whose towns a store is read for, and whether names and telephone numbers of people are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    What one reader may see of a store; ``Store.within`` cuts it down to that.

    Attributes
    ----------
    towns
        Towns as the ledgers write them; ``None`` for every town, and for sites that name none.
    contacts
        Whether names and telephone numbers of owners, keepers and people who gave a tip are shown.
    """

    towns: frozenset[str] | None = None
    contacts: bool = True

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is cut."""
        return self.towns is None and self.contacts

    def within(self, other: Scope) -> Scope:
        """Give what both may see: to cut a store twice never shows more than to cut it once."""
        if self.towns is None or other.towns is None:
            towns = self.towns if other.towns is None else other.towns
        else:
            towns = self.towns & other.towns
        return Scope(towns=towns, contacts=self.contacts and other.contacts)


EVERYTHING = Scope()
"""Of the office itself: every row and every column."""
