"""Writing to all seats of an open round what was proposed so far, or the draft read in another way, after a look at the letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.draft_pages import way_called
from coalition.amendments.letter_forms import ViewLetterForm
from coalition.amendments.view_letters import check_view, send_view
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.invitations.letter_pages import LOOK, LettersChoice, Sending, letters_page, typed_words
from coalition.desk.paging import asked_in
from coalition.desk.refusals import refusal
from coalition.desk.rounds.round_steps import as_words
from coalition.desk.rounds.round_texts import SENTENCES
from coalition.desk.rounds.rounds import own_round, round_page
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.invitations.forms import words_by_language
from coalition.languages import Message
from coalition.rounds.errors import RoundRule
from coalition.rounds.queries import round_before_of_all
from coalition.rounds.round_previews import preview_view
from coalition.rounds.tables import RoundState
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound


@route("desk.round_proposals.new")
async def new_proposal_letters(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show the letters that would be sent now, with the draft read in one way; the ways are links."""
    row = await own_memorandum(request, memorandum)
    present, way = await own_round(row, number), way_called(asked_in(request, "view").chosen("view"))
    if present.state != RoundState.OPEN:
        raise NotFoundException
    try:
        await check_view(present, way)
    except InvalidForm as problem:
        return await letters_page(request, row, {}, await _sending(row, present, way, problem.problems[""]))
    return await letters_page(request, row, {}, await _sending(row, present, way))


@route("desk.round_proposals.create")
async def create_proposal_letters(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show the letters, to which words of one's own can be added; or send them."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    sending = await _sending(row, present, way_called(given.get("view", "")))
    try:
        form = await _checked_form(given, present)
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, sending, words_by_language(form.message))
        async with sent_once(request):
            written = await send_view(present.id, form)
    except (InvalidForm, RoundRule) as problem:
        if isinstance(problem, InvalidForm) and "" not in problem.problems:
            return await letters_page(request, row, given, sending, problem=as_words(problem))
        return await round_page(request, row, present, **refusal(request, problem, SENTENCES))
    return done(request, "desk.round.show", "proposals_sent", memorandum=row.slug, number=present.number, n=written)


async def _checked_form(given: Mapping[str, Any], present: ConsultationRound) -> ViewLetterForm:
    form = ViewLetterForm.parse({"message": typed_words(given), "view": given.get("view", WayToRead.PROPOSALS)})
    await check_view(present, form.view)
    return form


async def _sending(row: Memorandum, present: ConsultationRound, way: WayToRead, nothing: Message | None = None) -> Sending:
    """Return the letters that would be sent now; `nothing` says why there are none."""
    number = {"number": str(present.number)}
    before = await round_before_of_all(present)
    choice = LettersChoice("desk.round_proposals.new", _ways(present.number, before.number if before else 0), way, nothing)
    return Sending(
        partial(preview_view, row, present, way),
        "desk.round_proposals.create",
        (("view", way.value),),
        "desk.round.show",
        number,
        places=number,
        choice=choice,
    )


def _ways(number: int, before: int) -> Sequence[tuple[WayToRead, Message]]:
    """Return the ways in which letters can show the draft; without an earlier round there is one text."""
    earlier = [(WayToRead.ORIGINAL, Message("As it was in round {number}", number=before))] if before else []
    return [
        (WayToRead.PROPOSALS, Message("What was proposed so far")),
        *earlier,
        (WayToRead.DIFFERENCE, Message("What changed since")),
        (WayToRead.RESULT, Message("As it was sent in round {number}", number=number)),
        (WayToRead.SIDE_BY_SIDE, WayToRead.SIDE_BY_SIDE.word),
    ]
