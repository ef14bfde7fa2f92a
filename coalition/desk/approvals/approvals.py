"""Requests for approval: the list, one request, and the decision."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from coalition import clock, database
from coalition.approvals import deciding, queries
from coalition.approvals.asking import values_of
from coalition.approvals.errors import (
    AccountTooNew,
    AlreadyAsked,
    ApprovalGone,
    CannotBeDone,
    NeedsSecondCoordinator,
    NobodyToApprove,
    OwnRequest,
    SameSession,
)
from coalition.approvals.forms import ReasonForm
from coalition.approvals.kinds import KINDS
from coalition.approvals.made import Made
from coalition.approvals.tables import Approval, ApprovalKind, Outcome
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.forums.queries import views_of
from coalition.forums.views import ForumView
from coalition.languages import Message
from coalition.organisations.queries import views_by_id
from coalition.organisations.views import OrganisationView
from coalition.people.queries import names_of
from coalition.search.folding import is_found
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REFUSALS: Mapping[type[CoalitionError], Message] = {
    ApprovalGone: Message("This request was decided, withdrawn or has expired."),
    OwnRequest: Message("You asked for this yourself: another coordinator has to decide."),
    SameSession: Message("It was asked for in this session: another coordinator has to decide."),
    AccountTooNew: Message("Your account was added or enabled after this request. A coordinator who was here before has to decide."),
    CannotBeDone: Message("This cannot be carried out any more, because the record has changed. Refuse it, or look at the record first."),
    AlreadyAsked: Message("The same change waits for approval already."),
    NeedsSecondCoordinator: Message("Two coordinators decide this together, and there is no other one. Invite a colleague first."),
    NobodyToApprove: Message(
        "The other coordinators were disabled at the desk within the last seven days, so nobody can approve this yet. "
        "Whoever runs the server can enable an account."
    ),
}
_ABOUT_PEOPLE = {ApprovalKind.COORDINATOR_INVITED.value, ApprovalKind.COORDINATOR_ENABLED.value}
_PLACE = re.compile(r"-?[0-9]{1,9}")  # anything else in the address shows the first page
_STOPPED = Message("cannot be approved: the account of the person who asked is disabled")
_CODES = {Made.UNCHECKED: "unchecked", Made.ASKED: "approval_asked"}


class Row(Struct, frozen=True):
    """A request as the desk lists it: `who` asked, `decider` decided, `waits` says that it can be decided.

    `person` is the coordinator it is about while it waits.
    """

    approval: Approval
    kind: ApprovalKind
    outcome: Outcome
    who: str
    decider: str
    is_own: bool
    waits: bool
    organisation: OrganisationView | None = None
    forum: ForumView | None = None
    person: str = ""

    @property
    def state(self) -> Message:
        """What has become of it; the hour that closes a request whose time is over may be still to come."""
        if self.waits or self.outcome is not Outcome.WAITING:
            return self.outcome.word
        return Outcome.EXPIRED.word if self.approval.expires_at <= clock.now() else _STOPPED


def code_of(made: Made, code: str) -> str:
    """Return the code of the notice after a change that may need approval; `code` is that of a change made at once."""
    return _CODES.get(made, code)


@route("desk.approvals.list")
async def list_approvals(request: AnyRequest) -> Response[bytes]:
    """List the requests that wait, and then those of the last days, or what words and filters find of them, a page at a time."""
    asked = asked_in(request, "kind", "outcome", sorts=("newest", "oldest"))
    after = int(asked.after) if _PLACE.fullmatch(asked.after) else 0
    async with database.reading():
        wanted = queries.ApprovalsAsked(asked.q, asked.chosen("kind"), asked.chosen("outcome"), asked.sort, after)
        page = await queries.page_of_approvals(replace(wanted, candidates=await _candidates(asked.q)), PAGE)
        is_alone = await queries.is_alone(person_of(request).id)
        rows = await _rows(request, [*page.waiting, *page.others])
    parts: dict[str, Any] = {"waiting": rows[: len(page.waiting)], "decided": rows[len(page.waiting) :]}
    return desk_page(request, "desk/approvals/list.html", section="today", **parts, asked=asked, more=page.after, is_alone=is_alone)


async def _candidates(q: str) -> list[int]:
    """Return the requests that wait and are about a person whom words find: nothing is indexed of somebody who has no account."""
    waiting = await queries.waiting(_ABOUT_PEOPLE) if q else []
    return [row.id for row in waiting if row.content and is_found(q, [str(values_of(row)["name"])])]


@route("desk.approval.show")
async def show_approval(request: AnyRequest, approval: FromPath[str]) -> Response[bytes]:
    """Show a request with the values of the change."""
    return await _page(request, number_in(approval))


@route("desk.approval.create")
async def create_approval(request: AnyRequest, approval: FromPath[str]) -> Response[bytes]:
    """Approve a request; the change is carried out."""
    await checked(request)
    return await _decide(request, approval, deciding.approve(number_in(approval), person_of(request)), "approved")


@route("desk.approval.refuse")
async def refuse_approval(request: AnyRequest, approval: FromPath[str]) -> Response[bytes]:
    """Refuse a request with a reason."""
    given = await checked(request)
    try:
        form = ReasonForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return await _page(request, number_in(approval), values=given, **refusal(request, problems))
    return await _decide(request, approval, deciding.refuse(number_in(approval), person_of(request), form), "approval_refused")


@route("desk.approval.withdraw")
async def withdraw_approval(request: AnyRequest, approval: FromPath[str]) -> Response[bytes]:
    """Withdraw one's own request."""
    await checked(request)
    return await _decide(request, approval, deciding.withdraw(number_in(approval), person_of(request)), "approval_withdrawn")


