"""Builds the response models of organisations from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.organisations import models
from coalition.organisations.visible_queries import Viewer

if TYPE_CHECKING:
    from coalition.organisations.views import OrganisationView


def of_organisation(named: OrganisationView, viewer: Viewer) -> models.OrganisationInList:
    """Return an organisation in a list; only coordinators learn whether it is listed."""
    shown = models.OrganisationInList.model_validate(named)
    return shown if viewer is Viewer.COORDINATOR else shown.model_copy(update={"listed": None})


def organisation(record: OrganisationView, viewer: Viewer) -> models.Organisation:
    """Return an organisation with its past."""
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
    return models.Organisation(**of_organisation(record, viewer).model_dump(), former_names=former, events=events)
