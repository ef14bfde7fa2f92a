"""Inviting all organisations of a choice: counted on a page first, then invited together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.errors import WindowClosed
from coalition.desk.chosen_organisations import choice_in_address, choice_of, named
from coalition.desk.desk_pages import checked, own_memorandum
from coalition.desk.invitations.invitations import RULES, links_page
from coalition.desk.invitations.letter_pages import LOOK, is_about_words, letters_page, to_invite_choice, typed_words
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.invitations.choice_queries import numbers_of_choice, page_of_choice
from coalition.invitations.forms import ChoiceForm, words_by_language
from coalition.invitations.inviting_many import invite_chosen
from coalition.memoranda import queries
from coalition.memoranda.errors import NotAuthenticated, WithdrawnFromPublic
from coalition.organisations import queries as organisations
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.forums.organisation_choice_queries import Choice
    from coalition.memoranda.tables import Memorandum


@route("desk.invitation_choice.new")
async def new_invitation_choice(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show how many organisations are chosen and can be invited (`?way=`, `?forum=`, `?country=` or `?value=`), and a page of them (`?after=`)."""
    row, choice = await own_memorandum(request, memorandum), await choice_in_address(request)
    return await _page(request, row, choice, request.query_params.get("after", ""))


@route("desk.invitation_choice.create")
async def create_invitation_choice(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Invite all organisations of a choice, or show the letters first."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("value",))
    choice = await choice_of(request, str(given.get("way", "")), [str(value) for value in given["value"]])
    try:
        form = ChoiceForm.parse({"send": given.get("send") == "yes", "words": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, to_invite_choice(row, choice), words_by_language(form.words))
        async with sent_once(request):
            made = await invite_chosen(row, choice, form)
    except (InvalidForm, NotAuthenticated, WindowClosed, WithdrawnFromPublic) as problem:
        return await _refused(request, row, given, choice, problem)
    return await links_page(request, row, made)


async def _refused(request: AnyRequest, row: Memorandum, given: Mapping[str, Any], choice: Choice, problem: CoalitionError) -> Response[bytes]:
    if is_about_words(problem):
        return await letters_page(request, row, given, to_invite_choice(row, choice), problem=problem)
    return await _page(request, row, choice, "", send=given.get("send") == "yes", **refusal(request, problem, RULES))


async def _page(request: AnyRequest, row: Memorandum, choice: Choice, after: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view, numbers = await queries.view(row), await numbers_of_choice(row, choice)
        page = await page_of_choice(row, choice, numbers, language_of(request), after=after, limit=PAGE)
        contacts = await organisations.contacts_of(listed.id for listed in page.organisations)
        words = await named(request, choice)
    shown = {"part": "signatories", "choice": choice, "named": words, "numbers": numbers, "page": page, "contacts": contacts, "after": after}
    return workbench_page(request, view, "desk/invitations/choice.html", status=status, **{"send": True} | shown | context)
