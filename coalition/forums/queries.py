"""Reads of forums; a place that is withheld is left out for everybody except coordinators."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from itertools import chain
from operator import and_
from typing import TYPE_CHECKING, Any

from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw

from coalition.database import among, execute, one_row, prepared, whole
from coalition.forums.archive_queries import in_archive, in_menu
from coalition.forums.tables import Forum, ForumCountry, ForumOrganisation, ForumRole, ForumText, Programme, ShownPart
from coalition.forums.views import ForumPart, ForumsPage, ForumTextView, ForumView, PartsPage
from coalition.notices import page_subjects
from coalition.notices.page_subjects import FORUMS, REGISTER, depends_on
from coalition.organisations.queries import entries_of_each, remaining_of
from coalition.organisations.visible_queries import Named, Viewer, is_listed, visible_organisations
from coalition.search.queries import ends_of_parts, matching, tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.organisations.queries import Page
    from coalition.organisations.views import OrganisationView

MOST_AT_ONCE = 500  # parts; no change of a forum names more
_PLACE = "COALESCE(starts, '') || '/' || slug"  # in lists that begin with the newest; an index has the same text


async def by_slug(slug: str) -> Forum | None:
    """Return a forum's row."""
    return await one_row(Forum, Forum.slug == slug)


async def by_id(forum_id: int) -> Forum | None:
    """Return a forum's row."""
    return await one_row(Forum, Forum.id == forum_id)


async def newest_forums(these: Combinable | None = None, *, after: str = "", limit: int) -> ForumsPage:
    """Return a page of forums, latest start date first; `these` is a condition that they fulfil, `after` is where the page before ended."""
    depends_on(FORUMS)
    query = Forum.select(whole(Forum)).order_by(OrderByRaw(_PLACE), ascending=False).limit(limit + 1)
    if these is not None:
        query = query.where(these)
    if after:
        query = query.where(WhereRaw(_PLACE + " < {}", after))
    return _page(await _views(await query, withhold=True), limit)


async def filtered_forums(filters: Combinable, *, after: str = "", limit: int, oldest_first: bool = False) -> ForumsPage:
    """Return a page of the forums for which a condition is true, latest or earliest start date first (for coordinators)."""
    query = Forum.select(whole(Forum)).where(filters).order_by(OrderByRaw(_PLACE), ascending=oldest_first).limit(limit + 1)
    if after:
        query = query.where(WhereRaw(_PLACE + (" > {}" if oldest_first else " < {}"), after))
    return _page(await _views(await query, withhold=False), limit)


def _page(forums: list[ForumView], limit: int) -> ForumsPage:
    return ForumsPage(forums[:limit], forums[limit - 1].place if len(forums) > limit else "")


async def forum_filters(text: str = "", *, risk_profile: str = "", country: str = "", programme: str = "", archived: str = "") -> Combinable:
    """Return the condition on forums of words in a title, the risk profile, a country concerned, the programme's slug (for coordinators).

    `archived` is "yes" for those that are archived; else they are left out.
    """
    conditions: list[Combinable] = [in_archive(Forum, archived=archived == "yes")]
    if text:
        conditions.append(await tested(Kind.FORUM, Forum.id, text))
    if risk_profile:
        conditions.append(Forum.risk_profile == risk_profile)
    if country:
        conditions.append(concerning(country))
    if programme:
        conditions.append(Forum.programme.is_in(Programme.select(Programme.id).where(Programme.slug == programme)))
    return reduce(and_, conditions)


def concerning(country: str) -> Combinable:
    """Return the condition on forums that a country is concerned."""
    return Forum.id.is_in(ForumCountry.select(ForumCountry.forum).where(ForumCountry.country == country))


async def years_of_forums() -> list[int]:
    """Return the years in which forums began, latest first (public)."""
    depends_on(FORUMS)
    rows = await execute("SELECT DISTINCT substr(starts, 1, 4) AS year FROM forum WHERE starts IS NOT NULL ORDER BY year DESC")
    return [int(row["year"]) for row in rows]


