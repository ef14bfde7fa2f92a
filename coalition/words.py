"""The base of enums for states, kinds and roles that people see: each member has its translatable word."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self, TypeVar

from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Member = TypeVar("Member", bound=StrEnum)
Entry = TypeVar("Entry")


class Word(StrEnum):
    """An enum of stored values, each with the word that people read: `NGO = "ngo", Message("non-governmental organisation")`."""

    word: Message

    def __new__(cls, value: str, word: Message | None = None) -> Self:
        """Make the member from its stored value and its word; one without a word cannot be defined."""
        if word is None:  # the signature is also that of finding a member by its value
            message = f"{cls.__name__}: what do people read for {value}?"
            raise TypeError(message)
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member


class IncompleteTable(TypeError):
    """A table that should have an entry for every member of an enum lacks some."""


def for_each(members: Iterable[Member], table: Mapping[Member, Entry]) -> Mapping[Member, Entry]:
    """Return a table that says something of every member of an enum, or of each given member: made at import, so that no member is forgotten.

    Raises:
        IncompleteTable: members are missing.

    """
    missing = [member for member in members if member not in table]
    if missing:
        message = f"{type(missing[0]).__name__}: nothing is said of {', '.join(member.name for member in missing)}"
        raise IncompleteTable(message)
    return table
