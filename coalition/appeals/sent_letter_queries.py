"""How far the letters of an appeal are (for those who work on it)."""

from __future__ import annotations

from msgspec import Struct
from piccolo.query.functions import Count

from coalition.acts.standing_count_queries import bound_number
from coalition.invitations.chase_queries import counts_on
from coalition.jobs.work_queries import work_on
from coalition.mail.tables import Letter, LetterState

_STILL = frozenset({LetterState.WAITING.value, LetterState.SENDING.value})
_CAME_BACK = frozenset({LetterState.BOUNCED.value, LetterState.GAVE_UP.value})


class LettersOfAppeal(Struct, frozen=True):
    """Numbers of letters: those that are or will be written, that left, that came back or were given up, that wait; and of signatures."""

    total: int
    sent: int
    came_back: int
    waiting: int
    signed: int
    asked: int

    @property
    def is_sending(self) -> bool:
        """Whether letters still leave."""
        return self.waiting > 0


async def letters_of_appeal(memorandum_id: int) -> LettersOfAppeal:
    """Count the letters of an appeal, and who signed, with or without a name; letters that are not written yet wait."""
    query = Letter.select(Letter.state, Count(alias="n")).where((Letter.memorandum == memorandum_id) & (Letter.kind == "appeal"))
    states = {row["state"]: int(row["n"]) for row in await query.group_by(Letter.state)}
    written, waiting = sum(states.values()), sum(number for state, number in states.items() if state in _STILL)
    unwritten = sum(work.total - work.done for work in await work_on(memorandum_id) if work.kind == "invite_chosen")
    came_back = sum(number for state, number in states.items() if state in _CAME_BACK)
    return LettersOfAppeal(
        total=written + unwritten,
        sent=written - waiting - came_back,
        came_back=came_back,
        waiting=waiting + unwritten,
        signed=await bound_number(memorandum_id),
        asked=(await counts_on(memorandum_id)).total,
    )
