"""States, kinds and roles that people see: an enum whose members carry their translatable word."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from coalition.languages import Message


class Word(StrEnum):
    """A stored value and the word people read for it: `NGO = "ngo", Message("non-governmental organisation")`."""

    word: Message

    def __new__(cls, value: str, word: Message | None = None) -> Self:
        """Make the member from its stored value and its word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word or Message(value)
        return member
