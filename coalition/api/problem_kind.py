"""One kind of problem: what programs know it by, and its sentences."""

from __future__ import annotations

from msgspec import Struct

from coalition.languages import Message


class Kind(Struct, frozen=True):
    """A kind of problem: the last part of its `type`, its status and its sentences."""

    name: str
    status: int
    title: Message
    detail: Message

    @property
    def type(self) -> str:
        """The stable name of the rule that was broken."""
        return f"/problems/{self.name}"
