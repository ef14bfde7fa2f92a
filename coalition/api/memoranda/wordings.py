"""The languages of a memorandum's text, and the summaries above it."""

from __future__ import annotations

import re

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.api.answering import changed, ok
from coalition.api.bearer_tokens import own_memorandum, readable_memorandum
from coalition.api.bodies import posted
from coalition.api.idempotency import carry_out
from coalition.api.memoranda import views
from coalition.languages import is_language
from coalition.memoranda import edition_queries
from coalition.memoranda.forms import SummaryForm, WordingForm
from coalition.memoranda.summaries import save_summary
from coalition.memoranda.wording import save_wording
from coalition.web.routing import AnyRequest, route

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")


def _checked(language: str) -> str:
    if not _TAG.fullmatch(language) or not is_language(language):
        raise NotFoundException
    return language


@route("api.wording.show")
async def show_wording(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Show the text in one language."""
    async with database.reading():
        memorandum = await readable_memorandum(request, slug)
        edition = await edition_queries.latest_edition(memorandum.id)
        wording = await edition_queries.wording(edition.id, _checked(language))
        if wording is None:
            raise NotFoundException
        return ok(request, await views.wording(memorandum, wording))


@route("api.wording.update")
async def update_wording(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Save the text in one language."""
    form = await posted(request, WordingForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        wording = await save_wording(memorandum, _checked(language), form)
        return changed(await views.wording(memorandum, wording))

    return await carry_out(act)


@route("api.summary.update")
async def update_summary(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """Write, change or remove the summary in one language."""
    form = await posted(request, SummaryForm)

    async def act() -> Response[bytes]:
        await save_summary(await own_memorandum(request, slug), _checked(language), form)
        return changed(await views.memorandum(await own_memorandum(request, slug)))

    return await carry_out(act)
