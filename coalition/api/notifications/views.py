"""From notifications to answers of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.notifications import models
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.announcements.reading import Announcement


def of_notification(announcement: Announcement) -> models.NotificationLine:
    """Tell of a notification what may be known of it now; what is not public any more leaves a tombstone."""
    notification = announcement.notification
    memorandum = announcement.memorandum if announcement.told else None
    return models.NotificationLine.model_validate(
        {
            "number": announcement.number,
            "removed": memorandum is None,
            "kind": notification.kind if memorandum else None,
            "memorandum": announcement.memorandum.slug if announcement.memorandum else None,
            "organisation": announcement.organisation.slug if memorandum and announcement.organisation else None,
            "happened_on": notification.happened_on,
            "sentences": {language: announcement.sentence.text(language) for language in load().languages},
        }
    )
