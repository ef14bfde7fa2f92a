"""Reads of organisations for operations and for coordinators; `visible_queries.py` reads what everybody may know of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from piccolo.columns.combination import Or, WhereRaw

from coalition.database import AdvisoryLock, among, at_once, hold, in_parts, is_postgres, one_row, prepared, selected
from coalition.organisations import by_id_queries
from coalition.organisations.by_id_queries import VIEW_COLUMNS
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import Contact, FormerName, Organisation, OrganisationName
from coalition.organisations.views import NameView, OrganisationView
from coalition.search.queries import FEW, first_matches, search, with_names
from coalition.search.tables import Kind
from coalition.search_keys import plain_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Select
    from piccolo.table import Table


Visible: TypeAlias = "Combinable | None"  # the condition that an organisation is visible; None for all of them

EVERY: Visible = None
LISTED = Organisation.listed.eq(True)  # noqa: FBT003 -- a value of the column
NOT_MERGED = Organisation.merged_into.is_null()  # lists have the entry that remains of an organisation that was entered twice


class ListedOr(Or):
    """The condition that an organisation is listed in the public register, or has one of some ids."""

    def __init__(self, ids: Collection[int]) -> None:
        """Remember the ids, for prepared queries."""
        super().__init__(LISTED, among(Organisation.id, ids))
        self.ids = ids


def listed_or(ids: Iterable[int] = ()) -> Visible:
    """Return the condition that an organisation is listed in the public register, or has one of some ids."""
    named = sorted(set(ids))
    return ListedOr(named) if named else LISTED


async def listed_among(ids: Sequence[int]) -> list[int]:
    """Return those of some ids whose organisations stand in the public register: listed, and not merged into another entry."""
    return [row["id"] for row in await by_id_queries.listed_among(ids)]


def among_entries(visible: Visible = EVERY) -> Combinable:
    """Return the condition that an organisation stands in lists: it is visible, and not merged into another entry."""
    return and_visible(NOT_MERGED, visible)


def and_visible(condition: Combinable, visible: Visible) -> Combinable:
    """Return a condition, and that the organisation is visible."""
    return condition if visible is None else condition & visible


async def by_slug(slug: str) -> Organisation | None:
    """Return an organisation's row."""
    return await one_row(Organisation, Organisation.slug == slug)


async def by_id(organisation_id: int) -> Organisation | None:
    """Return an organisation's row."""
    return await one_row(Organisation, Organisation.id == organisation_id)


_SLUG_AND_ID = at_once(Organisation.slug, Organisation.id)


async def ids_by_slug(slugs: Iterable[str]) -> dict[str, int]:
    """Return slug → id; slugs that nobody has are left out."""
    ids: dict[str, int] = {}
    for some in in_parts(slugs):
        rows = await selected(Organisation, _SLUG_AND_ID, Organisation.slug.is_in(some), limit=len(some))
        ids |= {row["slug"]: row["id"] for row in rows}
    return ids


async def slugs_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Return id → slug."""
    rows = await Organisation.select(Organisation.id, Organisation.slug).where(among(Organisation.id, ids))
    return {row["id"]: row["slug"] for row in rows}


async def slug_of(organisation_id: int) -> str:
    """Return the slug of an organisation."""
    [row] = await _slug(organisation_id)
    return str(row["slug"])


@prepared
def _slug(organisation_id: int) -> Select[Organisation]:
    return Organisation.select(Organisation.slug).where(Organisation.id == organisation_id)


async def views_by_id(ids: Iterable[int], visible: Visible = EVERY) -> dict[int, OrganisationView]:
    """Return organisations with their names, by id, in two queries."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    if visible is LISTED or isinstance(visible, ListedOr):
        rows = await by_id_queries.listed_rows_of_views(wanted, visible.ids if isinstance(visible, ListedOr) else ())
    elif visible is EVERY:
        rows = await by_id_queries.rows_of_views(wanted)
    else:
        rows = await Organisation.select(VIEW_COLUMNS).where(and_visible(among(Organisation.id, wanted), visible))
    return {organisation.id: organisation for organisation in await _views(rows)}


