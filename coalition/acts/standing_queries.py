"""Reading standing rows: who is a party, named or hidden, without reading any act (for operations and those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.act_kinds import BINDING
from coalition.acts.edition_parts import editions_of
from coalition.acts.tables import ActKind, Shown, Standing
from coalition.database import among, none_of, one_of
from coalition.memoranda.tables import Publicity
from coalition.organisations.queries import among_entries, remaining_ids, remaining_of
from coalition.organisations.tables import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Select

_PARTY = [ActKind.SIGNATURE.value, ActKind.ACCESSION.value]
_BINDING = [kind.value for kind in BINDING]
_YES = True  # a value of a column


async def named_lines(memorandum_id: int) -> Combinable:
    """Return the condition of the lines of parties that everybody reads in the list of signatories."""
    line = (Standing.shown == Shown.NAMED.value) & Standing.line.eq(_YES) & Standing.counted_as.is_in(_PARTY)
    return (Standing.memorandum == memorandum_id) & line & (await editions_of(memorandum_id)).line_in_force()


async def named_parties(memorandum_id: int, organisation_ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
    """Return `organisation` and `received` of those of some organisations that are parties by name."""
    if not organisation_ids:
        return []
    query = Standing.select(Standing.organisation, Standing.received)
    return await query.where(await named_lines(memorandum_id) & among(Standing.organisation, organisation_ids))


async def first_received(memorandum_id: int, number: int, country: str | None = None) -> list[date]:
    """Return the first days of receipt of named parties, at most `number`, of all countries or of one."""
    lines = await named_lines(memorandum_id) & Standing.received.is_not_null()
    if country is not None:
        lines &= Standing.country == country
    rows = await Standing.select(Standing.received).where(lines).order_by(Standing.received).limit(number)
    return [row["received"] for row in rows]


async def current(memorandum_id: int) -> Combinable:
    """Return the condition of the signatures and supports that stand and count for an organisation, in editions in force."""
    stands = (Standing.memorandum == memorandum_id) & Standing.stands.eq(_YES)
    return stands & (await editions_of(memorandum_id)).current_in_force()


async def acting_among(memorandum_id: int, organisation_ids: Iterable[int]) -> set[int]:
    """Return those organisations whose signature or support of the edition in force stands, under any of their entries: they need no invitation."""
    asked, party, remaining = set(organisation_ids), Standing.organisation, Standing.organisation.merged_into
    theirs = await current(memorandum_id) & (among(party, asked) | among(remaining, asked))
    rows = await Standing.select(party, remaining.as_alias("remaining")).where(theirs)
    return {number for row in rows for number in (row["organisation"], row["remaining"])} & asked


async def acted_under_another_entry(memorandum_id: int, organisation_id: int) -> bool:
    """Return whether an act stands that was made under another entry of the same organisation, merged into this one or remaining of it."""
    remaining = (await remaining_ids([organisation_id])).get(organisation_id, organisation_id)
    entry = (Standing.organisation == remaining) | (Standing.organisation.merged_into == remaining)
    others = entry & (Standing.organisation != organisation_id)
    return await Standing.exists().where(await current(memorandum_id) & others)


async def acts_standing(these: Callable[[Column, Column], Combinable]) -> list[tuple[int, int]]:
    """Return the organisation and memorandum of each signature or support that stands, named or not, with a condition on both.

    It is for operations, and for those who work on these memoranda.
    """
    where = Standing.stands.eq(_YES) & these(Standing.organisation, Standing.memorandum)
    return [(row["organisation"], row["memorandum"]) for row in await Standing.select(Standing.organisation, Standing.memorandum).where(where)]


async def publicly_named(organisation_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Return the organisation and memorandum of each public line that names one of some organisations as signatory, party or supporter."""
    line = (Standing.shown == Shown.NAMED.value) & Standing.line.eq(_YES) & one_of(Standing.counted_as, [*_PARTY, ActKind.SUPPORT.value])
    public = line & (Standing.memorandum.publicity == Publicity.PUBLIC.value) & among(Standing.organisation, organisation_ids)
    return [(row["organisation"], row["memorandum"]) for row in await Standing.select(Standing.organisation, Standing.memorandum).where(public)]


