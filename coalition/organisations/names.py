"""Names of organisations inside sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.directions import isolated
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.views import NameView, OrganisationView


def best_name(names: Sequence[NameView], language: str) -> NameView:
    """Return the name for a reader of `language`: in that language, else in English, else the primary name."""
    primary = next((name for name in names if name.primary), names[0])
    by_language = {name.language: name for name in names}
    second = by_language.get(language) or by_language.get("en")
    return second if second and second.name != primary.name else primary


def name_for(organisation: OrganisationView, language: str) -> NameView:
    """Return the name of an organisation for a reader of `language`, as `best_name`."""
    return best_name(organisation.names, language)


class NamesMessage(Message):
    """The names of an organisation as a Message: the name in the language in which the sentence around it is shown."""

    def __init__(self, names: Sequence[NameView]) -> None:
        """Hold the names."""
        super().__init__("")
        object.__setattr__(self, "names", names)

    def text(self, language: str) -> str:
        """Return the name."""
        name = best_name(self.names, language)  # type: ignore[attr-defined]  # set in __init__; Message is frozen
        return isolated(name.name, name.language, language)


class NameMessage(NamesMessage):
    """An organisation's name as a Message."""

    def __init__(self, organisation: OrganisationView) -> None:
        """Hold the names of the organisation."""
        super().__init__(organisation.names)
