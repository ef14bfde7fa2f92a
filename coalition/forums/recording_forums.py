"""Adding programmes and forums, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition import clock, trail
from coalition.database import Duplicate, put, transaction
from coalition.fields import InvalidForm
from coalition.forums import queries
from coalition.forums.forms import ENDS_BEFORE, is_in_order
from coalition.forums.parts import insert_parts, known_organisations, replace_parts
from coalition.forums.programme_queries import programme_id
from coalition.forums.risk_profile_queries import locked_risk_profile
from coalition.forums.risk_profiles import check_care, is_more_careful
from coalition.forums.searched_forums import let_be_found
from coalition.forums.tables import (
    Forum,
    ForumCountry,
    ForumOrganisation,
    ForumText,
    Programme,
    ProgrammeOrganisation,
    ProgrammeText,
    RiskProfile,
)
from coalition.jobs.queue import enqueue
from coalition.languages import Message
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import FORUMS
from coalition.organisations.registering import SlugTaken
from coalition.organisations.visible_queries import Viewer
from coalition.search.tables import Kind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.forums.forms import ForumChange, ForumForm, ForumTextForm, PartsChange, Place, ProgrammeForm


async def record_programme(form: ProgrammeForm) -> Programme:
    """Add a programme with its names and organisations.

    Raises:
        SlugTaken: another programme has the slug.
        InvalidForm: an organisation is not in the register.

    """
    try:
        async with transaction():
            row = await put(Programme, slug=form.slug)
            await _insert_programme_details(row, form)
            await trail.record(TrailAct.PROGRAMME_ADDED, f"programme:{row.id}")
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def amend_programme(programme: Programme, form: ProgrammeForm) -> None:
    """Replace the names and organisations of a programme; the slug stays."""
    async with transaction():
        await ProgrammeText.delete().where(ProgrammeText.programme == programme.id)
        await ProgrammeOrganisation.delete().where(ProgrammeOrganisation.programme == programme.id)
        await _insert_programme_details(programme, form)
        await trail.record(TrailAct.PROGRAMME_CHANGED, f"programme:{programme.id}")
        await pages_change()


async def _insert_programme_details(row: Programme, form: ProgrammeForm) -> None:
    await ProgrammeText.insert(*(ProgrammeText(programme=row.id, language=text.language, name=text.name) for text in form.texts))
    await let_be_found(Kind.PROGRAMME, row.id)
    known = await known_organisations(form.organisations)
    parts = sorted({(known[part.organisation].id, part.role.value) for part in form.organisations})
    if parts:
        await ProgrammeOrganisation.insert(*(ProgrammeOrganisation(programme=row.id, organisation=number, role=role) for number, role in parts))


async def record_forum(form: ForumForm) -> Forum:
    """Add a forum.

    Raises:
        SlugTaken: another forum has the slug.
        InvalidForm: an organisation or the programme does not exist.

    """
    now = clock.now()
    columns = {"starts": form.starts, "ends": form.ends, "risk_profile": form.risk_profile.value, **_place_columns(form.place)}
    try:
        async with transaction():
            programme = await _programme_id(form.programme)
            row = await put(Forum, slug=form.slug, **columns, programme=programme, created_at=now, updated_at=now)
            await _insert_texts(row, form.texts)
            await _insert_countries(row, form.countries)
            await let_be_found(Kind.FORUM, row.id)
            await insert_parts(row.id, form.organisations, form.risk_profile)
            await trail.record(TrailAct.FORUM_ADDED, f"forum:{row.id}")
            await pages_change(FORUMS, *map(page_subjects.organisation, await queries.ever_shown(row.id)))
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def amend_forum(forum: Forum, change: ForumChange, *, approved: bool = False) -> None:
    """Change some fields of a forum; lists in the form replace the old lists.

    A more careful risk profile makes the parts of organisations not public, except parts that the form makes public itself; a less
    careful one makes nothing public.

    Raises:
        LessCareNeedsApproval: it would be less careful than it is now, and no second coordinator `approved` that.
        InvalidForm: an organisation or the programme does not exist, the part of an organisation that is not listed would be public, or the
            forum would end before it began.

    """
    values = change.model_dump(include={"starts", "ends", "risk_profile"}, exclude_unset=True, mode="json") | {"updated_at": clock.now()}
    async with transaction():
        profile = await locked_risk_profile(forum.id) or RiskProfile(forum.risk_profile)
        check_care(profile, change.risk_profile or profile, approved=approved)
        if not is_in_order(**await queries.days_of(forum.id) | change.model_dump(include={"starts", "ends"}, exclude_unset=True)):
            raise InvalidForm({"ends" if "ends" in change.model_fields_set else "starts": ENDS_BEFORE})
        before = await _as_shown(forum.id)
        if change.place is not None:
            values |= _place_columns(change.place)
        if "programme" in change.model_fields_set:
            values["programme"] = await _programme_id(change.programme)
        await Forum.update(**values).where(Forum.id == forum.id)
        await _replace_lists(forum, change)
        await let_be_found(Kind.FORUM, forum.id)
        await _change_parts(forum, change, profile)
        only_parts = change.model_fields_set == {"organisations"}
        await trail.record(TrailAct.PARTICIPANTS_CHANGED if only_parts else TrailAct.FORUM_CHANGED, f"forum:{forum.id}")
        if await _as_shown(forum.id) != before:
            await pages_change()


async def change_parts(forum: Forum, change: PartsChange) -> None:
    """Change the parts of some organisations in a forum.

    Raises:
        InvalidForm: an organisation is not in the register, or is not listed and its part would be public.

    """
    async with transaction():
        before = await queries.public_parts_of(forum.id, change.slugs)
        await Forum.update({Forum.updated_at: clock.now()}).where(Forum.id == forum.id)
        await replace_parts(forum.id, change, RiskProfile(forum.risk_profile))
        await trail.record(TrailAct.PARTICIPANTS_CHANGED, f"forum:{forum.id}")
        if await queries.public_parts_of(forum.id, change.slugs) != before:
            await pages_change()


async def _as_shown(forum_id: int) -> object:
    """Return what everybody reads of a forum, to compare: a change of anything else must not be noticeable.

    Of very many parts only the first are compared: a change leaves all parts as they are, makes none of them public, or puts fewer in their
    place.
    """
    [view] = (await queries.views_of([forum_id])).values()
    many = await queries.has_more_public_parts(forum_id, queries.MOST_AT_ONCE)
    return replace(view, risk_profile=""), many, await queries.parts_at(forum_id, Viewer.EVERYBODY)


async def _replace_lists(forum: Forum, change: ForumChange) -> None:
    if change.texts is not None:
        await ForumText.delete().where(ForumText.forum == forum.id)
        await _insert_texts(forum, change.texts)
    if change.countries is not None:
        await ForumCountry.delete().where(ForumCountry.forum == forum.id)
        await _insert_countries(forum, change.countries)
        await enqueue("check_rules", {"forum": forum.id})


async def _change_parts(forum: Forum, change: ForumChange, before: RiskProfile) -> None:
    profile = change.risk_profile or before
    if change.organisations is not None:
        await ForumOrganisation.delete().where(ForumOrganisation.forum == forum.id)
        await insert_parts(forum.id, change.organisations, profile)
    elif is_more_careful(profile, before):
        await ForumOrganisation.update({ForumOrganisation.public: False}).where(ForumOrganisation.forum == forum.id)


def _place_columns(place: Place) -> dict[str, Any]:
    return {"city": place.city, "place_country": place.country, "place_public": place.public}


async def _programme_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    number = await programme_id(slug)
    if number is None:
        raise InvalidForm({"programme": Message("There is no such programme.")})
    return number


async def _insert_texts(row: Forum, texts: Sequence[ForumTextForm]) -> None:
    by_language = {text.language: text for text in texts}
    await ForumText.insert(*(ForumText(forum=row.id, **text.model_dump()) for text in by_language.values()))


async def _insert_countries(row: Forum, countries: Sequence[str]) -> None:
    if countries:
        codes = list(dict.fromkeys(countries))
        await ForumCountry.insert(*(ForumCountry(forum=row.id, country=code, position=position) for position, code in enumerate(codes)))
