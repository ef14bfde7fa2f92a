"""Names of organisations inside sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message, direction

if TYPE_CHECKING:
    from coalition.organisations.queries import Named, NameIn


def isolated(text: str, own: str, around: str) -> str:
    """Return text in its `own` language, fenced by Unicode isolates where the text around runs the other way."""
    return text if direction(own) == direction(around) else f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def name_for(organisation: Named, language: str) -> NameIn:
    """Return the name a reader of `language` knows best: in it, or in English, or the primary one."""
    return organisation.in_language(language) or organisation.primary


class SaidName(Message):
    """An organisation's name in whichever language the sentence is shown."""

    def __init__(self, organisation: Named) -> None:
        """Hold the organisation."""
        super().__init__("")
        object.__setattr__(self, "organisation", organisation)

    def text(self, language: str) -> str:
        """Return the name."""
        name = name_for(self.organisation, language)  # type: ignore[attr-defined]  # set above, past the frozen class
        return isolated(name.name, name.language, language)
