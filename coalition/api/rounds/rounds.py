"""Rounds, for the members of a memorandum: list, send, show, remind, extend, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.amendments.letter_forms import ViewLetterForm
from coalition.amendments.view_letters import send_view
from coalition.api.answering import created, ok, page
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging
from coalition.api.idempotency import once
from coalition.api.rounds import models, views
from coalition.rounds import queries
from coalition.rounds.closing_rounds import close_round, extend_round
from coalition.rounds.forms import RoundExtensionForm, RoundForm, RoundReminderForm
from coalition.rounds.reminding_seats import remind_silent
from coalition.rounds.round_results import results_of
from coalition.rounds.sending_rounds import send_round
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_or_zero
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.rounds.tables import ConsultationRound


@route("api.rounds.list")
async def list_rounds(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the rounds with their results, newest first."""
    asked = queried(request, Paging)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        rows = await queries.rounds_of(memorandum.id, before=number_or_zero(asked.after), limit=asked.limit + 1)
        results = await results_of(rows)
    shown = [views.summary(row, results[row.id]) for row in rows]
    return page(request, shown, asked.limit, cursor=lambda row: str(row.number), show=lambda row: row, name="api.rounds.list", slug=slug)


@route("api.round.show")
async def show_round(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a round with its seats; that names and answers were read is recorded."""
    async with database.reading():
        row = await _own_round(request, slug, number)
        answer = ok(request, await views.in_full(row))
    await trail.record_reading(TrailAct.NAMES_READ, "page:rounds", row.memorandum)
    return answer


async def _own_round(request: AnyRequest, slug: str, number: str) -> ConsultationRound:
    memorandum = await own_memorandum(request, slug)
    row = await queries.round_called(memorandum.id, number_or_zero(number))
    if row is None:
        raise NotFoundException
    return row


@route("api.round.create", status=201)
async def create_round(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Send the draft to organisations."""
    form = await posted(request, RoundForm)

    async def act() -> Response[bytes]:
        sent = await send_round(await own_memorandum(request, slug), form)
        return created(views.of_new_round(sent), url_for("api.round.show", slug=slug, number=str(sent.round.number)))

    return await once(request, act, redact=_without_links)


def _without_links(body: bytes) -> bytes:
    """Remove the private links, which are secrets, from a response before it is stored."""
    answer = models.NewRound.model_validate_json(body)
    bare = [seat.model_copy(update={"link": None}) for seat in answer.seats]
    return answer.model_copy(update={"seats": bare}).model_dump_json().encode()


@route("api.round_reminder.create", status=201)
async def create_reminder(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remind the seats that are silent."""
    form = await posted(request, RoundReminderForm, optional=True)

    async def act() -> Response[bytes]:
        row = await _own_round(request, slug, number)
        answer = models.RemindedSeats(reminded=await remind_silent(row.id, form))
        return created(answer, url_for("api.round.show", slug=slug, number=number))

    return await once(request, act)


@route("api.round_proposals.create", status=201)
async def create_proposal_letters(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Write to all seats what was proposed so far, or the draft read in another way."""
    form = await posted(request, ViewLetterForm, optional=True)

    async def act() -> Response[bytes]:
        row = await _own_round(request, slug, number)
        answer = models.ProposalLetters(written=await send_view(row.id, form))
        return created(answer, url_for("api.round.show", slug=slug, number=number))

    return await once(request, act)


@route("api.round_extension.create", status=201)
async def create_extension(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Move the deadline to a later day."""
    form = await posted(request, RoundExtensionForm)
    return await _take(request, slug, number, lambda row: extend_round(row.id, form))


@route("api.round_closing.create", status=201)
async def create_closing(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Close a round."""
    return await _take(request, slug, number, lambda row: close_round(row.id))


async def _take(request: AnyRequest, slug: str, number: str, take: Callable[[ConsultationRound], Awaitable[object]]) -> Response[bytes]:
    """Take a step with a round, once, and return the changed round."""

    async def act() -> Response[bytes]:
        await take(await _own_round(request, slug, number))
        return created(await views.in_full(await _own_round(request, slug, number)), url_for("api.round.show", slug=slug, number=number))

    return await once(request, act)