async def views_by_slug(slugs: Iterable[str], visible: Visible = EVERY) -> dict[str, OrganisationView]:
    """Return organisations with their names, by slug, in two queries."""
    views: dict[str, OrganisationView] = {}
    for some in in_parts(slugs):
        rows = await selected(Organisation, VIEW_COLUMNS, and_visible(Organisation.slug.is_in(some), visible), limit=len(some))
        views |= {organisation.slug: organisation for organisation in await _views(rows)}
    return views


async def view_of(organisation: Organisation) -> OrganisationView:
    """Return one organisation with its names."""
    return (await views_by_id([organisation.id]))[organisation.id]


async def remaining_ids(organisation_ids: Iterable[int]) -> dict[int, int]:
    """Return by the ids of those organisations that are merged into another entry the id of the entry that remains (for coordinators)."""
    ids = sorted(set(organisation_ids))
    return {row["id"]: row["merged_into"] for row in await by_id_queries.merged_among(ids)} if ids else {}


async def remaining_slug(slug: str, visible: Visible) -> str:
    """Return the slug of the entry into which a visible one is merged; empty if it is not merged, or what remains is not visible."""
    merged = and_visible((Organisation.slug == slug) & Organisation.merged_into.is_not_null(), visible)
    rows = await Organisation.select(Organisation.merged_into).where(merged).output(as_list=True)
    views = await views_by_id(rows, visible)
    return next((view.slug for view in views.values()), "")


