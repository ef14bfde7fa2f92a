"""The organisations of a choice that get seats, and their contacts (for coordinators, and for letters)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.database import among, one_of
from coalition.forums.organisation_choice_queries import chosen_by, way
from coalition.organisations.tables import Contact, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from piccolo.custom_types import Combinable

    from coalition.forums.organisation_choice_queries import Choice


async def seats_of_choice(choice: Choice, limit: int) -> list[int]:
    """Return the ids of the chosen organisations, at most one more than the limit, so that too many are noticed."""
    these = await chosen_by(choice)
    return await Organisation.select(Organisation.id).where(these).order_by(Organisation.id).limit(limit + 1).output(as_list=True)


async def contacts_by_organisation(organisation_ids: Iterable[int]) -> Mapping[int, list[Contact]]:
    """Return the contacts of the register by organisation, oldest first."""
    these = among(Contact.organisation, organisation_ids) & Contact.registered.eq(True)  # noqa: FBT003 -- a value
    by_organisation: dict[int, list[Contact]] = defaultdict(list)
    for contact in await Contact.objects().where(these).order_by(Contact.id):
        by_organisation[contact.organisation].append(contact)
    return by_organisation


@way("slugs")
async def _named(values: Sequence[str]) -> Combinable:
    """Choose the organisations that are named one by one (their slugs)."""
    return one_of(Organisation.slug, values)