async def countries_concerned() -> list[str]:
    """Return the codes of the countries that forums concern (public)."""
    depends_on(FORUMS)
    return [row["country"] for row in await execute("SELECT DISTINCT country FROM forum_country ORDER BY country")]


async def offered_forums(chosen: str, limit: int) -> ForumsPage:
    """Return the forums of a menu, newest first (for coordinators); the forum that is `chosen` is offered although it is archived."""
    return await filtered_forums(in_menu(Forum, chosen), limit=limit)


async def others_of_programme(forum: ForumView, limit: int) -> list[ForumView]:
    """Return the newest other forums of the programme of a forum that are not archived (for coordinators)."""
    if not forum.programme:
        return []
    these = (Forum.programme == forum.programme) & (Forum.id != forum.id) & in_archive(Forum, archived=False)
    rows = await Forum.select(whole(Forum)).where(these).order_by(OrderByRaw(_PLACE), ascending=False).limit(limit)
    return await _views(rows, withhold=False)


async def newest_slugs(limit: int) -> list[str]:
    """Return the slugs of forums, latest start date first, for the site map."""
    depends_on(FORUMS)
    return await Forum.select(Forum.slug).order_by(OrderByRaw(_PLACE), ascending=False).limit(limit).output(as_list=True)


async def slugs(limit: int, *, after: str) -> list[str]:
    """Return the slugs of forums that follow one, for the site map."""
    depends_on(FORUMS)
    return await Forum.select(Forum.slug).where(Forum.slug > after).order_by(Forum.slug).limit(limit).output(as_list=True)


async def ends_of_all(size: int) -> list[str]:
    """Return the last slug of each part of the list of forums, for the site map."""
    depends_on(FORUMS)
    return await ends_of_parts("forum", "TRUE", size)


async def slug_of(forum_id: int) -> str:
    """Return the address name of a forum."""
    row = await Forum.select(Forum.slug).where(Forum.id == forum_id).first()
    return str(row["slug"]) if row else ""


async def in_slug_order(*, after: str | None = None, limit: int = 100, withhold: bool = True) -> list[ForumView]:
    """Return a page of forums in the database's order of slugs; `after` is the last slug of the page before.

    For coordinators pass `withhold=False`: then places that are withheld from the public are filled in.
    """
    depends_on(FORUMS)
    query = Forum.select(whole(Forum)).order_by(Forum.slug).limit(limit)
    return await _views(await (query.where(Forum.slug > after) if after else query), withhold=withhold)


async def view(forum: Forum, *, withhold: bool = True) -> ForumView:
    """Return one forum; for coordinators pass `withhold=False` to fill in the place."""
    return (await _views([forum.to_dict()], withhold=withhold))[0]


async def views_of(ids: Iterable[int]) -> dict[int, ForumView]:
    """Return forums by id (public)."""
    return {forum.id: forum for forum in await _views(await _among(set(ids)), withhold=True)}


@prepared
def _among(ids: Collection[int]) -> Select[Forum]:
    return Forum.select(whole(Forum)).where(among(Forum.id, ids))


async def view_of(forum_id: int | None) -> ForumView | None:
    """Return the forum with an id (public); None for None."""
    return (await views_of([forum_id])).get(forum_id) if forum_id else None


async def _views(rows: Sequence[dict[str, Any]], *, withhold: bool) -> list[ForumView]:
    """Add texts and countries to rows of forums."""
    ids = [row["id"] for row in rows]
    depends_on(*map(page_subjects.forum, ids))
    texts: dict[int, dict[str, ForumTextView]] = defaultdict(dict)
    for text in await _texts_among(ids):
        texts[text["forum"]][text["language"]] = ForumTextView(text["language"], text["title"], text["summary"], text["city"])
    countries: dict[int, list[str]] = defaultdict(list)
    for row in await _countries_among(ids):
        countries[row["forum"]].append(row["country"])
    return [_view(row, texts[row["id"]], tuple(countries[row["id"]]), withhold=withhold) for row in rows]


