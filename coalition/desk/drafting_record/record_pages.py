"""The record of drafting at the desk: the lines that can be public, a page that shows some of them as everybody will read them, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.desk.amendments.amendment_texts import TONES
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import FinalStep, is_sure, refusal_of_tick, wants_form
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.drafting_record.errors import LinesChanged, NoSuchLine
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.public_proposals import digest_of_lines
from coalition.drafting_record.publishing import preview_lines, take_back
from coalition.drafting_record.record_candidates import candidates_of
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.label_queries import labels_of
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

_REFUSALS: Mapping[type[CoalitionError], Message] = {
    **REFUSALS,
    LinesChanged: Message(
        "Nothing was published: an organisation changed its answer meanwhile, hides its name or is at risk, or words were erased. "
        "Look at what is left."
    ),
}
_PUBLISHING = FinalStep(
    Message("Publish lines of the record of drafting"),
    [
        Message("Everybody will read the lines below, exactly as they stand here."),
        Message("Each organisation that made or supported one gets a letter that says so, and how it takes its agreement back."),
        Message("They can be taken back. If an organisation changes its answer or hides its name, its lines are erased at once."),
    ],
    Message("What was once public cannot be made unread."),
    Message("Publish these lines"),
)


@route("desk.drafting_record.show")
async def show_drafting_record(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the lines that are published, and those that can be; that names were read is recorded."""
    row = await own_memorandum(request, memorandum)
    answer = await _page(request, row)
    await trail.record_reading(TrailAct.NAMES_READ, "page:drafting-record", row.id)
    return answer


@route("desk.drafting_record.create")
async def publish_drafting_record(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Publish the lines that are ticked, once the person has seen them as everybody will read them."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("amendments",))
    if wants_form(given):
        return await _page(request, row, given)
    try:
        form = PublicationForm.parse({"amendments": _numbers(given), "reasons": given.get("reasons", "")})
        if not is_sure(given):
            return await _asked(request, row, form, given)
        async with sent_once(request):
            made = await changing.publish_drafting(row, form, str(given.get("seen") or "-"), person_of(request))
    except (InvalidForm, LinesChanged, AlreadyAsked, NobodyToApprove) as problem:
        return await _page(request, row, given, **refusal(request, problem, _REFUSALS))
    return done(request, "desk.drafting_record.show", code_of(made, "lines_published"), memorandum=row.slug)


@route("desk.drafting_record.remove")
async def take_back_drafting_record(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Take the whole record back."""
    row, _ = await own_memorandum(request, memorandum), await checked(request)
    return await _taken_back(request, row)


@route("desk.published_proposal.remove")
async def take_back_line(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take one line back."""
    row, _ = await own_memorandum(request, memorandum), await checked(request)
    return await _taken_back(request, row, number_in(number))


async def _taken_back(request: AnyRequest, row: Memorandum, number: int | None = None) -> Response[bytes]:
    try:
        await take_back(row, number)
    except NoSuchLine:
        raise NotFoundException from None
    return done(request, "desk.drafting_record.show", "lines_taken_back", memorandum=row.slug)


def _numbers(given: Mapping[str, Any]) -> list[int]:
    return sorted({number for text in given.get("amendments", ()) if (number := number_or_zero(str(text)))})


async def _asked(request: AnyRequest, row: Memorandum, form: PublicationForm, given: Mapping[str, Any]) -> Response[bytes]:
    """Show the lines as everybody will read them, and ask for a tick."""
    lines = await preview_lines(row, form)
    async with database.reading():
        view = await queries.view(row)
    typed = [*(("amendments", str(number)) for number in form.amendments), ("seen", digest_of_lines(lines))]
    typed += [("reasons", "yes")] if form.reasons else []
    typed += [("after", str(given["after"]))] if given.get("after") else []
    shown: dict[str, Any] = {"part": "text", "step": _PUBLISHING, "lines": lines, "typed": typed, "address": request.url.path}
    return workbench_page(request, view, "desk/drafting_record/confirm.html", **shown, **refusal_of_tick(request, given))


async def _page(
    request: AnyRequest, row: Memorandum, given: Mapping[str, Any] | None = None, *, status: int = 200, **context: Any
) -> Response[bytes]:
    given = given or {}
    after = str(given.get("after", "")) or asked_in(request).after  # the page of the list on which lines were ticked
    async with database.reading():
        view = await queries.view(row)
        edition = await latest_edition(row.id)
        page = await candidates_of(row.id, after=number_or_zero(after))
        labels = await labels_of([edition.id])
    shown: dict[str, Any] = {"part": "text", "page": page, "labels": labels, "after": after, "tones": TONES, "adopted": bool(edition.digest)}
    shown |= {"ticked": _numbers(given), "values": given}
    return workbench_page(request, view, "desk/drafting_record/show.html", status=status, **shown, **context)