async def _decide(request: AnyRequest, approval: str, decision: Awaitable[None], code: str) -> Response[bytes]:
    try:
        await decision
    except (ApprovalGone, OwnRequest, SameSession, AccountTooNew, CannotBeDone) as problem:
        return await _page(request, number_in(approval), **refusal(request, problem, REFUSALS))
    return done(request, "desk.approvals.list", code)


async def _page(request: AnyRequest, number: int, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        approval = await queries.approval(number)
        if approval is None:
            raise NotFoundException
        [row] = await _rows(request, [approval])
        facts = await KINDS[row.kind].facts(approval.about, values_of(approval), language_of(request)) if row.waits else []
    return desk_page(request, "desk/approvals/show.html", status=status, section="today", row=row, facts=facts, **context)


async def _rows(request: AnyRequest, approvals: Sequence[Approval]) -> list[Row]:
    waiting = await queries.waiting_among(row.id for row in approvals)
    names = await names_of({row.requested_by for row in approvals} | {row.decided_by or 0 for row in approvals})
    parts = {row.id: row.about.partition(":") for row in approvals}
    numbers = {at: int(number) for at, (kind, _, number) in parts.items() if kind in {"organisation", "forum"}}
    organisations = await views_by_id(number for at, number in numbers.items() if parts[at][0] == "organisation")
    forums = await views_of(number for at, number in numbers.items() if parts[at][0] == "forum")
    own = person_of(request).id
    return [
        Row(
            approval=row,
            kind=ApprovalKind(row.kind),
            outcome=Outcome(row.outcome),
            who=names.get(row.requested_by, ""),
            decider=names.get(row.decided_by or 0, ""),
            is_own=row.requested_by == own,
            waits=row.id in waiting,
            organisation=organisations.get(numbers.get(row.id, 0)) if parts[row.id][0] == "organisation" else None,
            forum=forums.get(numbers.get(row.id, 0)) if parts[row.id][0] == "forum" else None,
            person=str(values_of(row)["name"]) if row.kind in _ABOUT_PEOPLE and row.content else "",
        )
        for row in approvals
    ]
