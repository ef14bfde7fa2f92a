"""Builds the response models of partners from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.partners import models
from coalition.organisations.visible_queries import Viewer
from coalition.partners.tables import Counting

if TYPE_CHECKING:
    from coalition.partners.views import NumberView, Partnership, PartnersPage


def partnership(record: Partnership, organisation: str, viewer: Viewer) -> models.Partnership:
    """Return the work of an organisation (its slug) together with the host or a programme."""
    known = viewer is Viewer.COORDINATOR
    return models.Partnership(
        number=record.id if known else None,
        organisation=organisation,
        programme=record.programme.slug if record.programme else None,
        since=str(record.since) if record.since else None,
        until=str(record.until) if record.until else None,
        ended=record.ended,
        countries=list(record.countries),
        themes=list(record.themes),
        source=record.source,
        public=record.public if known else None,
        note=record.note if known else None,
        base=record.base if known else None,
    )


def partner_page(page: PartnersPage, numbers: list[NumberView], viewer: Viewer) -> models.PartnerPage:
    """Return a page of partners."""
    items = [
        models.PartnerInList(
            organisation=view.slug,
            name=view.primary.name,
            country=view.country,
            partnerships=[partnership(record, view.slug, viewer) for record in page.of.get(view.id, ())],
        )
        for view in page.organisations
    ]
    return models.PartnerPage(items=items, next=page.after or None, without_names=list(map(_number, numbers)))


def _number(record: NumberView) -> models.PartnerNumber:
    return models.PartnerNumber(
        programme=record.programme.slug if record.programme else None,
        counting=Counting(record.counting),
        number=record.number,
        since=str(record.since) if record.since else None,
        source=record.source,
    )
