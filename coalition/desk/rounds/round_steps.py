"""What is done with a round that is open: reminding the silent seats, extending it, closing it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import final_page, is_sure, wants_form
from coalition.desk.invitations.letter_pages import LOOK, Sending, letters_page, typed_words
from coalition.desk.refusals import refusal
from coalition.desk.rounds.round_texts import CLOSING, EXTENDING, SENTENCES
from coalition.desk.rounds.rounds import own_round, round_page
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.invitations.forms import words_by_language
from coalition.rounds.closing_rounds import check_extension, close_round, extend_round
from coalition.rounds.errors import RoundRule
from coalition.rounds.forms import RoundExtensionForm, RoundReminderForm
from coalition.rounds.reminding_seats import remind_silent
from coalition.rounds.round_previews import preview_reminders
from coalition.rounds.seat_links import end_seat_links
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound


@route("desk.round_reminder.create")
async def create_reminder(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Remind the seats that are silent, each at most once a day; or show the letters first, to which words of one's own can be added."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    try:
        form = RoundReminderForm.parse({"message": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, _reminding(row, present), words_by_language(form.message))
        async with sent_once(request):
            reminded = await remind_silent(present.id, form)
    except InvalidForm as problem:
        return await letters_page(request, row, given, _reminding(row, present), problem=as_words(problem))
    except RoundRule as broken:
        return await round_page(request, row, present, **refusal(request, broken, SENTENCES))
    return done(request, "desk.round.show", "reminded", memorandum=row.slug, number=present.number, n=len(reminded))


def _reminding(row: Memorandum, present: ConsultationRound) -> Sending:
    """Return the reminders that would be sent now."""
    number = {"number": str(present.number)}
    return Sending(partial(preview_reminders, row, present), "desk.round_reminder.create", (), "desk.round.show", number, places=number)


def as_words(problem: InvalidForm) -> InvalidForm:
    """Return what is wrong with words of one's own, by the fields of the page of letters."""
    return InvalidForm({field.replace("message/", "words/", 1): message for field, message in problem.problems.items()})


@route("desk.round_extension.create")
async def create_extension(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Move the deadline to a later day, after asking."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    if wants_form(given):
        return await round_page(request, row, present, values=given)
    try:
        form = RoundExtensionForm.parse({"closes": given.get("closes") or None} if given.get("closes") else {})
        check_extension(present, form)
        if not is_sure(given):
            return await final_page(request, row, EXTENDING, given, part="text", back=_back(request, row, present))
        async with sent_once(request):
            await extend_round(present.id, form)
    except (InvalidForm, RoundRule) as problem:
        return await round_page(request, row, present, values=given, **refusal(request, problem, SENTENCES))
    return done(request, "desk.round.show", "round_extended", memorandum=row.slug, number=present.number)


@route("desk.round_closing.create")
async def create_closing(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Close the round, after asking."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    if not is_sure(given):
        return await final_page(request, row, CLOSING, given, part="text", back=_back(request, row, present))
    try:
        await close_round(present.id)
    except RoundRule as broken:
        return await round_page(request, row, present, **refusal(request, broken, SENTENCES))
    return done(request, "desk.round.show", "round_closed", memorandum=row.slug, number=present.number)


@route("desk.seat_links.end")
async def end_links(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """End the private links of one seat at once."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    try:
        await end_seat_links(present, number_or_zero(str(given.get("seat", ""))))
    except LookupError:
        raise NotFoundException from None
    return done(request, "desk.round.show", "links_ended", memorandum=row.slug, number=present.number)


def _back(request: AnyRequest, row: Memorandum, present: ConsultationRound) -> str:
    return url_for("desk.round.show", lang=language_of(request), memorandum=row.slug, number=str(present.number))
