"""Reading what everybody may read of statements: a page, one by its number, those of some parties, and their order for files.

Statements of parties that are not named today are left out, and so are objections to them. Standing rows say which rows are read, and
the acts of the parties of these rows decide which are shown, so that no answer is read from all acts of a memorandum.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw
from piccolo.query.functions import Count

from coalition import clock
from coalition.database import among, at_once, one_of, prepared, prepared_for_thread, whole
from coalition.notices import page_subjects
from coalition.notices.page_subjects import REGISTER, collecting_nothing, depends_on
from coalition.search.match_marks import Words
from coalition.statements.stated_queries import stated_on
from coalition.statements.tables import Statement, StatementKind
from coalition.statements.views import in_order, threaded
from coalition.statements.word_queries import says

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.memoranda.tables import Memorandum
    from coalition.statements.views import Stated

    Row = dict[str, Any]

AT_ONCE = 10
IN_A_MENU = 50  # reservations; of more, the number is asked for

# `standing` has no foreign key that Piccolo could join. Statements of hidden parties never leave the database.
_NAMED = WhereRaw("EXISTS (SELECT 1 FROM standing WHERE standing.act = statement.act AND standing.shown = 'named')")
_TO_NAMED = WhereRaw(
    "(statement.objects_to IS NULL OR EXISTS (SELECT 1 FROM statement reservation JOIN standing ON standing.act = reservation.act"
    " WHERE reservation.id = statement.objects_to AND standing.shown = 'named'))"
)


class Place(NamedTuple):
    """A place in the list: the number of a reservation or declaration, and that of an objection to it, 0 before the first."""

    thread: int = 0
    objection: int = 0

    @classmethod
    def read(cls, text: str) -> Place:
        """Return the place in an address; anything that is no place is the beginning."""
        thread, _, objection = text.partition(".")
        return cls(_number(thread), _number(objection))

    def __str__(self) -> str:
        """Return the place for an address."""
        return f"{self.thread}.{self.objection}" if self.objection else str(self.thread)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 -- what the column can contain


class Part(Struct, frozen=True):
    """Which part of a list is asked for: what follows a place, only what is about a provision, or one statement with the objections to it.

    With `words` it is those statements, objections among them, in which the words are, or that a party with such a name made.
    """

    after: str = ""
    provision: str | None = None
    number: int | None = None
    words: Words = Words()


class StatementPage(Struct, frozen=True):
    """Some statements in the order of their numbers, objections under their reservation; `next` is the place of the next page, "" at the end."""

    shown: Sequence[Stated] = ()
    next: str = ""

    @property
    def number(self) -> int:
        """How many statements there are on the page, objections among them."""
        return sum(1 + len(stated.objections) for stated in self.shown)


WHOLE = Part()


async def statement_page(memorandum: Memorandum, part: Part = WHOLE, as_at: date | None = None) -> StatementPage:
    """Return a page of the public statements as at a day (today when None); an objection to a reservation of an earlier page begins it."""
    day, place = _day(as_at), Place.read(part.after)
    found: list[tuple[Place, Stated]] = []
    while len(found) <= AT_ONCE:
        following = await _following(memorandum.id, day, part, place)
        shown = {stated.id: stated for stated in await _shown(memorandum, [row for _, row in following], day)}
        found += [(at, shown[row["id"]]) for at, row in following if row["id"] in shown]
        if len(following) <= AT_ONCE or following[-1][0] <= place:
            break
        place = following[-1][0]
    more = len(found) > AT_ONCE and found[AT_ONCE - 1][0] != Place()
    return StatementPage(threaded([stated for _, stated in found[:AT_ONCE]]), str(found[AT_ONCE - 1][0]) if more else "")


async def _following(memorandum_id: int, day: date, part: Part, place: Place) -> list[tuple[Place, Row]]:
    """Return the rows after a place, one more than a page has; those without a number, which is given at once, have the place 0."""
    public = _public(memorandum_id, day)
    if part.words:
        return [(Place(row["number"]), row) for row in await _matching(public, part, place)]
    rest = await _rest(public, place) if place.thread else []
    if part == WHOLE and place == Place() and day == clock.today():
        roots = await _beginning(memorandum_id)
    else:
        roots = await _roots(public, part, place, AT_ONCE + 1 - len(rest)) if len(rest) <= AT_ONCE else []
    objections: dict[UUID, list[Row]] = defaultdict(list)
    for row in await _objections(public, [root["id"] for root in roots]) if roots else ():
        objections[row["objects_to"]].append(row)
    rows = [(place.thread, row) for row in rest]
    rows += [(root["number"] or 0, row) for root in roots for row in (root, *objections[root["id"]])]
    return [(Place(thread, row["number"] or 0 if row["objects_to"] else 0), row) for thread, row in rows][: AT_ONCE + 1]


async def _matching(public: Combinable, part: Part, place: Place) -> list[Row]:
    """Return the statements after a place that words find, in the order of their numbers."""
    depends_on(REGISTER)
    these = public & says(part.words) & (Statement.number > place.thread)
    if part.provision is not None:
        these &= Statement.provision == part.provision
    return await Statement.select(whole(Statement)).where(these).order_by(Statement.number).limit(AT_ONCE + 1)


async def _rest(public: Combinable, place: Place) -> list[Row]:
    """Return the objections to a reservation that stand after a place."""
    reservation = await Statement.select(Statement.id).where(public & (Statement.number == place.thread)).first()
    if reservation is None:
        return []
    following = public & (Statement.objects_to == reservation["id"]) & (Statement.number > place.objection)
    return await Statement.select(whole(Statement)).where(following).order_by(Statement.number).limit(AT_ONCE + 1)


async def _beginning(memorandum_id: int) -> list[Row]:
    """Return what is no objection to another row, from the first on, as it is today: one more than a page has."""
    numbered = await _first_numbered(memorandum_id)
    return numbered if len(numbered) > AT_ONCE else [*numbered, *await _first_without_number(memorandum_id)][: AT_ONCE + 1]


@prepared
def _first_numbered(memorandum_id: int) -> Select[Statement]:
    these = _of_named(memorandum_id) & Statement.objects_to.is_null() & (Statement.number > 0)
    return Statement.select(whole(Statement)).where(these).order_by(Statement.number).limit(AT_ONCE + 1)


@prepared_for_thread
def _first_without_number(memorandum_id: int) -> Select[Statement]:
    these = _of_named(memorandum_id) & Statement.objects_to.is_null() & Statement.number.is_null()
    return Statement.select(whole(Statement)).where(these).order_by(Statement.made, Statement.recorded_at).limit(AT_ONCE + 1)


async def _roots(public: Combinable, part: Part, place: Place, limit: int) -> list[Row]:
    """Return what is no objection to another row: the statements after a place, or the one that is asked for."""
    if part.number is not None:
        return [] if place.thread else await Statement.select(whole(Statement)).where(public & (Statement.number == part.number))
    own = public & Statement.objects_to.is_null()
    if part.provision is not None:
        own &= Statement.provision == part.provision
    numbered = await Statement.select(whole(Statement)).where(own & (Statement.number > place.thread)).order_by(Statement.number).limit(limit)
    if len(numbered) == limit:
        return numbered
    others = Statement.select(whole(Statement)).where(own & Statement.number.is_null()).order_by(Statement.made, Statement.recorded_at)
    return [*numbered, *await others.limit(limit - len(numbered))]


async def _objections(public: Combinable, reservations: Sequence[UUID]) -> list[Row]:
    """Return objections to reservations of a page, as many as a page has: in the order of the reservations, then of their own numbers."""
    thread = OrderByRaw("(SELECT reservation.number FROM statement reservation WHERE reservation.id = statement.objects_to)")
    these = Statement.select(whole(Statement)).where(public & one_of(Statement.objects_to, reservations))
    return await these.order_by(thread).order_by(Statement.number).limit(AT_ONCE + 1)


async def public_statement(memorandum: Memorandum, this: Combinable, as_at: date | None = None) -> Stated | None:
    """Return the statement with an id or a number (`this`) as at a day, if everybody may read it."""
    rows = await Statement.select(whole(Statement)).where((Statement.memorandum == memorandum.id) & this)
    return next(iter(await _shown(memorandum, rows, _day(as_at))), None)


async def statements_of_parties(memorandum: Memorandum, organisations: Collection[int], as_at: date | None = None) -> list[Stated]:
    """Return the public statements of some organisations as at a day, in their order."""
    day = _day(as_at)
    rows = await _rows(_public(memorandum.id, day) & among(Statement.organisation, organisations))
    return await _shown(memorandum, in_order(rows), day)


async def reservations_of(memorandum: Memorandum) -> list[Stated]:
    """Return the first public reservations in the order of their numbers, one more than a menu has; they may have ended since."""
    these = _public(memorandum.id, clock.today()) & (Statement.kind == StatementKind.RESERVATION.value)
    rows = await Statement.select(whole(Statement)).where(these).order_by(Statement.number).limit(IN_A_MENU + 1)
    return await _shown(memorandum, rows, clock.today())


async def without_numbers(memorandum: Memorandum) -> list[Stated]:
    """Return the statements that are public now and have no number yet, each objection after its reservation (for numbering)."""
    rows = await _rows((Statement.memorandum == memorandum.id) & Statement.number.is_null())
    return await _shown(memorandum, in_order(rows), clock.today())


async def numbers_by_provision(memorandum: Memorandum) -> dict[str, int]:
    """Return how many declarations and reservations are public today, by the provision that they are about."""
    own = _public(memorandum.id, clock.today()) & Statement.objects_to.is_null()
    rows = await Statement.select(Statement.provision, Count(Statement.id)).where(own).group_by(Statement.provision)
    return {row["provision"]: int(row["count"]) for row in rows}


async def ids_in_order(memorandum: Memorandum, as_at: date | None = None) -> list[UUID]:
    """Return the ids of the statements that can be public as at a day, each objection after its reservation, to read them in parts."""
    columns = at_once(Statement.id, Statement.objects_to, Statement.number, Statement.made)
    rows = await Statement.select(columns).where(_public(memorandum.id, _day(as_at))).order_by(Statement.recorded_at)
    return [row["id"] for row in in_order(rows)]


async def statements_among(memorandum: Memorandum, ids: Sequence[UUID], as_at: date | None = None) -> list[Stated]:
    """Return those of some statements that are public as at a day, in the order of their ids."""
    rows = {row["id"]: row for row in await _rows((Statement.memorandum == memorandum.id) & one_of(Statement.id, ids))}
    return await _shown(memorandum, [rows[number] for number in ids if number in rows], _day(as_at))


def _day(as_at: date | None) -> date:
    today = clock.today()
    return min(as_at or today, today)


async def _rows(these: Combinable) -> list[Row]:
    return await Statement.select(whole(Statement)).where(these).order_by(Statement.recorded_at)


def _public(memorandum_id: int, day: date) -> Combinable:
    """Return the condition for rows whose parties are named today; of a past day only rows that may have been on record."""
    these = _of_named(memorandum_id)
    if day == clock.today():
        return these
    made = Statement.made.is_null() | (Statement.made <= day.isoformat())
    return these & ((Statement.received <= day) | (Statement.received.is_null() & made))


def _of_named(memorandum_id: int) -> Combinable:
    return (Statement.memorandum == memorandum_id) & _NAMED & _TO_NAMED


async def _shown(memorandum: Memorandum, rows: Sequence[Row], day: date) -> list[Stated]:
    """Return those of some statements that everybody may read as at a day, in the same order, and that an answer depends on them."""
    depends_on(page_subjects.signatories(memorandum.id))
    with collecting_nothing():  # of these, only the named ones are shown
        statements = await stated_on(memorandum.id, rows, day)
    shown = [_for_everybody(stated) for stated in statements if stated.named and (stated.objects_to is None or stated.against)]
    depends_on(*(page_subjects.organisation(number) for number in _parties(shown)))
    return shown


def _for_everybody(stated: Stated) -> Stated:
    """Return a statement with its public day of receipt, and without a successor that is not in the public register."""
    successor = stated.successor if stated.successor and stated.successor.listed else None
    return replace(stated, successor=successor, received=stated.public_receipt)


def _parties(statements: Iterable[Stated]) -> set[int]:
    """Return the organisations that statements name: their parties, successors, and the parties to whose reservations they object."""
    named = [(stated.organisation, stated.successor, stated.against and stated.against.organisation) for stated in statements]
    return {organisation.id for organisations in named for organisation in organisations if organisation}
