"""What was done, and who read names: the trail of a memorandum for those who work on it, the rest for all coordinators."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Struct
from msgspec.structs import replace

from coalition import database
from coalition.collation import in_order
from coalition.desk import choices
from coalition.desk.desk_pages import desk_page, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.languages import Message, language_name
from coalition.memoranda import queries
from coalition.organisations.queries import views_by_id
from coalition.people.queries import names_of
from coalition.search.queries import first_matches
from coalition.search.tables import Kind
from coalition.trail.queries import EntriesAsked, entries_of
from coalition.trail.tables import ActorKind, TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.organisations.views import OrganisationView
    from coalition.trail.tables import TrailEntry

_NUMBER = re.compile(r"[0-9]{1,9}")  # anything else in the address shows the first page
PAGE, MOST_MATCHES = 50, 100

# What an entry is about, if it is neither an organisation nor a person.
OBJECTS: Mapping[str, Message] = {
    "edition": Message("edition {number}"),
    "correction": Message("correction {number}"),
    "round": Message("round {number}"),
    "amendment": Message("amendment {number}"),
    "comment": Message("one comment"),
    "import": Message("table {number}"),
    "annulments": Message("list {number}"),
    "accession_request": Message("request {number}"),
    "signing_request": Message("request {number}"),
    "reported_mistake": Message("report {number}"),
    "approval": Message("request {number}"),
    "memorandum": Message("memorandum {number}"),
    "forum": Message("forum {number}"),
    "programme": Message("programme {number}"),
    "article": Message("article {number}"),
    "appeal": Message("appeal {number}"),
    "token": Message("token {number}"),
    "page": Message("the whole list"),
    "file": Message("the whole list, as a file"),
    "statement": Message("one statement"),
    "addressee": Message("addressee {number}"),
    "entry": Message("one entry of the timeline"),
    "letter": Message("letter {number}"),
}


class Line(Struct, frozen=True):
    """One entry as people read it; `who` is empty for the server and for commands."""

    id: int
    who: str
    through: ActorKind
    act: TrailAct
    day: date
    organisation: OrganisationView | None = None
    name: str = ""
    about: Message | None = None


@route("desk.trail.show")
async def show_trail(request: AnyRequest, memorandum: FromPath[str], before: FromQuery[str] = "") -> Response[bytes]:
    """Show the entries about a memorandum, or those that words and an act find, newest or oldest first."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view = await queries.view(row)
        shown = await _shown(request, row.id, before)
    return workbench_page(request, view, "desk/trail/show.html", part="trail", **shown)


@route("desk.deeds.list")
async def list_deeds(request: AnyRequest, before: FromQuery[str] = "") -> Response[bytes]:
    """Show the entries that belong to no memorandum: accounts, forums, organisations and their contacts."""
    async with database.reading():
        shown = await _shown(request, None, before)
    return desk_page(request, "desk/trail/list.html", section="people", **shown)


async def _shown(request: AnyRequest, memorandum_id: int | None, before: str) -> dict[str, Any]:
    asked = asked_in(request, "act", sorts=("oldest",))
    wanted = EntriesAsked(asked.chosen("act"), oldest_first=asked.sort == "oldest", after=int(before) if _NUMBER.fullmatch(before) else 0)
    if asked.q:
        people = await first_matches(Kind.ACCOUNT, asked.q, MOST_MATCHES)
        wanted = replace(wanted, people=people, organisations=await first_matches(Kind.ORGANISATION, asked.q, MOST_MATCHES))
    entries = await entries_of(memorandum_id, wanted, PAGE + 1)
    lines = await _lines(entries[:PAGE], language_of(request))
    acts = in_order(choices.options(TrailAct, language_of(request)), language_of(request), itemgetter(1))
    more = lines[-1].id if len(entries) > PAGE else None
    return {"lines": lines, "more": more, "is_first": not wanted.after, "asked": asked, "acts": acts}


async def _lines(entries: Sequence[TrailEntry], language: str) -> list[Line]:
    pairs = [(entry, *_parts(entry.about)) for entry in entries]
    named = await views_by_id({int(number) for _, kind, number in pairs if kind == "organisation"})
    people = await names_of({int(number) for _, kind, number in pairs if kind == "coordinator"} | {entry.coordinator or 0 for entry in entries})
    lines = []
    for entry, kind, number in pairs:
        line = Line(entry.id, people.get(entry.coordinator or 0, ""), ActorKind(entry.actor_kind), TrailAct(entry.act), entry.day)
        if kind == "organisation":
            line = replace(line, organisation=named.get(int(number)))
        elif kind == "coordinator":
            line = replace(line, name=people.get(int(number), ""))
        elif kind == "language":
            line = replace(line, name=language_name(number, language))
        elif kind in OBJECTS:
            line = replace(line, about=Message(OBJECTS[kind].msgid, number=number))
        lines.append(line)
    return lines


def _parts(about: str) -> tuple[str, str]:
    kind, _, number = about.partition(":")
    return kind, number
