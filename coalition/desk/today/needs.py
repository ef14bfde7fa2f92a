"""One thing to do, as the first page of the desk shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from coalition.languages import Message
    from coalition.memoranda.queries import MemorandumView


class Need(Struct, frozen=True):
    """One thing to do: the memorandum, the sentence, its urgency (the tone) and the page."""

    memorandum: MemorandumView
    text: Message
    tone: str
    url: str
