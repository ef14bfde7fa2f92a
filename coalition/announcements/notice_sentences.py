"""The sentence of a notification, built from the record of its day and from what is public now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.announcements.contents import EMPTY, Content
from coalition.announcements.detailed_sentences import Facts
from coalition.announcements.notice_kinds import NOTICE_SENTENCES, About
from coalition.languages import Message
from coalition.notices.tables import NoticeKind
from coalition.organisations.names import NameMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.queries import MemorandumView
    from coalition.notices.tables import Notification
    from coalition.organisations.views import OrganisationView

NOBODY: Mapping[str, OrganisationView] = {}

_TEXT_NOT_PUBLIC = Message("This notification was about a text that is not public any more.")
_ACT_NOT_PUBLIC = Message("This notification was about an act that is not public any more.")


# For a row of a kind that this version does not know, because a newer version wrote it.
_UNKNOWN = Message("Depositary notification")


def sentence(
    notification: Notification,
    memorandum: MemorandumView | None,
    organisation: OrganisationView | None,
    content: Content = EMPTY,
    others: Mapping[str, OrganisationView] = NOBODY,
) -> Message:
    """Return the sentence; `memorandum` is None if it is not public now, `organisation` if its act is not.

    `others` are the other organisations of the content that everybody may know now, by slug. The sentence does not name the memorandum,
    because a link to it stands beside the sentence. If this version does not know the detail, the sentence is only the word of the kind.
    """
    kind = kind_of(notification)
    if memorandum is None:
        return _TEXT_NOT_PUBLIC
    if kind is None:
        return _UNKNOWN
    if _is_hidden(kind, notification, organisation, content, others):
        return _ACT_NOT_PUBLIC
    names = {slug: NameMessage(other) for slug, other in others.items()}
    try:
        return NOTICE_SENTENCES[kind].make(
            Facts(memorandum, NameMessage(organisation) if organisation else None, notification.detail, content, names)
        )
    except (KeyError, ValueError):
        return kind.word


def is_public(
    notification: Notification,
    memorandum: MemorandumView | None,
    organisation: OrganisationView | None,
    content: Content = EMPTY,
    others: Mapping[str, OrganisationView] = NOBODY,
) -> bool:
    """Whether the content of the notification is still public; a notification of an unknown kind has none."""
    kind = kind_of(notification)
    return memorandum is not None and kind is not None and not _is_hidden(kind, notification, organisation, content, others)


def kind_of(notification: Notification) -> NoticeKind | None:
    """Return the kind, or None if this version does not know it."""
    try:
        return NoticeKind(notification.kind)
    except ValueError:
        return None


def _is_hidden(
    kind: NoticeKind,
    notification: Notification,
    organisation: OrganisationView | None,
    content: Content,
    others: Mapping[str, OrganisationView],
) -> bool:
    """Whether the notification is about the act of a party that is not named now, or an objection to the reservation of one."""
    entry = NOTICE_SENTENCES.get(kind)
    about_party = entry.about is About.PARTY if entry else notification.organisation is not None
    return (about_party and organisation is None) or any(slug not in others for slug in content.depends_on)
