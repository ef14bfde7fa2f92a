"""Finding forums and programmes; a place that is withheld is left out for everybody but coordinators."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw

from coalition.database import among, one_row, whole
from coalition.forums.tables import (
    Forum,
    ForumCountry,
    ForumOrganisation,
    ForumRole,
    ForumText,
    Programme,
    ProgrammeOrganisation,
    ProgrammeText,
    RiskProfile,
)
from coalition.organisations.queries import views_by_id
from coalition.organisations.views import OrganisationView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class TextIn(Struct, frozen=True):
    """A forum's words in one language."""

    language: str
    title: str
    summary: str
    city: str


class ForumView(Struct, frozen=True):
    """A forum as pages show it; `city` and `place_country` are empty where the place is withheld."""

    id: int
    slug: str
    starts: str | None
    ends: str | None
    city: str
    place_country: str | None
    place_public: bool
    risk_profile: str
    programme: int | None
    countries: tuple[str, ...]
    texts: Mapping[str, TextIn]

    def text(self, language: str) -> TextIn:
        """Return the words in a language, or in English, or in whichever there is."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    def city_in(self, language: str) -> str:
        """Return the city's name in a language."""
        return (self.text(language).city or self.city) if self.city else ""


class ProgrammeView(Struct, frozen=True):
    """A programme with its names and organisations by role."""

    id: int
    slug: str
    names: Mapping[str, str]
    organisations: Sequence[tuple[str, OrganisationView]]

    def name(self, language: str) -> tuple[str, str]:
        """Return (language, name) in a language, or in English, or in whichever there is."""
        code = next((code for code in (language, "en") if code in self.names), next(iter(self.names)))
        return code, self.names[code]


async def by_slug(slug: str) -> Forum | None:
    """Return a forum's row."""
    return await one_row(Forum, Forum.slug == slug)


async def public_forums(*, after: str = "", limit: int = 100) -> list[ForumView]:
    """Return the forums everybody may read, newest first; `after` is the last one's slug."""
    return await _forums(after, limit, withhold=True)


async def newest_forums(*, after: str = "", limit: int = 50) -> list[ForumView]:
    """Return the forums everybody may read by their first day, newest first; `after` is the last one's `starts/slug`."""
    place = "COALESCE(starts, '') || '/' || slug"
    query = Forum.select(whole(Forum)).order_by(OrderByRaw(place), ascending=False).limit(limit)
    if after:
        query = query.where(WhereRaw(place + " < {}", after))
    return await _views(await query, withhold=True)


async def all_forums(*, after: str = "", limit: int = 1000) -> list[ForumView]:
    """Return the forums with their places (for coordinators)."""
    return await _forums(after, limit, withhold=False)


async def _forums(after: str, limit: int, *, withhold: bool) -> list[ForumView]:
    query = Forum.select(whole(Forum)).order_by(Forum.slug).limit(limit)
    if after:
        query = query.where(Forum.slug > after)
    forums = await _views(await query, withhold=withhold)
    return sorted(forums, key=lambda forum: forum.starts or "", reverse=True)


async def in_slug_order(*, after: str | None = None, limit: int = 100, withhold: bool = True) -> list[ForumView]:
    """Return forums in the order of their slugs, as the database sorts them; `after` is the last one's slug."""
    query = Forum.select(whole(Forum)).order_by(Forum.slug).limit(limit)
    return await _views(await (query.where(Forum.slug > after) if after else query), withhold=withhold)


async def view(forum: Forum, *, withhold: bool = True) -> ForumView:
    """Return one forum as pages show it; coordinators pass `withhold=False` to see the place."""
    return (await _views([forum.to_dict()], withhold=withhold))[0]


async def views_of(ids: Iterable[int]) -> dict[int, ForumView]:
    """Return forums by id, places withheld where they are."""
    rows = await Forum.select(whole(Forum)).where(among(Forum.id, set(ids)))
    return {forum.id: forum for forum in await _views(rows, withhold=True)}


async def view_of(forum_id: int | None) -> ForumView | None:
    """Return the forum that something belongs to, if it belongs to one, its place withheld where it is."""
    return (await views_of([forum_id])).get(forum_id) if forum_id else None


