"""Changing names: which names a change replaces, what is only another spelling, and the letter to the contacts."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from coalition.mail.writing import Concerns, write_letter
from coalition.organisations import queries
from coalition.organisations.contact_letters import letter_subject
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.organisations.forms import NameForm
    from coalition.organisations.views import NameView, OrganisationView

_ALIKE = 0.75  # from this share of common letters on, two texts are spellings of one name


def replaced_names(present: Iterable[NameView], given: Iterable[NameForm]) -> list[tuple[NameView, NameForm | None]]:
    """Return the present names that a list replaces or removes, each with the name in its language; a short name may be added."""
    by_language = {name.language: name for name in given}
    pairs = [(name, by_language.get(name.language)) for name in present]
    return [(old, new) for old, new in pairs if new is None or not _stays(old, new)]


def _stays(old: NameView, new: NameForm) -> bool:
    return (old.name, old.primary) == (new.name, new.primary) and old.short_name in {"", new.short_name}


def are_spellings(pairs: Iterable[tuple[NameView, NameForm | None]]) -> bool:
    """Whether every name is replaced by another spelling of itself only; another primary name is not."""
    return all(new and old.primary == new.primary and _alike(old.name, new.name) and _alike(old.short_name, new.short_name) for old, new in pairs)


def _alike(old: str, new: str) -> bool:
    return not old or SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio() >= _ALIKE


async def tell_of_names(view: OrganisationView, names: Sequence[NameForm], reason: str = "") -> None:
    """Write to every contact that names of the organisation were replaced, inside the caller's transaction; `view` has the names before.

    The same letter is written whatever the organisation has signed.
    """
    before, after = [name.name for name in view.names], [name.name for name in names]
    for contact in await queries.contacts_of_one(view.id):
        about: dict[str, Any] = {"about": letter_subject(contact), "concerns": Concerns(organisation=view.id)}
        about |= {"name": contact.name, "discreet": view.at_risk, "before": before, "after": after, "reason": reason}
        language = contact.language if contact.language in SUPPORTED_LANGUAGES else "en"
        await write_letter("names_changed", address=contact.email, language=language, answering=None, **about)
