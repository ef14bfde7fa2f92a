"""The chase list as a CSV file, for those who work on the memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coalition.invitations.last_answers import Answer
from coalition.spreadsheets.csv_files import Column, csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from coalition.invitations.chase_list import Chased
    from coalition.organisations.views import NameView, OrganisationView


class _Row(NamedTuple):
    """A row of the list in a reader's language; `helping` is the organisation's name in that language, beside the primary one."""

    chased: Chased
    language: str
    organisation: OrganisationView
    helping: NameView | None


COLUMNS: tuple[Column[_Row], ...] = (
    Column("slug", lambda row: row.organisation.slug),
    Column("name", lambda row: row.organisation.primary.name),
    Column("name_in_page_language", lambda row: row.helping and row.helping.name),
    Column("short_name", lambda row: row.organisation.primary.short_name or (row.helping and row.helping.short_name)),
    Column("country", lambda row: row.organisation.country),
    Column("state", lambda row: row.chased.state),
    Column("state_word", lambda row: Answer(row.chased.state).word.text(row.language)),
    Column("invited", lambda row: _day(row.chased.invited_at)),
    Column("visited", lambda row: _day(row.chased.visited_at)),
    Column("answered", lambda row: _day(row.chased.answered_at)),
    Column("reminders", lambda row: row.chased.reminders),
    Column("last_reminder", lambda row: row.chased.reminded_on),
    Column("disclosure", lambda row: row.chased.disclosure),
    Column("representative", lambda row: row.chased.representative),
    Column("at_risk", lambda row: "yes" if row.organisation.at_risk else "no"),
    Column("mandate", lambda row: row.chased.mandate),
)


def chase_csv(chased: Iterable[Chased], language: str) -> bytes:
    """Return rows of the chase list as CSV, without the reasons for declining."""
    return csv_rows(COLUMNS, (_Row(row, language, row.organisation, row.organisation.in_language(language)) for row in chased))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
