"""Citing a memorandum or a part of it: a page that offers every part, and files for reference managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct
from pydantic import Field

from coalition import database
from coalition.acts.line_filters import LineFilter
from coalition.acts.line_queries import with_words
from coalition.acts.status import Status
from coalition.acts.status_pages import Asked
from coalition.acts.status_queries import status_page
from coalition.addresses import url_for
from coalition.fields import Form, InvalidForm, Line, OptionalSlug
from coalition.languages import own_language_name
from coalition.memoranda.label_queries import Labels
from coalition.organisations.names import name_for
from coalition.public.days import Day
from coalition.public.list_filters import asked_in
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.particulars import citation_files, particulars
from coalition.published.citation import Citation, labels_in_edition, of_edition, of_line, of_provision, of_state, of_statement, of_text
from coalition.published.citation_files import FORMATS
from coalition.published.memorandum import PublicMemorandum, in_edition, public_view
from coalition.search.match_marks import Words
from coalition.settings import load
from coalition.statements.public_statement_queries import StatementPage, public_statement, statement_page
from coalition.statements.tables import Statement
from coalition.statements.views import with_objections
from coalition.web import pages
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum


class PartForm(Form):
    """Which part is cited: an edition, a provision of it, the state on a day, a signatory's line on it, or a statement; else the text.

    `after` and `q` are no parts: they choose which lines can be cited on the page, those after a place in the list and those that words find.
    """

    edition: Annotated[Line, Field(max_length=5)] = ""
    provision: Annotated[Line, Field(max_length=80)] = ""
    at: Day = None
    line: OptionalSlug = None
    after: Annotated[str, Field(max_length=600)] = ""
    q: Annotated[Line, Field(max_length=200)] = ""
    statement: Annotated[Line, Field(max_length=5)] = ""

    @property
    def given(self) -> dict[str, str]:
        """The parameters of the part in an address."""
        return {name: value for name, value in self.as_inputs().items() if value and name not in {"after", "q"}}


class Cited(Struct, frozen=True):
    """A citation with the record that it is of, the parameters of its part, and what can be chosen instead: provisions and statements."""

    public: PublicMemorandum
    citation: Citation
    given: Mapping[str, str]
    labels: Labels = Labels({}, {})
    statements: StatementPage = StatementPage()
    words: Words = Words()
    lines: Status | None = None


@route("public.citation.show")
async def show_citation(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show the citation of a memorandum or of a part, the files, and the parts that can be cited."""
    cited = await _cited(request, memorandum, language, with_choices=True)
    here = {"memorandum": memorandum, **asked_in(request.query_params, "q" if cited.words else "after"), **cited.given}
    addresses = [(code, own_language_name(code), url_for("public.citation.show", lang=code, **here)) for code in load().languages]
    files = citation_files(memorandum, language, **cited.given)
    shown = {"citation": cited.citation, "files": files, "given": cited.given, "choices": _choices(cited, language), "alternates": addresses}
    shown |= {"more_statements": bool(cited.statements.next), "asked": asked_in(request.query_params, "q")}
    shown |= {"words": cited.words, "page": cited.lines.page if cited.lines else None}
    return public_page(request, "public/citations/show.html", **shown, **particulars(cited.public, language))


@route("public.citation_file.show")
async def show_citation_file(request: AnyRequest, file: FromPath[str]) -> Response[bytes]:
    """Send a citation as BibTeX, RIS or CSL-JSON; `language` is that of its words."""
    slug, _, ending = file.rpartition(".")
    media_type, write = existing(FORMATS.get(ending))
    language = file_language(request)
    cited = await _cited(request, slug, language)
    return pages.file(write(cited.citation, language).encode(), media_type, name=f"{cited.citation.key}.{ending}")


def file_language(request: AnyRequest) -> str:
    """Return the language that a file is asked for in; English by default.

    Raises:
        NotFoundException: the site does not have it.

    """
    wanted = request.query_params.get("language", "") or load().languages[0]
    if wanted not in load().languages:
        raise NotFoundException
    return wanted


async def _cited(request: AnyRequest, slug: str, language: str, *, with_choices: bool = False) -> Cited:
    """Return the citation that a request asks for; a part that does not exist, and two parts at once, are not found."""
    try:
        part = PartForm.parse(dict(request.query_params), ignore_unknown=True)
    except InvalidForm:
        raise NotFoundException from None
    async with database.reading():
        memorandum = await public_memorandum(slug)
        public = await public_view(memorandum, part.at, asked=Asked(line=part.line or "", earlier=None))
        if part.edition:
            public = existing(await in_edition(public, number_in(part.edition)))
        citation = existing(await _citation(memorandum, public, part, language))
        if not with_choices:
            return Cited(public, citation, part.given)
        labels, statements = await labels_in_edition(public, language), await statement_page(memorandum, as_at=part.at)
        return Cited(public, citation, part.given, labels, statements, Words(part.q), await _lines(memorandum, public, part, language))


async def _lines(memorandum: Memorandum, public: PublicMemorandum, part: PartForm, language: str) -> Status:
    """Return the lines that can be chosen: the first or those on the page of a cited line, those after a place, or those that words find."""
    if not (part.after or part.q):
        return public.status
    if not part.q:
        return await status_page(memorandum, Asked(part.after, earlier=None), part.at)
    among = frozenset(await with_words(memorandum.id, part.q)) if part.at else None
    return await status_page(memorandum, Asked(part.after, earlier=None, language=language, only=LineFilter(words=part.q), among=among), part.at)


async def _citation(memorandum: Memorandum, public: PublicMemorandum, part: PartForm, language: str) -> Citation | None:
    if sum(map(bool, (part.provision, part.at or part.line, part.statement))) > 1 or (part.edition and (part.at or part.line or part.statement)):
        return None
    if part.provision:
        return await of_provision(public, part.provision, language)
    if part.line:
        return of_line(public, part.line, language)
    if part.at:
        return of_state(public, language)
    if part.statement:
        stated = await public_statement(memorandum, Statement.number == number_in(part.statement))
        return of_statement(public, stated, language) if stated else None
    return of_edition(public, language) if part.edition else of_text(public, language)


def _choices(cited: Cited, language: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return what can be chosen on the page, by the name of the parameter: (value, words)."""
    public = cited.public
    return {
        "edition": [(str(edition.number), str(edition.number)) for edition in public.history.editions],
        "provision": [(key, cited.labels.name(key).text(language)) for key in cited.labels.shared],
        "line": [(line.organisation.slug, name_for(line.then, language).name) for line in cited.lines.lines] if cited.lines else [],
        "statement": [
            (str(stated.number), " · ".join((stated.title.text(language), name_for(stated.then, language).name)))
            for stated in with_objections(cited.statements.shown)
            if stated.number
        ],
    }
