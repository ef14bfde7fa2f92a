"""Reads of programmes; an organisation that a viewer may not know of is left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coalition.database import among, one_row, whole
from coalition.forums.archive_queries import in_archive, in_menu
from coalition.forums.tables import Programme, ProgrammeOrganisation, ProgrammeText
from coalition.forums.views import ProgrammeView
from coalition.notices.page_subjects import REGISTER, depends_on
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.search.queries import tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.organisations.views import OrganisationView


async def programme_by_slug(slug: str) -> Programme | None:
    """Return a programme's row."""
    return await one_row(Programme, Programme.slug == slug)


async def programme_id(slug: str) -> int | None:
    """Return the id of a programme, or None if no programme has the slug."""
    row = await Programme.select(Programme.id).where(Programme.slug == slug).first()
    return int(row["id"]) if row else None


async def slug_of(programme_id: int) -> str:
    """Return the address name of a programme."""
    row = await Programme.select(Programme.slug).where(Programme.id == programme_id).first()
    return str(row["slug"]) if row else ""


async def programmes_by_age(text: str = "", *, archived: bool = False, after: int = 0, limit: int, oldest_first: bool = False) -> list[ProgrammeView]:
    """Return programmes, the newest or the oldest entries first (for coordinators); `text` matches a name in any script.

    Those that are archived are listed apart.
    """
    these = in_archive(Programme, archived=archived)
    query = Programme.select(whole(Programme)).where(these).order_by(Programme.id, ascending=oldest_first).limit(limit)
    if after:
        query = query.where(Programme.id > after if oldest_first else Programme.id < after)
    return await _views(await (query.where(await tested(Kind.PROGRAMME, Programme.id, text)) if text else query), Viewer.COORDINATOR)


async def programmes(text: str = "", *, archived: bool = False, after: str = "", limit: int) -> list[ProgrammeView]:
    """Return the programmes that follow a slug, in the order of slugs (for coordinators); `text` matches a name in any script.

    Those that are archived are listed apart.
    """
    these = (Programme.slug > after) & in_archive(Programme, archived=archived)
    query = Programme.select(whole(Programme)).where(these).order_by(Programme.slug).limit(limit)
    if text:
        query = query.where(await tested(Kind.PROGRAMME, Programme.id, text))
    return await _views(await query, Viewer.COORDINATOR)


async def offered_programmes(chosen: str, limit: int) -> list[ProgrammeView]:
    """Return the programmes of a menu, in the order of slugs (for coordinators); `chosen` is offered although it is archived."""
    query = Programme.select(whole(Programme)).where(in_menu(Programme, chosen)).order_by(Programme.slug).limit(limit)
    return await _views(await query, Viewer.COORDINATOR)


async def programme_view(number: int | None, viewer: Viewer) -> ProgrammeView | None:
    """Return the programme with an id; None for None."""
    if number is None:
        return None
    depends_on(REGISTER)
    return (await _views(await Programme.select(whole(Programme)).where(Programme.id == number), viewer))[0]


async def named_programmes(ids: Iterable[int]) -> dict[int, ProgrammeView]:
    """Return programmes with their names and without their organisations, by id; everybody may know those that a public record names."""
    rows = await Programme.select(whole(Programme)).where(among(Programme.id, set(ids)))
    names = await _names([row["id"] for row in rows])
    return {row["id"]: ProgrammeView(row["id"], row["slug"], row["archived"], names[row["id"]], ()) for row in rows}


async def _views(rows: Sequence[dict[str, Any]], viewer: Viewer) -> list[ProgrammeView]:
    ids = [row["id"] for row in rows]
    names, parts = await _names(ids), await _organisations(ids, viewer)
    return [ProgrammeView(row["id"], row["slug"], row["archived"], names[row["id"]], parts[row["id"]]) for row in rows]


async def _names(ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """Return names by programme and language."""
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for text in await ProgrammeText.select(whole(ProgrammeText)).where(among(ProgrammeText.programme, ids)):
        names[text["programme"]][text["language"]] = text["name"]
    return names


async def _organisations(ids: Sequence[int], viewer: Viewer) -> Mapping[int, Sequence[tuple[str, OrganisationView]]]:
    """Return (role, organisation) by programme, in the order of files (`name_key`)."""
    rows = await ProgrammeOrganisation.select(whole(ProgrammeOrganisation)).where(among(ProgrammeOrganisation.programme, ids))
    views = await visible_organisations(viewer).entries_by_ids(row["organisation"] for row in rows)
    visible = [row for row in rows if row["organisation"] in views]
    parts: dict[int, list[tuple[str, OrganisationView]]] = defaultdict(list)
    for row in sorted(visible, key=lambda row: views[row["organisation"]].name_key):
        part = row["role"], views[row["organisation"]]
        if part not in parts[row["programme"]]:
            parts[row["programme"]].append(part)
    return parts
