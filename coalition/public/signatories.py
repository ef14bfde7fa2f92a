"""Who had signed by a day."""

from datetime import date
from typing import Annotated, Any

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from pydantic import BeforeValidator

from coalition import clock, database
from coalition.exchange.publishing import published
from coalition.fields import Form, InvalidForm, Refused
from coalition.languages import Message
from coalition.partial_dates import PartialDate
from coalition.public.loading import public_memorandum
from coalition.public.particulars import particulars
from coalition.web.forms import said
from coalition.web.pages import page, public_page
from coalition.web.routing import route

_PAGE = "public/signatories/show.html"
_WANTED = Message("Write a day as 2026-11-22.")


def _day(value: object) -> object:
    """Take what a form sends for a day; nothing means today."""
    if not value:
        return None
    try:
        day = PartialDate(str(value))
    except ValueError:
        raise Refused(_WANTED) from None
    if day.first != day.last or not day.iso.isascii():
        raise Refused(_WANTED)
    return day.first


class DayForm(Form):
    """A day to look back to."""

    at: Annotated[date | None, BeforeValidator(_day)] = None


@route("public.signatories.show")
async def show_signatories(
    request: Request[Any, Any, Any], language: NamedDependency[str], memorandum: FromPath[str], at: FromQuery[str] = ""
) -> Response[bytes]:
    """Show the status as at a day; a day to come shows today."""
    try:
        day, problems = DayForm.parse({"at": at}).at, None
    except InvalidForm as error:
        day, problems = None, error
    async with database.reading():
        found = await published(await public_memorandum(memorandum), day)
    facts = particulars(found, language)
    if problems:
        messages, rows = said(problems, language)
        return page(request, _PAGE, status=422, has_errors=True, at=at, messages=messages, errors=rows, past=False, **facts)
    past = found.status.as_at < clock.today()
    return public_page(request, _PAGE, at=found.status.as_at.isoformat(), messages={}, errors=[], past=past, **facts)
