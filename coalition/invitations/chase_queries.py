"""Reading the rows and counters of the chase list (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from piccolo.query.functions import Sum

from coalition import clock
from coalition.acts.tables import Act
from coalition.database import among, one_of, prepared, whole
from coalition.invitations.last_answers import SILENT, Answer
from coalition.invitations.tables import ChaseCount, ChaseRow, Invitation
from coalition.memoranda.queries import served_by
from coalition.organisations.sort_key_queries import key_of_slug
from coalition.organisations.tables import SortKey
from coalition.search.place_queries import in_order_for
from coalition.search.queries import FEW, Listing, first_matches, place, search, tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


class Wanted(Struct, frozen=True):
    """Which rows a reader asks for: of one state, or `silent`; of one country, or `none`; after an organisation (slug); with some words in a name.

    Empty: of any. `sort` is `name_last`, `waiting` (those that are waited for the longest first), or empty for the order of names.
    """

    state: str = ""
    country: str = ""
    after: str = ""
    q: str = ""
    sort: str = ""

    @property
    def states(self) -> Sequence[str]:
        """The states of the rows; empty for any state where no country is asked for either."""
        if self.state == "silent":
            return SILENT
        return [self.state] if self.state else list(Answer) if self.country else []


async def is_there(memorandum_id: int, slug: str) -> bool:
    """Return whether an organisation (slug) is in the list."""
    return await ChaseRow.exists().where((ChaseRow.memorandum == memorandum_id) & (ChaseRow.slug == slug))


async def place_of_party(memorandum_id: int, organisation_id: int) -> str:
    """Return the place of an organisation in the order of files."""
    rows = await _row(memorandum_id, organisation_id)
    return str(rows[0]["place"])


@prepared
def _row(memorandum_id: int, organisation_id: int) -> Select[ChaseRow]:
    return ChaseRow.select().where((ChaseRow.memorandum == memorandum_id) & (ChaseRow.organisation == organisation_id))


async def parties_after(memorandum_id: int, after: str, limit: int) -> list[int]:
    """Return the ids of the first organisations after a place, in the order of files."""
    these = (ChaseRow.memorandum == memorandum_id) & (ChaseRow.place > after)
    return await ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.place).limit(limit).output(as_list=True)


async def parties_by_name(memorandum_id: int, wanted: Wanted, language: str, limit: int) -> list[int]:
    """Return the ids of the first organisations after one (slug), by name as readers of a language expect it."""
    order = (SortKey, SortKey.organisation, SortKey.key, in_order_for(SortKey, language))
    listing = Listing(Kind.ORGANISATION, ChaseRow, ChaseRow.organisation, *order)
    after, descending = place(await key_of_slug(wanted.after, language)) if wanted.after else "", wanted.sort == "name_last"
    return (await search(listing, wanted.q, filtered(memorandum_id, wanted), after=after, limit=limit, descending=descending)).ids


async def parties_by_waiting(memorandum_id: int, wanted: Wanted, limit: int) -> list[int]:
    """Return the ids of the first organisations after one (slug): those that are waited for, the longest first, then all others."""
    these = filtered(memorandum_id, wanted)
    if wanted.q:
        these &= await tested(Kind.ORGANISATION, ChaseRow.organisation, wanted.q)
    last = await _last_of(memorandum_id, wanted.after) if wanted.after else None
    ids = [] if last and last["awaited_since"] is None else await _waiting_after(these, last, limit)
    if len(ids) == limit:
        return ids
    others = these & ChaseRow.awaited_since.is_null()
    if last and last["awaited_since"] is None:
        others &= ChaseRow.organisation > last["organisation"]
    query = ChaseRow.select(ChaseRow.organisation).where(others).order_by(ChaseRow.organisation)
    return ids + await query.limit(limit - len(ids)).output(as_list=True)


async def _last_of(memorandum_id: int, slug: str) -> dict[str, Any] | None:
    these = (ChaseRow.memorandum == memorandum_id) & (ChaseRow.slug == slug)
    return await ChaseRow.select(ChaseRow.awaited_since, ChaseRow.organisation).where(these).first()


async def _waiting_after(these: Combinable, last: dict[str, Any] | None, limit: int) -> list[int]:
    these &= ChaseRow.awaited_since.is_not_null()
    if last:
        same = (ChaseRow.awaited_since == last["awaited_since"]) & (ChaseRow.organisation > last["organisation"])
        these &= (ChaseRow.awaited_since > last["awaited_since"]) | same
    query = ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.awaited_since, ChaseRow.organisation)
    return await query.limit(limit).output(as_list=True)


def filtered(memorandum_id: int, wanted: Wanted) -> Combinable:
    """Return the condition of the filters of a list; words that are looked for are not among them."""
    these: Combinable = ChaseRow.memorandum == memorandum_id
    if wanted.states:
        these &= one_of(ChaseRow.state, wanted.states)
    if wanted.country:
        these &= ChaseRow.country == ("" if wanted.country == "none" else wanted.country)
    return these


async def number_with_words(memorandum_id: int, wanted: Wanted) -> int | None:
    """Return how many rows match filters and words; None if the words find more than a thousand organisations, which are not counted."""
    ids = await first_matches(Kind.ORGANISATION, wanted.q, FEW + 1)
    if len(ids) > FEW:
        return None
    return int(await ChaseRow.count().where(filtered(memorandum_id, wanted) & among(ChaseRow.organisation, ids)))


async def invited_after(memorandum_id: int, slug: str, limit: int) -> list[int]:
    """Return the ids of the first invited organisations after a slug, in the order of slugs."""
    these = (ChaseRow.memorandum == memorandum_id) & (ChaseRow.slug > slug) & ChaseRow.invitation.is_not_null()
    return await ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.slug).limit(limit).output(as_list=True)


async def longest_awaited(memorandum_id: int, states: Iterable[Answer], limit: int) -> list[int]:
    """Return the ids of the organisations in some states of whom an answer, or a confirmation, has been awaited for the longest time."""
    rows = []
    for state in states:
        these = (ChaseRow.memorandum == memorandum_id) & (ChaseRow.state == state.value)
        columns = (ChaseRow.awaited_since, ChaseRow.place, ChaseRow.organisation)
        rows += await ChaseRow.select(*columns).where(these).order_by(ChaseRow.awaited_since).order_by(ChaseRow.place).limit(limit)
    return [row["organisation"] for row in sorted(rows, key=lambda row: (row["awaited_since"], row["place"]))[:limit]]


async def states_of(memorandum_id: int, organisation_ids: Iterable[int]) -> dict[int, str]:
    """Return the states of those of some organisations that are on the list, by id."""
    these = (ChaseRow.memorandum == memorandum_id) & among(ChaseRow.organisation, organisation_ids)
    return {row["organisation"]: row["state"] for row in await ChaseRow.select(ChaseRow.organisation, ChaseRow.state).where(these)}


async def with_bounced_letters(coordinator_id: int, *, limit: int) -> list[int]:
    """Return the ids of memoranda that a person works on and where the last letter of a waiting invitation bounced, newest first."""
    bounced = (ChaseCount.state == Answer.BOUNCED.value) & (ChaseCount.n > 0) & ChaseCount.memorandum.is_in(served_by(coordinator_id))
    query = ChaseCount.select(ChaseCount.memorandum).where(bounced).order_by(ChaseCount.memorandum, ascending=False)
    return await query.distinct().limit(limit).output(as_list=True)


async def numbers_in(memorandum_ids: Iterable[int], states: Iterable[Answer]) -> dict[int, int]:
    """Return the number of organisations in some states by memorandum; memoranda without any are left out."""
    these = among(ChaseCount.memorandum, memorandum_ids) & one_of(ChaseCount.state, states)
    rows = await ChaseCount.select(ChaseCount.memorandum, Sum(ChaseCount.n, alias="total")).where(these).group_by(ChaseCount.memorandum)
    return {row["memorandum"]: int(row["total"]) for row in rows if row["total"]}


class ChaseCounts(Struct, frozen=True):
    """The counters of a chase list, and how many of those that could be reminded were reminded today."""

    counters: Sequence[ChaseCount]
    reminded_today: int

    @property
    def total(self) -> int:
        """The number of rows."""
        return sum(counter.n for counter in self.counters)

    @property
    def by_state(self) -> dict[str, int]:
        """The number of rows in each state, in the order of the states."""
        return {answer.value: sum(counter.n for counter in self.counters if counter.state == answer) for answer in Answer}

    @property
    def countries(self) -> list[str]:
        """The codes of the countries of the rows; an empty text where the organisation has none."""
        return sorted({counter.country for counter in self.counters if counter.n})

    def number_of(self, wanted: Wanted) -> int:
        """The number of rows that match the filters, whatever their names."""
        country = "" if wanted.country == "none" else wanted.country
        matching = [counter for counter in self.counters if not wanted.country or counter.country == country]
        return sum(counter.n for counter in matching if not wanted.states or counter.state in wanted.states)

    @property
    def silent(self) -> int:
        """The number of organisations that have not answered."""
        return sum(counter.n for counter in self.counters if counter.state in SILENT)

    @property
    def invited(self) -> int:
        """The number of invitations that were not revoked."""
        return sum(counter.n for counter in self.counters if counter.invited and counter.state != Answer.REVOKED)

    @property
    def uninvited(self) -> int:
        """The number of organisations that acted without an invitation."""
        return sum(counter.n for counter in self.counters if not counter.invited)

    @property
    def unnamed(self) -> int:
        """The number of organisations that signed or supported, whatever became of it, and that are not named today."""
        return sum(counter.n for counter in self.counters if counter.unnamed)

    @property
    def without_act(self) -> int:
        """The number of organisations that were only invited, or declined."""
        return sum(counter.n for counter in self.counters if not counter.signs)

    @property
    def due(self) -> int:
        """The number of invitations that a reminder to all would reach today."""
        return sum(counter.n for counter in self.counters if counter.state in SILENT and counter.has_contact) - self.reminded_today


async def counts_on(memorandum_id: int) -> ChaseCounts:
    """Return the numbers of a chase list."""
    return ChaseCounts(await counters_on(memorandum_id), await _reminded_today(memorandum_id))


async def _reminded_today(memorandum_id: int) -> int:
    """Count in the order of the index of reminders: a condition on all silent rows would read all of them."""
    rows = await Invitation.raw(
        "SELECT count(*) AS n FROM invitation JOIN chase_row ON chase_row.memorandum = invitation.memorandum"
        " AND chase_row.organisation = invitation.organisation WHERE invitation.memorandum = {} AND invitation.reminded_on = {}"
        " AND chase_row.state IN ({}, {}, {}) AND chase_row.has_contact",
        *(memorandum_id, clock.today()),
        *(state.value for state in SILENT),
    )
    return int(rows[0]["n"])


# For `chase_rows.py` only


async def rows_of(memorandum_id: int, organisation_ids: Collection[int]) -> list[dict[str, Any]]:
    """Return the stored rows of some organisations."""
    if len(organisation_ids) == 1:
        return await _row(memorandum_id, *organisation_ids)
    return await ChaseRow.select(whole(ChaseRow)).where((ChaseRow.memorandum == memorandum_id) & among(ChaseRow.organisation, organisation_ids))


async def memoranda_that_asked(organisation_id: int) -> list[int]:
    """Return the ids of the memoranda to which an organisation was invited."""
    return [row["memorandum"] for row in await _asked(organisation_id)]


@prepared
def _asked(organisation_id: int) -> Select[Invitation]:
    return Invitation.select(Invitation.memorandum).where(Invitation.organisation == organisation_id).order_by(Invitation.memorandum)


async def memoranda_with_rows() -> list[int]:
    """Return the ids of the memoranda to which organisations were invited, or on which they acted."""
    invited = await Invitation.select(Invitation.memorandum).group_by(Invitation.memorandum).output(as_list=True)
    acted = await Act.select(Act.memorandum).group_by(Act.memorandum).output(as_list=True)
    return sorted({*invited, *acted})


async def memoranda_without_rows() -> list[int]:
    """Return the ids of the memoranda with an invitation, or an act of an organisation, that is not on its list."""
    asked = Invitation.asked.eq(True)  # noqa: FBT003 -- a value of the column
    missing = asked & Invitation.id.not_in(ChaseRow.select(ChaseRow.invitation).where(ChaseRow.invitation.is_not_null()))
    asked_on = await Invitation.select(Invitation.memorandum).where(missing).group_by(Invitation.memorandum).output(as_list=True)
    acted_on = await Act.raw(
        "SELECT DISTINCT act.memorandum AS memorandum FROM act WHERE NOT EXISTS (SELECT 1 FROM chase_row"
        " WHERE chase_row.memorandum = act.memorandum AND chase_row.organisation = act.organisation)"
    )
    return sorted({*asked_on, *(row["memorandum"] for row in acted_on)})


async def parties_from(memorandum_id: int, last: int, limit: int) -> list[int]:
    """Return the next organisations, in the order of their ids, that were invited, that acted, or that have a row."""
    ids: set[int] = set()
    for table in (Invitation, Act, ChaseRow):
        these = (table.memorandum == memorandum_id) & (table.organisation > last)
        rows = await table.select(table.organisation).where(these).group_by(table.organisation).order_by(table.organisation).limit(limit)
        ids.update(row["organisation"] for row in rows)
    return sorted(ids)[:limit]


async def rows_from(memorandum_id: int, last: int, limit: int) -> list[dict[str, Any]]:
    """Return the next rows in the order of their ids."""
    these = (ChaseRow.memorandum == memorandum_id) & (ChaseRow.id > last)
    return await ChaseRow.select(whole(ChaseRow)).where(these).order_by(ChaseRow.id).limit(limit)


async def counters_on(memorandum_id: int) -> list[ChaseCount]:
    """Return the stored counters."""
    return await ChaseCount.objects().where(ChaseCount.memorandum == memorandum_id)
