"""Inviting organisations; each link is shown once, on the page after the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from coalition import database
from coalition.acts.errors import OnlyParticipants, WindowClosed
from coalition.desk.desk_pages import checked, own_memorandum
from coalition.desk.invitations.letter_pages import FIND, LOOK, is_about_words, letters_page, to_invite, typed_words
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.desk.ways_of_choosing import ways_of
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.invitations import inviting
from coalition.invitations.chase_queries import states_of
from coalition.invitations.forms import InvitingForm, words_by_language
from coalition.jobs.work_queries import work_on
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import NotAuthenticated, WithdrawnFromPublic
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.views import by_name
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.invitations.letters import Invited
    from coalition.organisations.views import OrganisationView


MOST_FOUND = 30

RULES: dict[type[CoalitionError], Message] = {
    NotAuthenticated: Message("Adopt the text first: nobody can be invited to sign a text that is not fixed."),
    WindowClosed: Message("It is closed for signature; nobody can be invited any more."),
}


@route("desk.invitations.new")
async def new_invitations(request: AnyRequest, memorandum: FromPath[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Offer a page of the participants of the forum, and a search for others."""
    return await _page(request, await own_memorandum(request, memorandum), _Asked(after=after))


@route("desk.invitations.create")
async def create_invitations(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Search for more organisations without losing the chosen ones, or invite the chosen ones."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("organisations", "visited"))
    asked = _asked_in(given)
    chosen = asked.chosen
    if given.get("step") == FIND or "from" in given:
        return await _page(request, row, asked)
    try:
        form = InvitingForm.parse({"organisations": chosen, "send": given.get("send") == "yes", "words": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, to_invite(row, chosen), words_by_language(form.words))
        async with sent_once(request):
            made = await inviting.invite(row, form)
    except (InvalidForm, NotAuthenticated, OnlyParticipants, WindowClosed, WithdrawnFromPublic) as problem:
        return await _refused(request, row, given, asked, problem)
    return await links_page(request, row, made)


def _asked_in(given: Mapping[str, Any]) -> _Asked:
    """Return what a form asks for; the page that it comes from was seen, and its ticks are decided."""
    chosen, present = [str(slug) for slug in given["organisations"]], str(given.get("after", ""))
    visited = [*map(str, given["visited"]), present]
    place = str(given.get("from", present))
    return _Asked(chosen, visited, str(given.get("q", ""))[:200], place, _words_in(given), given.get("send") == "yes")


def _words_in(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in given.items() if name.startswith("words_") and value]


async def _refused(request: AnyRequest, row: Memorandum, given: Mapping[str, Any], asked: _Asked, problem: CoalitionError) -> Response[bytes]:
    if is_about_words(problem):
        return await letters_page(request, row, given, to_invite(row, asked.chosen), problem=problem)
    return await _page(request, row, asked, **refusal(request, problem, RULES))


class _Asked(Struct, frozen=True):
    """Which organisations are ticked, what is looked for, and where the page begins.

    `visited` are the pages that were seen: on any other, the participants that can be invited are ticked. `send` is whether letters are
    sent; `typed` are the fields with words for the letters, which go along.
    """

    chosen: Sequence[str] = ()
    visited: Sequence[str] = ()
    q: str = ""
    after: str = ""
    typed: Sequence[tuple[str, str]] = ()
    send: bool = True


async def _page(request: AnyRequest, row: Memorandum, asked: _Asked, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        page = await forums.participants_by_name(row.forum or 0, language_of(request), after=asked.after, limit=PAGE)
        participants = page.organisations
        matches = (await organisations.page_by_name(asked.q, language=language_of(request), limit=MOST_FOUND)).organisations if asked.q else []
        others = await _named(asked.chosen, language_of(request))
        offered = {listed.id: listed.slug for listed in (*participants, *matches, *others)}
        contacts = await organisations.contacts_of(offered)
        states = await states_of(row.id, offered)
    answered = {offered[party]: state for party, state in states.items() if state != "revoked"}
    chosen = set(asked.chosen)
    if asked.after not in asked.visited:
        chosen |= {organisation.slug for organisation in participants if organisation.slug not in answered}
    here = {organisation.slug for organisation in participants}
    shown: dict[str, Any] = {
        "part": "signatories",
        "participants": participants,
        "answered": answered,
        "chosen": chosen,
        "visited": list(dict.fromkeys((*asked.visited, asked.after))),
        "q": asked.q,
        "typed": asked.typed,
        "send": asked.send,
        "contacts": contacts,
    }
    besides = {organisation.slug: organisation for organisation in (*others, *matches) if organisation.slug not in here}
    shown |= {"after": asked.after, "more": page.after, "ways": await ways_of(view, language_of(request))}
    shown["matches"] = by_name(besides.values(), language_of(request))
    return workbench_page(request, view, "desk/invitations/new.html", status=status, **shown, **context)


async def _named(slugs: Iterable[str], language: str) -> list[OrganisationView]:
    return by_name((await organisations.views_by_slug(slugs)).values(), language)


async def links_page(request: AnyRequest, row: Memorandum, made: Sequence[Invited]) -> Response[bytes]:
    """Show links that were made, this once."""
    async with database.reading():
        view = await queries.view(row)
        works = [work for work in await work_on(row.id) if work.kind in {"invite", "invite_chosen"}]
        named = await _named((invited.organisation for invited in made), language_of(request))
    by_slug = {invited.organisation: invited for invited in made}
    lines = [(organisation, by_slug[organisation.slug]) for organisation in named]
    return workbench_page(request, view, "desk/invitations/created.html", part="signatories", lines=lines, works=works)
