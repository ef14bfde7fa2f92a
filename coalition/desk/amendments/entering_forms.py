"""What both forms show that enter amendments for an organisation: one proposal that was typed, or those of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import database
from coalition.desk.amendments.amendment_texts import READERS, refused
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.current_texts import current_texts
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, check, situation_in
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Response

    from coalition.drafting.current_texts import EditionTexts
    from coalition.memoranda.tables import Memorandum
    from coalition.web.routing import AnyRequest


async def entering_page(
    request: AnyRequest, row: Memorandum, template: str, shown: Callable[[EditionTexts], dict[str, Any]], **context: Any
) -> Response[bytes]:
    """Show a form; `shown` gives what else it shows of the draft. Where nobody may write in the draft any more, the page says so."""
    async with database.reading():
        view = await queries.view(row)
        texts = await current_texts(row.id)
        edition = await edition_queries.edition_worked_on(row.id)
        labels = await labels_of([edition.id])
    try:
        check(Action.WRITE, situation_in(view))
    except MemorandumRule as forbidden:
        context = refused(request, forbidden) | context
    readers = [(each.value, sentence.text(language_of(request)), "") for each, sentence in READERS.items()]
    common: dict[str, Any] = {"part": "text", "codes": [*texts.languages], "labels": labels, "readers": readers}
    return workbench_page(request, view, template, **common, **shown(texts), **context)
