"""The search over everything that everybody may read; a token finds no more."""

from __future__ import annotations

from litestar import Response

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import link_to_next, ok
from coalition.api.bodies import queried
from coalition.api.forms import Searching
from coalition.api.search import models
from coalition.rendering import component
from coalition.results.result import Result
from coalition.results.results import Asked, Place, in_one_list, place_in
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.routing import AnyRequest, route


@route("api.search.show")
async def show_search(request: AnyRequest) -> Response[bytes]:
    """Search everything that is public."""
    form = queried(request, Searching)
    language = form.language if form.language in SUPPORTED_LANGUAGES else SUPPORTED_LANGUAGES[0]
    async with database.reading():
        results, more = await in_one_list(Asked(form.q, form.kind, form.language or "", place_in(form.after) or Place()), language, form.limit)
    after = more.text if more else None
    answer = models.SearchAnswer(results=[_found(result, language) for result in results], next=after)
    asked = {"q": form.q, "kind": form.kind, "language": form.language, "limit": form.limit}
    return ok(request, answer, headers=link_to_next("api.search.show", after, **asked))


def _found(result: Result, language: str) -> models.Found:
    passages = [
        models.FoundPassage(provision=each.provision, language=each.language, html=str(component("page/found_text", language, each.pieces)))
        for each in result.passages
    ]
    url = url_for(result.address.route, lang=language, **result.address.params)
    return models.Found(kind=result.kind, slug=result.slug, title=result.title, passages=passages, url=url)
