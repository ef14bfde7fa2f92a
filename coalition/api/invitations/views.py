"""Builds the response models of invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.invitations import models

if TYPE_CHECKING:
    from coalition.invitations.chase_list import Chased
    from coalition.invitations.letters import Invited


def of_invitation(row: Chased) -> models.Invitation:
    """Return an invitation as coordinators see it; its link is stored nowhere."""
    columns = ("state", "invited_at", "visited_at", "answered_at", "reminded_on", "reminders", "has_contact")
    return models.Invitation(organisation=row.organisation.slug, **{name: getattr(row, name) for name in columns})


def of_new_invitation(made: Invited) -> models.NewInvitation:
    """Return a new invitation, with its link."""
    return models.NewInvitation(organisation=made.organisation, link=made.link, expires=made.expires_at, mailed=made.mailed)
