"""The formats of the files of a draft that is read in one way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.view_markdown import view_markdown
from coalition.amendments.view_word_files import view_word_file
from coalition.word_files.writing_files import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition.amendments.view_files import DraftView


class ViewFormat(Struct, frozen=True):
    """A format: how its files end, their media type, and what writes them."""

    ending: str
    media_type: str
    write: Callable[[DraftView], bytes]

    async def written(self, view: DraftView) -> bytes:
        """Return the file of a draft; it is written in a thread, because its work grows with the text and with what is proposed."""
        return await asyncio.to_thread(self.write, view)

    def name(self, begin: str, view: DraftView) -> str:
        """Return what the file is called."""
        return f"{begin}-{view.draft.language}-{view.way.value}.{self.ending}"


WORD = ViewFormat("docx", MEDIA_TYPE, view_word_file)
MARKDOWN = ViewFormat("md", "text/markdown", view_markdown)
