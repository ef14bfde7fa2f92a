"""Sending an appeal: its text is fixed under a digest and opened, and the members of its networks are invited by letter, all or nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock, trail
from coalition.appeals import (
    appeal_letters,  # noqa: F401 -- its source answers what the first letter says
    queries,
)
from coalition.appeals.errors import AppealChanged, AppealNeedsApproval, AppealNotSent, HourOver, NameInText, NobodyGetsLetters
from coalition.appeals.standing_names import fields_with_name
from coalition.appeals.tables import Appeal
from coalition.appeals.writing_appeals import unsent_appeal
from coalition.database import as_if, transaction
from coalition.deliveries.timelines import addressee_views
from coalition.editions.adopting import adopt_edition
from coalition.forums import queries as forums
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.choice_queries import ChoiceNumbers, numbers_of_choice
from coalition.invitations.inviting_many import begin_inviting
from coalition.invitations.letter_previews import LetterPreview, preview_choice
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.obstacles import Obstacle, TextToAdopt, obstacles
from coalition.memoranda.opening import open_for_signature
from coalition.memoranda.tables import AdoptionRule
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.queries import remaining_ids, views_by_id
from coalition.organisations.visible_queries import Viewer
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.appeals.views import AppealView, NamedPersonView
    from coalition.deliveries.views import AddresseeView
    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.organisations.views import OrganisationView

_NAMED = Message("It names a person.")
_CARE = Message("Its forum asks for care.")
_NETWORK_AT_RISK = Message("A network that it goes to is at risk.")
_ADDRESSEE_AT_RISK = Message("An organisation of which something is asked is at risk.")


class AppealToSend(Struct, frozen=True):
    """All that an appeal says and does once it is sent; `risks` say why two coordinators decide, `seen` is the digest of the whole.

    `people` are those whom it names. A second coordinator reads their names and not what they agreed to; that is part of the digest too, so
    that it cannot change while they decide.
    """

    memorandum: MemorandumView
    appeal: AppealView
    people: Sequence[NamedPersonView]
    wordings: Sequence[Wording]
    addressees: Sequence[AddresseeView]
    networks: Sequence[OrganisationView]
    forum: ForumView | None
    risks: Sequence[Message]
    seen: str

    @property
    def choice(self) -> Choice:
        """The choice of all members of its networks."""
        return Choice("network", tuple(network.slug for network in self.networks))


async def send_appeal(memorandum: Memorandum, seen: str, *, approved: bool = False) -> None:
    """Fix the text of an appeal, open it until its hour, and begin to invite the members of its networks, in one transaction.

    `seen` is the digest of what the person read, `approved` says that two coordinators agree.

    Raises:
        AppealSent: it was sent before.
        AppealChanged: it is not what the person read.
        HourOver: the hour until which it was to be open is over.
        NobodyGetsLetters: no member of its networks can be written to.
        NameInText: the name of a person stands in the text, however it came there.
        AppealNeedsApproval: two coordinators decide.
        CoalitionError: as `adopt_edition`, `open_for_signature` and `begin_inviting`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        to_send = await appeal_to_send(row, await unsent_appeal(row))
        if seen != to_send.seen:
            raise AppealChanged
        await check_sending(row, to_send)
        if to_send.risks and not approved:
            raise AppealNeedsApproval
        await _open(row, to_send.appeal.id)
        await begin_inviting(await memoranda.locked(row.id), to_send.choice)
        await trail.record(TrailAct.APPEAL_SENT, f"appeal:{to_send.appeal.id}", row.id)


async def check_sending(row: Memorandum, to_send: AppealToSend) -> None:
    """Refuse to send an appeal of which the hour is over, that nobody would get, or that would name a person for good.

    Raises:
        HourOver, NobodyGetsLetters, NameInText: as `send_appeal`.

    """
    if to_send.appeal.closes_at is None or to_send.appeal.closes_at <= clock.now():
        raise HourOver
    numbers = await numbers_of_choice(row, to_send.choice) if to_send.networks else None
    if numbers is None or numbers.invited == numbers.without_contact:
        raise NobodyGetsLetters
    if fields_with_name(_fixed_words(to_send), (name for person in to_send.people for name in person.names.values())):
        raise NameInText


