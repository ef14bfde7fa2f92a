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
    return csv_bytes(HEADER, (_row(one, language) for one in chased))


def _row(one: Chased, language: str) -> list[object]:
    organisation = one.organisation
    helping = organisation.in_language(language)
    days = [moment.date() if moment else None for moment in (one.invited_at, one.visited_at, one.answered_at)]
    return [
        organisation.slug,
        organisation.primary.name,
        helping.name if helping else "",
        organisation.primary.short_name or (helping.short_name if helping else ""),
        organisation.country,
        one.state,
        Answer(one.state).word.text(language),
        *days,
        one.reminders,
        one.reminded_on,
        one.disclosure.value if one.disclosure else "",
        one.representative,
        "yes" if organisation.at_risk else "no",
        one.mandate.value if one.mandate else "",
    ]
