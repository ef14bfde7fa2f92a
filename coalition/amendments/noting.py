"""What a seat notes beside a provision: a comment and another text, saved together and private until they are handed in.

Colleagues share a seat. A form says what it began from, so that nobody overwrites what a colleague saved meanwhile without having read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.errors import ChangedByColleague
from coalition.amendments.forms import AmendmentForm
from coalition.amendments.proposals import NOT_IN_LANGUAGE, frozen_text, words_of
from coalition.amendments.proposing import digest_of_private, save_amendment
from coalition.amendments.tables import Operation
from coalition.amendments.views import PrivateAmendment, private_amendments
from coalition.database import transaction
from coalition.drafting.provision_texts import digest_of
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.rounds.private_comments import private_comments, save_comment
from coalition.rounds.queries import texts_of
from coalition.rounds.seat_sessions import hold_seat_alone
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from coalition.amendments.forms import NoteForm
    from coalition.rounds.seat_links import OpenedSeat

_NOTHING = Message("Write a comment, or change the text.")


class Note(Struct, frozen=True):
    """What a seat noted beside a provision: the comment, and the private amendment that changes the text in a language."""

    comment: str
    amendment: PrivateAmendment | None

    @property
    def comment_digest(self) -> str:
        """The digest of the comment; empty where there is none."""
        return _digest(self.comment)

    @property
    def key(self) -> str:
        """The key of the private amendment; empty where there is none."""
        return self.amendment.key if self.amendment else ""

    @property
    def digest(self) -> str:
        """The digest of the private amendment; empty where there is none."""
        return self.amendment.digest if self.amendment else ""


async def note_on(opened: OpenedSeat, provision: str, language: str) -> Note:
    """Return what a seat noted beside a provision; of several private amendments that change its text, the first."""
    comments = await private_comments(opened)
    return Note(comments.now.get(provision, ""), changing(await private_amendments(opened, [provision]), language))


def changing(amendments: list[PrivateAmendment], language: str) -> PrivateAmendment | None:
    """Return the first of some private amendments that changes the text in a language."""
    return next((each for each in amendments if each.operation is Operation.REPLACE and each.language == language), None)


async def save_note(session: str, provision: str, form: NoteForm, page_language: str) -> None:
    """Save what was written beside a provision: the comment if it was changed, and the text if it is another than the one that was sent.

    Raises:
        SessionEnded: the session is over.
        ChangedByColleague: the same was saved, handed in or deleted meanwhile, and says something else than what was written.
        InvalidForm, UncertainLines: nothing was written, or it cannot be proposed.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        sent = await _sent(opened, provision, form.language)
        now = await note_on(opened, provision, form.language)
        is_changed = form.comment != now.comment and _digest(form.comment) != form.comment_base
        if is_changed and form.comment_base != now.comment_digest:
            raise ChangedByColleague(_untouched(form, sent))
        is_proposed = _is_proposed(form, now, sent)
        if not is_changed and not is_proposed and not now.comment and not now.amendment:
            raise InvalidForm({"text": _NOTHING})
        if is_changed:
            await save_comment(session, provision, form.comment)
        if is_proposed:
            given = {"operation": Operation.REPLACE, "language": form.language, "provision": provision, "text": form.text, "reason": form.reason}
            await save_amendment(session, AmendmentForm.parse(given), page_language, "" if form.apart else now.key)


def _is_proposed(form: NoteForm, now: Note, sent: str) -> bool:
    """Whether another text was written than what the form began from, and than what is saved.

    Raises:
        ChangedByColleague: what is saved is not what the form began from.

    """
    if not _is_written(form, sent) or (now.amendment and _written(form) == now.digest):
        return False
    if not form.apart and (form.key, form.base) != (now.key, now.digest):
        raise ChangedByColleague(_untouched(form, sent))
    return True


def _is_written(form: NoteForm, sent: str) -> bool:
    """Whether the form holds another text or reason than it began with: than the private amendment, or than what was sent."""
    if form.key:
        return _written(form) != form.base
    return bool(form.reason) or normalised(form.text).strip() != sent


def _written(form: NoteForm) -> str:
    return digest_of_private(normalised(form.text).strip(), form.reason)


def _untouched(form: NoteForm, sent: str) -> frozenset[str]:
    """Return the fields of a form that hold what it began with."""
    comment = {"comment"} if _digest(form.comment) == form.comment_base else set()
    return frozenset(comment if _is_written(form, sent) else {*comment, "text", "reason"})


def _digest(comment: str) -> str:
    return digest_of(comment) if comment else ""


async def _sent(opened: OpenedSeat, provision: str, language: str) -> str:
    """Return what a provision says in the text that was sent, without its number.

    Raises:
        InvalidForm: the text in this language does not have it.

    """
    sources = [frozen_text(row) for row in await texts_of(opened.round.id) if row.language == language]
    text = sources[0].provisions.get(provision) if sources else None
    if text is None:
        raise InvalidForm({"text": NOT_IN_LANGUAGE})
    return words_of(text).strip()
