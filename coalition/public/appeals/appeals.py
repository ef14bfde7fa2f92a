"""The list of urgent appeals: open ones with the hour until which they can be signed, then those that ended, with what became of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery

from coalition import database
from coalition.appeals.listed_appeals import AppealFilter, AppealStage, listed_appeals
from coalition.public.list_filters import asked_in, choice_in, words_in
from coalition.published.list_heights import fitted, height_of_entry
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.appeals.listed_appeals import AppealsPage

AT_ONCE = 25


@route("public.appeals.list")
async def list_appeals(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show appeals: all, or those that words and a state find."""
    query = request.query_params
    chosen = AppealFilter(words_in(query), choice_in(query, "state", AppealStage))
    async with database.reading():
        read = partial(listed_appeals, chosen, after=after)
        page = await fitted(lambda limit: read(limit=limit), lambda page: _heights(page, language), AT_ONCE)
    facts = {"only": chosen, "stages": list(AppealStage), "asked": asked_in(query, "q", "state"), "after": after}
    return public_page(request, "public/appeals/list.html", page=page, **facts)


def _heights(page: AppealsPage, language: str) -> Sequence[int]:
    return [height_of_entry(listed.view.title(language)[1], " " * 60, _shown_of(listed.appeal.said(language).about)) for listed in page.appeals]


def _shown_of(about: str) -> str:
    """Return a text as long as what an entry tells of an appeal: whom it is about, its end, and its outcome."""
    return f"{about}{' ' * 120}"
