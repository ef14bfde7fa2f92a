"""The glossary of a forum as a CSV file: a column for each language, and the note."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coalition.drafting.glossary_queries import languages_in, terms_page
from coalition.spreadsheets.csv_files import Column, csv_head, csv_rows

if TYPE_CHECKING:
    from coalition.drafting.glossary_queries import TermView

_PART = 500  # terms that are read at once


async def glossary_file(forum_id: int) -> bytes:
    """Return the whole glossary; its size is bounded by the number of terms a glossary can have."""
    columns = [*(Column(code, partial(_rendering, code)) for code in await languages_in(forum_id)), Column("note", _note)]
    content, after = csv_head(columns), 0
    while True:
        page = await terms_page(forum_id, after=after, limit=_PART)
        content += csv_rows(columns, page.terms)
        if not (after := page.after):
            return content


def _rendering(code: str, term: TermView) -> str:
    return term.renderings.get(code, "")


def _note(term: TermView) -> str:
    return term.note
