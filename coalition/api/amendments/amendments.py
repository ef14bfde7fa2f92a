"""Amendments, for the members of a memorandum: list, show, enter, recommend, decide, take a decision back, and reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.amendments.accepting_several import accept_several
from coalition.amendments.deciding_amendments import decide, recommend, reopen
from coalition.amendments.entering import enter_for
from coalition.amendments.filters import AmendmentFilters
from coalition.amendments.forms import DecisionForm, EnteredAmendmentForm, PublicAnswerForm, RecommendationForm, ReplyForm
from coalition.amendments.public_answers import answer_at_desk
from coalition.amendments.readers import coordinators_of
from coalition.amendments.replying_to_amendments import reply_at_desk
from coalition.amendments.views import amendment_view, amendments_of
from coalition.api.amendments import models, views
from coalition.api.answering import changed, created, link_to_next, ok
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import AcceptancesForm, PartOfAmendments
from coalition.api.idempotency import carry_out, once
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.rounds.queries import round_called
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum

_NOBODY = -1  # the id of no round


@route("api.amendments.list")
async def list_amendments(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the amendments that were handed in, by number; that names were read is recorded."""
    asked = queried(request, PartOfAmendments)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        filters = await _filters(memorandum, asked)
        shown = await amendments_of(coordinators_of(memorandum.id), filters, after=asked.after, limit=asked.limit)
    await trail.record_reading(TrailAct.NAMES_READ, "page:amendments", memorandum.id)
    following = str(shown.after) if shown.after else None
    narrowed = asked.model_dump(mode="json", exclude={"after"}, exclude_none=True)
    page = models.AmendmentPage(items=[views.summary(line) for line in shown.lines], next=following)
    return ok(request, page, headers=link_to_next("api.amendments.list", following, slug=slug, **narrowed))


async def _filters(memorandum: Memorandum, asked: PartOfAmendments) -> AmendmentFilters:
    """Return what a list is narrowed to; of a round or an organisation that does not exist there is nothing."""
    round_id = 0
    if asked.round:
        row = await round_called(memorandum.id, asked.round)
        round_id = row.id if row else _NOBODY
    parties = None
    if asked.organisation:
        named = await visible_organisations(Viewer.COORDINATOR).by_slugs([asked.organisation])
        parties = [organisation.id for organisation in named.values()]
    return AmendmentFilters(
        provision=asked.provision,
        states=(asked.state,) if asked.state else (),
        language=asked.language or "",
        organisations=parties,
        round=round_id,
    )


@route("api.amendment.show")
async def show_amendment(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show an amendment with its texts and replies; that a name was read is recorded."""
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        answer = await _in_full(memorandum, number_in(number))
    await trail.record_reading(TrailAct.NAMES_READ, f"amendment:{answer.number}", memorandum.id)
    return ok(request, answer)


async def _in_full(memorandum: Memorandum, number: int) -> models.Amendment:
    view = await amendment_view(coordinators_of(memorandum.id), number)
    if view is None:
        raise NotFoundException
    return views.in_full(view)


@route("api.amendment.create", status=201)
async def create_amendment(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Enter an amendment for an organisation."""
    form = await posted(request, EnteredAmendmentForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        number = await enter_for(memorandum, form, language_of(request))
        return created(await _in_full(memorandum, number), url_for("api.amendment.show", slug=slug, number=str(number)))

    return await once(request, act)


@route("api.amendment_recommendation.create", status=201)
async def create_recommendation(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Recommend what to do with an open amendment."""
    form = await posted(request, RecommendationForm)
    return await _answer(request, slug, number, lambda memorandum, named: recommend(memorandum, named, form))


@route("api.amendment_decision.create", status=201)
async def create_decision(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Decide an open amendment; what is accepted is written into the draft."""
    form = await posted(request, DecisionForm)
    return await _answer(request, slug, number, lambda memorandum, named: decide(memorandum, named, form))


@route("api.acceptances.create", status=201)
async def create_acceptances(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Accept several amendments, or none of them."""
    form = await posted(request, AcceptancesForm)

    async def act() -> Response[bytes]:
        await accept_several(await own_memorandum(request, slug), {*form.numbers})
        return created(models.Acceptances(numbers=sorted({*form.numbers})), url_for("api.amendments.list", slug=slug))

    return await once(request, act)


@route("api.amendment_reply.create", status=201)
async def create_reply(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Reply to an amendment."""
    form, language = await posted(request, ReplyForm), language_of(request)
    return await _answer(request, slug, number, lambda memorandum, named: reply_at_desk(memorandum, form, language, amendment=named))


async def _answer(request: AnyRequest, slug: str, number: str, answer: Callable[[Memorandum, int], Awaitable[object]]) -> Response[bytes]:
    """Answer an amendment in one way, once, and return it as it is then."""

    async def act() -> Response[bytes]:
        memorandum, named = await own_memorandum(request, slug), number_in(number)
        await answer(memorandum, named)
        return created(await _in_full(memorandum, named), url_for("api.amendment.show", slug=slug, number=number))

    return await once(request, act)


@route("api.amendment_decision.remove")
async def remove_decision(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take the decision about an amendment back."""

    async def act() -> Response[bytes]:
        memorandum, named = await own_memorandum(request, slug), number_in(number)
        await reopen(memorandum, named)
        return changed(await _in_full(memorandum, named))

    return await carry_out(act)


@route("api.public_answer.update")
async def update_public_answer(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Say what everybody may read of an amendment after the text is adopted."""
    form = await posted(request, PublicAnswerForm)

    async def act() -> Response[bytes]:
        memorandum, named = await own_memorandum(request, slug), number_in(number)
        await answer_at_desk(memorandum, named, form)
        return changed(await _in_full(memorandum, named))

    return await carry_out(act)
