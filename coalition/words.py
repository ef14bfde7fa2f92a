"""The base of enums for states, kinds and roles that people see: each member has its translatable word."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from coalition.languages import Message


class Word(StrEnum):
    """An enum of stored values, each with the word that people read: `NGO = "ngo", Message("non-governmental organisation")`."""

    word: Message

    def __new__(cls, value: str, word: Message | None = None) -> Self:
        """Make the member from its stored value and its word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word or Message(value)
        return member
