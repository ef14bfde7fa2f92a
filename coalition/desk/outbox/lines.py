"""The lines of the outbox: letters as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.languages import Message
from coalition.mail.failure_reasons import reason_of
from coalition.mail.letter_kinds import INVITING, REGISTER_KINDS, Topic, kind_name
from coalition.mail.letter_queries import UNDELIVERED, next_tries
from coalition.mail.tables import LetterState, Remark
from coalition.memoranda import queries
from coalition.organisations import queries as organisations
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coalition.mail.letter_queries import OutboxLetter
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView

_HOUR, _IN_HOURS_FROM = 60, 120  # minutes
_TONES = for_each(
    LetterState,
    {
        LetterState.WAITING: "",
        LetterState.SENDING: "",
        LetterState.SENT: "good",
        LetterState.UNCERTAIN: "warn",
        LetterState.GAVE_UP: "bad",
        LetterState.BOUNCED: "bad",
    },
)


class Line(Struct, frozen=True):
    """A letter as people read it; without a memorandum if it is about the register, without an organisation if it is about none on record."""

    letter: OutboxLetter
    kind: Message
    tone: str
    memorandum: MemorandumView | None
    organisation: OrganisationView | None
    reason: Message | None
    remark: Remark | None
    next_try: Message | None

    @property
    def can_be_tried(self) -> bool:
        """Whether it waits after a failure."""
        return self.letter.state == LetterState.WAITING and self.letter.attempts > 0

    @property
    def did_not_arrive(self) -> bool:
        """Whether somebody should look at the contacts of the organisation."""
        return self.letter.state in UNDELIVERED

    @property
    def topic(self) -> Topic | None:
        """What a letter about the register is about; None for letters about memoranda."""
        return next((topic for topic, kinds in REGISTER_KINDS.items() if self.letter.kind in kinds), None)

    @property
    def invites(self) -> bool:
        """Whether another link can take its place."""
        return self.letter.kind in INVITING

    @property
    def code(self) -> str:
        """The codes of the mail server; empty if there are none."""
        return self.letter.error if self.letter.error[:1].isdigit() else ""


async def lines_of(letters: Sequence[OutboxLetter]) -> list[Line]:
    """Return the lines of some letters, in as many queries for a page as for one letter."""
    memoranda = {view.id: view for view in await queries.views_by_id({letter.memorandum for letter in letters if letter.memorandum})}
    named = await organisations.views_by_id({letter.organisation for letter in letters if letter.organisation})
    tries = await next_tries(letters)
    return [
        Line(
            letter=letter,
            kind=kind_name(letter.kind),
            tone=_TONES[letter.state],
            memorandum=memoranda.get(letter.memorandum or 0),
            organisation=named.get(letter.organisation or 0),
            reason=_reason(letter),
            remark=Remark(letter.remark) if letter.remark else None,
            next_try=_in_words(tries.get(letter.id)),
        )
        for letter in letters
    ]


def _reason(letter: OutboxLetter) -> Message | None:
    """Say why a letter waits or did not arrive, or what is remarked of it; a letter that arrived after failures has no reason."""
    if letter.state is LetterState.SENT and not letter.remark:
        return None
    return reason_of(letter.error, uncertain=letter.state is LetterState.UNCERTAIN)


def _in_words(moment: datetime | None) -> Message | None:
    """Say how long it is until a moment: the reader's time of day is not known."""
    if moment is None:
        return None
    minutes = max(1, round((moment - clock.now()).total_seconds() / 60))
    if minutes < _IN_HOURS_FROM:
        return Message.plural("next try in {n} minute", "next try in {n} minutes", minutes)
    return Message.plural("next try in {n} hour", "next try in {n} hours", round(minutes / _HOUR))
