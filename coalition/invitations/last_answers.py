"""How organisations stand on a memorandum for those who work on it: the invitation, the last answer, and the state of the last letter."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.acts.act_kinds import ENDING_KINDS
from coalition.acts.histories import counting, histories_by_party
from coalition.acts.parties import superseded_for
from coalition.acts.queries import acts_of_parties
from coalition.acts.tables import ActKind
from coalition.invitations import queries
from coalition.languages import Message
from coalition.mail.queries import states_by_subject
from coalition.mail.tables import LetterState
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from coalition.acts.histories import ActRow, History
    from coalition.invitations.tables import Invitation


class Answer(Word):
    """How an invitation stands, as the chase list shows it."""

    INVITED = "invited", Message("invited")
    VISITED = "visited", Message("link opened")
    BOUNCED = "bounced", Message("letter bounced")
    SIGNED = "signed", Message("signed")
    ACCEDED = "acceded", Message("acceded")
    AD_REFERENDUM = "ad_referendum", Message("signed ad referendum")
    QUESTIONED = "questioned", Message("questioned")
    SUPPORTED = "supported", Message("supports")
    DECLINED = "declined", Message("declined")
    WITHDRAWN = "withdrawn", Message("withdrawn")
    ANNULLED = "annulled", Message("annulled")
    LAPSED = "lapsed", Message("lapsed")
    REVOKED = "revoked", Message("taken back")


SILENT = (Answer.INVITED, Answer.VISITED, Answer.BOUNCED)
ENDED_STATES: Mapping[ActKind, Answer] = for_each(
    ENDING_KINDS,
    {
        ActKind.WITHDRAWAL: Answer.WITHDRAWN,
        ActKind.ANNULMENT: Answer.ANNULLED,
        ActKind.LAPSE: Answer.LAPSED,
    },
)


class LastAnswer(Struct, frozen=True):
    """How one organisation stands: its invitation, if it was asked, and its last act with the history that counts, if it answered.

    `letter` is the state of the last letter about an invitation without an answer.
    """

    invitation: Invitation | None
    act: UUID | None = None
    kind: ActKind | None = None
    history: History | None = None
    letter: str = ""

    @property
    def state(self) -> Answer:
        """The state that the chase list shows."""
        if self.kind:
            return Answer.DECLINED if self.kind is ActKind.DECLINE or self.history is None else _state_of(self.history)
        if self.invitation is None or self.invitation.revoked_at:
            return Answer.REVOKED
        if self.letter == LetterState.BOUNCED:
            return Answer.BOUNCED
        return Answer.VISITED if self.invitation.visited_at else Answer.INVITED


def _state_of(history: History) -> Answer:
    if history.ended:
        return ENDED_STATES[history.ended.kind]
    if history.questioned:
        return Answer.QUESTIONED
    if history.waits:
        return Answer.AD_REFERENDUM
    if history.supports:
        return Answer.SUPPORTED
    return Answer.ACCEDED if history.accedes else Answer.SIGNED


async def last_answers(memorandum_id: int, organisation_ids: Collection[int]) -> dict[int, LastAnswer]:
    """Return how some organisations stand, by id; those that were neither asked nor acted are left out (for those who work on the memorandum).

    They are at most as many as a page or a step of a job has.
    """
    return await answers_with(memorandum_id, await acts_of_parties(memorandum_id, organisation_ids), await superseded_for(memorandum_id))


async def answers_with(memorandum_id: int, acts: Mapping[int, Sequence[ActRow]], superseded: Collection[str]) -> dict[int, LastAnswer]:
    """Return how organisations stand, as `last_answers`, from their acts, and from the digests of editions that are not in force."""
    invitations = {party: asked for party, asked in (await queries.invitations_of(memorandum_id, acts)).items() if asked.asked}
    answers = answers_from(invitations, chain.from_iterable(acts.values()), superseded)
    subjects = {party: f"invitation:{answer.invitation.id}" for party, answer in answers.items() if answer.invitation and not answer.kind}
    letters = await states_by_subject(list(subjects.values())) if subjects else {}
    return answers | {party: replace(answers[party], letter=letters.get(subject, "")) for party, subject in subjects.items()}


def answers_from(invitations: Mapping[int, Invitation], acts: Iterable[ActRow], superseded: Collection[str]) -> dict[int, LastAnswer]:
    """Return how organisations stand, by id, from their invitations and from their acts in the order they were recorded.

    If an invitation is open, answers about an earlier edition and answers that ended are left out: another answer is awaited.
    """
    acts = list(acts)
    histories = {party: counting(every, superseded) for party, every in histories_by_party(acts).items() if every}
    awaited = _awaited([invitation for invitation in invitations.values() if invitation.answered_at is None], histories, superseded)
    last = {act.party: act for act in acts if act.kind not in _ABOUT_THE_RECORD and act.party not in awaited}
    answers = {party: LastAnswer(invitations.get(party), act.id, act.kind, histories.get(party)) for party, act in last.items()}
    return answers | {party: LastAnswer(invitation) for party, invitation in invitations.items() if party not in last}


_ABOUT_THE_RECORD = {ActKind.DISCLOSURE, ActKind.CORRECTION}


def _awaited(open_invitations: Collection[Invitation], histories: Mapping[int, History], superseded: Collection[str]) -> set[int]:
    """Return the organisations whose earlier answer does not count, because they are invited again."""
    standing = {party for party, history in histories.items() if history.ended is None}
    asked_again = {invitation.organisation for invitation in open_invitations if invitation.revoked_at is None} - standing
    parties = {invitation.organisation for invitation in open_invitations}
    return asked_again | {party for party in parties if party in histories and histories[party].root.digest in superseded}
