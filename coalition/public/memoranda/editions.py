"""The editions of a text: the list, one edition, and the changes between two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.public.list_filters import asked_in, words_in
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.edition_lists import ListsAsked, edition_lists
from coalition.public.memoranda.particulars import citation_files, language_tabs, particulars
from coalition.public.memoranda.texts import chosen, text_on_page
from coalition.published.changes import changes_between
from coalition.published.citation import of_edition
from coalition.published.memorandum import PublicMemorandum, PublicText, in_edition, public_view
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence


@route("public.editions.list")
async def list_editions(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], after: FromQuery[str] = "", corrections: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the editions and the corrections of a text, the latest first, or those that words find.

    Each list has what stands before a number: that of an edition (`after`), and that of a correction.
    """
    asked = ListsAsked(words_in(request.query_params), after, corrections)
    async with database.reading():
        public = await public_view(await public_memorandum(memorandum), asked=NO_LINES)
        editions, listed = await edition_lists(public.history, asked, language)
    facts = {"editions": editions, "corrections": listed, "begins": asked, "asked": asked_in(request.query_params, "q")}
    return public_page(request, "public/editions/list.html", words=asked.words, **facts, **particulars(public, language))


@route("public.edition.show")
async def show_edition(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], edition: FromPath[str], text: FromQuery[str] = ""
) -> Response[bytes]:
    """Show one edition in one of its languages."""
    async with database.reading():
        public = existing(await in_edition(await public_view(await public_memorandum(memorandum)), number_in(edition)))
        shown_text = existing(chosen(public, text, language))
        html = (await text_on_page(shown_text, (), language)).html
    tabs = language_tabs(public.texts, shown_text, language, page="public.edition.show", memorandum=memorandum, edition=edition)
    shown = {"edition": public.history.edition(public.view.edition), "text": shown_text, "html": html, "languages": tabs}
    cited = {"edition_cited": of_edition(public, language).plain(language), "edition_files": citation_files(memorandum, language, edition=edition)}
    return public_page(request, "public/editions/show.html", **shown, **cited, **particulars(public, language))


@route("public.changes.show")
async def show_changes(
    request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], edition: FromPath[str], text: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the changes from an earlier edition (`?from=`, else the previous edition) in a language that both have."""
    async with database.reading():
        public = await public_view(await public_memorandum(memorandum))
        new = existing(await in_edition(public, number_in(edition)))
        asked = request.query_params.get("from", "")
        old = existing(await in_edition(public, number_in(asked) if asked else _number_before(public, new.view.edition)))
        old_text, new_text = existing(_in_both(old, new, text, language))
        rows = await changes_between(old_text, new_text)
    where = {"memorandum": memorandum, "edition": edition, "from": old.view.edition}
    tabs = language_tabs(_shared(old, new), new_text, language, page="public.changes.show", **where)
    shown = {"old": old.view.edition, "new": new.view.edition, "text": new_text, "changes": rows, "languages": tabs}
    return public_page(request, "public/changes/show.html", **shown, **particulars(public, language))


def _number_before(public: PublicMemorandum, number: int) -> int:
    """Return the number of the previous edition; for the first edition, its own number."""
    numbers = [edition.number for edition in public.history.editions]
    return numbers[max(numbers.index(number) - 1, 0)]


def _shared(old: PublicMemorandum, new: PublicMemorandum) -> Sequence[PublicText]:
    """Return the texts of the new edition in the languages that the old one has too."""
    return [text for text in new.texts if old.text(text.language)]


def _in_both(old: PublicMemorandum, new: PublicMemorandum, wanted: str, language: str) -> tuple[PublicText, PublicText] | None:
    """Return the old and the new text in the wanted language; by default the page's language or the first that both have."""
    shared = [text.language for text in _shared(old, new)]
    codes = [wanted] if wanted else [language, *shared]
    pairs = [(old_text, new_text) for code in codes if (old_text := old.text(code)) and (new_text := new.text(code))]
    return next(iter(pairs), None)
