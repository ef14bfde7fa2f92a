"""Organisations that are chosen by a condition, and not one by one: which they are, and which of them have no part yet (for coordinators)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import one_of
from coalition.forums import queries as forums
from coalition.forums.tables import ForumOrganisation, ForumRole
from coalition.organisations.queries import Page, among_entries, entered_in, entries_of, not_named_by, numbers_left, page_by_name
from coalition.organisations.tables import Organisation
from coalition.search.queries import FEW, matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    Condition = Callable[[Sequence[str]], Awaitable[Combinable]]


class Choice(Struct, frozen=True):
    """A way of choosing organisations, by its name, and the values it needs: forums, countries, words, or a list."""

    way: str
    values: tuple[str, ...] = ()


class PartNumbers(Struct, frozen=True):
    """How many organisations are chosen, and how many of them have no part in a forum, or in a network, yet."""

    chosen: int
    new: int

    @property
    def taking_part(self) -> int:
        """The number of those that have a part already."""
        return self.chosen - self.new


_ways: dict[str, Condition] = {}


def way(name: str) -> Callable[[Condition], Condition]:
    """Register the function that returns the condition on `Organisation` of a way of choosing."""

    def register(condition: Condition) -> Condition:
        _ways[name] = condition
        return condition

    return register


@way("forum")
async def _of_forum(values: Sequence[str]) -> Combinable:
    """Choose who took part in a forum and did not only observe it."""
    forum = await forums.by_slug(values[0]) if values else None
    return entries_of(forums.taking_part(forum.id if forum else 0, but=ForumRole.OBSERVER))


@way("countries")
async def _of_countries(values: Sequence[str]) -> Combinable:
    return one_of(Organisation.country, values)


@way("words")
async def _with_words(values: Sequence[str]) -> Combinable:
    return matching(Kind.ORGANISATION, Organisation.id, values[0] if values else "")


def is_way(name: str) -> bool:
    """Whether there is a way of choosing with a name."""
    return name in _ways


async def chosen_by(choice: Choice) -> Combinable:
    """Return the condition that an organisation is chosen; an entry that was merged is not, what remains of it is."""
    return among_entries(await _ways[choice.way](choice.values))


async def numbers_without(choice: Choice, new: Combinable) -> PartNumbers:
    """Count the chosen organisations, and those of them for which a condition is true: that they have no part yet."""
    return PartNumbers(*await numbers_left(await chosen_by(choice), new))


async def page_without(  # noqa: PLR0913 -- the choices of a list
    choice: Choice, new: Combinable, numbers: PartNumbers, language: str, *, after: str = "", limit: int
) -> Page:
    """Return a page of the chosen organisations that have no part yet, by name as readers of a language expect it."""
    order = partial(page_by_name, language=language, after=after, limit=limit, are_many=numbers.new > FEW)
    return await order(visible=await chosen_by(choice) & new) if numbers.new else Page([], "")


async def slugs_without(choice: Choice, new: Combinable, limit: int) -> list[str]:
    """Return the slugs of the first chosen organisations that have no part yet."""
    these = await chosen_by(choice) & new
    return await Organisation.select(Organisation.slug).where(these).order_by(Organisation.slug).limit(limit).output(as_list=True)


def without_part(forum_id: int) -> Combinable:
    """Return the condition that an organisation has no part in a forum, under any of its entries."""
    return not_named_by(ForumOrganisation, ForumOrganisation.organisation, ForumOrganisation.forum == forum_id)


async def has_part_in(forum_id: int) -> Combinable:
    """Return the condition that an organisation takes part in a forum under this entry (for coordinators)."""
    return await entered_in(ForumOrganisation, ForumOrganisation.organisation, ForumOrganisation.forum == forum_id)
