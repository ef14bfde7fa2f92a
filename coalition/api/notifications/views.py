"""Builds the response models of notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.announcements.notice_sentences import kind_of
from coalition.api.notifications import models
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.announcements.reading import Announcement


def of_notification(announcement: Announcement) -> models.NotificationLine:
    """Return what is public of a notification today; if nothing is, return a tombstone."""
    memorandum, organisation = announcement.memorandum, announcement.organisation
    return models.NotificationLine(
        number=announcement.number,
        removed=not announcement.is_public,
        kind=kind_of(announcement.notification) if announcement.is_public else None,
        memorandum=memorandum.slug if memorandum else None,
        organisation=organisation.slug if announcement.is_public and organisation else None,
        happened_on=announcement.happened_on,
        sentences={language: announcement.sentence.text(language) for language in load().languages},
    )
