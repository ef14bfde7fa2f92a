"""The statements of parties: their list by pages, those about a provision, one by its number, and the links beside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from pydantic import Field

from coalition import database
from coalition.acts.status_pages import NO_LINES
from coalition.addresses import url_for
from coalition.fields import Form, InvalidForm, Line
from coalition.languages import Message
from coalition.public.days import Day
from coalition.public.loading import existing, number_in, public_memorandum
from coalition.public.memoranda.particulars import particulars
from coalition.public.memoranda.statement_excerpts import fitted, statement_parts
from coalition.public.memoranda.texts import StatementLink
from coalition.published.memorandum import public_view
from coalition.search.match_marks import Words
from coalition.statements.public_statement_queries import Part, numbers_by_provision, statement_page
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.statements.public_statement_queries import StatementPage


class PartForm(Form):
    """Which statements are asked for: as at a day, about a provision only (its key), one by its number, with words, or those after a place."""

    at: Day = None
    provision: Annotated[Line, Field(max_length=80)] = ""
    number: Annotated[Line, Field(max_length=5)] = ""
    q: Annotated[Line, Field(max_length=200)] = ""
    after: Annotated[Line, Field(max_length=12)] = ""

    @property
    def given(self) -> dict[str, str]:
        """The parameters in an address, without the place."""
        return {name: value for name, value in self.as_inputs().items() if value and name != "after"}


@route("public.statements.list")
async def list_statements(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the statements; a provision or number without a statement is not found."""
    form = _asked(request)
    part = Part(form.after, form.provision or None, number_in(form.number) if form.number else None, Words(form.q))
    async with database.reading():
        row = await public_memorandum(memorandum)
        public, stated = await public_view(row, asked=NO_LINES), await statement_page(row, part, form.at)
    existing((stated.shown or form.q or not (form.provision or form.number)) or None)
    parts = statement_parts(stated, language, part.words, whole=part.number)
    shown = {"words": part.words, "excerpts": parts, "stated": fitted(stated, parts, language, part.words)}
    shown |= {"given": form.given, "after": form.after, "day": form.at}
    return public_page(request, "public/statements/list.html", **shown, **particulars(public, language))


def _asked(request: AnyRequest) -> PartForm:
    try:
        return PartForm.parse(dict(request.query_params), ignore_unknown=True)
    except InvalidForm:
        raise NotFoundException from None


async def statement_links(memorandum: Memorandum, stated: StatementPage, language: str) -> Sequence[StatementLink]:
    """Return the links beside the text of the page that shows the first statements: to each, or to the lists by provision if there are others."""
    if not stated.next:
        return [StatementLink(each.provision, f"#{each.anchor or 'statements'}", each.title.text(language), each.stands) for each in stated.shown]
    return [
        StatementLink(
            provision,
            url_for("public.statements.list", lang=language, memorandum=memorandum.slug, provision=provision),
            Message.plural("{number} statement", "{number} statements", number, number=number).text(language),
        )
        for provision, number in (await numbers_by_provision(memorandum)).items()
        if provision
    ]
