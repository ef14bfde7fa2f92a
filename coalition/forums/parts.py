"""The parts that organisations take in a forum, and which of them everybody may know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import among
from coalition.fields import InvalidForm
from coalition.forums.queries import shown_among
from coalition.forums.tables import ForumOrganisation, ForumRole, RiskProfile, ShownPart
from coalition.languages import Message
from coalition.organisations.queries import ids_by_slug, views_by_slug
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.forums.forms import ForumOrganisationForm, PartsChange, ProgrammeOrganisationForm
    from coalition.organisations.views import OrganisationView


def is_public_by_default(organisation: OrganisationView, profile: RiskProfile) -> bool:
    """Whether a new part is public if nobody says so: only that of a listed organisation that is not at risk, in an open forum."""
    return profile is RiskProfile.OPEN and organisation.listed and not organisation.at_risk


async def insert_parts(forum_id: int, given: Sequence[ForumOrganisationForm], profile: RiskProfile) -> None:
    """Insert parts, inside the caller's transaction; of the same part given twice the first counts.

    Raises:
        InvalidForm: an organisation is not in the register, or is not listed and its part would be public.

    """
    known = await known_organisations(given)
    await check_listed({at: part.organisation for at, part in enumerate(given) if part.public})
    parts: dict[tuple[int, str], bool] = {}
    for part in given:
        organisation = known[part.organisation]
        public = is_public_by_default(organisation, profile) if part.public is None else part.public
        parts.setdefault((organisation.id, part.role.value), public)
    if parts:
        rows = [ForumOrganisation(forum=forum_id, organisation=number, role=role, public=public) for (number, role), public in parts.items()]
        await ForumOrganisation.insert(*rows)
    await _remember_shown(forum_id, {number for (number, _), public in parts.items() if public})


async def replace_parts(forum_id: int, change: PartsChange, profile: RiskProfile) -> None:
    """Put some parts in the place of others, inside the caller's transaction; all that the change does not name stay.

    Raises:
        InvalidForm: as `insert_parts`.

    """
    replaced = {(part.organisation, part.role) for part in change.on_record} | {(part.organisation, part.role) for part in change.organisations}
    ids = await ids_by_slug(organisation for organisation, _ in replaced)
    for role in ForumRole:
        parties = [ids[organisation] for organisation, its_role in replaced if its_role is role and organisation in ids]
        these = (ForumOrganisation.forum == forum_id) & (ForumOrganisation.role == role.value)
        await ForumOrganisation.delete().where(these & among(ForumOrganisation.organisation, parties))
    await insert_parts(forum_id, change.organisations, profile)


async def _remember_shown(forum_id: int, organisation_ids: Collection[int]) -> None:
    if new := sorted(set(organisation_ids) - await shown_among(forum_id, organisation_ids)):
        await ShownPart.insert(*(ShownPart(forum=forum_id, organisation=number) for number in new))


async def hide_parts_of(organisation_id: int) -> bool:
    """Make no part of an organisation public any more, inside the caller's transaction; return whether one was public."""
    public = (ForumOrganisation.organisation == organisation_id) & ForumOrganisation.public.eq(True)  # noqa: FBT003 -- a value of the column
    return bool(await ForumOrganisation.update({ForumOrganisation.public: False}).where(public).returning(ForumOrganisation.id))


async def show_parts_of(organisation_id: int, forum_ids: Collection[int]) -> None:
    """Make the parts of an organisation in some forums public, inside the caller's transaction; the caller has listed it."""
    theirs = (ForumOrganisation.organisation == organisation_id) & among(ForumOrganisation.forum, forum_ids)
    await ForumOrganisation.update({ForumOrganisation.public: True}).where(theirs)
    for number in sorted(forum_ids):
        await _remember_shown(number, {organisation_id})
        await trail.record(TrailAct.PARTICIPANTS_CHANGED, f"forum:{number}")


async def check_listed(slugs: Mapping[int, str]) -> None:
    """Refuse a public part of an organisation that is not in the public register; `slugs` are those of the public parts, by row.

    Raises:
        InvalidForm: with a message for each such row.

    """
    known = await views_by_slug(slugs.values())
    sentence = Message("It is not in the public register, so its part cannot be public. List it there first.")
    problems = {f"organisations/{at}/public": sentence for at, slug in slugs.items() if slug in known and not known[slug].listed}
    if problems:
        raise InvalidForm(problems)


async def known_organisations(given: Sequence[ForumOrganisationForm | ProgrammeOrganisationForm]) -> Mapping[str, OrganisationView]:
    """Return the organisations of parts, by slug.

    Raises:
        InvalidForm: an organisation is not in the register.

    """
    slugs = [part.organisation for part in given]
    known = await views_by_slug(slugs)
    problems = {
        f"organisations/{at}/organisation": Message("No organisation with the address name {slug} is in the register.", slug=slug)
        for at, slug in enumerate(slugs)
        if slug not in known
    }
    if problems:
        raise InvalidForm(problems)
    return known
