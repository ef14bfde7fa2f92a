"""The disclosure level where nobody chose one: for the signing page, the paper form, the import of signatories and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.disclosure_levels import HIDDEN, Level
from coalition.acts.tables import Disclosure
from coalition.forums import queries as forums

if TYPE_CHECKING:
    from coalition.forums.views import ForumView
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView


def needs_care(organisation: OrganisationView | None, forum: ForumView | None) -> bool:
    """Whether a name must not be shown without a decision: the organisation is at risk or not known yet, or the forum is careful or high."""
    return organisation is None or organisation.at_risk or (forum is not None and forum.needs_care)


def default_level(organisation: OrganisationView | None, forum: ForumView | None) -> Level:
    """Return the level of an act for which nobody chose one; where care is needed it names nobody."""
    return HIDDEN if needs_care(organisation, forum) else Level(Disclosure.PUBLIC)


def preselected_level(organisation: OrganisationView | None, forum: ForumView | None) -> Disclosure | None:
    """Return the level that a page selects for the person who signs: the default if it names nobody; a name is shown only by their choice."""
    level = default_level(organisation, forum)
    return None if level.named else level.disclosure


async def default_level_on(memorandum: Memorandum, organisation: OrganisationView | None) -> Level:
    """Return the level of an organisation's act on a memorandum for which nobody chose one."""
    return default_level(organisation, await forums.view_of(memorandum.forum))
