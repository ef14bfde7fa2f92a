"""What everybody may read about a forum: one value for the public page and for its preview at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.forums import programme_queries, queries
from coalition.forums.tables import ForumRole, ProgrammeRole
from coalition.languages import Message
from coalition.organisations.visible_queries import Viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.forums.tables import Forum
    from coalition.forums.views import ForumPart, ForumView, ProgrammeView
    from coalition.organisations.views import OrganisationView

    Groups = Sequence[tuple[Message, Sequence[OrganisationView]]]

_ROLES = {
    ForumRole.CONVENER: Message("Conveners"),
    ForumRole.CO_ORGANISER: Message("Co-organisers"),
    ForumRole.PARTICIPANT: Message("Participants"),
    ForumRole.OBSERVER: Message("Observers"),
}
_PROGRAMME_ROLES = {ProgrammeRole.IMPLEMENTER: Message("Carried out by"), ProgrammeRole.FUNDER: Message("Funded by")}


class PublicForumRecord(Struct, frozen=True):
    """A forum with its programme and the organisations whose parts are public."""

    view: ForumView
    programme: ProgrammeView | None
    parts: Sequence[ForumPart]

    @property
    def groups(self) -> Groups:
        """The organisations that took part, by role, with a title for each role."""
        return [(title, [part.organisation for part in self.parts if part.role == role]) for role, title in _ROLES.items()]

    @property
    def programme_groups(self) -> Groups:
        """The organisations of the programme, by role, with a title for each role."""
        held = self.programme.organisations if self.programme else ()
        return [(title, [organisation for held_role, organisation in held if held_role == role]) for role, title in _PROGRAMME_ROLES.items()]


async def public_forum(forum: Forum) -> PublicForumRecord:
    """Read a forum, inside the caller's read transaction."""
    view = await queries.view(forum)
    programme = await programme_queries.programme_view(view.programme, Viewer.EVERYBODY)
    return PublicForumRecord(view, programme, await queries.parts_at(view.id, Viewer.EVERYBODY))
