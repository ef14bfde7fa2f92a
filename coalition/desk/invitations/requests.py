"""Requests to sign or accede: the queue, acceptance with an invitation, refusal with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts.errors import WindowClosed
from coalition.desk import rows
from coalition.desk.confirming_new import questions_about
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.mistakes.mistakes import reported
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotAuthenticated, WithdrawnFromPublic
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.likely_duplicates import LikelyDuplicates
from coalition.organisations.look_alikes import alike
from coalition.organisations.registering import SlugTaken
from coalition.reported_mistakes.queries import waiting_on
from coalition.signing_requests import queries as signing_requests
from coalition.signing_requests import requesting
from coalition.signing_requests.errors import AlreadyAnswered, AlreadyDecided, ContactNeedsApproval
from coalition.signing_requests.forms import NewPartyForm, RefusalForm
from coalition.signing_requests.tables import SigningRequest
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.invitations.letters import Invited


MOST_ALIKE = 5

_RULES: dict[type[CoalitionError], Message] = {
    AlreadyAnswered: Message("A signature or support of this organisation stands; no link was made."),
    AlreadyDecided: Message("This request was decided before."),
    WindowClosed: Message("It cannot be signed now; nobody can be invited."),
    ContactNeedsApproval: Message(
        "This organisation is at risk: add the contact on its page, where another coordinator approves it, and accept then."
    ),
}

_PROBLEMS: tuple[type[CoalitionError], ...] = (InvalidForm, LikelyDuplicates, NotAuthenticated, WithdrawnFromPublic, *_RULES)
_TAKEN = InvalidForm({"slug": Message("This address name is taken by another organisation.")})


@route("desk.requests.list")
async def list_requests(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List a page of the requests, or of those that words and a state find: undecided ones first, or by age."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "state", sorts=tuple(signing_requests.ORDERS))
    async with database.reading():
        view = await queries.view(row)
        page = await signing_requests.page_of_requests(row.id, asked.q, state=asked.chosen("state"), sort=asked.sort, after=asked.after, limit=PAGE)
        mistakes = await reported(await waiting_on(row.id, limit=PAGE))
    shown: dict[str, Any] = {"requests": page.requests, "asked": asked, "more": page.after, "mistakes": mistakes}
    return workbench_page(request, view, "desk/requests/list.html", part="signatories", **shown)


@route("desk.request.show")
async def show_request(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a request, with organisations of the register that have a similar name."""
    row = await own_memorandum(request, memorandum)
    return await _page(request, row, await _request(row, number))


@route("desk.acceptance.create")
async def accept_request(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Accept a request: invite the organisation, which is in the register or is entered there now."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    asked = await _request(row, number)
    try:
        async with sent_once(request):
            invited = await (_accept_new if given.get("step") == "new" else _accept)(row, asked.id, given)
    except _PROBLEMS as problem:
        shown, context = await questions_about(problem, given, requesting.sought_by(asked))
        values = given | context["ticks"]
        return await _page(request, row, asked, values=values, likely=context["likely"], **refusal(request, _at_the_tick(shown), _RULES))
    return await _link(request, row, invited)


async def _accept(row: Memorandum, request_id: int, given: dict[str, Any]) -> Invited:
    organisation = await organisations.by_slug(await rows.slug_in(given))
    if organisation is None:
        raise NotFoundException
    return await requesting.accept(row, request_id, organisation, add_contact="add_contact" in given)


async def _accept_new(row: Memorandum, request_id: int, given: dict[str, Any]) -> Invited:
    try:
        return await requesting.accept_new(row, request_id, NewPartyForm.parse(given, ignore_unknown=True))
    except SlugTaken:
        raise _TAKEN from None


def _at_the_tick(problem: CoalitionError) -> CoalitionError:
    """Return a problem of the name, which this page does not ask for, as that of the tick that confirms it."""
    if not isinstance(problem, InvalidForm) or "looked_at" not in problem.problems:
        return problem
    of_name = next((message for path, message in problem.problems.items() if path.startswith("names/")), problem.problems["looked_at"])
    return InvalidForm({path: message for path, message in problem.problems.items() if not path.startswith("names/")} | {"looked_at": of_name})


@route("desk.refusal.create")
async def refuse_request(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Refuse a request and send the reason."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    asked = await _request(row, number)
    try:
        form = RefusalForm.parse(given, ignore_unknown=True)
        async with sent_once(request):
            await requesting.refuse(row, asked.id, form)
    except _PROBLEMS as problem:
        return await _page(request, row, asked, values=given, **refusal(request, problem, _RULES))
    return done(request, "desk.requests.list", "refused", memorandum=row.slug)


async def _request(row: Memorandum, number: str) -> SigningRequest:
    asked = await signing_requests.request_numbered(row.id, number)
    if asked is None:
        raise NotFoundException
    return asked


async def _page(request: AnyRequest, row: Memorandum, asked: SigningRequest, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        similar = await alike(requesting.names_of(asked), MOST_ALIKE)
        linked = (await organisations.views_by_id([asked.organisation])).get(asked.organisation) if asked.organisation else None
    shown = {"part": "signatories", "asked": asked, "alike": similar, "linked": linked}
    return workbench_page(request, view, "desk/requests/show.html", status=status, **shown, **context)


async def _link(request: AnyRequest, row: Memorandum, invited: Invited) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        [named] = (await organisations.views_by_slug([invited.organisation])).values()
    return workbench_page(request, view, "desk/invitations/created.html", part="signatories", lines=[(named, invited)], works=[])
