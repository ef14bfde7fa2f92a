"""What everybody may read about a forum: one value for the public page and for its preview at the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.forums import programme_queries, queries
from coalition.forums.tables import ForumRole, ProgrammeRole
from coalition.languages import Message
from coalition.organisations.letter_groups import Section, by_letter, places_of
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.published.list_heights import fitted, heights_of
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
LONG = 20  # shown parts above which they can be searched
_OF_PARTS = 4500  # pixels of all of them on a phone
MOST_PARTS = 30  # organisations of a role on a page of a forum in which more took part
_PROGRAMME_ROLES = {ProgrammeRole.IMPLEMENTER: Message("Carried out by"), ProgrammeRole.FUNDER: Message("Funded by")}


class Group(Struct, frozen=True):
    """The organisations that took part in a role, or a page of them: it begins after a place, and `more` is where the next page begins.

    `places` are the letters at which a page may begin: (letter, place).
    """

    title: Message
    role: ForumRole
    organisations: Sequence[OrganisationView]
    after: str = ""
    more: str = ""
    places: Sequence[tuple[str, str]] = ()

    @property
    def is_paged(self) -> bool:
        """Whether there are other pages."""
        return bool(self.after or self.more)

    def by_letter(self, language: str) -> list[Section]:
        """Return the organisations of a page under the letters with which their names begin."""
        return by_letter(self.organisations, language)


class PublicForumRecord(Struct, frozen=True):
    """A forum with its programme and the organisations whose parts are public, by role."""

    view: ForumView
    programme: ProgrammeView | None
    groups: Sequence[Group]
    leaves_out: bool = False  # organisations of which the preview of a change shows nothing, because it does not touch them

    @property
    def is_long(self) -> bool:
        """Whether so many organisations are shown that a reader may look for one of them."""
        return sum(len(group.organisations) for group in self.groups) > LONG or any(group.is_paged for group in self.groups)

    @property
    def programme_groups(self) -> Groups:
        """The organisations of the programme, by role, with a title for each role."""
        held = self.programme.organisations if self.programme else ()
        return [(title, [organisation for held_role, organisation in held if held_role == role]) for role, title in _PROGRAMME_ROLES.items()]


class PartsAsked(Struct, frozen=True):
    """Which public parts are asked for: in a role those that follow a place, and only of organisations that words find."""

    role: str = ""
    after: str = ""
    words: Words = Words()


async def public_forum_page(forum: Forum, language: str, asked: PartsAsked) -> PublicForumRecord:
    """Read a forum with its public parts, inside the caller's read transaction.

    Where many took part, or words are looked for, it has the first organisations of each role, and those of a role that follow a place.
    """
    if not asked.words and not await queries.has_more_public_parts(forum.id, MOST_PARTS):
        groups = _groups(await queries.parts_at(forum.id, Viewer.EVERYBODY))
        if sum(sum(_heights(language, group)) for group in groups) <= _OF_PARTS:
            return await _record(forum, groups)
    shown, room = list[Group](), _OF_PARTS
    for known in _ROLES:
        group = await fitted(partial(_group, forum.id, known, language, asked), partial(_heights, language, words=asked.words), MOST_PARTS, room)
        room -= sum(_heights(language, group, asked.words))
        shown.append(group)
    return await _record(forum, shown)


def _heights(language: str, group: Group, words: Words | None = None) -> list[int]:
    return heights_of(group.organisations, language, words=words)


async def public_forum_for(forum: Forum, changed: Collection[str]) -> PublicForumRecord:
    """Read a forum for the preview of a change; where many took part, only with the parts of organisations that change (their slugs)."""
    many = await queries.has_more_public_parts(forum.id, MOST_PARTS)
    parts = await (queries.public_parts_of(forum.id, changed) if many else queries.parts_at(forum.id, Viewer.EVERYBODY))
    return replace(await _record(forum, _groups(parts)), leaves_out=many)


def _groups(parts: Sequence[ForumPart]) -> list[Group]:
    return [Group(title, role, [part.organisation for part in parts if part.role == role]) for role, title in _ROLES.items()]


async def _group(forum_id: int, role: ForumRole, language: str, asked: PartsAsked, limit: int) -> Group:
    after = asked.after if asked.role == role else ""
    listed, named = visible_organisations(Viewer.EVERYBODY), queries.named_by_public_parts(forum_id, role)
    page = await listed.page_among(named, asked.words.query, language=language, after=after, limit=limit)
    shown = await listed.as_found(page.organisations, asked.words, language)
    is_whole = bool(asked.words) or not (after or page.after)
    letters = [] if is_whole else await listed.letters_among(named, language)
    return Group(_ROLES[role], role, shown, after, page.after, places_of(letters))


async def _record(forum: Forum, groups: Sequence[Group]) -> PublicForumRecord:
    view = await queries.view(forum)
    return PublicForumRecord(view, await programme_queries.programme_view(view.programme, Viewer.EVERYBODY), groups)
