"""The outline of a draft: every provision in order, what waits in its margin, and the last changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import database
from coalition.amendments.margins import waiting_beside
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.draft_views import draft_view, last_changes
from coalition.drafting.provision_texts import TITLE
from coalition.memoranda import queries
from coalition.memoranda.label_queries import labels_of_draft
from coalition.text import html
from coalition.text.apart import apart_if_long
from coalition.text.blocks import BlockKind
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from litestar import Response

    from coalition.drafting.draft_views import DraftView
    from coalition.memoranda.tables import Memorandum
    from coalition.web.routing import AnyRequest

_TEMPLATE = "desk/drafting/outline.html"
LONGEST = 80  # passages of a page
_HEADING, _CITATION = 3, "[^"


class Part(Struct, frozen=True):
    """The passages of a page, from the first one to the last one, which is not included; with the key of the first, and of the next page."""

    first: int
    end: int
    key: str
    following: str


async def outline_page(request: AnyRequest, row: Memorandum, code: str, at: str = "", **context: Any) -> Response[bytes] | None:
    """Show a page of one language of the draft, the one with the provision `at`, provision by provision; None if it has no text."""
    async with database.reading():
        draft = await draft_view(row, code, person_of(request).id)
        if draft is None:
            return None
        view = await queries.view(row)
        changes = await last_changes(draft.wordings)
        labels = await labels_of_draft(draft.edition.id, draft.wordings, language_of(request), {draft.wording.id: draft.blocks})
        keys = [stored.key for stored in draft.blocks]
        parts = divided([stored.block.kind is BlockKind.HEADING for stored in draft.blocks], keys)
        page = _page_with(parts, keys, at)
        waiting = await waiting_beside(coordinators_of(row.id), ["", TITLE, *keys[page.first : page.end]])
    text = await apart_if_long(draft.wording.body, _rendered, draft, page)
    shown: dict[str, Any] = {"part": "text", "draft": draft, "code": draft.wording.language, "text": text, "changes": changes, "labels": labels}
    shown["waiting"] = waiting
    place_of = {key: part.key for part in parts for key in keys[part.first : part.end]}
    shown |= {"page": page, "all": len(keys), "place_of": place_of}
    return workbench_page(request, view, _TEMPLATE, **(shown | context))


def divided(headings: Sequence[bool], keys: Sequence[str]) -> list[Part]:
    """Divide passages into pages, before a heading where one stands in the second half of a page; the first page has no key."""
    begins = [0]
    while len(keys) - begins[-1] > LONGEST:
        longest = begins[-1] + LONGEST
        begins.append(next((at for at in range(longest, longest - LONGEST // 2, -1) if headings[at]), longest))
    return [
        Part(first, end, keys[first] if first else "", keys[end] if end < len(keys) else "")
        for first, end in zip(begins, [*begins[1:], len(keys)], strict=True)
    ]


def _page_with(parts: Sequence[Part], keys: Sequence[str], key: str) -> Part:
    place = keys.index(key) if key in keys else 0
    return next((part for part in parts if part.first <= place < part.end), parts[0])


def _rendered(draft: DraftView, page: Part) -> html.RenderedText:
    """Return the passages of a page, with the notes that are cited there; notes are numbered through the whole text."""
    blocks, keys, code = [stored.block for stored in draft.blocks], [stored.key for stored in draft.blocks], draft.wording.language
    part = slice(page.first, page.end)
    if _CITATION not in draft.wording.body:
        levels = [min((block.level for block in some if block.kind is BlockKind.HEADING), default=1) for some in (blocks[part], blocks)]
        return html.render(blocks[part], keys[part], code, heading_level=_HEADING + levels[0] - levels[1])
    text = html.render(blocks, keys, code, heading_level=_HEADING)
    notes = [note for note in text.notes if any(f'href="#{note.id}"' in block.html for block in text.blocks[part])]
    return html.RenderedText(code, text.blocks[part], notes)
