"""Sending a round: who, what is asked, until when, and in which words; the letters can be looked at first, and the last step asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.desk.chosen_organisations import choice_in_address, choice_of, named
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import final_page, is_sure, possible_step, typed_in, wants_form
from coalition.desk.invitations.letter_pages import LOOK, Sending, letters_page, typed_words
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.rounds.round_texts import SENDING, SENTENCES
from coalition.desk.sent_once import sent_once
from coalition.desk.ways_of_choosing import ways_of
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.forms import words_by_language
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import MemorandumRule
from coalition.organisations import queries as organisations
from coalition.rounds.errors import RoundRule
from coalition.rounds.forms import RoundParticularsForm
from coalition.rounds.round_previews import preview_round
from coalition.rounds.seat_choice_queries import seats_of_choice
from coalition.rounds.sending_rounds import MOST_SEATS, check_none_open, send_to_choice
from coalition.rounds.tables import RoundKind
from coalition.search_keys import plain_key
from coalition.settings import load
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.sending_rounds import SentRound

_MOST_LINES = 500


@route("desk.round.new")
async def new_round(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Ask who gets a seat (by a condition, or by names of which one stands on each line), then what is asked until when."""
    row = await own_memorandum(request, memorandum)
    if lines := request.query_params.get("names", "").strip():
        slugs, unknown = await _by_names(lines)
        return await _page(request, row, Choice("slugs", slugs), unknown=unknown, lines=lines)
    return await _page(request, row, await choice_in_address(request) if request.query_params.get("way") else None)


async def _by_names(lines: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the slugs of the organisations that lines name, and the lines that name none, or more than one."""
    texts = list(dict.fromkeys(line.strip()[:200] for line in lines.splitlines() if line.strip()))[:_MOST_LINES]
    by_slug, by_name = await organisations.ids_by_slug(texts), await organisations.ids_by_names(texts)
    ids: dict[str, int] = {}
    for text in texts:
        matches = {by_slug[text]} if text in by_slug else by_name.get(plain_key(text), set())
        if len(matches) == 1:
            ids[text] = next(iter(matches))
    slugs = await organisations.slugs_by_id(ids.values())
    return tuple(slugs[number] for number in ids.values()), [text for text in texts if text not in ids]


@route("desk.round.create")
async def create_round(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Look at the letters, ask once more, or send the round; links that no letter brings are shown this once."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("value",))
    choice = await choice_of(request, str(given.get("way", "")), [str(value) for value in given["value"]])
    if wants_form(given):
        return await _page(request, row, choice, values=given)
    try:
        form = RoundParticularsForm.parse({**_particulars(given), "message": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, _sending(row, choice, form), words_by_language(form.message))
        return await _sent(request, row, given, choice, form)
    except (InvalidForm, MemorandumRule, RoundRule) as problem:
        return await _refused(request, row, given, choice, problem)


def _particulars(given: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: given[name] for name in ("kind", "closes") if given.get(name)}
    return typed | {"send": given.get("send") == "yes"}


async def _sent(request: AnyRequest, row: Memorandum, given: dict[str, Any], choice: Choice, form: RoundParticularsForm) -> Response[bytes]:
    if not is_sure(given):
        step = await possible_step(row, [SENDING])
        await check_none_open(row.id)
        number = len(await seats_of_choice(choice, MOST_SEATS))
        about = [(Message("Organisations").text(language_of(request)), str(number)), *_about(form, language_of(request))]
        typed = [*typed_in(given.items()), *(("value", value) for value in choice.values)]
        return await final_page(request, row, step, given, part="text", about=about, typed=typed)
    async with sent_once(request):
        sent = await send_to_choice(row, choice, form)
    if form.send:
        return done(request, "desk.round.show", "round_sent", memorandum=row.slug, number=sent.round.number)
    return await _links_page(request, row, sent)


def _about(form: RoundParticularsForm, language: str) -> list[tuple[str, str]]:
    return [(Message("What is asked").text(language), form.kind.word.text(language)), (Message("Last day").text(language), form.closes.isoformat())]


def _sending(row: Memorandum, choice: Choice, form: RoundParticularsForm) -> Sending:
    """Return what the page of letters would send."""
    carried = [("send", "yes"), ("kind", form.kind.value), ("closes", form.closes.isoformat()), ("way", choice.way)]
    carried += [("value", value) for value in choice.values]
    back_to = {"way": choice.way, "value": ",".join(choice.values)}
    return Sending(partial(preview_round, row, choice, form), "desk.round.create", carried, "desk.round.new", back_to)


async def _refused(request: AnyRequest, row: Memorandum, given: dict[str, Any], choice: Choice, problem: CoalitionError) -> Response[bytes]:
    if isinstance(problem, InvalidForm):
        codes = [text["language"] for text in typed_words(given)]
        names = {f"message/{at}/text": f"words_{code}" for at, code in enumerate(codes)}
        problem = InvalidForm({names.get(field, field): message for field, message in problem.problems.items()})
    return await _page(request, row, choice, values=given, **refusal(request, problem, SENTENCES))


async def _page(request: AnyRequest, row: Memorandum, choice: Choice | None, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        parties = await seats_of_choice(choice, MOST_SEATS) if choice else []
        chosen = await organisations.views_by_id(parties[:MOST_SEATS])
        contacts = await organisations.contacts_of(parties[:MOST_SEATS])
        words = await named(request, choice) if choice and choice.way != "slugs" else []
    shown: dict[str, Any] = {
        "part": "text",
        "choice": choice,
        "chosen": list(chosen.values()),
        "choice_words": words,
        "kinds": RoundKind,
        "languages_of_letters": load().languages,
    }
    shown |= {"without_contact": len([party for party in parties if not contacts.get(party)]), "too_many": len(parties) > MOST_SEATS}
    shown |= {"ways": await ways_of(view, language_of(request)), "values": {"send": "yes", "kind": "", "closes": ""}, "unknown": [], "lines": ""}
    return workbench_page(request, view, "desk/rounds/new.html", status=status, **shown | context)


async def _links_page(request: AnyRequest, row: Memorandum, sent: SentRound) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        named_seats = await organisations.views_by_slug(seat.organisation for seat in sent.seats)
    lines = [(named_seats[seat.organisation], seat.link) for seat in sent.seats]
    return workbench_page(request, view, "desk/rounds/links.html", part="text", lines=lines, round=sent.round)
