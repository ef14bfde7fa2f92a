"""Builds the response models of requests to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.requests import models
from coalition.organisations.tables import OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.organisations.views import OrganisationView
    from coalition.signing_requests.tables import SigningRequest

_COLUMNS = ("organisation_name", "name_language", "english_name", "country", "website", "person", "email", "language", "message")


def of_request(row: SigningRequest, invited: Mapping[int, OrganisationView]) -> models.SigningRequest:
    """Return a request; `invited` are organisations by id."""
    return models.SigningRequest(
        number=row.id,
        state="refused" if row.reason else "accepted" if row.decided_at else "waiting",
        kind=OrganisationKind(row.kind),
        confirmed_at=row.confirmed_at,
        decided_at=row.decided_at,
        reason=row.reason,
        organisation=invited[row.organisation].slug if row.organisation in invited else None,
        **{name: getattr(row, name) for name in _COLUMNS},
    )


def in_full(answer: models.SigningRequest, alike: Iterable[OrganisationView]) -> models.SigningRequestInFull:
    """Return a request with the organisations to compare."""
    return models.SigningRequestInFull(**answer.model_dump(), alike=[organisation.slug for organisation in alike])
