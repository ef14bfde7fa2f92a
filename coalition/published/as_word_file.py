"""A public text in one language as a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.memoranda.tables import WordingStatus
from coalition.memoranda.text_marks import fixed_mark, mark_language, unadopted_mark
from coalition.word_files.writing_files import Paper, word_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.languages import Message
    from coalition.published.memorandum import PublicMemorandum, PublicText
    from coalition.text.sources import StoredBlock


def text_as_word_file(public: PublicMemorandum, text: PublicText, blocks: Sequence[StoredBlock]) -> bytes:
    """Return a text as it is shown to everybody; what is not part of the text is only what stands above every page."""
    mark, language = _mark(public, text), mark_language(text.language)
    paper = Paper(text.language, mark.text(language) if mark else "", language)
    return word_file(text.title, [stored.block for stored in blocks], paper)


def _mark(public: PublicMemorandum, text: PublicText) -> Message | None:
    """Return the digest of a fixed text; a past text has none, and a draft says that it is one."""
    if public.view.digest:
        return fixed_mark(public.view.digest, is_authentic=text.status is WordingStatus.AUTHENTIC)
    return None if public.view.historical else unadopted_mark()
