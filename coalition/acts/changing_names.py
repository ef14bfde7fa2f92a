"""Names under which organisations are publicly named: replaced by a dated event, or corrected with a reason, never silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.queries import with_public_acts
from coalition.errors import CoalitionError
from coalition.organisations import queries
from coalition.organisations.replaced_names import are_spellings, replaced_names, tell_of_names

if TYPE_CHECKING:
    from coalition.organisations.forms import OrganisationChange
    from coalition.organisations.tables import Organisation


class NamesOnRecord(CoalitionError):
    """A public act names the organisation: a name is replaced by a dated event, or its spelling is corrected with a reason."""


async def change_names(organisation: Organisation, change: OrganisationChange) -> bool:
    """Check the names of a change and write to the contacts, inside the caller's transaction; return whether a spelling is corrected.

    The contacts get a letter whenever a name is replaced. Whether the change is refused depends on public acts only: the answer tells a
    coordinator nothing about the hidden acts on memoranda of others.

    Raises:
        NamesOnRecord: the change replaces a name of an organisation that a public act names, and is no correction of a spelling.

    """
    if not change.names:
        return False
    view = await queries.view_of(organisation)
    replaced = replaced_names(view.names, change.names)
    if not replaced:
        return False
    is_correction = bool(change.correction) and are_spellings(replaced)
    if not is_correction and await with_public_acts([organisation.id]):
        raise NamesOnRecord
    await tell_of_names(view, change.names, change.correction if is_correction else "")
    return is_correction
