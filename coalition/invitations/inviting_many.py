"""Inviting organisations that are chosen by a condition: all of a forum, of some countries, with some words in a name, of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.changing_networks import note_invited
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations.choice_queries import next_of_choice, numbers_of_choice
from coalition.invitations.forms import words_by_language
from coalition.invitations.inviting import digest_to_sign, invite_parties
from coalition.jobs.long_work import LETTERS as STEP
from coalition.jobs.long_work import Stepped, begin, go_on_now, step_of
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, broken_rule
from coalition.networks.member_choice_queries import networks_called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.invitations.forms import ChoiceForm
    from coalition.invitations.letters import Invited
    from coalition.memoranda.tables import Memorandum

MOST_SHOWN = 200  # links that one page shows


async def invite_chosen(memorandum: Memorandum, choice: Choice, form: ChoiceForm) -> Sequence[Invited]:
    """Invite all chosen organisations that were not asked before, nor answered, and that may sign by today's rule; return the first ones.

    Where letters are sent, jobs invite the later ones, with the words of the form. Where none are, all are invited now, because their links
    are shown once.

    Raises:
        InvalidForm: nobody is left to invite, too many links would be shown on one page, or a published number would single out hidden names.
        NotAuthenticated: the text is not fixed, so that there is nothing to sign.
        WindowClosed: the memorandum cannot be signed any more.

    """
    task = {"memorandum": memorandum.id, "way": choice.way, "values": list(choice.values)}
    task |= {"send": form.send, "words": words_by_language(form.words)}
    async with transaction():
        total = await _number_to_invite(memorandum, choice)
        if not form.send and total > MOST_SHOWN:
            raise InvalidForm({"send": Message("At most {limit} links are shown at once. Choose fewer, or send them by e-mail.", limit=MOST_SHOWN)})
        if form.send:
            begun = await begin(_invite_some, memorandum.id, task, total=total)
    return await go_on_now(begun) if form.send else await _invite_all(task)


async def begin_inviting(memorandum: Memorandum, choice: Choice) -> None:
    """Begin to invite all organisations of a choice by letter, inside the caller's transaction: the first ones now, jobs invite the others.

    Raises:
        InvalidForm, NotAuthenticated, WindowClosed: as `invite_chosen`.

    """
    task = {"memorandum": memorandum.id, "way": choice.way, "values": list(choice.values), "send": True, "words": {}}
    await begin(_invite_some, memorandum.id, task, total=await _number_to_invite(memorandum, choice), by_jobs=True)


async def _number_to_invite(memorandum: Memorandum, choice: Choice) -> int:
    """Return how many organisations will be invited, once the text can be signed and their networks are noted."""
    await digest_to_sign(memorandum)
    if choice.way == "network":
        await note_invited(memorandum, (await networks_called(choice.values)).values())
    total = (await numbers_of_choice(memorandum, choice)).invited
    if not total:
        raise InvalidForm({"": Message("Nobody is left to invite: all were asked or answered before, or may not sign.")})
    return total


async def _invite_all(task: Mapping[str, Any]) -> list[Invited]:
    invited: list[Invited] = []
    stepped = Stepped([], 0, more=True)
    while stepped.more:
        async with transaction():
            stepped = await _invite_some(task, stepped.place)
        invited += stepped.done
    return invited


@step_of("invite_chosen")
async def _invite_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Invite the next organisations in the order of their ids; nobody any more once the window is closed."""
    row = await memoranda.locked(task["memorandum"])
    if broken_rule(Action.INVITE, Situation(row)):
        return Stepped([], place, more=False)
    parties = await next_of_choice(row, Choice(task["way"], tuple(task["values"])), place, STEP)
    invited = await invite_parties(row, parties, send=task["send"], words=task.get("words"))
    return Stepped(invited, parties[-1] if parties else place, more=len(parties) == STEP)
