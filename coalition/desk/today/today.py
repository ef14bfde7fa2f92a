"""What waits for the signed-in person, from all memoranda that they work on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromQuery

from coalition import clock, database
from coalition.addresses import url_for
from coalition.amendments.list_queries import open_counts
from coalition.amendments.tables import AmendmentState
from coalition.appeals.next_step_queries import with_next_step
from coalition.approvals import queries as approvals
from coalition.deadlines.collecting import SOON as SOON_DUE
from coalition.deadlines.collecting import deadlines_for
from coalition.deliveries.awaited_queries import awaited_counts, with_due_deliveries
from coalition.desk.desk_pages import desk_page, person_of
from coalition.desk.paging import PAGE
from coalition.desk.today.appeal_needs import appeals_waiting, needs_of_appeals, to_agree_to
from coalition.desk.today.needs import Need
from coalition.drafting.tables import LanguageRole
from coalition.drafting.waiting import waiting_for
from coalition.host import queries as hosts
from coalition.imports.left_import_queries import number_stopped, stopped_counts, with_stopped_imports
from coalition.invitations import dashboard
from coalition.invitations.chase_queries import with_bounced_letters
from coalition.languages import Message, NameOfLanguage
from coalition.mail.letter_queries import number_of_register_letters_undelivered
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible, situation_in
from coalition.memoranda.left_queries import number_without_coordinator
from coalition.memoranda.outbox_queries import number_undelivered
from coalition.memoranda.own_memoranda_queries import closing_soon, memoranda_of
from coalition.organisations.listing_queries import unconfirmed_count
from coalition.people.tables import Role
from coalition.reported_mistakes.queries import number_waiting
from coalition.signing_requests.queries import waiting_counts, with_waiting_requests
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from coalition.drafting.waiting import Waiting
    from coalition.memoranda.queries import MemorandumView
    from coalition.people.tables import Coordinator


SOON = 14
RECENT = timedelta(days=14)
MOST_DUE = 8
_NOTHING_SHARED: dict[str, Any] = {
    "to_approve": 0,
    "left": (),
    "stopped_imports": 0,
    "unconfirmed": 0,
    "mistakes": 0,
    "undelivered": 0,
    "register_undelivered": 0,
    "no_host": False,
}


@route("desk.today.show")
async def show_today(request: AnyRequest, after: FromQuery[str] = "") -> Response[bytes]:
    """Show what waits for the person, and the latest answers.

    The first page begins with what is urgent in any memorandum; all else is shown for as many memoranda as a page of their list has.
    """
    person, language, start = person_of(request), language_of(request), number_or_zero(after)
    coordinates = person.role == Role.COORDINATOR
    async with database.reading():
        page = await memoranda_of(person.id, after=start, limit=PAGE)
        own_memoranda = {memorandum.id: memorandum for memorandum in (*await _urgent(person, start), *page.memoranda)}
        silent, bounced = await _silent_and_bounced(own_memoranda) if coordinates else ({}, {})
        recent = await dashboard.recent_acts(own_memoranda) if coordinates else []
        waiting = await _waiting(own_memoranda, language, coordinates=coordinates)
        of_all, in_languages = await _of_person(person), await _in_languages(person, start)
        appeals, to_agree = await _appeals(person, own_memoranda, language) if coordinates else ({}, [])
    needs = [*appeals.values(), *_needs_in_languages(in_languages, language), *waiting]
    needs += [need for view in own_memoranda.values() for need in needs_of(view, silent, bounced, language, appeals, coordinates=coordinates)]
    of_all |= {"memoranda": own_memoranda, "needs": needs, "recent": recent, "start": start, "after": page.after, "to_agree_to": to_agree}
    return desk_page(request, "desk/today/show.html", section="today", **of_all)


async def _silent_and_bounced(own_memoranda: Collection[int]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Return by memorandum how many organisations have not answered, and how many letters came back."""
    return await dashboard.silent_counts(own_memoranda), await dashboard.bounced_counts(own_memoranda)


async def _appeals(person: Coordinator, own_memoranda: Mapping[int, MemorandumView], language: str) -> tuple[dict[int, Need], list[int]]:
    """Return what is to be done about appeals, by memorandum, and the requests to agree to one."""
    waiting = await appeals_waiting()
    return await needs_of_appeals(own_memoranda, waiting, language), to_agree_to(waiting, person)


