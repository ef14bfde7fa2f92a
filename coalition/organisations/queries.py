"""Finding organisations; names and kinds are for everybody, contacts only for coordinators."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition.database import among, at_once, made_of, one_row, prepared, whole
from coalition.fields import LONGEST_NAME
from coalition.languages import sort_key
from coalition.organisations.domains import domain_of
from coalition.organisations.tables import Contact, DomainProof, FormerName, Organisation, OrganisationEvent, OrganisationEventKind, OrganisationName
from coalition.partial_dates import PartialDate
from coalition.search_keys import plain_key, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from piccolo.query import Select


class NameIn(Struct, frozen=True):
    """A name in one language."""

    language: str
    name: str
    short_name: str
    primary: bool


class NamesUntil(Struct, frozen=True):
    """All names an organisation had until a day; None where the day is not known."""

    until: PartialDate | None
    names: tuple[NameIn, ...]


class Turn(Struct, frozen=True):
    """A turn in the life of an organisation, as pages show it; `other` is its successor."""

    kind: OrganisationEventKind
    happened: PartialDate | None
    other: Named | None
    source: str


class Named(Struct, frozen=True):
    """An organisation with its names, as every page shows it; `past` and `turns` are filled in by `with_lives` only."""

    id: int
    slug: str
    kind: str
    scope: str
    status: str
    country: str | None
    seat_country: str | None
    website: str
    at_risk: bool
    name_key: str
    names: tuple[NameIn, ...] = ()
    past: tuple[NamesUntil, ...] = ()
    turns: tuple[Turn, ...] = ()

    def at(self, day: PartialDate | None) -> Named:
        """Return it under the names it had on a day; of a day that is not known, under those it has now.

        What happened on the day, in the month or in the year of a change of name is under the new name.
        """
        if not self.past:
            return self
        then = next((one for one in self.past if day and one.until and day.before(one.until)), None)
        if then is None:
            return self
        changed = replace(self, names=then.names)
        return replace(changed, name_key=sort_key(changed.primary.name)[:400])

    @property
    def primary(self) -> NameIn:
        """The name it goes by."""
        for name in self.names:
            if name.primary:
                return name
        return self.names[0]

    def in_language(self, language: str) -> NameIn | None:
        """Return a second name to help the reader: in his language or in English, unless it is the primary one."""
        if len(self.names) == 1:
            return None
        by_language = {name.language: name for name in self.names}
        helping = by_language.get(language) or by_language.get("en")
        return helping if helping and helping.name != self.primary.name else None


_SHOWN = at_once(*(getattr(Organisation, name) for name in Named.__struct_fields__ if name not in {"names", "past", "turns"}))


_NAMED = at_once(*(getattr(OrganisationName, name) for name in ("organisation", "language", "name", "short_name", "is_primary")))


async def by_slug(slug: str) -> Organisation | None:
    """Return an organisation's row."""
    return await one_row(Organisation, Organisation.slug == slug)


async def by_slugs(slugs: Iterable[str]) -> dict[str, int]:
    """Return slug → id of those that exist."""
    rows = await Organisation.select(Organisation.slug, Organisation.id).where(Organisation.slug.is_in(list(slugs) or [""]))
    return {row["slug"]: row["id"] for row in rows}


async def slug_of(organisation_id: int) -> str:
    """Return an organisation's address name."""
    [found] = await _slug(organisation_id)
    return str(found["slug"])


@prepared
def _slug(organisation_id: int) -> Select[Organisation]:
    return Organisation.select(Organisation.slug).where(Organisation.id == organisation_id)


async def named(ids: Iterable[int]) -> dict[int, Named]:
    """Return organisations with their names, by id, in two queries."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {one.id: one for one in await _with_names(await Organisation.select(_SHOWN).where(among(Organisation.id, wanted)))}


async def with_lives(ids: Iterable[int]) -> dict[int, Named]:
    """Return organisations with their names, former names and turns, by id, in four queries for a list of any length."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    theirs = among(OrganisationEvent.organisation, wanted)
    rows = await OrganisationEvent.select(whole(OrganisationEvent)).where(theirs).order_by(OrganisationEvent.id)
    found = await named([*wanted, *(row["other"] for row in rows if row["other"])])
    past = await _past_of(wanted)
    turns: dict[int, list[Turn]] = defaultdict(list)
    for row in rows:
        turns[row["organisation"]].append(_turn(row, found))
    for one in past.keys() | turns.keys():
        found[one] = replace(found[one], past=tuple(past[one]), turns=tuple(sorted(turns[one], key=_when)))
    return {one: found[one] for one in wanted if one in found}


