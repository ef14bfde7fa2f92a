"""Sending an appeal with two coordinators: what is checked, carried out and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.appeals import sending_appeals
from coalition.appeals.errors import AppealChanged, AppealRule
from coalition.appeals.sending_appeals import appeal_to_send
from coalition.appeals.writing_appeals import unsent_appeal
from coalition.approvals.memorandum_kinds import memorandum_asked_about
from coalition.database import transaction
from coalition.languages import Message, language_name
from coalition.memoranda import queries as memoranda
from coalition.organisations.names import name_for

if TYPE_CHECKING:
    from coalition.appeals.sending_appeals import AppealToSend
    from coalition.approvals.facts import Facts, Values
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator


async def send_appeal(about: str, values: Values, _: Coordinator) -> None:
    """Send an appeal as it was read."""
    await sending_appeals.send_appeal(await memorandum_asked_about(about), values["seen"], approved=True)


async def is_as_it_was_read(about: str, values: Values) -> None:
    """Refuse to ask about an appeal that is not the one that was read, or that could not be sent."""
    row = await memorandum_asked_about(about)
    async with transaction():
        await sending_appeals.check_sending(row, await _to_send(row, values))


async def is_unchanged(about: str, values: Values) -> bool:
    """Whether an appeal is still the one that was read, so that a second coordinator can agree to it."""
    row = await memoranda.by_id(int(about.partition(":")[2]))
    try:
        return row is not None and bool(await _to_send(row, values))
    except AppealRule:
        return False


async def _to_send(row: Memorandum, values: Values) -> AppealToSend:
    to_send = await appeal_to_send(row, await unsent_appeal(row))
    if to_send.seen != values["seen"]:
        raise AppealChanged
    return to_send


async def appeal_facts(about: str, values: Values, language: str) -> Facts:
    """Show everything that an appeal says in each language, and to whom it goes; nothing of one that was changed or sent meanwhile."""
    row = await memorandum_asked_about(about)
    try:
        to_send = await _to_send(row, values)
    except AppealRule:
        return [(Message("Memorandum"), (await memoranda.view(row)).title(language)[1])]
    closing = to_send.appeal.closing
    facts = [
        (Message("Why two coordinators decide"), " ".join(risk.text(language) for risk in to_send.risks)),
        (Message("Open until"), closing.text(language) if closing else ""),
        (Message("Networks"), " · ".join(name_for(network, language).name for network in to_send.networks)),
        (Message("Forum"), to_send.forum.text(language).title if to_send.forum else ""),
    ]
    return [*(fact for fact in facts if fact[1]), *_people(to_send), *_texts(to_send, language)]


def _people(to_send: AppealToSend) -> Facts:
    """Return each person who is named, in every language: everybody reads those too in which the appeal has no text."""
    return [(Message("Name of the person"), " · ".join(person.names.values())) for person in to_send.people]


def _texts(to_send: AppealToSend, language: str) -> Facts:
    facts = []
    for wording in to_send.wordings:
        code = wording.language
        words = to_send.appeal.said(code)
        to = [each.names[code].name for each in to_send.addressees if code in each.names]
        parts = (wording.title, "\n".join(name for _, name in to_send.appeal.named(code)), words.about, words.asked, "\n".join(to), wording.body)
        facts.append((Message("Text, {language}", language=language_name(code, language)), "\n\n".join(filter(None, parts))))
    return facts