async def _urgent(person: Coordinator, start: int) -> list[MemorandumView]:
    """Return the memoranda that close soon, whose letters came back, where an import stopped, somebody asks to sign, or a next step is due.

    Of each it is a page at most.

    They are for coordinators, and for the first page only.
    """
    if start or person.role != Role.COORDINATOR:
        return []
    today = clock.today()
    ids = [
        *await closing_soon(person.id, today, today + timedelta(days=SOON), limit=PAGE),
        *await with_bounced_letters(person.id, limit=PAGE),
        *await with_waiting_requests(person.id, limit=PAGE),
        *await with_due_deliveries(person.id, today, limit=PAGE),
        *await with_stopped_imports(person.id, limit=PAGE),
        *await with_next_step(person.id, clock.now(), limit=PAGE),
    ]
    return await memoranda.views_by_id(ids)


async def _of_person(person: Coordinator) -> dict[str, Any]:
    """Return the deadlines of the next days, and what else waits for a coordinator if the person is one."""
    shared = await _what_else_waits(person) if person.role == Role.COORDINATOR else _NOTHING_SHARED
    return shared | {"deadlines": await deadlines_for(person, within=SOON_DUE, most=MOST_DUE), "today": clock.today()}


async def _what_else_waits(person: Coordinator) -> dict[str, Any]:
    """Return what waits for any coordinator: approvals, memoranda without one, organisations to confirm, reported mistakes, failed letters."""
    return {
        "to_approve": await approvals.waiting_for(person.id),
        "left": await number_without_coordinator(),
        "stopped_imports": await number_stopped(person.id),
        "unconfirmed": await unconfirmed_count(),
        "mistakes": await number_waiting(person.id),
        "undelivered": await number_undelivered(person.id, clock.now() - RECENT),
        "register_undelivered": await number_of_register_letters_undelivered(clock.now() - RECENT),
        "no_host": not await hosts.described(),
    }


async def _waiting(own_memoranda: Mapping[int, MemorandumView], language: str, *, coordinates: bool) -> list[Need]:
    """Return what others ask for, propose or left unfinished in some memoranda, and which answers are awaited."""
    asked = await waiting_counts(own_memoranda) if coordinates else {}
    stopped = await stopped_counts(own_memoranda) if coordinates else {}
    unanswered = await awaited_counts(own_memoranda, clock.today()) if coordinates else {}
    return [
        *_needs_of_imports(own_memoranda, stopped, language),
        *_needs_of_requests(own_memoranda, asked, language),
        *_needs_of_amendments(own_memoranda, await open_counts(own_memoranda), language),
        *_needs_of_deliveries(own_memoranda, unanswered, language),
    ]


def _needs_of_imports(own_memoranda: Mapping[int, MemorandumView], stopped: Mapping[int, int], language: str) -> Iterator[Need]:
    for number, count in stopped.items():
        text = Message.plural("{n} import stopped: look at the rest, or undo it.", "{n} imports stopped: look at the rest, or undo them.", count)
        yield Need(own_memoranda[number], text, "", url_for("desk.signatory_import.new", lang=language, memorandum=own_memoranda[number].slug))


def _needs_of_deliveries(own_memoranda: Mapping[int, MemorandumView], unanswered: Mapping[int, int], language: str) -> Iterator[Need]:
    for number, count in unanswered.items():
        text = Message.plural("{n} delivery has had no answer for a month.", "{n} deliveries have had no answer for a month.", count)
        yield Need(own_memoranda[number], text, "", url_for("desk.deliveries.list", lang=language, memorandum=own_memoranda[number].slug))


def _needs_of_requests(own_memoranda: Mapping[int, MemorandumView], asked: Mapping[int, int], language: str) -> Iterator[Need]:
    for number, count in asked.items():
        text = Message.plural("{n} organisation asks to sign.", "{n} organisations ask to sign.", count)
        yield Need(own_memoranda[number], text, "", url_for("desk.requests.list", lang=language, memorandum=own_memoranda[number].slug))


