"""From records of organisations to answers of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.organisations import models
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from coalition.organisations.queries import Named
    from coalition.organisations.tables import Organisation


def of_organisation(named: Named) -> models.OrganisationInList:
    """Tell of an organisation."""
    return models.OrganisationInList.model_validate(named)


async def organisation(row: Organisation) -> models.Organisation:
    """Read an organisation with its past."""
    found = (await organisations.with_lives([row.id]))[row.id]
    former = [
        models.FormerName(**models.OrganisationName.model_validate(name).model_dump(), until=str(one.until) if one.until else None)
        for one in found.past
        for name in one.names
    ]
    events = [
        models.OrganisationEvent(
            kind=turn.kind,
            happened=str(turn.happened) if turn.happened else None,
            other=turn.other.slug if turn.other else None,
            source=turn.source,
        )
        for turn in found.turns
    ]
    return models.Organisation(**of_organisation(found).model_dump(), former_names=former, events=events)