async def ids_by_names(names: Iterable[str]) -> dict[str, set[int]]:
    """Return the ids of the organisations that have, or had, one of some names, by each of their names folded by `plain_key`.

    The names of an entry that was merged are those of the entry that remains.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for some in in_parts(names, _NAMES_AT_ONCE):
        these = await with_names(Kind.ORGANISATION, some)
        remaining = await remaining_ids(these)
        for table in (OrganisationName, FormerName):
            for row in await table.select(table.organisation, table.name, table.short_name).where(among(table.organisation, these)):
                for text in (row["name"], row["short_name"]):
                    ids[plain_key(text)].add(remaining.get(row["organisation"], row["organisation"]))
    ids.pop("", None)
    return ids


_NAMES_AT_ONCE = 20


async def listed_countries() -> list[str]:
    """Return the codes of the countries that listed organisations represent; each is one step in the index, whatever the register holds."""
    following = "SELECT min(country) FROM organisation WHERE listed = TRUE AND merged_into IS NULL AND country > known.country"
    known = f"SELECT '' AS country UNION ALL SELECT ({following}) FROM known WHERE known.country IS NOT NULL"  # noqa: S608
    rows = await Organisation.raw(f"WITH RECURSIVE known AS ({known}) SELECT country FROM known WHERE country <> ''")  # noqa: S608
    return sorted(row["country"] for row in rows)


async def represented_countries() -> list[str]:
    """Return the codes of the countries that organisations represent, listed or not, each read from the index (for coordinators)."""
    following = "SELECT min(country) FROM organisation WHERE country > known.country"
    known = f"SELECT '' AS country UNION ALL SELECT ({following}) FROM known WHERE known.country IS NOT NULL"  # noqa: S608
    rows = await Organisation.raw(f"WITH RECURSIVE known AS ({known}) SELECT country FROM known WHERE country <> ''")  # noqa: S608
    return sorted(row["country"] for row in rows)


async def number_listed() -> int:
    """Return how many organisations are listed in the public register."""
    return int(await Organisation.count().where(among_entries(LISTED)))


async def is_listed(organisation_id: int) -> bool:
    """Return whether an organisation is in the public register, also as one that was entered twice."""
    return await Organisation.exists().where(LISTED & (Organisation.id == organisation_id))


async def is_at_risk(organisation_id: int) -> bool:
    """Return whether an organisation is marked as at risk now."""
    return await Organisation.exists().where((Organisation.id == organisation_id) & Organisation.at_risk.eq(True))  # noqa: FBT003 -- a value


async def slugs(limit: int, visible: Visible, *, after: str = "") -> list[str]:
    """Return the slugs of visible organisations that follow one, for the site map."""
    query = Organisation.select(Organisation.slug).where(and_visible(Organisation.slug > after, among_entries(visible)))
    return await query.order_by(Organisation.slug).limit(limit).output(as_list=True)


def in_country(country: str | None, visible: Visible) -> Visible:
    """Return the condition that an organisation is visible and represents a country, if one is given."""
    return and_visible(Organisation.country == country, visible) if country else visible


def without_country(visible: Visible) -> Combinable:
    """Return the condition that an organisation is visible and represents no country."""
    return and_visible(Organisation.country.is_null() | (Organisation.country == ""), visible)


async def named_by(table: type[Table], column: Column, condition: Combinable) -> tuple[Combinable, bool]:
    """Return the condition that an organisation is named in a column of some rows of another table, and whether it is true for many.

    Few are named by their ids. Of many, each organisation that is read is tested, also those that are merged: a list of all that are named
    would be made anew by each statement. In the place of one that is merged stands the entry that remains.
    """
    ids = await table.select(column).where(condition).limit(FEW + 1).output(as_list=True)
    if len(ids) <= FEW:
        return among(Organisation.id, {*ids, *(await remaining_ids(ids)).values()}), False
    named = table.select(column).where(condition & (column == Organisation.id))
    return Organisation.id.is_in(named) | Organisation.id.is_in(remaining_of(named)), True


def not_named_by(table: type[Table], column: Column, condition: Combinable) -> Combinable:
    """Return the condition that no row of another table for which a condition is true names an organisation under any of its entries.

    Each organisation that is read is tested: a list of all that are named would be made anew by each statement, however few are read.
    """
    named = table.select(column).where(condition & (column == Organisation.id))
    return Organisation.id.not_in(named) & Organisation.id.not_in(remaining_of(named))


async def numbers_left(these: Combinable, *conditions: Combinable) -> list[int]:
    """Return the number of some organisations, and how many of them each further condition leaves, one after another, in one statement."""
    first_missed = " ".join(f"WHEN NOT ({{}}) THEN {at}" for at in range(len(conditions)))
    found = f"SELECT CASE {first_missed} ELSE {len(conditions)} END AS at FROM organisation WHERE {{}}"  # noqa: S608 -- no value of others
    sql = f"SELECT at, count(*) AS n FROM ({found}) AS found GROUP BY at"  # noqa: S608
    missed = {row["at"]: row["n"] for row in await Organisation.raw(sql, *(each.querystring for each in (*conditions, these)))}
    return [sum(number for at, number in missed.items() if at >= passed) for passed in range(len(conditions) + 1)]


async def entered_in(table: type[Table], column: Column, condition: Combinable) -> Combinable:
    """Return the condition that an organisation is named in a column of some rows of another table as this entry (for coordinators).

    Few are named by their ids, of many each is tested: as in `named_by`.
    """
    ids = await table.select(column).where(condition).limit(FEW + 1).output(as_list=True)
    if len(ids) <= FEW:
        return among(Organisation.id, ids)
    return Organisation.id.is_in(table.select(column).where(condition & (column == Organisation.id)))


def entries_of(ids: Select[Any]) -> Combinable:
    """Return the condition that an organisation is one of those whose ids a query returns, or remains of one of them (for coordinators)."""
    return among_entries(Organisation.id.is_in(ids) | Organisation.id.is_in(remaining_of(ids)))


async def entries_of_each(ids: Iterable[int]) -> dict[int, int]:
    """Return the entry that remains for each of some entries, and for each that is merged into one of them."""
    remaining = set(ids)
    merged = await Organisation.select(Organisation.id, Organisation.merged_into).where(among(Organisation.merged_into, remaining))
    return {number: number for number in remaining} | {row["id"]: row["merged_into"] for row in merged}


async def all_entries_of(ids: Iterable[int]) -> set[int]:
    """Return the ids of all entries of some organisations: those given, what remains of them, and what is merged into that."""
    given = set(ids)
    return given | (await entries_of_each(given | set((await remaining_ids(given)).values()))).keys()


def remaining_of(ids: Select[Any]) -> Select[Organisation]:
    """Return the query of the ids of the entries into which those are merged whose ids a query returns."""
    return Organisation.select(Organisation.merged_into).where(Organisation.merged_into.is_not_null() & Organisation.id.is_in(ids))


class Page(NamedTuple):
    """A page of a list, and where the next page begins; "" if there is none."""

    organisations: list[OrganisationView]
    after: str


async def page_by_name(  # noqa: PLR0913 -- the choices of a list
    text: str = "",
    *,
    language: str,
    after: str = "",
    limit: int = 100,
    visible: Visible = NOT_MERGED,
    are_many: bool = False,
    descending: bool = False,
) -> Page:
    """Return a page of organisations, sorted as readers of a language expect it; `text` matches any present or former name in any script.

    `after` is where the page before ended. `visible` says whether entries that were merged stand in the list (`among_entries`); `are_many` is
    for a condition that is known to be true for many.
    """
    places = await search(in_name_order(language), text, visible, after=after, limit=limit, descending=descending, are_many=are_many)
    views = await views_by_id(places.ids)
    return Page([views[number] for number in places.ids], places.after)


async def some_matches(text: str, limit: int = 100) -> list[OrganisationView]:
    """Return some organisations of which any present or former name matches a text (for coordinators only)."""
    views = await views_by_id(await first_matches(Kind.ORGANISATION, text, limit), NOT_MERGED)
    return [views[number] for number in sorted(views)]


async def in_slug_order(*, after: str | None = None, limit: int = 100, visible: Visible = EVERY) -> list[OrganisationView]:
    """Return a page of organisations in the database's order of slugs; `after` is the last slug of the page before."""
    query = Organisation.select(VIEW_COLUMNS).where(among_entries(visible)).order_by(Organisation.slug).limit(limit)
    return await _views(await (query.where(Organisation.slug > after) if after else query))


