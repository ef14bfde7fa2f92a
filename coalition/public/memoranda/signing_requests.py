"""Requests to sign or accede: the form, and the link that confirms a request."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.fields import InvalidForm
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import OrganisationKind
from coalition.public.loading import existing, public_memorandum
from coalition.signing_requests import requesting
from coalition.signing_requests.forms import RequestForm
from coalition.web import menus
from coalition.web.forms import posted, said
from coalition.web.limits import TOO_MANY, Limit, letters_to_mailboxes, network_of, status_of
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest, route

attempts = Limit(30, 600)
_NEW = "public/request/new.html"


async def _new(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for a request."""
    return await _ask(request, await _taking_requests(memorandum), {"language": language_of(request)})


async def _create(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Let the letter with the confirmation link be sent; the response is the same for every mailbox."""
    row = await _taking_requests(memorandum)
    given = await posted(request)
    try:
        form = RequestForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return await _ask(request, row, given, problems)
    if not attempts.allows(network_of(request)):
        return await _ask(request, row, given, TOO_MANY)
    if letters_to_mailboxes.allow(form.email):
        await requesting.ask_for_letter(row, form)
    return await _page(request, "public/request/sent.html", row, alternates=[])


async def _show(request: AnyRequest, memorandum: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    """Show a request and its state; opening the page confirms nothing."""
    row = await public_memorandum(memorandum)
    return await _page(request, "public/request/show.html", row, asked=await requesting.find(row, token), token=token)


new_request = route("public.request.new")(_new)
create_request = route("public.request.create")(_create)
show_request = route("public.request_link.show")(_show)
# The addresses from the time when organisations could only ask to accede, which links and letters hold.
new_accession = route("public.accession.new")(_new)
create_accession = route("public.accession.create")(_create)
show_accession = route("public.accession_link.show")(_show)


@route("public.request_link.create")
async def confirm_request(request: AnyRequest, language: NamedDependency[str], memorandum: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    """Confirm a request, so that the coordinators see it."""
    await request.body()
    await requesting.confirm(await public_memorandum(memorandum), token)
    return redirect("public.request_link.show", lang=language, memorandum=memorandum, token=token)


async def _taking_requests(slug: str) -> Memorandum:
    row = await public_memorandum(slug)
    return existing(row if is_possible(Action.ASK_TO_SIGN, Situation(row)) else None)


async def _ask(request: AnyRequest, row: Memorandum, values: dict[str, Any], problems: InvalidForm | None = None) -> Response[bytes]:
    language = language_of(request)
    errors, summary = said(problems, language) if problems else ({}, [])
    kinds = [(kind.value, kind.word.text(language)) for kind in OrganisationKind]
    shown: dict[str, Any] = {"values": values, "errors": errors, "summary": summary, "has_errors": bool(problems), "menus": menus, "kinds": kinds}
    if problems:
        shown["alternates"] = []
    return await _page(request, _NEW, row, status=status_of(problems), **shown)


async def _page(request: AnyRequest, template: str, row: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await memoranda.view(row)
    return page(request, template, status=status, section="memoranda", memorandum=view, **context)
