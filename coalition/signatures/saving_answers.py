"""Saving answers to go on later: "our board decides on Thursday". Nothing is signed, and only the same private link opens them (decision 51)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.default_disclosure import needs_care
from coalition.acts.eligibility import check_window
from coalition.database import transaction
from coalition.errors import CoalitionError
from coalition.fields import Form, InvalidForm, Line
from coalition.forums import queries as forums
from coalition.invitations import link_queries
from coalition.invitations import queries as invitations
from coalition.invitations.checked_answers import erase_checked
from coalition.invitations.ending_links import end_session
from coalition.invitations.errors import LinkExpired, LinkRevoked, LinkUsed
from coalition.invitations.link_sessions import check_form_token, hold_to_answer
from coalition.invitations.links import check, check_link_again, valid_until
from coalition.invitations.saved_answer_queries import stored_answers
from coalition.invitations.saved_answers import LARGEST, Saved, TooLong, erase_answers, key_in, saved_for, store
from coalition.invitations.tables import Invitation
from coalition.keys.sealing import version_of
from coalition.languages import Message
from coalition.organisations.queries import views_by_id
from coalition.signatures.forms import AnswerForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coalition.invitations.links import Opened
    from coalition.invitations.tables import Link
    from coalition.memoranda.tables import Memorandum

LONGEST = timedelta(days=30)
_NOT_HERE = Message("Here nothing can be saved for later. Nothing was saved; what you typed is still in this page.")
_LINK_ENDS = Message("Your link was replaced by a newer one, which could not open what is saved now. Nothing was saved; you can go on in this page.")
_TOO_LONG = Message("This is too much to be saved for later ({kibibytes} KiB at most). Nothing was saved.")


class SavedMeanwhile(CoalitionError):
    """Other answers were saved with the same link since the page was shown; `version` is theirs, `at` when they were saved."""

    def __init__(self, version: str, at: datetime) -> None:
        """Hold what the page says."""
        super().__init__()
        self.version, self.at = version, at


class SavingForm(Form):
    """Answers to be saved as they are, complete or not; `saved_version` is that of the saved answers which the page had, if any."""

    saved_version: Line = ""


class Saving(Struct, frozen=True):
    """What a page offers: until when answers could be saved, the saved answers, and whether these are about the text of the invitation."""

    until: datetime | None = None
    saved: Saved | None = None
    text_changed: bool = False


async def saving_in(session: str, opened: Opened, *, is_careful: bool) -> Saving:
    """Return what the pages of a session offer; nothing where care is needed, where the link ends, or in a session from before the upgrade."""
    key = None if is_careful or opened.link.ended_at else await key_in(session, opened.link)
    until = would_last(opened.link, opened.memorandum)
    if key is None or until <= clock.now():
        return Saving()
    saved = await saved_for(key, opened.invitation.id)
    return Saving(until, saved, saved is not None and saved.digest != opened.invitation.digest)


def would_last(link: Link, memorandum: Memorandum) -> datetime:
    """Return the moment when answers would be erased that are saved now."""
    return min(clock.now() + LONGEST, valid_until(link, memorandum))


async def save_answers(session: str, form: SavingForm, given: Mapping[str, Any], *, form_token: object = None) -> datetime:
    """Save what was answered so far, in place of what was saved before, and end the session; return when it will be erased.

    Raises:
        InvalidForm: it is too long, or nothing can be saved with this link.
        SavedMeanwhile: other answers were saved with the same link since the page was shown.
        SessionEnded: the session is over, or the form belongs to another session.
        LinkUsed, LinkRevoked, TextReplaced: the invitation cannot be answered with this link any more.
        NotYetOpen, WindowClosed: the memorandum cannot be signed today.

    """
    async with transaction():
        opened = await hold_to_answer(session, together=True)
        check_form_token(session, form_token)
        check_window(opened.memorandum, clock.today())
        key = await _key(session, opened)
        before = await stored_answers(opened.invitation.id)
        if before and version_of(before.sealed) != form.saved_version and before.expires_at > clock.now():
            raise SavedMeanwhile(version_of(before.sealed), before.saved_at)
        until = would_last(opened.link, opened.memorandum)
        try:
            await store(key, opened.invitation.id, answers_in(given), until)
        except TooLong:
            raise InvalidForm({"form": Message(_TOO_LONG.msgid, kibibytes=LARGEST // 1024)}) from None
        await end_session(session, opened)
    return until


def answers_in(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the answer as they were typed; confirmations are never saved."""
    return {name: value for name in AnswerForm.model_fields if isinstance(value := given.get(name), str) and value}


async def _key(session: str, opened: Opened) -> bytes:
    """Hold the invitation and its link until the transaction ends, and return the key of its answers."""
    await _hold(opened)
    organisation = (await views_by_id([opened.invitation.organisation]))[opened.invitation.organisation]
    if needs_care(organisation, await forums.view_of(opened.memorandum.forum)):
        raise InvalidForm({"form": _NOT_HERE})
    key = await key_in(session, opened.link)
    if key is None:
        raise InvalidForm({"form": _NOT_HERE})
    return key


async def _hold(opened: Opened) -> None:
    """Lock the invitation, and check its link as the database has it then: whoever replaces or ends it waits, or was first."""
    invitation = opened.invitation
    still_open = (Invitation.id == invitation.id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    if not await Invitation.update({Invitation.visited_at: invitation.visited_at}).where(still_open).returning(Invitation.id):
        raise LinkRevoked if await invitations.was_revoked(invitation.id) else LinkUsed
    await check_link_again(opened.link)
    link = await link_queries.link_by_hash(opened.link.token_hash)
    try:
        await check(replace(opened, link=link or opened.link))
    except LinkExpired:
        raise InvalidForm({"form": _LINK_ENDS}) from None


async def throw_answers_away(session: str, opened: Opened) -> None:
    """Erase the saved answers of a link, for its holder; a session of an earlier link cannot erase those of a later one."""
    async with transaction():
        await erase_checked(session)
        key = await key_in(session, opened.link)
        if key and await saved_for(key, opened.invitation.id):
            await erase_answers(opened.invitation.id)
