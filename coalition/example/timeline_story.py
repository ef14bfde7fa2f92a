"""What the example tells of its memorandum: to whom it is addressed, its delivery, and what happened since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.deliveries.addressing import add_addressee
from coalition.deliveries.entering_entries import enter
from coalition.deliveries.forms import AddresseeForm, EntryForm
from coalition.deliveries.publishing_entries import publish
from coalition.example.example_files import toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum


async def address(memorandum: Memorandum) -> Sequence[Mapping[str, Any]]:
    """Add the addressees; return what happened, each with its day."""
    data = toml("tbilisi-2026/timeline.toml")
    for addressee in data["addressees"]:
        await add_addressee(memorandum, AddresseeForm.parse(addressee))
    entries: list[Mapping[str, Any]] = data["entries"]
    return entries


async def tell(memorandum: Memorandum, happened: Mapping[str, Any]) -> None:
    """Enter and publish something that happens today."""
    given = {name: value for name, value in happened.items() if name != "days_ago"}
    entry = await enter(memorandum, EntryForm.parse(given | {"on": clock.today().isoformat()}))
    await publish(memorandum, entry.key)
