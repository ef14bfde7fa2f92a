"""Reading and erasing what people typed and have not saved: each person only their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row, prepared
from coalition.drafting.tables import UnsavedText

if TYPE_CHECKING:
    from piccolo.columns.combination import And
    from piccolo.query import Select


async def unsaved(edition_id: int, person: int, language: str, key: str = "") -> UnsavedText | None:
    """Return what somebody typed in one form and has not saved."""
    this = (UnsavedText.language == language) & (UnsavedText.provision == key)
    return await one_row(UnsavedText, _own(edition_id, person) & this)


async def unsaved_in_language(edition_id: int, language: str) -> list[UnsavedText]:
    """Return what anybody typed in provisions of one language, for operations that change those."""
    return await UnsavedText.objects().where(UnsavedText.edition == edition_id, UnsavedText.language == language, UnsavedText.provision != "")


async def unsaved_of_two(edition_id: int, key: str, other: str) -> list[UnsavedText]:
    """Return what anybody typed in two provisions, for operations that change those."""
    return await UnsavedText.objects().where(UnsavedText.edition == edition_id, (UnsavedText.provision == key) | (UnsavedText.provision == other))


async def places_unsaved(edition_id: int, person: int) -> set[tuple[str, str]]:
    """Return the (language, provision) of everything somebody typed in a text and has not saved."""
    return {(row["language"], row["provision"]) for row in await _places(edition_id, person)}


@prepared
def _places(edition_id: int, person: int) -> Select[UnsavedText]:
    return UnsavedText.select(UnsavedText.language, UnsavedText.provision).where(_own(edition_id, person))


async def forget(edition_id: int, person: int, language: str, key: str) -> None:
    """Erase what somebody typed in one form."""
    await UnsavedText.delete().where(_own(edition_id, person), UnsavedText.language == language, UnsavedText.provision == key)


async def forget_all_of_edition(edition_id: int) -> None:
    """Erase what anybody typed in a text."""
    await UnsavedText.delete().where(UnsavedText.edition == edition_id)


async def forget_all_of_person(person: int) -> None:
    """Erase everything that somebody typed."""
    await UnsavedText.delete().where(UnsavedText.coordinator == person)


def _own(edition_id: int, person: int) -> And:
    return (UnsavedText.edition == edition_id) & (UnsavedText.coordinator == person)
