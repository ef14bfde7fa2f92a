"""Letters to those concerned when the time for signature is extended, gets a last day or is over, or when organisations may accede.

Each operation changes the window and begins the letters in one transaction; they are written in steps, so that none is written twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.acts.letter_times import leaves_when
from coalition.acts.parties import number_of_parties, parties
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations import queries
from coalition.invitations.addressees import addressees, addressees_of
from coalition.invitations.chase_queries import counts_on
from coalition.invitations.letters import is_discreet, letter_language, subject_of
from coalition.invitations.silent_letters import write_to_silent
from coalition.jobs.long_work import STEP, Begun, Stepped, begin, go_on_now, step_of, stop
from coalition.jobs.worker import handles
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import extending, opening
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Publicity, SigningState
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.invitations.addressees import Addressee
    from coalition.invitations.letters import Subject
    from coalition.memoranda.rule_forms import ExtensionForm, WindowForm
    from coalition.memoranda.tables import Memorandum

_TELL_SILENT, _TELL_PARTIES = "tell_silent", "tell_parties"


async def extend(memorandum: Memorandum, form: ExtensionForm) -> None:
    """Choose a later last day, or the first one, and write to the invited organisations that have not answered, unless the form says not to.

    Links that were sent before end with the last day too, if it is earlier than their own end.

    Raises:
        NotOpen, InvalidForm: as `extending.extend`.

    """
    async with transaction():
        letter = "extended" if (await memoranda.locked(memorandum.id)).closes_on else "last_day_set"
        await extending.extend(memorandum, form)
        begun = [await _tell_silent(memorandum.id, letter, form.closes.isoformat())] if form.send else []
    await _go_on(begun)


async def close(memorandum: Memorandum, form: WindowForm) -> None:
    """Close the window, or accession after it, and write to the parties and to those that have not answered, unless the form says not to.

    Raises:
        NotOpen: as `opening.close`.

    """
    async with transaction():
        begun = await _close(memorandum, send=form.send)
    await _go_on(begun)


async def _close(memorandum: Memorandum, *, send: bool) -> list[Begun]:
    await opening.close(memorandum)
    if not send:
        return []
    state = (await memoranda.locked(memorandum.id)).signing_state
    return [await _tell_silent(memorandum.id, "closed", state), await _tell_parties(memorandum.id)]


async def open_for_accession(memorandum: Memorandum, form: WindowForm) -> None:
    """Let organisations accede, and write to the invited ones that have not answered, unless the form says not to.

    Raises:
        NotAuthenticated, AlreadyTerminated, NotClosed: as `opening.open_for_accession`.

    """
    async with transaction():
        await opening.open_for_accession(memorandum)
        begun = [await _tell_silent(memorandum.id, "accession_opened", SigningState.ACCESSION_ONLY)] if form.send else []
    await _go_on(begun)


@handles("close_memorandum")
async def close_when_due(payload: Mapping[str, Any]) -> None:
    """Close the window after its last day, unless somebody closed or extended it before; a second run of the job writes no letter."""
    async with transaction():
        row = await memoranda.locked(payload["memorandum"])
        begun = await _close(row, send=payload.get("letters", False)) if opening.is_overdue(row) else []
    await _go_on(begun)


async def _go_on(begun: list[Begun]) -> None:
    for work in begun:
        await go_on_now(work)


class Concerned(Struct, frozen=True):
    """How many invited organisations have not answered and can be written to, and how many parties there are."""

    silent: int
    parties: int


async def number_of_letters(memorandum_id: int) -> Concerned:
    """Return how many letters there can be at most (for those who work on the memorandum)."""
    counts = await counts_on(memorandum_id)
    return Concerned(counts.due + counts.reminded_today, await number_of_parties(memorandum_id))


async def _tell_silent(memorandum_id: int, letter: str, as_at: str) -> Begun:
    """Begin to write to those that have not answered; letters about an earlier change that are not written yet are left out."""
    await stop(_TELL_SILENT, memorandum_id)
    total = (await number_of_letters(memorandum_id)).silent
    return await begin(_tell_some_silent, memorandum_id, {"memorandum": memorandum_id, "letter": letter, "as_at": str(as_at)}, total=total)


@step_of(_TELL_SILENT)
async def _tell_some_silent(task: Mapping[str, Any], place: int) -> Stepped:
    """Write to the next organisations in the order of their ids; to nobody any more once the window was changed again."""
    row = await memoranda.locked(task["memorandum"])
    if not _is_as_at(row, task["as_at"]):
        return Stepped([], place, more=False)
    waiting = await queries.waiting_after(row.id, place, STEP)
    subject, reached = await subject_of(row), await addressees_of(waiting)
    if task["letter"] == "closed":
        for invitation, addressee in reached:
            await _write("closed", row, addressee, subject, about=f"invitation:{invitation.id}")
    else:
        await write_to_silent(task["letter"], row, reached, subject)
    done = [invitation.organisation for invitation, _ in reached]
    return Stepped(done, waiting[-1].organisation if waiting else place, more=len(waiting) == STEP)


def _is_as_at(row: Memorandum, as_at: str) -> bool:
    """Whether what the letters say is still true: the last day of an open window, or the state of one that is not open."""
    return as_at == (str(row.closes_on) if row.signing_state == SigningState.OPEN else row.signing_state)


async def _tell_parties(memorandum_id: int) -> Begun:
    await stop(_TELL_PARTIES, memorandum_id)
    return await begin(_tell_some_parties, memorandum_id, {"memorandum": memorandum_id}, total=await number_of_parties(memorandum_id))


@step_of(_TELL_PARTIES)
async def _tell_some_parties(task: Mapping[str, Any], place: int) -> Stepped:
    """Write to the next parties in the order of their ids; a letter to one that is not named leaves as its receipt did."""
    row = await memoranda.locked(task["memorandum"])
    named = await parties(row.id, after=place, limit=STEP)
    subject = await subject_of(row)
    for addressee in await addressees(row.id, named):
        await _write("closed_party", row, addressee, subject, not_before=leaves_when(named=named[addressee.organisation.id]))
    return Stepped(list(named), max(named, default=place), more=len(named) == STEP)


async def _write(letter: str, row: Memorandum, addressee: Addressee, subject: Subject, **more: Any) -> None:
    """Write a letter about the end, which has no link to answer; `link` is the list of signatories, if everybody may read it."""
    organisation, language = addressee.organisation, letter_language(addressee.contact)
    page = url_for("public.signatories.show", lang=language, memorandum=row.slug)
    context: dict[str, Any] = {
        "address": addressee.contact.email,
        "language": language,
        "answering": subject.answering,
        "concerns": Concerns(row.id, organisation.id),
        "name": addressee.contact.name,
        "organisation": organisation,
        "invited": addressee.invitation is not None,
        "memorandum": subject.memorandum,
        "discreet": is_discreet(organisation, subject.forum, row),
        "accession": row.signing_state == SigningState.ENDED,
        "link": load().base_url + page if row.publicity == Publicity.PUBLIC else "",
    }
    await write_letter(letter, **context | more)