async def _views(rows: Sequence[dict[str, Any]], *, withhold: bool) -> list[ForumView]:
    ids = [row["id"] for row in rows]
    texts: dict[int, dict[str, TextIn]] = defaultdict(dict)
    for text in await ForumText.select(whole(ForumText)).where(among(ForumText.forum, ids)).order_by(ForumText.id):
        texts[text["forum"]][text["language"]] = TextIn(text["language"], text["title"], text["summary"], text["city"])
    countries: dict[int, list[str]] = defaultdict(list)
    for row in await ForumCountry.select(whole(ForumCountry)).where(among(ForumCountry.forum, ids)).order_by(ForumCountry.position):
        countries[row["forum"]].append(row["country"])
    return [_view(row, texts[row["id"]], tuple(countries[row["id"]]), withhold=withhold) for row in rows]


def _view(row: dict[str, Any], texts: Mapping[str, TextIn], countries: tuple[str, ...], *, withhold: bool) -> ForumView:
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
        programme=row["programme"],
        countries=countries,
        texts=texts,
    )


async def organisations_at(forum_id: int) -> list[tuple[str, OrganisationView]]:
    """Return (role, organisation) in the order of names (for coordinators)."""
    rows = await ForumOrganisation.select(ForumOrganisation.organisation, ForumOrganisation.role).where(ForumOrganisation.forum == forum_id)
    return await _with_organisations(rows)


async def participants(forum_id: int) -> frozenset[int]:
    """Return the ids of the organisations that took part in a forum, in any role but that of an observer."""
    took_part = (ForumOrganisation.forum == forum_id) & (ForumOrganisation.role != ForumRole.OBSERVER.value)
    rows = await ForumOrganisation.select(ForumOrganisation.organisation).where(took_part)
    return frozenset(row["organisation"] for row in rows)


async def countries_of(forum_id: int) -> list[str]:
    """Return the countries a forum is about, in their order."""
    rows = await ForumCountry.select(ForumCountry.country).where(ForumCountry.forum == forum_id).order_by(ForumCountry.position)
    return list(dict.fromkeys(row["country"] for row in rows))


async def publicly_at(forum: ForumView) -> list[tuple[str, OrganisationView]]:
    """Return (role, organisation) as everybody may know it: who took part in a forum of high risk is not told, only who called it."""
    return [(role, one) for role, one in await organisations_at(forum.id) if _told(forum, role)]


def _told(forum: ForumView, role: str) -> bool:
    return forum.risk_profile != RiskProfile.HIGH or role in {ForumRole.CONVENER, ForumRole.CO_ORGANISER}


async def _with_organisations(rows: Sequence[dict[str, Any]]) -> list[tuple[str, OrganisationView]]:
    found = await views_by_id(row["organisation"] for row in rows)
    return sorted(((row["role"], found[row["organisation"]]) for row in rows), key=lambda pair: pair[1].name_key)


async def forums_of(organisation_id: int) -> list[tuple[str, ForumView]]:
    """Return (role, forum) of an organisation, as everybody may know it."""
    rows = await ForumOrganisation.select(ForumOrganisation.forum, ForumOrganisation.role).where(ForumOrganisation.organisation == organisation_id)
    forums = await views_of(row["forum"] for row in rows)
    told = [(row["role"], forums[row["forum"]]) for row in rows if _told(forums[row["forum"]], row["role"])]
    return sorted(told, key=lambda pair: pair[1].starts or "", reverse=True)


async def programme_by_slug(slug: str) -> Programme | None:
    """Return a programme's row."""
    return await one_row(Programme, Programme.slug == slug)


async def programmes() -> list[ProgrammeView]:
    """Return every programme."""
    return await _programmes(await Programme.select(whole(Programme)).order_by(Programme.slug))


async def programme_view(programme_id: int | None) -> ProgrammeView | None:
    """Return one programme."""
    if programme_id is None:
        return None
    return (await _programmes(await Programme.select(whole(Programme)).where(Programme.id == programme_id)))[0]


async def _programmes(rows: Sequence[dict[str, Any]]) -> list[ProgrammeView]:
    ids = [row["id"] for row in rows] or [0]
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for text in await ProgrammeText.select(whole(ProgrammeText)).where(ProgrammeText.programme.is_in(ids)):
        names[text["programme"]][text["language"]] = text["name"]
    parts = await ProgrammeOrganisation.select(whole(ProgrammeOrganisation)).where(ProgrammeOrganisation.programme.is_in(ids))
    found = await views_by_id(part["organisation"] for part in parts)
    by_programme: dict[int, list[tuple[str, OrganisationView]]] = defaultdict(list)
    for part in parts:
        by_programme[part["programme"]].append((part["role"], found[part["organisation"]]))
    return [
        ProgrammeView(row["id"], row["slug"], names[row["id"]], sorted(by_programme[row["id"]], key=lambda pair: pair[1].name_key)) for row in rows
    ]
