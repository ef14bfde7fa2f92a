"""The answer of the author of an amendment to the question whether everybody may read it, as those who work on the draft may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.amendments.errors import AmendmentRule, NoSuchAmendment
from coalition.amendments.forms import PublicAnswerForm
from coalition.amendments.public_answers import answer_at_desk, answers_at_desk
from coalition.amendments.queries import amendment_for
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import PublicAnswer
from coalition.desk.amendments.amendment_texts import options_of, refused
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


@route("desk.public_answer.new")
async def new_public_answer(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Ask what everybody may read of an amendment."""
    return await _page(request, await own_memorandum(request, memorandum), number_in(number))


@route("desk.public_answer.create")
async def create_public_answer(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Change what everybody may read of an amendment."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await answer_at_desk(row, number_in(number), PublicAnswerForm.parse({"published": given.get("published", "")}))
    except NoSuchAmendment:
        raise NotFoundException from None
    except (InvalidForm, AmendmentRule) as problem:
        return await _page(request, row, number_in(number), values=given, **refused(request, problem))
    return done(request, "desk.amendment.show", "saved", memorandum=row.slug, number=number)


async def _page(request: AnyRequest, row: Memorandum, number: int, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        amendment = await amendment_for(coordinators_of(row.id), number)
    if amendment is None:
        raise NotFoundException
    entered = amendment.seat is None
    answers = options_of(answers_at_desk(amendment.published, entered=entered), language_of(request))
    shown: dict[str, Any] = {"part": "text", "number": number, "entered": entered, "answers": answers, "answer": PublicAnswer(amendment.published)}
    return workbench_page(request, view, "desk/amendments/public_answer.html", **(shown | {"values": {}} | context))
