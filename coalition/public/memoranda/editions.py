"""The editions of a text: the list, each of them, and what changed from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.addresses import url_for
from coalition.languages import own_language_name
from coalition.memoranda.tables import Wording, WordingStatus
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.public.memoranda.texts import chosen, text_html
from coalition.published.history import changes_between
from coalition.published.memorandum import Published, in_edition, published
from coalition.web.pages import public_page
from coalition.web.routing import route

if TYPE_CHECKING:
    from collections.abc import Sequence


@route("public.editions.list")
async def list_editions(request: Request[Any, Any, Any], language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show the editions and the corrections of a text."""
    async with database.reading():
        found = await published(await public_memorandum(memorandum))
    return public_page(request, "public/editions/list.html", **particulars(found, language))


@route("public.edition.show")
async def show_edition(
    request: Request[Any, Any, Any], language: NamedDependency[str], memorandum: FromPath[str], edition: FromPath[str], text: FromQuery[str] = ""
) -> Response[bytes]:
    """Show one edition in one of its languages."""
    async with database.reading():
        found = existing(await in_edition(await published(await public_memorandum(memorandum)), number_in(edition)))
        wording = existing(chosen(found, text, language))
        html = await text_html(wording, (), language)
    tabs = _tabs(found.wordings, wording, language, name="public.edition.show", memorandum=memorandum, edition=edition)
    shown = {"line": found.history.edition(found.view.edition), "wording": wording, "html": html, "languages": tabs}
    return public_page(request, "public/editions/show.html", **shown, **particulars(found, language))


@route("public.changes.show")
async def show_changes(
    request: Request[Any, Any, Any], language: NamedDependency[str], memorandum: FromPath[str], edition: FromPath[str], text: FromQuery[str] = ""
) -> Response[bytes]:
    """Show what changed from an earlier edition (`?from=`, else the one before) in one language that both have."""
    async with database.reading():
        found = await published(await public_memorandum(memorandum))
        new = existing(await in_edition(found, number_in(edition)))
        asked = request.query_params.get("from", "")
        old = existing(await in_edition(found, number_in(asked) if asked else _before(found, new.view.edition)))
        shared = [one for one in new.wordings if old.wording(one.language)]
        wording = existing(next((one for one in shared if one.language == text), None) if text else _own(shared, language))
        changes = await changes_between(existing(old.wording(wording.language)), wording)
    where = {"memorandum": memorandum, "edition": edition, "from": old.view.edition}
    tabs = _tabs(shared, wording, language, name="public.changes.show", **where)
    shown = {"old": old.view.edition, "new": new.view.edition, "wording": wording, "changes": changes, "languages": tabs}
    return public_page(request, "public/changes/show.html", **shown, **particulars(found, language))


def _before(found: Published, number: int) -> int:
    """Return the number of the edition before; of the first one, itself."""
    numbers = [line.edition.number for line in found.history.editions]
    return numbers[max(numbers.index(number) - 1, 0)]


def _own(shared: Sequence[Wording], language: str) -> Wording | None:
    return next((one for one in shared if one.language == language), next(iter(shared), None))


def _tabs(wordings: Sequence[Wording], shown: Wording, language: str, *, name: str, **where: Any) -> list[tuple[str, str, str, bool, str]]:
    return [
        (
            own_language_name(one.language),
            WordingStatus(one.status).word.text(language),
            url_for(name, lang=language, text=one.language, **where),
            one.language == shown.language,
            one.language,
        )
        for one in wordings
    ]