@prepared
def _texts_among(forum_ids: Collection[int]) -> Select[ForumText]:
    return ForumText.select(whole(ForumText)).where(among(ForumText.forum, forum_ids)).order_by(ForumText.id)


@prepared
def _countries_among(forum_ids: Collection[int]) -> Select[ForumCountry]:
    return ForumCountry.select(whole(ForumCountry)).where(among(ForumCountry.forum, forum_ids)).order_by(ForumCountry.position)


def _view(row: dict[str, Any], texts: Mapping[str, ForumTextView], countries: tuple[str, ...], *, withhold: bool) -> ForumView:
    hidden = withhold and not row["place_public"]
    return ForumView(
        id=row["id"],
        slug=row["slug"],
        starts=row["starts"],
        ends=row["ends"],
        city="" if hidden else row["city"],
        place_country=None if hidden else row["place_country"],
        place_public=row["place_public"],
        risk_profile=row["risk_profile"],
        archived=row["archived"],
        programme=row["programme"],
        countries=countries,
        texts=texts,
    )


async def days_of(forum_id: int) -> dict[str, str | None]:
    """Return the partial dates between which a forum was held, `starts` and `ends`, each None if it is not known."""
    [row] = await Forum.select(Forum.starts, Forum.ends).where(Forum.id == forum_id)
    return dict(row)


async def countries_of(forum_id: int) -> list[str]:
    """Return the countries that a forum is about, in the order entered (public)."""
    rows = await ForumCountry.select(ForumCountry.country).where(ForumCountry.forum == forum_id).order_by(ForumCountry.position)
    return list(dict.fromkeys(row["country"] for row in rows))


async def ever_shown(forum_id: int) -> frozenset[int]:
    """Return the ids of the organisations of whose part in a forum the public reads, or read once."""
    return frozenset(await ShownPart.select(ShownPart.organisation).where(ShownPart.forum == forum_id).output(as_list=True))


async def shown_among(forum_id: int, organisation_ids: Collection[int]) -> set[int]:
    """Return those organisations of whose part in a forum the public reads, or read once."""
    these = (ShownPart.forum == forum_id) & among(ShownPart.organisation, organisation_ids)
    return set(await ShownPart.select(ShownPart.organisation).where(these).output(as_list=True))


async def shown_and_known(forum_id: int, known: Select[Any], also: Collection[int]) -> tuple[int, int]:
    """Return of how many organisations the public reads, or read, that they took part in a forum; and how many of them are known.

    `known` is a query of ids, `also` are other known ids. Entries that were merged do not count; what remains of a known one is known.
    """
    shown = _shown(forum_id)
    these = ShownPart.organisation.is_in(known) | ShownPart.organisation.is_in(remaining_of(known)) | among(ShownPart.organisation, also)
    return await _organisations(shown), await _organisations(shown & these)


async def shown_and_not_named(forum_id: int, named: Select[Any], remaining: Select[Any], most: int) -> int | None:
    """Return of how many organisations the public reads, or read, that they took part, and that are not named; at most `most`.

    `named` is a query of ids for `ShownPart.organisation`, `remaining` one of the entries that remain of named ones. None if the public
    reads of nobody.
    """
    shown = _shown(forum_id)
    unnamed = ShownPart.organisation.not_in(named) & ShownPart.organisation.not_in(remaining)
    query = ShownPart.select(ShownPart.organisation).where(shown & unnamed)
    number = len(await query.distinct().limit(most))
    return number if number or await ShownPart.exists().where(shown) else None


def _shown(forum_id: int) -> Combinable:
    return (ShownPart.forum == forum_id) & ShownPart.organisation.merged_into.is_null()


