"""What needs the person who signed in, gathered from everything he works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from msgspec import Struct

from coalition import clock, database
from coalition.accessions.queries import waiting_counts
from coalition.addresses import url_for
from coalition.desk.desk_pages import desk_page, person_of
from coalition.invitations import dashboard
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible, situation_in
from coalition.people.tables import Role
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coalition.memoranda.queries import MemorandumView


SOON = 14


class Need(Struct, frozen=True):
    """One thing to do: what, for which memorandum, how pressing, and where."""

    memorandum: MemorandumView
    text: Message
    tone: str
    url: str


@route("desk.today.show")
async def show_today(request: AnyRequest) -> Response[bytes]:
    """Show what needs the person, and the latest answers."""
    person, language = person_of(request), language_of(request)
    coordinates = person.role == Role.COORDINATOR
    async with database.reading():
        mine = {one.id: one for one in await memoranda.memoranda_of(person.id)}
        silent = await dashboard.silent_counts(mine) if coordinates else {}
        bounced = await dashboard.bounced_counts(mine) if coordinates else {}
        recent = await dashboard.recent_acts(mine) if coordinates else []
        asked = await waiting_counts(mine) if coordinates else {}
    needs = [need for one in mine.values() for need in needs_of(one, silent, bounced, language, coordinates=coordinates)]
    needs = [*_needs_of_requests(mine, asked, language), *needs]
    return desk_page(request, "desk/today/show.html", section="today", mine=mine, needs=needs, recent=recent)


def _needs_of_requests(mine: Mapping[int, MemorandumView], asked: Mapping[int, int], language: str) -> Iterator[Need]:
    for number, count in asked.items():
        text = Message.plural("{n} organisation asks to accede.", "{n} organisations ask to accede.", count)
        yield Need(mine[number], text, "", url_for("desk.accession_requests.list", lang=language, memorandum=mine[number].slug))


def needs_of(one: MemorandumView, silent: Mapping[int, int], bounced: Mapping[int, int], language: str, *, coordinates: bool) -> Iterator[Need]:
    """Yield what a memorandum needs, most pressing first."""
    where = {"lang": language, "memorandum": one.slug}
    situation = situation_in(one)
    if is_possible(Action.WRITE, situation):
        yield from _needs_of_draft(one, situation, where, coordinates=coordinates)
    if not coordinates:
        return
    if is_possible(Action.OPEN, situation):
        yield Need(one, Message("The text is fixed. It can be opened for signature."), "", url_for("desk.memorandum.show", **where))
    if is_possible(Action.CLOSE, situation):
        yield from _needs_of_open(one, silent.get(one.id, 0), bounced.get(one.id, 0), where)


def _needs_of_draft(one: MemorandumView, situation: Situation, where: Mapping[str, str], *, coordinates: bool) -> Iterator[Need]:
    missing = situation.missing
    if missing:
        text = Message.plural("An authentic language has no text yet.", "{n} authentic languages have no text yet.", len(missing))
        yield Need(one, text, "", url_for("desk.wording.edit", **where, text=missing[0]))
    elif coordinates and is_possible(Action.ADOPT, situation):
        yield Need(one, Message("Every authentic language has a text. It can be adopted."), "", url_for("desk.memorandum.show", **where))


def _needs_of_open(one: MemorandumView, silent: int, bounced: int, where: Mapping[str, str]) -> Iterator[Need]:
    left = (one.closes_on - clock.today()).days if one.closes_on else None
    if left is not None and 0 <= left <= SOON:
        text = Message.plural("It closes in {n} day.", "It closes in {n} days.", left) if left else Message("It closes today.")
        yield Need(one, text, "warn", url_for("desk.memorandum.show", **where))
    if bounced:
        text = Message.plural("{n} letter came back.", "{n} letters came back.", bounced)
        yield Need(one, text, "bad", url_for("desk.signatories.list", **where, state="bounced"))
    if silent:
        text = Message.plural("{n} organisation has not answered.", "{n} organisations have not answered.", silent)
        yield Need(one, text, "", url_for("desk.signatories.list", **where, state="silent"))
