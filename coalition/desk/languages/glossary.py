"""The glossary of the forum of a memorandum: the list, one term, a table that is pasted, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.choices import language_options
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.drafting.glossary import PastedTermsForm, TermForm, add_term, change_term, paste_terms, remove_term
from coalition.drafting.glossary_files import glossary_file
from coalition.drafting.glossary_queries import languages_in, term_of, terms_page
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.forums.tables import Forum
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.tables import Memorandum
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.pages import PRIVATE, file, language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.drafting.glossary_queries import TermView

_LIST, _TERM, _TABLE = "desk/languages/glossary.html", "desk/languages/term.html", "desk/languages/pasted_terms.html"


@route("desk.glossary.show")
async def show_glossary(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the terms of the forum, or those that words find."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request)
    async with database.reading():
        page = await terms_page(row.forum, asked.q, after=number_or_zero(asked.after), limit=PAGE) if row.forum else None
    return await _page(request, row, _LIST, page=page, asked=asked)


@route("desk.glossary_file.show")
async def show_glossary_file(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Send the terms of the forum as CSV."""
    forum = await _forum(await own_memorandum(request, memorandum))
    async with database.reading():
        content = await glossary_file(forum.id)
    return file(content, "text/csv", cache=PRIVATE, name=f"{forum.slug}-glossary.csv")


@route("desk.term.new")
async def new_term(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for a new term."""
    row = await own_memorandum(request, memorandum)
    await _forum(row)
    return await _page(request, row, _TERM, term=None)


@route("desk.term.create")
async def create_term(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Add a term."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await add_term(await _forum(row), _form(given))
    except InvalidForm as problems:
        return await _page(request, row, _TERM, term=None, values=given, **refusal(request, _at_fields(problems)))
    return done(request, "desk.glossary.show", "added", memorandum=row.slug)


@route("desk.term.edit")
async def edit_term(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show the form of a term."""
    row = await own_memorandum(request, memorandum)
    term = await _term(await _forum(row), number)
    return await _page(request, row, _TERM, term=term, values=_values(term))


@route("desk.term.update")
async def update_term(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change a term."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    forum = await _forum(row)
    term = await _term(forum, number)
    try:
        await change_term(forum, term.id, _form(given))
    except InvalidForm as problems:
        return await _page(request, row, _TERM, term=term, values=given, **refusal(request, _at_fields(problems)))
    return done(request, "desk.glossary.show", "saved", memorandum=row.slug)


@route("desk.term.remove")
async def remove_one_term(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remove a term."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    await remove_term(await _forum(row), number_in(number))
    return done(request, "desk.glossary.show", "removed", memorandum=row.slug)


@route("desk.pasted_terms.new")
async def new_pasted_terms(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for a table of terms."""
    row = await own_memorandum(request, memorandum)
    await _forum(row)
    return await _page(request, row, _TABLE)


@route("desk.pasted_terms.create")
async def create_pasted_terms(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Add the terms of a table; lines that are no pair stay in the form."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        pasted = await paste_terms(await _forum(row), PastedTermsForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _page(request, row, _TABLE, values=given, **refusal(request, problems))
    if pasted.left_out:
        return await _page(request, row, _TABLE, values=given | {"table": "\n".join(pasted.left_out)}, pasted=pasted)
    return done(request, "desk.glossary.show", "added", memorandum=row.slug)


async def _page(request: AnyRequest, row: Memorandum, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        forum = await forums.view_of(row.forum)
        edition = await edition_queries.edition_worked_on(row.id)
        written = [wording.language for wording in await edition_queries.wordings(edition.id)]
        used = await languages_in(row.forum) if row.forum else []
    codes = [*dict.fromkeys([*view.authentic_languages, *written, *used])]
    shown: dict[str, Any] = {"part": "text", "forum": forum, "codes": codes, "offered": language_options(language_of(request)), "pasted": None}
    return workbench_page(request, view, template, status=status, **(shown | context))


async def _forum(row: Memorandum) -> Forum:
    forum = await forums.by_id(row.forum) if row.forum else None
    if forum is None:
        raise NotFoundException
    return forum


async def _term(forum: Forum, number: str) -> TermView:
    term = await term_of(forum.id, number_in(number))
    if term is None:
        raise NotFoundException
    return term


def _values(term: TermView) -> dict[str, str]:
    return {f"text-{language}": text for language, text in term.renderings.items()} | {"note": term.note}


def _form(given: Mapping[str, Any]) -> TermForm:
    """Return the term in a form, whose fields "text-ru" are the renderings; one that is left empty is none."""
    renderings = [{"language": name.removeprefix("text-"), "text": str(text)} for name, text in given.items() if name.startswith("text-") and text]
    if given.get("further") and given.get("further_text"):
        renderings.append({"language": str(given["further"]), "text": str(given["further_text"])})
    return TermForm.parse({"renderings": [each for each in renderings if each["text"].strip()], "note": str(given.get("note", ""))})


def _at_fields(problems: InvalidForm) -> InvalidForm:
    """Return the problems of a term for its form, which shows those of renderings above its fields."""
    return InvalidForm({"note" if field == "note" else "": message for field, message in problems.problems.items()})
