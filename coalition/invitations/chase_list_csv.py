"""The list of invitations as a file, for those who work on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.chase_list import Answer
from coalition.spreadsheets.csv_files import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.invitations.chase_list import Chased


HEADER = (
    "slug",
    "name",
    "name_in_page_language",
    "short_name",
    "country",
    "state",
    "state_word",
    "invited",
    "visited",
    "answered",
    "reminders",
    "last_reminder",
    "disclosure",
    "representative",
    "at_risk",
    "mandate",
)


def chase_csv(chased: Iterable[Chased], language: str) -> bytes:
    """Return the invitations as CSV; reasons of those who declined stay out."""
    return csv_bytes(HEADER, (_row(invitation, language) for invitation in chased))


def _row(invitation: Chased, language: str) -> list[object]:
    organisation = invitation.organisation
    translated = organisation.in_language(language)
    days = [moment.date() if moment else None for moment in (invitation.invited_at, invitation.visited_at, invitation.answered_at)]
    return [
        organisation.slug,
        organisation.primary.name,
        translated.name if translated else "",
        organisation.primary.short_name or (translated.short_name if translated else ""),
        organisation.country,
        invitation.state,
        Answer(invitation.state).word.text(language),
        *days,
        invitation.reminders,
        invitation.reminded_on,
        invitation.disclosure.value if invitation.disclosure else "",
        invitation.representative,
        "yes" if organisation.at_risk else "no",
        invitation.mandate.value if invitation.mandate else "",
    ]
