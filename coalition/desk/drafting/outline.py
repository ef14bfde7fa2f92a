"""The outline of a draft: every provision in order, what waits in its margin, and the last changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import database
from coalition.desk.desk_pages import person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.draft_views import draft_view, last_changes
from coalition.memoranda import queries
from coalition.memoranda.label_queries import labels_of
from coalition.text import html
from coalition.text.apart import apart_if_long

if TYPE_CHECKING:
    from litestar import Response

    from coalition.drafting.draft_views import DraftView
    from coalition.memoranda.tables import Memorandum
    from coalition.web.routing import AnyRequest

_TEMPLATE = "desk/drafting/outline.html"


async def outline_page(request: AnyRequest, row: Memorandum, code: str, **context: Any) -> Response[bytes] | None:
    """Show one language of the draft, provision by provision; None if it has no text."""
    async with database.reading():
        draft = await draft_view(row, code, person_of(request).id)
        if draft is None:
            return None
        view = await queries.view(row)
        changes = await last_changes(draft.wordings)
        labels = await labels_of([draft.edition.id])
    text = await apart_if_long(draft.wording.body, _rendered, draft)
    shown: dict[str, Any] = {"part": "text", "draft": draft, "code": draft.wording.language, "text": text, "changes": changes, "labels": labels}
    return workbench_page(request, view, _TEMPLATE, **(shown | context))


def _rendered(draft: DraftView) -> html.RenderedText:
    blocks, keys = [stored.block for stored in draft.blocks], [stored.key for stored in draft.blocks]
    return html.render(blocks, keys, draft.wording.language, heading_level=3)
