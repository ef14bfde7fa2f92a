"""Models of invitations in responses."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed


class Invitation(Answer):
    """An invitation on the coordinators' list; `state` says what has become of it."""

    organisation: str
    state: str = Field(description="invited, visited, bounced, revoked, signed, supported, declined or withdrawn")
    invited_at: datetime
    visited_at: datetime | None
    answered_at: datetime | None
    reminded_on: date | None
    reminders: int
    has_contact: bool


class InvitationPage(Listed[Invitation]):
    """A page of the coordinators' list."""


class NewInvitation(Answer):
    """An invitation just made; the link is shown this once and is null when the answer is given again."""

    organisation: str
    link: str | None
    expires: datetime | None
    mailed: bool


class NewInvitations(Answer):
    """The invitations made; an organisation whose signature or support stands is left out.

    Of many that are sent by e-mail, these are the first ones; the others are made and sent afterwards, and appear in the list.
    """

    invitations: list[NewInvitation]


class Reminded(Answer):
    """Which organisations were written to at once; jobs write to the others, if there are many."""

    reminded: list[str]
