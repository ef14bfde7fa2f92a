"""The public record of drafting: everybody reads it, coordinators publish lines and take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok
from coalition.api.bearer_tokens import acting_coordinator, own_memorandum, readable_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.drafting_record import models
from coalition.api.forms import PageByNumber, PartOfRecord
from coalition.api.idempotency import carry_out, once
from coalition.approvals.changing import publish_drafting
from coalition.approvals.made import Made
from coalition.drafting_record.errors import NoSuchLine
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.public_proposals import Found, digest_of_lines, is_recorded, record_page
from coalition.drafting_record.publishing import preview_lines, take_back
from coalition.drafting_record.record_candidates import candidates_of
from coalition.search.match_marks import Words
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.drafting_record.public_proposals import PublicProposal
    from coalition.drafting_record.record_candidates import Candidate


@route("api.drafting.show")
async def show_record(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show a page of the record; a text of whose drafting nothing is public has none."""
    asked, language = queried(request, PartOfRecord), language_of(request)
    async with database.reading():
        memorandum = await readable_memorandum(request, slug)
        if not await is_recorded(memorandum.id):
            raise NotFoundException
        record = await record_page(memorandum.id, Found(Words(asked.q), language), after=asked.after, limit=asked.limit)
    page = models.DraftingPage(items=[_proposal(line, language) for line in record.lines], next=record.after or None)
    return ok(request, page, headers=link_to_next("api.drafting.show", record.after or None, slug=slug, limit=asked.limit, q=asked.q or None))


@route("api.drafting_candidates.list")
async def list_candidates(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List what is in the record and what can come into it; that names were read is recorded."""
    asked = queried(request, PageByNumber)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        shown = await candidates_of(memorandum.id, after=asked.after, limit=asked.limit)
    await trail.record_reading(TrailAct.NAMES_READ, "page:drafting-record", memorandum.id)
    following = str(shown.after) if shown.after else None
    page = models.DraftingCandidates(items=[_candidate(line) for line in shown.lines], next=following, others=shown.others)
    return ok(request, page, headers=link_to_next("api.drafting_candidates.list", following, slug=slug, limit=asked.limit))


@route("api.drafting.create", status=201)
async def publish_record(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Publish lines of the record, or ask another coordinator to."""
    form, language = await posted(request, PublicationForm), language_of(request)
    memorandum = await own_memorandum(request, slug)
    lines = await preview_lines(memorandum, form)

    async def act() -> Response[bytes]:
        made = await publish_drafting(memorandum, form, digest_of_lines(lines), await acting_coordinator(request))
        if made is Made.ASKED:
            return accepted(models.PublishedLines(made=made.value, items=[]))
        answer = models.PublishedLines(made=made.value, items=[_proposal(line, language) for line in lines])
        return created(answer, url_for("api.drafting.show", slug=slug))

    return await once(request, act)


@route("api.drafting.remove")
async def remove_record(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Take the whole record back."""
    return await _taken_back(request, slug)


@route("api.drafting_line.remove")
async def remove_line(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take the line of an amendment back."""
    return await _taken_back(request, slug, number_in(number))


async def _taken_back(request: AnyRequest, slug: str, number: int | None = None) -> Response[bytes]:
    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await take_back(memorandum, number)
        except NoSuchLine:
            raise NotFoundException from None
        shown = await candidates_of(memorandum.id)
        following = str(shown.after) if shown.after else None
        return changed(models.DraftingCandidates(items=[_candidate(line) for line in shown.lines], next=following, others=shown.others))

    return await carry_out(act)


def _proposal(line: PublicProposal, language: str) -> models.DraftingProposal:
    same = ("edition", "provision", "operation", "language", "outcome", "original", "text", "reason", "decision_reason")
    fields = {name: getattr(line, name) for name in same} | {"title": line.title.text(language)}
    fields["organisation"] = line.author.slug if line.author else None
    return models.DraftingProposal.model_validate(fields | {"co_sponsors": [view.slug for view in line.supporters]})


def _candidate(line: Candidate) -> models.DraftingCandidate:
    same = ("number", "provision", "operation", "language", "outcome", "by_name")
    fields = {name: getattr(line, name) for name in same} | {"organisation": line.organisation.slug}
    return models.DraftingCandidate.model_validate(fields | {"published": line.is_published, "taken_back": line.was_taken_back})
