"""Whether everybody may read a proposal after the text is adopted: its author and each co-sponsor answer that, and can change the answer.

Whoever works on the draft may answer for an organisation only what it lets everybody read less by, unless they entered the amendment for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.acts.naming import when_hidden
from coalition.amendments import queries
from coalition.amendments.errors import NoSuchAmendment, OnlyTheOrganisation
from coalition.amendments.proposing import BY_LINK
from coalition.amendments.readers import coordinators_of, reader_in
from coalition.amendments.tables import Amendment, CoSponsor, PublicAnswer
from coalition.database import among, transaction
from coalition.memoranda import queries as memoranda
from coalition.organisations.merged_queries import group_of
from coalition.organisations.queries import remaining_ids
from coalition.rounds.seat_sessions import hold_seat_alone
from coalition.steps import Steps
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection

    from piccolo.columns import Column

    from coalition.acts.naming import Hidden
    from coalition.amendments.forms import PublicAnswerForm
    from coalition.memoranda.tables import Memorandum

# What else happens when such an answer changes; steps are given the id of the memorandum.
_steps: Steps[int] = Steps()
when_answers_change = _steps.add
answers_change = _steps.run
_IN_ORDER = list(PublicAnswer)


def raises(answer: PublicAnswer, before: str) -> bool:
    """Whether everybody may read more with an answer than with the one before."""
    return _IN_ORDER.index(answer) > _IN_ORDER.index(PublicAnswer(before))


def answers_at_desk(before: str, *, entered: bool) -> list[PublicAnswer]:
    """Return the answers that those who work on the draft may give: all if they `entered` the amendment, else those that raise nothing."""
    return [answer for answer in PublicAnswer if entered or not raises(answer, before)]


async def answer_in_seat(session: str, number: int, form: PublicAnswerForm) -> None:
    """Change the answer of the organisation of a seat, about its own amendment or one that it supports; also after the decision.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment: there is none with this number that is its own, or that it supports.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        reader = reader_in(opened)
        amendment = await queries.amendment_for(reader, number)
        if amendment is None:
            raise NoSuchAmendment
        if reader.owns(amendment.organisation):
            await _answer_as_author(amendment, form.published)
        elif sponsor := await queries.co_sponsor(amendment.id, reader.organisation):
            values: dict[Column | str, Any] = {CoSponsor.published: form.published.value}
            await CoSponsor.update(values).where(CoSponsor.id == sponsor.id)
        else:
            raise NoSuchAmendment
        await trail.record(TrailAct.AMENDMENT_PUBLIC_ANSWER, f"amendment:{number}", opened.memorandum.id, actor=BY_LINK)
        await answers_change(opened.memorandum.id)


async def answer_at_desk(memorandum: Memorandum, number: int, form: PublicAnswerForm) -> None:
    """Change the answer of the author of an amendment for those who work on the draft.

    Raises:
        NoSuchAmendment: there is none with this number.
        OnlyTheOrganisation: everybody would read more of what the organisation handed in itself.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        amendment = await queries.amendment_for(coordinators_of(row.id), number)
        if amendment is None:
            raise NoSuchAmendment
        if form.published not in answers_at_desk(amendment.published, entered=amendment.seat is None):
            raise OnlyTheOrganisation
        await _answer_as_author(amendment, form.published)
        await trail.record(TrailAct.AMENDMENT_PUBLIC_ANSWER, f"amendment:{number}", row.id)
        await answers_change(row.id)


@when_hidden
async def _withdraw(hidden: Hidden) -> None:
    """Let everybody read nothing any more of an organisation that hides its name, is at risk or is not listed any more."""
    [remaining] = [*(await remaining_ids([hidden.organisation])).values()] or [hidden.organisation]
    entries = await group_of(remaining)
    for memorandum in await queries.memoranda_with_answers(entries, hidden.memorandum):
        await withdraw_answers(memorandum, entries)


async def withdraw_answers(memorandum_id: int, organisation_ids: Collection[int]) -> None:
    """Let everybody read nothing any more of what some entries of an organisation proposed or support, inside the caller's transaction."""
    of_memorandum = queries.ids_of(Amendment.memorandum == memorandum_id)
    supported = among(CoSponsor.organisation, organisation_ids) & CoSponsor.amendment.is_in(of_memorandum)
    await CoSponsor.update({CoSponsor.published: PublicAnswer.NO.value}).where(supported)
    own = (Amendment.memorandum == memorandum_id) & among(Amendment.organisation, organisation_ids)
    await Amendment.update({Amendment.published: PublicAnswer.NO.value}).where(own)
    await answers_change(memorandum_id)


async def _answer_as_author(amendment: Amendment, answer: PublicAnswer) -> None:
    values: dict[Column | str, Any] = {Amendment.published: answer.value}
    await Amendment.update(values).where(Amendment.id == amendment.id)
