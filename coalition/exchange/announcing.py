"""What a notification says: made anew from its kind and from what everybody may know now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel.lists import format_list

from coalition.languages import Message, direction, language_name, locale
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import AdoptionRule
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.signatures.queries import publicly_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.notices.tables import Notification
    from coalition.organisations.queries import Named, NameIn

_GONE = Message("This notification was about a text that is not public any more.")
_PLAIN = {
    NoticeKind.PUBLISHED: Message("Published in this register."),
    NoticeKind.OPENED: Message("Opened for signature."),
    NoticeKind.CLOSED: Message("Closed for signature."),
    NoticeKind.RECORDED: Message("Entered in this register as a record of the past."),
}
_UNNAMED = {
    NoticeKind.SIGNATURE: Message("An organisation signed; its name is withheld."),
    NoticeKind.SUPPORT: Message("An organisation declared its support; its name is withheld."),
    NoticeKind.WITHDRAWAL: Message("An organisation withdrew; its name is withheld."),
}


def number_of(notification: Notification) -> str:
    """Return the number under which a notification is cited: `N.3.2026`."""
    return f"N.{notification.number}.{notification.year}"


def isolated(text: str, own: str, around: str) -> str:
    """Return text in its `own` language, fenced by Unicode isolates where the text around runs the other way."""
    return text if direction(own) == direction(around) else f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def name_for(organisation: Named, language: str) -> NameIn:
    """Return the name a reader of `language` knows best: in it, or in English, or the primary one."""
    return organisation.in_language(language) or organisation.primary


class _Name(Message):
    """An organisation's name in whichever language the sentence is shown."""

    def __init__(self, organisation: Named) -> None:
        super().__init__("")
        object.__setattr__(self, "organisation", organisation)

    def text(self, language: str) -> str:
        name = name_for(self.organisation, language)  # type: ignore[attr-defined]  # set above, past the frozen class
        return isolated(name.name, name.language, language)


class _Languages(Message):
    """A list of languages, named in whichever language the sentence is shown."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__("")
        object.__setattr__(self, "codes", codes)

    def text(self, language: str) -> str:
        return format_list([language_name(code, language) for code in self.codes], locale=locale(language))  # type: ignore[attr-defined]


def sentence(notification: Notification, memorandum: MemorandumView | None, organisation: Named | None) -> Message:
    """Return what happened; `memorandum` is None when it is not public now, `organisation` when its act is not.

    The sentence does not name the memorandum: it stands beside a link to it.
    """
    kind = NoticeKind(notification.kind)
    if memorandum is None:
        return _GONE
    if kind is NoticeKind.ADOPTED:
        return _adopted(memorandum)
    if kind in _PLAIN:
        return _PLAIN[kind]
    return _acted(kind, _Name(organisation)) if organisation else _UNNAMED[kind]


def _adopted(memorandum: MemorandumView) -> Message:
    languages = _Languages(memorandum.authentic_languages)
    match memorandum.adoption_rule:
        case AdoptionRule.CONSENSUS:
            return Message("Adopted by consensus and authenticated in {languages}.", languages=languages)
        case AdoptionRule.MAJORITY:
            return Message("Adopted by majority and authenticated in {languages}.", languages=languages)
        case AdoptionRule.SILENCE:
            return Message("Adopted by silence procedure and authenticated in {languages}.", languages=languages)
        case _:
            return Message("Adopted and authenticated in {languages}.", languages=languages)


def _acted(kind: NoticeKind, name: Message) -> Message:
    match kind:
        case NoticeKind.SIGNATURE:
            return Message("{organisation} signed.", organisation=name)
        case NoticeKind.SUPPORT:
            return Message("{organisation} declared its support.", organisation=name)
        case _:
            return Message("{organisation} withdrew.", organisation=name)


@dataclass(frozen=True)
class Announcement:
    """A notification with what may be known of it now."""

    notification: Notification
    memorandum: MemorandumView | None
    organisation: Named | None

    @property
    def number(self) -> str:
        """The number under which it is cited."""
        return number_of(self.notification)

    @property
    def sentence(self) -> Message:
        """What happened."""
        return sentence(self.notification, self.memorandum, self.organisation)

    @property
    def place(self) -> dict[str, int]:
        """The parameters of its address."""
        return {"year": self.notification.year, "number": self.notification.number}


async def announcements(notifications: Sequence[Notification]) -> list[Announcement]:
    """Return notifications with what may be known of them now, in the same order; the number of queries is fixed."""
    texts = await memoranda.views_of(one.memorandum for one in notifications)
    slugs = [one.organisation for one in notifications if one.organisation]
    named = await organisations.named_by_slugs(slugs)
    known = await publicly_named(texts, slugs)
    return [Announcement(one, texts.get(one.memorandum), _known(one, named, known)) for one in notifications]


def _known(notification: Notification, named: Mapping[str, Named], known: set[tuple[str, str]]) -> Named | None:
    slug = notification.organisation
    return named.get(slug) if slug and (notification.memorandum, slug) in known else None
