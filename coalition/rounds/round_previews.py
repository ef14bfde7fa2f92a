"""The letters that would go to seats of a round, as a coordinator looks at them before: one for each language and discretion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition import clock
from coalition.addresses import url_for
from coalition.host import queries as hosts
from coalition.invitations.addressees import Addressee
from coalition.invitations.letter_previews import LetterPreview
from coalition.invitations.letters import letter_language, subject_of
from coalition.invitations.recipients import contact_to_invite
from coalition.mail.writing import compose
from coalition.organisations import queries as organisations
from coalition.rounds import queries
from coalition.rounds.letter_sources import as_discreet
from coalition.rounds.round_letters import OPENED, REMINDER, VIEW, context_of, may_be_reminded, what_it_says
from coalition.rounds.seat_choice_queries import contacts_by_organisation, seats_of_choice
from coalition.rounds.sending_rounds import MOST_SEATS
from coalition.rounds.tables import ConsultationRound
from coalition.settings import SUPPORTED_LANGUAGES, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.forums.organisation_choice_queries import Choice
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.rounds.forms import RoundParticularsForm

_NO_LINK = "PRIVATE-LINK"  # in place of the token: a link is made when a letter is written, and stands in that letter only


class _Kind(NamedTuple):
    """A kind of letters, and the way in which those with the draft show it."""

    letter: str
    view: str = ""


async def preview_round(memorandum: Memorandum, choice: Choice, form: RoundParticularsForm, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters to those organisations of a choice that have a contact; the number of queries is fixed."""
    columns: dict[str, Any] = {"memorandum": memorandum.id, "number": 0, "edition": 0, "opened_at": clock.now()}  # no letter says any of them
    row = ConsultationRound(kind=form.kind.value, closes_on=form.closes, **columns)
    parties = await seats_of_choice(choice, MOST_SEATS)
    contacts = await contacts_by_organisation(parties)
    chosen = [(party, contact_to_invite(contacts.get(party, []))) for party in parties]
    return await _previews(memorandum, row, _Kind(OPENED), [(party, contact) for party, contact in chosen if contact], words)


async def preview_reminders(memorandum: Memorandum, row: ConsultationRound, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters to the seats that would be reminded now; the number of queries is fixed."""
    seats = await queries.seats_of([row.id])
    contacts, answered = await queries.contacts_of(seats), await queries.answered_among(seat.id for seat in seats)
    silent = [seat for seat in seats if seat.id in contacts and may_be_reminded(seat, answered)]
    return await _previews(memorandum, row, _Kind(REMINDER), [(seat.organisation, contacts[seat.id]) for seat in silent], words)


async def preview_view(memorandum: Memorandum, row: ConsultationRound, view: str, words: Mapping[str, str]) -> list[LetterPreview]:
    """Return the letters with the draft, read in one way, to all seats that have a contact; the number of queries is fixed."""
    seats = await queries.seats_of([row.id])
    contacts = await queries.contacts_of(seats)
    recipients = [(seat.organisation, contacts[seat.id]) for seat in seats if seat.id in contacts]
    return await _previews(memorandum, row, _Kind(VIEW, view), recipients, words)


async def _previews(
    memorandum: Memorandum, row: ConsultationRound, kind: _Kind, recipients: Iterable[tuple[int, Contact]], words: Mapping[str, str]
) -> list[LetterPreview]:
    """Return one letter for each language and discretion, with the number of those that are alike."""
    subject, host = await subject_of(memorandum), await hosts.described()
    about = await what_it_says(row, kind.letter, kind.view)
    to = list(recipients)
    named = await organisations.views_by_id(party for party, _ in to)
    groups: dict[tuple[str, bool], LetterPreview] = {}
    for party, contact in to:
        context = context_of(row, subject, memorandum, Addressee(named[party], contact, None), words)
        context |= {"view": kind.view, **as_discreet(kind.letter, about, discreet=context["discreet"])}
        key = (letter_language(contact), bool(context["discreet"]))
        if key in groups:
            first = groups[key]
            groups[key] = LetterPreview(first.language, first.discreet, first.number + 1, first.organisation, first.content)
            continue
        link = load().base_url + url_for("signing.invitation.show", lang=key[0], token=_NO_LINK)
        groups[key] = LetterPreview(*key, 1, named[party], compose(kind.letter, host, address=contact.email, link=link, **context))
    return [groups[key] for key in sorted(groups, key=lambda key: (SUPPORTED_LANGUAGES.index(key[0]), key[1]))]
