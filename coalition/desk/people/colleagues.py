"""The people who sign in here: their accounts, which any coordinator can disable at once, and inviting a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import clock, database
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, CannotBeDone, NobodyToApprove
from coalition.approvals.queries import is_alone
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.paging import EVERYTHING, PAGE, Asked, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import left_queries
from coalition.people import queries, revoking, signing_in
from coalition.people.account_letters import not_reached
from coalition.people.forms import CoordinatorForm
from coalition.people.revoking import LastCoordinator, OwnAccount
from coalition.people.tables import Coordinator
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.search.queries import Places

_TEMPLATE = "desk/people/list.html"
_RULES: Mapping[type[CoalitionError], Message] = {
    OwnAccount: Message("You cannot disable your own account. Ask another coordinator."),
    LastCoordinator: Message("Nobody else could sign in as a coordinator: this account stays enabled."),
}


@route("desk.people.list")
async def list_people(request: AnyRequest) -> Response[bytes]:
    """List the accounts, or those that words in a name or an address and filters find, a page at a time."""
    return await _page(request, asked=asked_in(request, "role", "disabled", sorts=("name_last", "newest", "oldest")))


@route("desk.people.create")
async def create_person(request: AnyRequest) -> Response[bytes]:
    """Invite a colleague by a letter with a first sign-in link."""
    given = await checked(request)
    try:
        form = CoordinatorForm.parse(given, ignore_unknown=True)
        async with sent_once(request):
            made = await changing.invite(form, person_of(request))
    except (InvalidForm, AlreadyAsked, NobodyToApprove) as problem:
        return await _page(request, values=given, **refusal(request, problem, REFUSALS))
    return done(request, "desk.people.list", code_of(made, "colleague"))


@route("desk.disabling.new")
async def new_disabling(request: AnyRequest, account: FromPath[str]) -> Response[bytes]:
    """Ask whether an account should be disabled, and say what that does; if it is disabled already, show the list."""
    row = await _account(account)
    if row.disabled_at:
        return redirect("desk.people.list", lang=language_of(request))
    if row.id == person_of(request).id:
        return await _page(request, **refusal(request, OwnAccount(), _RULES))
    return desk_page(request, "desk/disabling/new.html", section="people", account=row)


@route("desk.person.disable")
async def disable_person(request: AnyRequest, account: FromPath[str]) -> Response[bytes]:
    """Disable an account, at once."""
    await checked(request)
    try:
        await revoking.disable(await _account(account), person_of(request))
    except (OwnAccount, LastCoordinator) as problem:
        return await _page(request, **refusal(request, problem, _RULES))
    return done(request, "desk.people.list", "disabled")


@route("desk.person.enable")
async def enable_person(request: AnyRequest, account: FromPath[str]) -> Response[bytes]:
    """Enable a disabled account."""
    await checked(request)
    try:
        made = await changing.enable(await _account(account), person_of(request))
    except (AlreadyAsked, NobodyToApprove) as problem:
        return await _page(request, **refusal(request, problem, REFUSALS))
    return done(request, "desk.people.list", code_of(made, "enabled"))


@route("desk.takeover.create")
async def create_takeover(request: AnyRequest) -> Response[bytes]:
    """Take over a memorandum that nobody coordinates any more."""
    given = await checked(request)
    memorandum = await left_queries.left_by_slug(str(given.get("memorandum", "")))
    if memorandum is None:
        raise NotFoundException
    try:
        made = await changing.take_over(memorandum, person_of(request))
    except (AlreadyAsked, NobodyToApprove, CannotBeDone) as problem:
        return await _page(request, **refusal(request, problem, REFUSALS))
    return done(request, "desk.people.list", code_of(made, "added"))


@route("desk.person.sign_out")
async def sign_out_person(request: AnyRequest, account: FromPath[str]) -> Response[bytes]:
    """End all sessions of a person."""
    await checked(request)
    await revoking.sign_out_everywhere(await _account(account), person_of(request))
    return done(request, "desk.people.list", "signed_out")


async def _account(number: str) -> Coordinator:
    account = await queries.account(number_in(number))
    if account is None:
        raise NotFoundException
    return account


async def _page(request: AnyRequest, *, status: int = 200, asked: Asked = EVERYTHING, **context: Any) -> Response[bytes]:
    now = clock.now()
    async with database.reading():
        left = [] if asked.is_narrow or asked.after else await left_queries.without_coordinator(PAGE)
        further = await left_queries.number_without_coordinator() - PAGE if len(left) == PAGE else 0
        alone = await is_alone(person_of(request).id)
        places = await _places(asked, language_of(request))
        views = await queries.with_sessions(places.ids, seen_after=now - signing_in.IDLE_LIMIT, begun_after=now - signing_in.SESSION_LIMIT)
        unreached = await not_reached([view.account for view in views])
    shown: dict[str, Any] = {"accounts": views, "unreached": unreached, "more": places.after, "asked": asked}
    shown |= {"left": left, "further": further, "is_alone": alone}
    return desk_page(request, _TEMPLATE, status=status, section="people", **shown, **context)


async def _places(asked: Asked, language: str) -> Places:
    filters = queries.account_filters(**asked.filters)
    if asked.sort in {"newest", "oldest"}:
        return await queries.by_age(asked.q, filters, after=number_or_zero(asked.after), limit=PAGE, newest_first=asked.sort == "newest")
    return await queries.by_name(language, asked.q, filters, after=asked.after, limit=PAGE, descending=asked.sort == "name_last")
