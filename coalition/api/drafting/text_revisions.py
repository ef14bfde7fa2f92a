"""Revisions of a text: the list, one of them with what it changed, and bringing one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.api.answering import changed, link_to_next, ok
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.drafting import models
from coalition.api.drafting.provision_changes import checked_language
from coalition.api.forms import Against, PartOfRevisions
from coalition.api.idempotency import carry_out
from coalition.api.memoranda import models as memoranda_models
from coalition.api.memoranda import views
from coalition.drafting.draft_revision_queries import RevisionsAsked
from coalition.drafting.draft_views import working_wording
from coalition.drafting.errors import NoSuchRevision
from coalition.drafting.forms import ReturnForm
from coalition.drafting.returning import return_revision
from coalition.drafting.revision_views import RevisionView, revision_view, revisions_page
from coalition.text.apart import apart_if_long
from coalition.text.differences import changes
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.drafting.draft_revision_queries import RevisionLine
    from coalition.memoranda.tables import Memorandum
    from coalition.text.differences import Change


@route("api.text_revisions.list")
async def list_revisions(request: AnyRequest, slug: FromPath[str], language: FromPath[str]) -> Response[bytes]:
    """List the revisions of the text in one language, newest first."""
    asked = queried(request, PartOfRevisions)
    wanted = RevisionsAsked(asked.kind or "", asked.by or "", asked.provision)
    async with database.reading():
        shown = await revisions_page(await own_memorandum(request, slug), checked_language(language), asked.after, asked.limit, wanted)
    if shown is None:
        raise NotFoundException
    following = str(shown.next_before) if shown.next_before else None
    page = models.RevisionPage(items=[models.RevisionEntry(**_entry(line)) for line in shown.lines], next=following)
    narrowed = {"slug": slug, "language": language, "limit": asked.limit} | asked.model_dump(exclude={"after", "limit"}, exclude_defaults=True)
    return ok(request, page, headers=link_to_next("api.text_revisions.list", following, **narrowed))


def _entry(line: RevisionLine) -> dict[str, object]:
    return {
        "number": line.number,
        "saved_at": line.at,
        "saved_by": line.who,
        "kind": line.kind,
        "provision": line.provision,
        "change": line.change,
    }


@route("api.text_revision.show")
async def show_revision(request: AnyRequest, slug: FromPath[str], language: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show what a revision says, and how it differs from the one before or from another one."""
    asked = queried(request, Against)
    async with database.reading():
        shown = await revision_view(await own_memorandum(request, slug), checked_language(language), number_in(number), asked.against)
    if shown is None:
        raise NotFoundException
    compared = await apart_if_long(shown.new.body, changes, shown.old, shown.new)
    return ok(request, _shown(shown, compared))


def _shown(shown: RevisionView, compared: list[Change]) -> models.Revision:
    differing = [
        models.ChangedProvision(
            id=change.key,
            label=change.label,
            pieces=[models.ChangedPiece(kind=piece.kind, text=piece.text) for part in change.parts for piece in part.pieces],
        )
        for change in compared
    ]
    text = {"language": shown.line.language, "title": shown.new.title, "body": shown.new.body, "against": shown.against}
    return models.Revision(**_entry(shown.line), **text, changes=differing)


@route("api.text_return.create")
async def create_return(request: AnyRequest, slug: FromPath[str], language: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Let the text say again what a revision says."""
    form = await posted(request, ReturnForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await return_revision(memorandum, checked_language(language), number_in(number), form)
        except NoSuchRevision:
            raise NotFoundException from None
        return changed(await _wording(memorandum, language))

    return await carry_out(act)


async def _wording(memorandum: Memorandum, language: str) -> memoranda_models.Wording:
    wording = await working_wording(memorandum, language)
    if wording is None:
        raise NotFoundException
    return await views.wording(memorandum, wording)