async def _organisations(condition: Combinable) -> int:
    return int(await ShownPart.count(distinct=[ShownPart.organisation]).where(condition))


async def participants_among(forum_id: int, organisation_ids: Collection[int]) -> set[int]:
    """Return those organisations that had any role at a forum except observer, under any of their entries (for rules; not public)."""
    took_part = (ForumOrganisation.forum == forum_id) & (ForumOrganisation.role != ForumRole.OBSERVER.value)
    entries = await entries_of_each(organisation_ids)
    part = ForumOrganisation.organisation
    present = await ForumOrganisation.select(part).where(took_part & among(part, entries)).output(as_list=True)
    return {number for entry in present for number in (entry, entries[entry])} & set(organisation_ids)


async def parts_at(forum_id: int, viewer: Viewer, role: ForumRole | None = None) -> list[ForumPart]:
    """Return parts of organisations, all or in one role, in the order of files: everybody sees the public parts of listed organisations.

    Of more than `MOST_AT_ONCE` parts, those of the organisations that were entered first are returned. A part of an entry that was merged
    is one of the entry that remains.
    """
    depends_on(REGISTER, page_subjects.forum(forum_id))
    columns = (ForumOrganisation.organisation, ForumOrganisation.role, ForumOrganisation.public)
    these = _parts(forum_id, role, public=viewer is not Viewer.COORDINATOR)
    if viewer is not Viewer.COORDINATOR:
        these &= is_listed(ForumOrganisation.organisation)
    rows = await ForumOrganisation.select(*columns).where(these).order_by(ForumOrganisation.organisation, ForumOrganisation.role).limit(MOST_AT_ONCE)
    views = await visible_organisations(viewer).entries_by_ids(row["organisation"] for row in rows)
    parts = {
        (views[row["organisation"]].id, row["role"]): ForumPart(row["role"], views[row["organisation"]], row["public"])
        for row in rows
        if row["organisation"] in views
    }
    return sorted(parts.values(), key=lambda part: part.organisation.name_key)


def _parts(forum_id: int, role: ForumRole | None = None, *, public: bool = True) -> Combinable:
    """Return the condition of the parts in a forum, all or in one role, all or those that are public."""
    here: Combinable = ForumOrganisation.forum == forum_id
    if public:
        here &= ForumOrganisation.public.eq(True)  # noqa: FBT003 -- a value of the column
    return here if role is None else here & (ForumOrganisation.role == role.value)


async def has_more_public_parts(forum_id: int, number: int) -> bool:
    """Return whether everybody reads of more than a number of parts in a forum."""
    shown = _parts(forum_id) & is_listed(ForumOrganisation.organisation)
    return bool(await ForumOrganisation.select(ForumOrganisation.id).where(shown).offset(number).limit(1))


def named_by_public_parts(forum_id: int, role: ForumRole) -> Named:
    """Return the rows that name the organisations with a public part in a role; everybody may know of those that are listed."""
    depends_on(page_subjects.forum(forum_id))
    return Named(ForumOrganisation, ForumOrganisation.organisation, _parts(forum_id, role))


async def page_of_parts(forum_id: int, viewer: Viewer, *, after: str = "", limit: int) -> PartsPage:
    """Return all parts of the organisations on a page, in the order of files: everybody sees the public parts of listed organisations."""
    depends_on(page_subjects.forum(forum_id))
    these = _parts(forum_id, public=viewer is not Viewer.COORDINATOR)
    named = Named(ForumOrganisation, ForumOrganisation.organisation, these)
    page = await visible_organisations(viewer).named_in_file_order(named, after=after, limit=limit)
    return PartsPage(await _parts_of(these, page.organisations), page.after)