def _needs_of_amendments(own_memoranda: Mapping[int, MemorandumView], proposed: Mapping[int, int], language: str) -> Iterator[Need]:
    for number, count in proposed.items():
        text = Message.plural("{n} amendment waits for a decision.", "{n} amendments wait for a decision.", count)
        where = {"lang": language, "memorandum": own_memoranda[number].slug}
        yield Need(own_memoranda[number], text, "", url_for("desk.amendments.list", **where, state=AmendmentState.SUBMITTED.value))


async def _in_languages(person: Coordinator, start: int) -> list[tuple[MemorandumView, Waiting]]:
    """Return what waits in the languages that the person translates or revises, on the first page."""
    waiting = [] if start else await waiting_for(person.id)
    views = {view.id: view for view in await memoranda.views_by_id([each.memorandum for each in waiting])} if waiting else {}
    return [(views[each.memorandum], each) for each in waiting]


def _needs_in_languages(in_languages: Sequence[tuple[MemorandumView, Waiting]], language: str) -> Iterator[Need]:
    for view, waiting in in_languages:
        number, own = waiting.number, NameOfLanguage(waiting.language)
        text = Message.plural("{n} provision waits in {language}.", "{n} provisions wait in {language}.", number, language=own)
        if waiting.role is LanguageRole.REVISER:
            text = Message.plural(
                "{n} provision waits to be revised in {language}.", "{n} provisions wait to be revised in {language}.", number, language=own
            )
        yield Need(view, text, "", url_for("desk.languages.show", lang=language, memorandum=view.slug, text=waiting.language))


def needs_of(  # noqa: PLR0913 -- what is known of all memoranda together
    memorandum: MemorandumView, silent: Mapping[int, int], bounced: Mapping[int, int], language: str, appeals: Collection[int], *, coordinates: bool
) -> Iterator[Need]:
    """Yield what there is to do for a memorandum, most urgent first; `appeals` are those about which the next step is said already."""
    where = {"lang": language, "memorandum": memorandum.slug}
    situation = situation_in(memorandum)
    is_said = memorandum.id in appeals
    if is_possible(Action.WRITE, situation) and not is_said:
        yield from _needs_of_draft(memorandum, situation, where, coordinates=coordinates)
    if not coordinates:
        return
    if is_possible(Action.OPEN, situation):
        yield Need(memorandum, Message("The text is fixed. It can be opened for signature."), "", url_for("desk.memorandum.show", **where))
    if is_possible(Action.CLOSE, situation):
        if not is_said:
            yield from _needs_of_closing(memorandum, where)
        yield from _needs_of_open(memorandum, silent.get(memorandum.id, 0), bounced.get(memorandum.id, 0), where)


def _needs_of_draft(memorandum: MemorandumView, situation: Situation, where: Mapping[str, str], *, coordinates: bool) -> Iterator[Need]:
    missing = situation.missing
    if missing:
        text = Message.plural("An authentic language has no text yet.", "{n} authentic languages have no text yet.", len(missing))
        yield Need(memorandum, text, "", url_for("desk.wording.edit", **where, text=missing[0]))
    elif coordinates and is_possible(Action.ADOPT, situation):
        yield Need(memorandum, Message("Every authentic language has a text. It can be adopted."), "", url_for("desk.memorandum.show", **where))


def _needs_of_closing(memorandum: MemorandumView, where: Mapping[str, str]) -> Iterator[Need]:
    left = (memorandum.closes_on - clock.today()).days if memorandum.closes_on else None
    if left is not None and 0 <= left <= SOON:
        text = Message.plural("It closes in {n} day.", "It closes in {n} days.", left) if left else Message("It closes today.")
        yield Need(memorandum, text, "warn", url_for("desk.memorandum.show", **where))


def _needs_of_open(memorandum: MemorandumView, silent: int, bounced: int, where: Mapping[str, str]) -> Iterator[Need]:
    if bounced:
        text = Message.plural("{n} letter came back.", "{n} letters came back.", bounced)
        yield Need(memorandum, text, "bad", url_for("desk.signatories.list", **where, state="bounced"))
    if silent:
        text = Message.plural("{n} organisation has not answered.", "{n} organisations have not answered.", silent)
        yield Need(memorandum, text, "", url_for("desk.signatories.list", **where, state="silent"))
