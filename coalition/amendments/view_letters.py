"""Letters to all seats of a round with the draft, read in one of five ways: what every one of them may read when the letter is written.

A discreet letter says nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.amendments import queries
from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.draft_pages import way_called
from coalition.amendments.drafts_in_letters import draft_in_letters
from coalition.amendments.proposed_letters import proposed_lines
from coalition.amendments.readers import every_seat_of
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations.forms import words_by_language
from coalition.jobs.long_work import go_on_now
from coalition.languages import Message
from coalition.rounds.closing_rounds import open_now
from coalition.rounds.letter_sources import says
from coalition.rounds.round_letters import VIEW, begin_letters
from coalition.settings import load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.amendments.letter_forms import ViewLetterForm
    from coalition.rounds.tables import ConsultationRound

_NOTHING_PROPOSED = Message("Nothing was handed in yet that every organisation in the round may read.")
_NOTHING_EARLIER = Message("No earlier round went to every organisation in this round: there is nothing that all of them could compare.")
_ACTS = {WayToRead.PROPOSALS: TrailAct.PROPOSALS_SENT}


async def send_view(round_id: int, form: ViewLetterForm) -> int:
    """Write to all seats of an open round what they may all read in one way; return how many letters were written at once. Jobs write the others.

    Raises:
        RoundClosed: the round is closed, or its deadline is over.
        InvalidForm: as `check_view`.

    """
    async with transaction():
        row = await open_now(round_id)
        await check_view(row, form.view)
        begun = await begin_letters(row, VIEW, words=words_by_language(form.message), view=form.view)
        await trail.record(_ACTS.get(form.view, TrailAct.DRAFT_LETTERS_SENT), f"round:{row.number}", row.memorandum)
    return len(await go_on_now(begun))


async def check_view(row: ConsultationRound, way: WayToRead) -> None:
    """Refuse letters that would say nothing.

    Raises:
        InvalidForm: no open amendment may be read by every seat of the round; or nothing can be compared, or nothing changed.

    """
    if way is WayToRead.PROPOSALS:
        if not any((await queries.number_of_open(every_seat_of(row))).values()):
            raise InvalidForm({"": _NOTHING_PROPOSED})
        return
    draft = await draft_in_letters(row, way)
    if not draft.says_something:
        same = Message("Nothing changed between round {first} and round {second}.", first=draft.before, second=draft.round)
        raise InvalidForm({"": same if draft.before else _NOTHING_EARLIER})


@says(VIEW)
async def _said(row: ConsultationRound, view: str) -> Mapping[str, Any]:
    way, base = way_called(view), {"base_url": load().base_url}
    return base | ({"proposed": await proposed_lines(row)} if way is WayToRead.PROPOSALS else {"draft": await draft_in_letters(row, way)})
