"""Names of organisations inside sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message, direction

if TYPE_CHECKING:
    from coalition.organisations.views import NameView, OrganisationView


def isolated(text: str, text_language: str, page_language: str) -> str:
    """Return text between Unicode isolates if its direction differs from that of the page."""
    if direction(text_language) == direction(page_language):
        return text
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def name_for(organisation: OrganisationView, language: str) -> NameView:
    """Return the name for a reader of `language`: in that language, else in English, else the primary name."""
    return organisation.in_language(language) or organisation.primary


class NameMessage(Message):
    """An organisation's name as a Message: in the language in which the sentence around it is shown."""

    def __init__(self, organisation: OrganisationView) -> None:
        """Hold the organisation."""
        super().__init__("")
        object.__setattr__(self, "organisation", organisation)

    def text(self, language: str) -> str:
        """Return the name."""
        name = name_for(self.organisation, language)  # type: ignore[attr-defined]  # set in __init__; Message is frozen
        return isolated(name.name, name.language, language)