def _fixed_words(to_send: AppealToSend) -> dict[str, str]:
    """Return everything that cannot be changed once it is sent."""
    texts = [text for wording in to_send.wordings for text in (wording.title, wording.body)]
    texts += [text for words in to_send.appeal.words.values() for text in (words.about, words.asked)]
    texts += [text for each in to_send.addressees for name in each.names.values() for text in (name.name, name.office)]
    return {str(at): text for at, text in enumerate(texts)}


async def _open(row: Memorandum, appeal_id: int) -> None:
    """Fix the text and open it from today until its hour."""
    await Appeal.update({Appeal.sent_at: clock.now()}).where(Appeal.id == appeal_id)
    today = clock.today()
    await adopt_edition(row, AdoptionForm(rule=AdoptionRule.UNKNOWN, on=today.isoformat()))
    await open_for_signature(row, OpeningForm(opens=today, closes=row.closes_at.date()))


@obstacles.at(80)
async def _only_by_sending(about: TextToAdopt) -> Sequence[Obstacle]:
    """An appeal is adopted by sending it: so nobody sends it to its networks without those who have to agree."""
    row = await queries.appeal_of(about.memorandum.id)
    if row is None or row.sent_at:
        return []
    message = Message("An appeal is adopted when it is sent: continue there.")
    return [Obstacle("appeal", message, AppealNotSent(), "desk.appeal_sending.new", {"memorandum": about.memorandum.slug})]


async def appeal_to_send(row: Memorandum, appeal: Appeal) -> AppealToSend:
    """Read all that an appeal says and does (for those who work on it, and for those who approve it)."""
    edition = await edition_queries.edition_worked_on(row.id)
    wordings = await edition_queries.wordings(edition.id)
    view, people = await queries.view_of(appeal), await queries.named_people(appeal.id)
    addressees = await addressee_views(row.id, Viewer.COORDINATOR)
    networks, forum = await networks_to_ask(appeal.id), await forums.view_of(row.forum)
    risks = await _risks(view, addressees, networks, forum)
    said = sorted((words.language, words.about, words.asked) for words in view.words.values())
    texts = sorted((wording.language, wording.status, wording.title, wording.body) for wording in wordings)
    to = [sorted((name.language, name.name, name.office) for name in each.names.values()) for each in addressees]
    named = [(sorted(each.names.items()), each.agreed.iso, each.means, each.purpose, str(each.until)) for each in people]
    whole = (texts, said, named, to, str(view.closes_at), view.zone, sorted(each.slug for each in networks), row.forum)
    seen = hashlib.sha256(repr(whole).encode()).hexdigest()[:32]
    return AppealToSend(await memoranda.view(row), view, people, wordings, addressees, networks, forum, risks, seen)


async def networks_to_ask(appeal_id: int) -> list[OrganisationView]:
    """Return the networks to which an appeal goes, each once: in the place of one that was merged into another entry, what remains of it."""
    ids = await queries.networks_of(appeal_id)
    remaining = await remaining_ids(ids)
    entries = dict.fromkeys(remaining.get(number, number) for number in ids)
    named = await views_by_id(entries)
    return [named[number] for number in entries if number in named]


async def _risks(
    view: AppealView, addressees: Sequence[AddresseeView], networks: Sequence[OrganisationView], forum: ForumView | None
) -> list[Message]:
    """Return why two coordinators decide."""
    reasons = [
        (bool(view.people), _NAMED),
        (forum is not None and forum.needs_care, _CARE),
        (await is_one_at_risk(network.id for network in networks), _NETWORK_AT_RISK),
        (await is_one_at_risk(each.organisation.id for each in addressees if each.organisation), _ADDRESSEE_AT_RISK),
    ]
    return [message for holds, message in reasons if holds]


class LettersToSend(Struct, frozen=True):
    """The letters of an appeal, one for each language and discretion, and the numbers of those that get them."""

    letters: Sequence[LetterPreview]
    numbers: ChoiceNumbers


async def letters_to_send(memorandum: Memorandum, choice: Choice) -> LettersToSend:
    """Return the letters that would leave to the members of some networks, as they read once the appeal is open; nothing is changed.

    Raises:
        CoalitionError: as `send_appeal`, about the text.

    """

    async def change() -> None:
        row = await memoranda.locked(memorandum.id)
        await _open(row, (await unsent_appeal(row)).id)

    async def read() -> LettersToSend:
        row = await memoranda.locked(memorandum.id)
        return LettersToSend(await preview_choice(row, choice, {}), await numbers_of_choice(row, choice))

    result: LettersToSend = await as_if(change, read)
    return result
