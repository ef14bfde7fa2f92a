"""What the host is called, in a language and by a letter: a discreet letter knows nothing of it but a neutral name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from email.utils import parseaddr

from msgspec import Struct

from coalition.settings import load


class Person(Struct, frozen=True):
    """Somebody with a name who answers letters."""

    name: str
    email: str


class Texts(Struct, frozen=True):
    """The texts of the host in one language, as they were filled in."""

    name: str = ""
    short_name: str = ""
    sender: str = ""
    checking: str = ""
    about: str = ""


class NamedHost(Struct, frozen=True):
    """The host for readers of one language; what it did not fill in is empty, but never its name.

    `checking` says how a letter can be checked without its link, `about` what the host is.
    """

    name: str
    short_name: str
    checking: str = ""
    about: str = ""
    address: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


class Described(Struct, frozen=True):
    """The host as it was filled in: its texts by language, and what is the same in all of them."""

    texts: Mapping[str, Texts] = {}
    address: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        """Whether it was filled in."""
        return bool(self.texts)

    def named(self, language: str) -> NamedHost:
        """Return the host for readers of a language: a text that is missing there is taken from another language.

        A host that was not filled in has the name of the sender in the settings.
        """
        if not self:
            sender, address = parseaddr(load().mail_from)
            return NamedHost(sender or address, sender or address)
        texts = self._in_order(language)
        name = first(text.name for text in texts)
        return NamedHost(
            name=name,
            short_name=first(text.short_name for text in texts) or name,
            checking=first(text.checking for text in texts),
            about=first(text.about for text in texts),
            address=self.address,
            website=self.website,
            email=self.email,
            phone=self.phone,
        )

    def for_letter(self, language: str, *, discreet: bool) -> NamedHost:
        """Return what a letter may say of the host: for a discreet one its neutral sender, else its short name, and nothing besides."""
        host = self.named(language)
        if not discreet:
            return host
        neutral = first(text.sender for text in self._in_order(language)) or host.short_name
        return NamedHost(neutral, neutral, email=self.email)

    def _in_order(self, language: str) -> list[Texts]:
        return [self.texts[code] for code in dict.fromkeys((language, *self.texts)) if code in self.texts]


def first(texts: Iterable[str]) -> str:
    """Return the first text that is not empty; empty if all are."""
    return next(filter(None, texts), "")
