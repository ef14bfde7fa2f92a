"""From records of organisations to answers of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.organisations import models
from coalition.organisations import queries as organisations

if TYPE_CHECKING:
    from coalition.organisations.queries import Named
    from coalition.organisations.tables import Organisation


def of_organisation(named: Named) -> models.OrganisationInList:
    """Return an organisation in a list."""
    return models.OrganisationInList.model_validate(named)


async def organisation(row: Organisation) -> models.Organisation:
    """Return an organisation with its past."""
    record = (await organisations.with_lives([row.id]))[row.id]
    former = [
        models.FormerName(**models.OrganisationName.model_validate(name).model_dump(), until=str(past.until) if past.until else None)
        for past in record.past
        for name in past.names
    ]
    events = [
        models.OrganisationEvent(
            kind=turn.kind,
            happened=str(turn.happened) if turn.happened else None,
            other=turn.other.slug if turn.other else None,
            source=turn.source,
        )
        for turn in record.turns
    ]
    return models.Organisation(**of_organisation(record).model_dump(), former_names=former, events=events)
