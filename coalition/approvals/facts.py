"""What a second coordinator reads of a change before they agree to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from coalition.languages import Message


class PictureFact(Struct, frozen=True):
    """A picture that the second coordinator sees: its address, and its text alternative."""

    address: str
    text: str


Values: TypeAlias = Mapping[str, Any]  # what the change was asked with
Facts: TypeAlias = Sequence[tuple[Message, str | PictureFact]]  # lines: what each is, and what it says
