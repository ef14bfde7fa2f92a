"""Invitations, for the members of a memorandum: list, invite, remind."""

from __future__ import annotations

from operator import attrgetter

from litestar import Response
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.api.answering import created, page
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import Paging
from coalition.api.idempotency import once
from coalition.api.invitations import models, views
from coalition.invitations.chase_list import chased
from coalition.invitations.chase_queries import invited_after
from coalition.invitations.forms import InvitingForm, RemindingForm, words_by_language
from coalition.invitations.inviting import invite
from coalition.invitations.reminding import remind
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route


@route("api.invitations.list")
async def list_invitations(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List who was invited and what has become of it."""
    asked = queried(request, Paging)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        parties = await invited_after(memorandum.id, asked.after or "", asked.limit + 1)
        rows = await chased(memorandum, parties)
    await trail.record_reading(TrailAct.NAMES_READ, "page:signatories", memorandum.id)
    return page(request, rows, asked.limit, cursor=attrgetter("organisation.slug"), show=views.of_invitation, name="api.invitations.list", slug=slug)


@route("api.invitations.create", status=201)
async def create_invitations(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Invite organisations."""
    form = await posted(request, InvitingForm)

    async def act() -> Response[bytes]:
        made = await invite(await own_memorandum(request, slug), form)
        answer = models.NewInvitations(invitations=[views.of_new_invitation(invited) for invited in made])
        return created(answer, url_for("api.invitations.list", slug=slug))

    return await once(request, act, redact=_without_links)


def _without_links(body: bytes) -> bytes:
    """Remove the private links, which are secrets, from a response before it is stored."""
    answer = models.NewInvitations.model_validate_json(body)
    bare = [invitation.model_copy(update={"link": None}) for invitation in answer.invitations]
    return models.NewInvitations(invitations=bare).model_dump_json().encode()


@route("api.reminders.create", status=201)
async def create_reminders(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Remind those who have not answered."""
    form = await posted(request, RemindingForm, optional=True)

    async def act() -> Response[bytes]:
        reminded = await remind(await own_memorandum(request, slug), form.organisations, words_by_language(form.words))
        return created(models.Reminded(reminded=reminded), url_for("api.invitations.list", slug=slug))

    return await once(request, act)
