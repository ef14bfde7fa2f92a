"""Builds the response models of notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.announcements.contents import EMPTY
from coalition.announcements.notice_sentences import kind_of
from coalition.api.notifications import models
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.announcements.contents import CorrectedThen, Entered, StatedThen
    from coalition.announcements.reading import Announcement
    from coalition.organisations.views import NameView, OrganisationView


def of_notification(announcement: Announcement) -> models.NotificationLine:
    """Return what is public of a notification today; if nothing is, return a tombstone."""
    public = announcement.is_public
    memorandum, organisation = announcement.memorandum, announcement.organisation if public else None
    content = announcement.content if public else EMPTY
    return models.NotificationLine(
        number=announcement.number,
        removed=not public,
        kind=kind_of(announcement.notification) if public else None,
        memorandum=memorandum.slug if memorandum else None,
        organisation=organisation.slug if organisation else None,
        names=_names(organisation.names) if organisation else {},
        happened_on=announcement.done.iso if announcement.done else None,
        received_on=announcement.received.iso if announcement.received else None,
        issued_on=announcement.issued_on,
        completed_on=announcement.completed_on,
        sentences={language: announcement.sentence.text(language) for language in load().languages},
        statement=_statement(content.statement) if content.statement else None,
        correction=_correction(content.correction) if content.correction else None,
        new_names=_names(content.new_names),
        successor=content.successor if content.successor in announcement.others else None,
        entered=_entered(content.entered, announcement.others),
    )


def _names(names: Sequence[NameView]) -> dict[str, str]:
    return {name.language: name.name for name in names}


def _statement(statement: StatedThen) -> models.AnnouncedStatement:
    return models.AnnouncedStatement(
        id=statement.id,
        kind=statement.kind,
        number=statement.number or None,
        provision=statement.provision or None,
        label=statement.label,
        language=statement.language,
        text=statement.text,
        translations=dict(statement.translations),
        objects_to=statement.objects_to or None,
        precludes=statement.precludes,
    )


def _correction(correction: CorrectedThen) -> models.AnnouncedCorrection:
    return models.AnnouncedCorrection.model_validate(correction)


def _entered(acts: Sequence[Entered], others: Mapping[str, OrganisationView]) -> list[models.EnteredAct]:
    return [
        models.EnteredAct(organisation=entered.organisation, names=_names(others[entered.organisation].names), act=entered.act, date=entered.acted)
        for entered in acts
        if entered.organisation in others
    ]
