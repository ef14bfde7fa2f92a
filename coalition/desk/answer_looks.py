"""How the desk shows the answer to an invitation, and what can be done about it."""

from __future__ import annotations

from msgspec import Struct

from coalition.invitations.last_answers import Answer
from coalition.languages import Message
from coalition.words import for_each


class AnswerLook(Struct, frozen=True):
    """How one answer is shown: the word and the tone of its chip.

    `ask`: the label of the button that invites the organisation again, None if its act stands; `signs`: the act counts, so its name may be withheld.
    """

    word: Message
    tone: str
    ask: Message | None
    signs: bool = False

    @property
    def stands(self) -> bool:
        """Whether an act of the organisation stands, so that it cannot be invited again."""
        return self.ask is None


_NEW_LINK = Message("New link")
_AGAIN = Message("Invite again")


def _look(answer: Answer, tone: str = "", ask: Message | None = None, *, signs: bool = False) -> AnswerLook:
    return AnswerLook(answer.word, tone, ask, signs)


_LOOKS = for_each(
    Answer,
    {
        Answer.INVITED: _look(Answer.INVITED, ask=_NEW_LINK),
        Answer.VISITED: _look(Answer.VISITED, "warn", _NEW_LINK),
        Answer.BOUNCED: _look(Answer.BOUNCED, "bad", _NEW_LINK),
        Answer.SIGNED: _look(Answer.SIGNED, "good", signs=True),
        Answer.ACCEDED: _look(Answer.ACCEDED, "good", signs=True),
        Answer.AD_REFERENDUM: _look(Answer.AD_REFERENDUM),
        Answer.QUESTIONED: _look(Answer.QUESTIONED),
        Answer.SUPPORTED: _look(Answer.SUPPORTED, "good", signs=True),
        Answer.DECLINED: _look(Answer.DECLINED, ask=_AGAIN),
        Answer.WITHDRAWN: _look(Answer.WITHDRAWN, ask=_AGAIN),
        Answer.ANNULLED: _look(Answer.ANNULLED, ask=_AGAIN),
        Answer.LAPSED: _look(Answer.LAPSED, ask=_AGAIN),
        Answer.REVOKED: _look(Answer.REVOKED, ask=_NEW_LINK),
    },
)


def look_of(answer: str) -> AnswerLook:
    """Return the word, the tone and the button of an answer."""
    return _LOOKS[Answer(answer)]
