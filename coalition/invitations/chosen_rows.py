"""What is done with many rows of the chase list at once: reminding, new links by letter or shown, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.errors import WindowClosed
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations import queries
from coalition.invitations.chase_queries import Wanted
from coalition.invitations.chosen_row_queries import Chosen, ChosenNames, ChosenNumbers, names_of_rows, next_waiting, numbers_of_rows
from coalition.invitations.inviting import digest_to_sign, invite_parties, revoke_those
from coalition.invitations.inviting_many import MOST_SHOWN
from coalition.invitations.letters import Invited
from coalition.invitations.reminding import remind_waiting
from coalition.jobs.long_work import STEP, Stepped, begin, go_on_now, step_of
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, broken_rule, is_possible
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum


class Measure(Word):
    """What can be done with many rows of the chase list that wait for an answer."""

    REMIND = "remind", Message("Remind")
    NEW_LINKS = "new_links", Message("Send new links")
    SHOW_LINKS = "show_links", Message("Make new links to copy")
    REVOKE = "revoke", Message("Take back")


def number_reached(measure: Measure, numbers: ChosenNumbers) -> int:
    """Return how many of the chosen organisations a measure reaches: none that answered; letters only those with a contact, once a day."""
    by_letter = numbers.waiting - numbers.without_contact
    return {Measure.REMIND: by_letter - numbers.reminded_today, Measure.NEW_LINKS: by_letter}.get(measure, numbers.waiting)


async def names_reached(memorandum_id: int, measure: Measure, chosen: Chosen) -> ChosenNames:
    """Return the first of the chosen organisations that a measure reaches, and of those that it leaves out, by the reason."""
    by_letter = measure in {Measure.REMIND, Measure.NEW_LINKS}
    return await names_of_rows(memorandum_id, chosen, by_letter=by_letter, once_a_day=measure is Measure.REMIND)


async def remind_chosen(memorandum: Memorandum, chosen: Chosen) -> int:
    """Remind the chosen organisations that have not answered, each at most once a day; return how many were reminded at once.

    Raises:
        WindowClosed: the memorandum is open neither for signature nor for accession.

    """
    async with transaction():
        if not is_possible(Action.REMIND, Situation(await memoranda.locked(memorandum.id))):
            raise WindowClosed
        total = number_reached(Measure.REMIND, await numbers_of_rows(memorandum.id, chosen))
        begun = await begin(_remind_some, memorandum.id, _task(memorandum, chosen), total=total)
    return len(await go_on_now(begun))


async def send_new_links(memorandum: Memorandum, chosen: Chosen) -> int:
    """Mail new links to the chosen organisations that have not answered, in place of the earlier ones; return how many were written at once.

    Raises:
        NotAuthenticated, WindowClosed: as `inviting.invite`.

    """
    async with transaction():
        await digest_to_sign(memorandum)
        total = number_reached(Measure.NEW_LINKS, await numbers_of_rows(memorandum.id, chosen))
        begun = await begin(_write_some, memorandum.id, _task(memorandum, chosen), total=total)
    return len(await go_on_now(begun))


async def make_links(memorandum: Memorandum, chosen: Chosen) -> list[Invited]:
    """Make new links for the chosen organisations that have not answered, in place of the earlier ones, to be shown once; none is mailed.

    Raises:
        InvalidForm: too many links would be shown on one page.
        NotAuthenticated, WindowClosed: as `inviting.invite`.

    """
    async with transaction():
        await digest_to_sign(memorandum)
        if (await numbers_of_rows(memorandum.id, chosen)).waiting > MOST_SHOWN:
            raise InvalidForm({"": Message("At most {limit} links are shown at once. Choose fewer, or send them by e-mail.", limit=MOST_SHOWN)})
    made, place = list[Invited](), 0
    while parties := await next_waiting(memorandum.id, chosen, place, STEP, with_contact=False):
        async with transaction():
            made += await invite_parties(await memoranda.locked(memorandum.id), parties, send=False)
        place = parties[-1]
    return made


async def revoke_chosen(memorandum: Memorandum, chosen: Chosen) -> int:
    """Take back the chosen invitations that were not answered; return how many were taken back at once."""
    async with transaction():
        await memoranda.locked(memorandum.id)
        total = (await numbers_of_rows(memorandum.id, chosen)).waiting
        begun = await begin(_revoke_some, memorandum.id, _task(memorandum, chosen), total=total)
    return len(await go_on_now(begun))


def _task(memorandum: Memorandum, chosen: Chosen) -> dict[str, Any]:
    wanted = {"state": chosen.wanted.state, "country": chosen.wanted.country, "q": chosen.wanted.q}
    return {"memorandum": memorandum.id, "slugs": list(chosen.slugs), "wanted": wanted}


async def _next(task: Mapping[str, Any], place: int, *, with_contact: bool) -> list[int]:
    chosen = Chosen(tuple(task["slugs"]), Wanted(**task["wanted"]))
    return await next_waiting(task["memorandum"], chosen, place, STEP, with_contact=with_contact)


def _stepped(done: Sequence[Any], parties: Sequence[int], place: int) -> Stepped:
    return Stepped(done, parties[-1] if parties else place, more=len(parties) == STEP)


@step_of("remind_chosen")
async def _remind_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Remind the next organisations; nobody any more once the window is closed."""
    row = await memoranda.locked(task["memorandum"])
    if not is_possible(Action.REMIND, Situation(row)):
        return Stepped([], place, more=False)
    parties = await _next(task, place, with_contact=True)
    waiting = await queries.without_answer(row.id, parties, reminded_before=clock.today(), after=0, limit=STEP)
    return _stepped(await remind_waiting(row, waiting), parties, place)


@step_of("new_links")
async def _write_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Mail new links to the next organisations; to nobody any more once the window is closed."""
    row = await memoranda.locked(task["memorandum"])
    if broken_rule(Action.INVITE, Situation(row)):
        return Stepped([], place, more=False)
    parties = await _next(task, place, with_contact=True)
    return _stepped(await invite_parties(row, parties, send=True), parties, place)


@step_of("revoke_chosen")
async def _revoke_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Take back the next invitations."""
    row = await memoranda.locked(task["memorandum"])
    parties = await _next(task, place, with_contact=False)
    return _stepped(await revoke_those(row.id, parties), parties, place)