def _turn(row: dict[str, Any], found: dict[int, Named]) -> Turn:
    return Turn(OrganisationEventKind(row["kind"]), _day(row["happened"]), found.get(row["other"]), row["source"])


def _day(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


def _when(turn: Turn) -> str:
    return turn.happened.iso if turn.happened else ""


async def _past_of(ids: Sequence[int]) -> dict[int, list[NamesUntil]]:
    """Return former names, oldest first; those until an unknown day come first."""
    rows = await FormerName.select(whole(FormerName)).where(among(FormerName.organisation, ids)).order_by(FormerName.until).order_by(FormerName.id)
    grouped: dict[tuple[int, str], list[NameIn]] = defaultdict(list)
    for row in rows:
        grouped[row["organisation"], row["until"]].append(NameIn(row["language"], row["name"], row["short_name"], row["is_primary"]))
    found: dict[int, list[NamesUntil]] = defaultdict(list)
    for (one, until), names in sorted(grouped.items()):
        found[one].append(NamesUntil(_day(until), tuple(names)))
    return found


async def former_names(organisation_id: int) -> list[NameIn]:
    """Return every name an organisation had once."""
    return [name for one in (await _past_of([organisation_id]))[organisation_id] for name in one.names]


async def predecessors(organisation_id: int) -> list[tuple[Turn, Named]]:
    """Return the organisations that merged into this one or that it succeeds, with what happened to each."""
    rows = await OrganisationEvent.select(whole(OrganisationEvent)).where(OrganisationEvent.other == organisation_id).order_by(OrganisationEvent.id)
    found = await named(row["organisation"] for row in rows)
    return sorted(((_turn(row, {}), found[row["organisation"]]) for row in rows), key=lambda pair: _when(pair[0]))


async def successors_of(organisation_id: int) -> set[int]:
    """Return the ids of those that came after an organisation, directly or after one another."""
    rows = await OrganisationEvent.select(OrganisationEvent.organisation, OrganisationEvent.other).where(OrganisationEvent.other.is_not_null())
    found, new = set[int](), {organisation_id}
    while new:
        new = {row["other"] for row in rows if row["organisation"] in new} - found
        found |= new
    return found


async def called() -> dict[str, set[int]]:
    """Return organisations by every name they have or had, folded by `plain_key` (for imports)."""
    found: dict[str, set[int]] = defaultdict(set)
    for table in (OrganisationName, FormerName):
        for row in await table.select(table.organisation, table.name, table.short_name):
            for text in (row["name"], row["short_name"]):
                found[plain_key(text)].add(row["organisation"])
    found.pop("", None)
    return found


async def named_by_slugs(slugs: Iterable[str]) -> dict[str, Named]:
    """Return organisations with their names, by slug, in two queries."""
    wanted = sorted(set(slugs))
    if not wanted:
        return {}
    return {one.slug: one for one in await _with_names(await Organisation.select(_SHOWN).where(Organisation.slug.is_in(wanted)))}


async def countries() -> list[str]:
    """Return the codes of the countries that some organisation represents."""
    rows = await Organisation.select(Organisation.country).where(Organisation.country.is_not_null()).distinct()
    return sorted(row["country"] for row in rows)


async def all_slugs(limit: int) -> list[str]:
    """Return the address names of the register, for the map of the site."""
    return await Organisation.select(Organisation.slug).order_by(Organisation.slug).limit(limit).output(as_list=True)


async def with_names(organisation: Organisation) -> Named:
    """Return one organisation with its names."""
    return (await named([organisation.id]))[organisation.id]


async def search(text: str = "", *, country: str | None = None, after: str = "", limit: int = 100) -> list[Named]:
    """Return organisations in the order of their names, found by any name in any script; `after` is the last one's `name_key/slug`.

    Nothing is called by more than a name may hold, and SQLite refuses long patterns.
    """
    if len(text) > LONGEST_NAME:
        return []
    query = Organisation.select(_SHOWN).order_by(Organisation.name_key).order_by(Organisation.slug).limit(limit)
    if text.strip():
        plain, latin = plain_key(text), search_key(text)
        if not (plain or latin):
            return []
        query = query.where(Organisation.search_key.like(f"%{plain or latin}%") | Organisation.search_key.like(f"%{latin or plain}%"))
    if country:
        query = query.where(Organisation.country == country)
    if after:
        key, _, slug = after.rpartition("/")
        query = query.where((Organisation.name_key > key) | ((Organisation.name_key == key) & (Organisation.slug > slug)))
    return await _with_names(await query)


async def in_slug_order(*, after: str | None = None, limit: int = 100) -> list[Named]:
    """Return organisations in the order of their slugs, as the database sorts them; `after` is the last one's slug."""
    query = Organisation.select(_SHOWN).order_by(Organisation.slug).limit(limit)
    return await _with_names(await (query.where(Organisation.slug > after) if after else query))


async def _with_names(rows: Sequence[dict[str, Any]]) -> list[Named]:
    ids = [row["id"] for row in rows]
    names: dict[int, list[NameIn]] = defaultdict(list)
    found = await OrganisationName.select(_NAMED).where(among(OrganisationName.organisation, ids)).order_by(OrganisationName.id)
    for row in found:
        names[row["organisation"]].append(NameIn(row["language"], row["name"], row["short_name"], row["is_primary"]))
    return [Named(**row, names=tuple(names[row["id"]])) for row in rows]


async def contacts_of(organisation_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """Return the people to write to, oldest first (for coordinators only)."""
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in await Contact.objects().where(among(Contact.organisation, organisation_ids)).order_by(Contact.id):
        found[contact.organisation].append(contact)
    return found


async def contacts_of_one(organisation_id: int) -> list[Contact]:
    """Return the people of one organisation to write to, oldest first (for coordinators only)."""
    return [made_of(Contact, row) for row in await _contacts(organisation_id)]


@prepared
def _contacts(organisation_id: int) -> Select[Contact]:
    return Contact.select(whole(Contact)).where(Contact.organisation == organisation_id).order_by(Contact.id)


async def proofs_of(organisation_id: int) -> list[DomainProof]:
    """Return the proofs of its domain that were asked for, newest first (for coordinators only: they hold the tokens)."""
    return await DomainProof.objects().where(DomainProof.organisation == organisation_id).order_by(DomainProof.id, ascending=False)


async def domain_proofs(organisations: Iterable[Named], *, before: datetime | None = None) -> Mapping[int, DomainProof]:
    """Return by organisation the latest proof of the domain its website is at now, as far as it was given (before a moment)."""
    websites = {one.id: one.website for one in organisations}
    given = among(DomainProof.organisation, websites) & DomainProof.proved_at.is_not_null()
    rows = await DomainProof.objects().where(given & (DomainProof.proved_at < before) if before else given).order_by(DomainProof.proved_at)
    return {row.organisation: row for row in rows if row.domain == domain_of(websites[row.organisation])}


async def proof_by_hash(token_hash: str) -> tuple[DomainProof, Organisation] | None:
    """Return the proof that a letter asks for, and the organisation (for whoever holds the letter)."""
    proof = await one_row(DomainProof, DomainProof.token_hash == token_hash)
    organisation = await one_row(Organisation, Organisation.id == proof.organisation) if proof else None
    return (proof, organisation) if proof and organisation else None


async def countries_of(organisation_ids: Iterable[int]) -> Mapping[int, str | None]:
    """Return the country of some organisations, by id."""
    rows = await Organisation.select(Organisation.id, Organisation.country).where(Organisation.id.is_in(list(organisation_ids) or [0]))
    return {row["id"]: row["country"] for row in rows}
