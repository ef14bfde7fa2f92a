"""Who may read a memorandum: publication, embargo, withdrawal from the public; and the other decisions that need a reason."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.acts.abandoning import abandon
from coalition.acts.declaring import declare_effect, publish_by_hand
from coalition.api.bodies import posted
from coalition.api.memoranda.memoranda import take_step
from coalition.memoranda.embargoing import lift_embargo, set_embargo
from coalition.memoranda.opening import publish
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.taking_forms import EmbargoChange, EmbargoForm, PublicationForm, ReasonedForm, WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.web.routing import AnyRequest, route


@route("api.publication.create", status=201)
async def create_publication(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Publish a memorandum, with a reason also if its rule asks for a number of signatures."""
    form = await posted(request, PublicationForm, optional=True)

    async def act(memorandum: Memorandum) -> None:
        if form.reason and memorandum.publish_at_least:
            await publish_by_hand(memorandum, ReasonedForm(reason=form.reason))
        else:
            await publish(memorandum)

    return await take_step(request, slug, act)


@route("api.embargo.create", status=201)
async def create_embargo(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Set, move or lift the embargo of a memorandum."""
    form = await posted(request, EmbargoChange)

    async def act(memorandum: Memorandum) -> None:
        if form.until is None:
            await lift_embargo(memorandum)
        else:
            await set_embargo(memorandum, EmbargoForm(until=form.until))

    return await take_step(request, slug, act)


@route("api.withdrawal.create", status=201)
async def create_withdrawal(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Withdraw a memorandum from the public."""
    form = await posted(request, WithdrawalForm)
    return await take_step(request, slug, lambda memorandum: withdraw_from_public(memorandum, form))


@route("api.abandonment.create", status=201)
async def create_abandonment(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Abandon a draft."""
    form = await posted(request, ReasonedForm)
    return await take_step(request, slug, lambda memorandum: abandon(memorandum, form))


@route("api.declaration.create", status=201)
async def create_declaration(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Declare that a memorandum is in effect."""
    form = await posted(request, ReasonedForm)
    return await take_step(request, slug, lambda memorandum: declare_effect(memorandum, form))