async def parties(memorandum_id: int, *, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
    """Return `organisation` and `shown` of the next organisations bound by the edition in force, or by a signature ad referendum, by id."""
    bound = await bound_now(memorandum_id) & (Standing.organisation > after)
    return await Standing.select(Standing.organisation, Standing.shown).where(bound).order_by(Standing.organisation).limit(limit)


async def bound_now(memorandum_id: int) -> Combinable:
    """Return the condition of the acts that bind organisations to the edition in force, including signatures ad referendum."""
    return await current(memorandum_id) & Standing.kind.is_in(_BINDING)


async def is_party(memorandum_id: int, organisation_id: int) -> bool:
    """Whether an organisation is bound by the edition in force, or signed it ad referendum."""
    bound = await bound_now(memorandum_id)
    return bool(await Standing.exists().where(bound & (Standing.organisation == organisation_id)))


def unnamed_standing(memorandum_id: int) -> Combinable:
    """Return the condition of the signatures and supports of any edition that stand and name nobody today."""
    return (Standing.memorandum == memorandum_id) & Standing.stands.eq(_YES) & (Standing.shown != Shown.NAMED.value)


async def number(condition: Combinable) -> int:
    """Return how many rows fit a condition."""
    return int(await Standing.count().where(condition))


async def unnamed_parties(memorandum_id: int) -> set[int]:
    """Return the ids of the organisations with an act that stands and names nobody today."""
    rows = await Standing.select(Standing.organisation).where(unnamed_standing(memorandum_id))
    return {row["organisation"] for row in rows}


async def named_and_unlisted(memorandum_id: int) -> list[int]:
    """Return the ids of the organisations that are named and not in the public register, as before a memorandum becomes public."""
    named = (Standing.memorandum == memorandum_id) & (Standing.shown == Shown.NAMED.value)
    rows = await Standing.select(Standing.organisation).where(named & Standing.organisation.listed.is_in([False]))
    return sorted({row["organisation"] for row in rows})


def included(memorandum_id: int, digests: Iterable[str], last_day: date) -> Combinable:
    """Return the condition of the hidden acts that a number of withheld names includes, up to a day; `digests` are superseded."""
    hidden = (Standing.memorandum == memorandum_id) & (Standing.shown != Shown.NAMED.value) & (Standing.counted_from <= last_day)
    return hidden & none_of(Standing.digest, digests) & (Standing.counted_until.is_null() | (Standing.counted_until > last_day))


def known(memorandum_id: int | None, *, but: Combinable | None = None) -> Select[Standing]:
    """Return the query of the organisations that a text names or named, nobody without an id.

    With `but` it also returns those that the text will name, except the organisations of these rows.
    """
    named: Combinable = Standing.ever_named.eq(_YES)
    if but is not None:
        of_these = Standing.select(Standing.organisation).where(but & Standing.organisation.is_not_null())
        promised = Standing.promised.eq(_YES) & Standing.organisation.not_in(of_these)
        named = named | promised
    return Standing.select(Standing.organisation).where((Standing.memorandum == (memorandum_id or 0)) & Standing.organisation.is_not_null() & named)


async def has_row(condition: Combinable, organisation_id: int) -> bool:
    """Whether an organisation has a row that fits a condition."""
    return bool(await Standing.exists().where(condition & (Standing.organisation == organisation_id)))


async def listed_and_known(known_ids: Select[Standing], also: Iterable[int]) -> int:
    """Return how many listed organisations are among the known ones, or among `also`; what remains of a known entry is known."""
    these = Organisation.id.is_in(known_ids) | Organisation.id.is_in(remaining_of(known_ids)) | among(Organisation.id, also)
    return int(await Organisation.count().where(among_entries(Organisation.listed.eq(_YES)) & these))


def named_as(column: Column, memorandum_id: int | None) -> Select[Standing]:
    """Return the query of the organisations that a text names or named, nobody without an id, for each row of a query with such a column."""
    row = (Standing.memorandum == (memorandum_id or 0)) & (Standing.organisation == column)
    return Standing.select(Standing.organisation).where(row & Standing.ever_named.eq(_YES))


async def listed_and_not_named(memorandum_id: int | None, most: int) -> int | None:
    """Return how many listed organisations a text never named, at most `most`; None if no organisation is listed."""
    listed = among_entries(Organisation.listed.eq(_YES))
    unnamed = listed & Organisation.id.not_in(named_as(Organisation.id, memorandum_id)) & Organisation.id.not_in(remaining_of(known(memorandum_id)))
    number = len(await Organisation.select(Organisation.id).where(unnamed).limit(most))
    return number if number or await Organisation.exists().where(listed) else None


async def standing_on_superseded(memorandum_id: int, organisation_ids: Iterable[int]) -> list[int]:
    """Return those organisations whose last act that stands is on an edition that is superseded: they are asked again (for operations only)."""
    here = (Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids)
    digests = sorted((await editions_of(memorandum_id)).superseded)
    if not digests:
        return []
    acted_again = Standing.select(Standing.organisation).where(here & none_of(Standing.digest, digests))
    last = here & Standing.stands.eq(_YES) & (Standing.current_behind == "") & one_of(Standing.digest, digests)
    rows = await Standing.select(Standing.organisation).where(last & Standing.organisation.not_in(acted_again)).order_by(Standing.place)
    return [row["organisation"] for row in rows]
