"""Writing to all seats of an open round what was proposed so far, after a look at the letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromPath

from coalition.amendments.proposed_letters import check_proposed, send_proposals
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.invitations.letter_pages import LOOK, Sending, letters_page, typed_words
from coalition.desk.refusals import refusal
from coalition.desk.rounds.round_steps import as_words
from coalition.desk.rounds.round_texts import SENTENCES
from coalition.desk.rounds.rounds import own_round, round_page
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.invitations.forms import words_by_language
from coalition.rounds.errors import RoundRule
from coalition.rounds.forms import RoundReminderForm
from coalition.rounds.round_letters import PROPOSALS
from coalition.rounds.round_previews import preview_to_all
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound


@route("desk.round_proposals.create")
async def create_proposal_letters(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show the letters, to which words of one's own can be added; or send them."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    present = await own_round(row, number)
    try:
        await check_proposed(present)
        form = RoundReminderForm.parse({"message": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, _sending(row, present), words_by_language(form.message))
        async with sent_once(request):
            written = await send_proposals(present.id, form)
    except (InvalidForm, RoundRule) as problem:
        if isinstance(problem, InvalidForm) and "" not in problem.problems:
            return await letters_page(request, row, given, _sending(row, present), problem=as_words(problem))
        return await round_page(request, row, present, **refusal(request, problem, SENTENCES))
    return done(request, "desk.round.show", "proposals_sent", memorandum=row.slug, number=present.number, n=written)


def _sending(row: Memorandum, present: ConsultationRound) -> Sending:
    """Return the letters that would be sent now."""
    number = {"number": str(present.number)}
    return Sending(partial(preview_to_all, row, present, PROPOSALS), "desk.round_proposals.create", (), "desk.round.show", number, places=number)