def taking_part(forum_id: int, but: ForumRole | None = None) -> Select[ForumOrganisation]:
    """Return the query of the ids of organisations that take part in a forum, in another role than one, if it is given (for coordinators)."""
    here = ForumOrganisation.select(ForumOrganisation.organisation).where(ForumOrganisation.forum == forum_id)
    return here.where(ForumOrganisation.role != but.value) if but else here


async def participants_by_name(forum_id: int, language: str, *, after: str = "", limit: int) -> Page:
    """Return a page of the organisations that take part in a forum and do not only observe it, by name (for coordinators)."""
    these = (ForumOrganisation.forum == forum_id) & (ForumOrganisation.role != ForumRole.OBSERVER.value)
    named = Named(ForumOrganisation, ForumOrganisation.organisation, these)
    return await visible_organisations(Viewer.COORDINATOR).page_among(named, language=language, after=after, limit=limit)


async def parts_of(forum_id: int, organisations: Iterable[OrganisationView]) -> list[ForumPart]:
    """Return all parts of some organisations in a forum, in the order of the organisations (for coordinators)."""
    return await _parts_of(_parts(forum_id, public=False), organisations)


async def public_parts_of(forum_id: int, slugs: Iterable[str]) -> list[ForumPart]:
    """Return the public parts of those of some organisations that are listed."""
    organisations = (await visible_organisations(Viewer.EVERYBODY).by_slugs(slugs)).values()
    return await _parts_of(_parts(forum_id), organisations)


async def number_not_shown(forum_id: int) -> int:
    """Return how many parts in a forum not everybody may know of (for coordinators)."""
    hidden = ForumOrganisation.public.eq(False) | (ForumOrganisation.organisation.listed == False)  # noqa: E712, FBT003 -- values of columns
    return int(await ForumOrganisation.count().where(_parts(forum_id, public=False) & hidden))


async def _parts_of(these: Combinable, organisations: Iterable[OrganisationView]) -> list[ForumPart]:
    """Return those parts of some organisations for which a condition is true, in the order of the organisations, each role once.

    A part of an entry that was merged is one of the entry that remains.
    """
    views = {organisation.id: organisation for organisation in organisations}
    parts: dict[int, dict[str, ForumPart]] = {number: {} for number in views}
    entries = await entries_of_each(views)
    columns = (ForumOrganisation.organisation, ForumOrganisation.role, ForumOrganisation.public)
    theirs = these & among(ForumOrganisation.organisation, entries)
    for row in await ForumOrganisation.select(*columns).where(theirs).order_by(ForumOrganisation.role, ForumOrganisation.id):
        number = entries[row["organisation"]]
        parts[number].setdefault(row["role"], ForumPart(row["role"], views[number], row["public"]))
    return list(chain.from_iterable(some.values() for some in parts.values()))


async def forums_of(organisation_id: int, viewer: Viewer, merged: Collection[int] = (), text: str = "") -> list[tuple[str, ForumView]]:
    """Return (role, forum) of an organisation and of its `merged` entries, latest start date first, each once: everybody sees public parts only.

    With `text` they are the forums that everybody finds by it.
    """
    columns = (ForumOrganisation.forum, ForumOrganisation.role, ForumOrganisation.public)
    these: Combinable = among(ForumOrganisation.organisation, [organisation_id, *merged])
    if text:
        these &= matching(Kind.PUBLIC_FORUM, ForumOrganisation.forum, text)
    rows = await ForumOrganisation.select(*columns).where(these).order_by(ForumOrganisation.id)
    visible = dict.fromkeys((row["role"], row["forum"]) for row in rows if _is_visible(row, viewer))
    forums = await views_of(forum for _, forum in visible)
    return sorted(((role, forums[forum]) for role, forum in visible), key=lambda pair: pair[1].place, reverse=True)


def _is_visible(row: Mapping[str, Any], viewer: Viewer) -> bool:
    """Return whether a viewer may know of a part, as far as that depends on the part."""
    return row["public"] or viewer is Viewer.COORDINATOR
