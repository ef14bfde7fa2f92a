"""The outline of a draft: every provision in order, what waits in its margin, and the last changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import database
from coalition.amendments.margins import waiting_beside
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.draft_parts import divided, part_with
from coalition.drafting.draft_views import draft_view, last_changes
from coalition.drafting.provision_texts import TITLE
from coalition.memoranda import queries
from coalition.memoranda.label_queries import labels_of_draft
from coalition.text import html
from coalition.text.apart import apart_if_long
from coalition.text.blocks import BlockKind
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from litestar import Response

    from coalition.drafting.draft_parts import Part
    from coalition.drafting.draft_views import DraftView
    from coalition.memoranda.tables import Memorandum
    from coalition.web.routing import AnyRequest

_TEMPLATE = "desk/drafting/outline.html"
_HEADING, _CITATION = 3, "[^"


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
        page = part_with(parts, keys, at)
        waiting = await waiting_beside(coordinators_of(row.id), ["", TITLE, *keys[page.first : page.end]])
    text = await apart_if_long(draft.wording.body, _rendered, draft, page)
    shown: dict[str, Any] = {"part": "text", "draft": draft, "code": draft.wording.language, "text": text, "changes": changes, "labels": labels}
    shown["waiting"] = waiting
    place_of = {key: part.key for part in parts for key in keys[part.first : part.end]}
    shown |= {"page": page, "all": len(keys), "place_of": place_of}
    return workbench_page(request, view, _TEMPLATE, **(shown | context))


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
