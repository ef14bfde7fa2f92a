"""Answering a reported mistake: a letter to whoever gave an address, in their language; where care is asked for, only a link to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations.errors import LinkUnknown
from coalition.invitations.letters import forum_of, is_discreet
from coalition.languages import Message
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.organisations.queries import views_by_id
from coalition.people.tokens import new_token
from coalition.reported_mistakes import queries
from coalition.reported_mistakes.errors import AlreadyAnswered
from coalition.reported_mistakes.reporting import ANSWERED_LASTS, enqueue_deletion
from coalition.reported_mistakes.tables import ReportedMistake
from coalition.settings import load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.people.tables import Coordinator
    from coalition.reported_mistakes.forms import MistakeAnswerForm


async def answer(person: Coordinator, number: int, form: MistakeAnswerForm) -> None:
    """Answer a report that a coordinator may see, and delete the address; without an address the answer is a note for the coordinators.

    Raises:
        AlreadyAnswered: it was answered before, or there is none.
        InvalidForm: somebody waits for the answer, and it is empty.

    """
    async with transaction():
        row = await queries.locked_mistake(person.id, number)
        if row is None or row.answered_at:
            raise AlreadyAnswered
        if row.email and not form.answer:
            raise InvalidForm({"answer": Message("Write the answer; it goes to the person who wrote to you.")})
        values: dict[Column | str, Any] = {ReportedMistake.answered_at: clock.now(), ReportedMistake.answer: form.answer, ReportedMistake.email: ""}
        await ReportedMistake.update(values).where(ReportedMistake.id == row.id)
        await enqueue_deletion(ANSWERED_LASTS)
        await trail.record(TrailAct.MISTAKE_ANSWERED, f"reported_mistake:{row.id}", row.memorandum)
        if row.email:
            await _write(row, form.answer)


async def _write(row: ReportedMistake, text: str) -> None:
    """Write the letter; it repeats nothing of the report, because a stranger may have entered the address.

    Where letters about the text or to the organisation are discreet, it holds no word of the coordinators, but a link to the answer.
    """
    discreet = await _is_discreet(row)
    about: dict[str, Any] = {"discreet": discreet, "text": text, "link": "", "expires": clock.now() + ANSWERED_LASTS, "name": ""}
    if discreet:
        token, token_hash = new_token()
        await ReportedMistake.update({ReportedMistake.answer_hash: token_hash}).where(ReportedMistake.id == row.id)
        about["link"] = load().base_url + url_for("public.mistake_answer.show", lang=row.language, token=token)
    concerns = Concerns(row.memorandum, row.organisation)
    await write_letter("mistake_answered", address=row.email, language=row.language, answering=None, concerns=concerns, **about)


async def _is_discreet(row: ReportedMistake) -> bool:
    organisation = (await views_by_id([row.organisation]))[row.organisation]
    memorandum = await memoranda.by_id(row.memorandum) if row.memorandum else None
    return is_discreet(organisation, await forum_of(memorandum) if memorandum else None, memorandum)


async def answer_behind(token: str) -> ReportedMistake:
    """Return the report whose answer the link of a letter leads to.

    Raises:
        LinkUnknown: there is none, or it was deleted.

    """
    row = await queries.by_answer(token)
    if row is None:
        raise LinkUnknown
    return row
