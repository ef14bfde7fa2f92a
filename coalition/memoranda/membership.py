"""Who works on a memorandum: adding and removing members; the others are told by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import Duplicate, savepoint, transaction
from coalition.directions import PersonName
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.errors import AlreadyMember, LastMember, NoSuchPerson, NotAMember
from coalition.memoranda.happenings import less_is_known
from coalition.memoranda.tables import MemorandumMember
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import CONTACTS
from coalition.people.account_letters import tell
from coalition.people.queries import account, active_by_email
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator


async def add_member(memorandum: Memorandum, email: str, by: Coordinator | None = None) -> None:
    """Add a person to those who work on a memorandum; `by` is who adds them at the desk.

    Raises:
        NoSuchPerson: there is no account with this address.
        AlreadyMember: the person already works on the memorandum.

    """
    person = await active_by_email(email)
    if person is None:
        raise NoSuchPerson
    try:
        async with transaction():
            async with savepoint():
                await MemorandumMember.insert(MemorandumMember(memorandum=memorandum.id, coordinator=person.id))
            await trail.record(TrailAct.MEMBER_ADDED, f"coordinator:{person.id}", memorandum.id)
            sentence = Message(
                "{whom} was added to those who work on one of your memoranda. Its page of people names everybody.", whom=PersonName(person.name)
            )
            await _tell(memorandum, sentence, person, by)
    except Duplicate as duplicate:
        raise AlreadyMember from duplicate


async def take_over(memorandum: Memorandum, person: Coordinator) -> None:
    """Let a coordinator work on a memorandum that nobody coordinates any more, inside the caller's transaction."""
    if not await queries.is_member(memorandum.id, person.id):
        await MemorandumMember.insert(MemorandumMember(memorandum=memorandum.id, coordinator=person.id))
    await trail.record(TrailAct.MEMBER_ADDED, f"coordinator:{person.id}", memorandum.id)


async def remove_member(memorandum: Memorandum, person_id: int, by: Coordinator | None = None) -> None:
    """Remove a person from those who work on a memorandum: at once, and `by` may be that person.

    Raises:
        NotAMember: the person does not work on it.
        LastMember: no other coordinator would be left.

    """
    async with transaction():
        await queries.locked(memorandum.id)
        person = await account(person_id)
        if person is None or not await queries.is_member(memorandum.id, person_id):
            raise NotAMember
        if not {other.id for other in await queries.coordinators_of(memorandum.id)} - {person_id}:
            raise LastMember
        await hide_contact(memorandum, person_id)
        await MemorandumMember.delete().where(_membership(memorandum, person_id))
        await less_is_known(memorandum.id)
        await trail.record(TrailAct.MEMBER_REMOVED, f"coordinator:{person_id}", memorandum.id)
        sentence = Message(
            "{whom} does not work on one of your memoranda any more. Its page of people names everybody.", whom=PersonName(person.name)
        )
        await _tell(memorandum, sentence, person, by)


async def choose_answering(memorandum: Memorandum, person_id: int) -> None:
    """Let letters about a text name another of its coordinators as the one who answers for it.

    Raises:
        NotAMember: the person does not coordinate it.

    """
    async with transaction():
        await queries.locked(memorandum.id)
        if person_id not in {person.id for person in await queries.coordinators_of(memorandum.id)}:
            raise NotAMember
        here = MemorandumMember.memorandum == memorandum.id
        await MemorandumMember.update({MemorandumMember.answers: False}).where(here)
        await MemorandumMember.update({MemorandumMember.answers: True}).where(here & (MemorandumMember.coordinator == person_id))
        await trail.record(TrailAct.ANSWERING_CHOSEN, f"coordinator:{person_id}", memorandum.id)


async def show_contact(memorandum: Memorandum, person: Coordinator) -> None:
    """Let everybody read the name and address of a coordinator as a contact for a text; only they themselves ask for it.

    Raises:
        NotAMember: the person does not coordinate it.

    """
    async with transaction():
        if person.id not in {member.id for member in await queries.coordinators_of(memorandum.id)}:
            raise NotAMember
        await MemorandumMember.update({MemorandumMember.public_contact: True}).where(_membership(memorandum, person.id))
        await trail.record(TrailAct.PUBLIC_CONTACT_CHOSEN, f"coordinator:{person.id}", memorandum.id)
        await pages_change(CONTACTS)


async def hide_contact(memorandum: Memorandum, person_id: int) -> None:
    """Take the name of a coordinator out of the public page of a text; any of its coordinators may."""
    async with transaction():
        shown = _membership(memorandum, person_id) & MemorandumMember.public_contact.eq(True)  # noqa: FBT003 -- a value
        if await MemorandumMember.update({MemorandumMember.public_contact: False}).where(shown).returning(MemorandumMember.id):
            await trail.record(TrailAct.PUBLIC_CONTACT_HIDDEN, f"coordinator:{person_id}", memorandum.id)
            await pages_change()


def _membership(memorandum: Memorandum, person_id: int) -> Combinable:
    return (MemorandumMember.memorandum == memorandum.id) & (MemorandumMember.coordinator == person_id)


async def _tell(memorandum: Memorandum, sentence: Message, person: Coordinator, by: Coordinator | None) -> None:
    recipients = {member.id: member for member in await queries.coordinators_of(memorandum.id)}
    if person.disabled_at is None:
        recipients[person.id] = person
    await tell(recipients.values(), sentence, by=by, memorandum=memorandum.id)