async def in_file_order(condition: Combinable, *, after: str = "", limit: int) -> Page:
    """Return a page of the organisations for which a condition is true, in the order of files; `after` is the place of the last one before."""
    key, _, slug = after.rpartition(_IN_PLACE)
    query = Organisation.select(VIEW_COLUMNS).where(condition & WhereRaw("(name_key, slug) > ({}, {})", key, slug))
    views = await _views(await query.order_by(Organisation.name_key, Organisation.slug).limit(limit + 1))
    last = views[limit - 1] if len(views) > limit else None
    return Page(views[:limit], f"{last.name_key}{_IN_PLACE}{last.slug}" if last else "")


_IN_PLACE = "/"  # neither a key nor a slug holds it


async def _views(rows: Sequence[dict[str, Any]]) -> list[OrganisationView]:
    """Add the names to rows of organisations."""
    ids = [row["id"] for row in rows]
    names: dict[int, list[NameView]] = defaultdict(list)
    for name in await by_id_queries.present_names(ids):
        names[name["organisation"]].append(NameView(name["language"], name["name"], name["short_name"], name["is_primary"]))
    return [OrganisationView(**row, names=tuple(names[row["id"]])) for row in rows]


async def contacts_of(organisation_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """Return the contacts in the register by organisation, oldest first (for coordinators only)."""
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for contact in await by_id_queries.contacts_in_register(sorted(set(organisation_ids))):
        contacts[contact.organisation].append(contact)
    return contacts


async def contacts_of_one(organisation_id: int) -> list[Contact]:
    """Return the contacts of one organisation in the register, oldest first (for coordinators only)."""
    return (await contacts_of([organisation_id])).get(organisation_id, [])


async def contact_by_email(organisation_id: int, email: str) -> Contact | None:
    """Return the contact of an organisation with an e-mail address, in the register or not (for letters only)."""
    return await one_row(Contact, (Contact.organisation == organisation_id) & (Contact.email == email))


async def contact_by_confirmation(token_hash: str) -> Contact | None:
    """Return the contact that the holder of a letter may confirm."""
    return await one_row(Contact, Contact.confirmation_hash == token_hash)


async def lock_lists() -> None:
    """Let nobody else change, or rely on, the lists that readers can compare with until the transaction ends; taken before organisations."""
    await hold(AdvisoryLock.LISTS_OF_ORGANISATIONS)


async def lock(organisation_ids: Iterable[int]) -> None:
    """Lock some organisations until the transaction ends, in the order of their ids; SQLite locks the whole file anyway."""
    await _lock(organisation_ids, "NO KEY UPDATE")


async def lock_for_removal(organisation_ids: Iterable[int]) -> None:
    """Lock some organisations as `lock` does; nobody can write a row that refers to them either, and those who began to are waited for."""
    await _lock(organisation_ids, "UPDATE")


async def _lock(organisation_ids: Iterable[int], strength: Literal["UPDATE", "NO KEY UPDATE"]) -> None:
    if is_postgres():
        await Organisation.select(Organisation.id).where(among(Organisation.id, organisation_ids)).order_by(Organisation.id).lock_rows(strength)
