"""Builds the response models of organisations from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.organisations import models
from coalition.organisations.event_queries import views_with_events

if TYPE_CHECKING:
    from coalition.organisations.tables import Organisation
    from coalition.organisations.views import OrganisationView


def of_organisation(named: OrganisationView) -> models.OrganisationInList:
    """Return an organisation in a list."""
    return models.OrganisationInList.model_validate(named)


async def organisation(row: Organisation) -> models.Organisation:
    """Return an organisation with its past."""
    record = (await views_with_events([row.id]))[row.id]
    former = [
        models.FormerName(**models.OrganisationName.model_validate(name).model_dump(), until=str(past.until) if past.until else None)
        for past in record.former_names
        for name in past.names
    ]
    events = [
        models.OrganisationEvent(
            kind=event.kind,
            happened=str(event.happened) if event.happened else None,
            other=event.other.slug if event.other else None,
            source=event.source,
        )
        for event in record.events
    ]
    return models.Organisation(**of_organisation(record).model_dump(), former_names=former, events=events)
