"""Making statements (declarations, reservations, objections), and recording them for a party."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.act_kinds import BINDING
from coalition.acts.errors import NotAParty, NothingStands
from coalition.acts.new_acts import Person, new_reference
from coalition.acts.recording import announce
from coalition.acts.tables import ActKind
from coalition.database import put, transaction
from coalition.fields import InvalidForm
from coalition.invitations.links import check_does_everything
from coalition.invitations.successors import acting_successor
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import happened
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.partial_dates import PartialDate
from coalition.statements.errors import AlreadyStated, ConfirmFirst, DeclarationsOnly, NoReservationStands, NoSuchProvision, ReservationsExcluded
from coalition.statements.public_statement_queries import public_statement
from coalition.statements.queries import is_stated, provisions_of, statement_of
from coalition.statements.searched_statements import let_statement_be_found
from coalition.statements.statement_numbers import number_statements
from coalition.statements.statement_receipts import write_receipt
from coalition.statements.tables import Deed, Statement, StatementKind, StatementSigner
from coalition.statements.views import standing_reservations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.acts.histories import History
    from coalition.acts.queries import Standing
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.statements.forms import AnsweredStatementForm, RecordedStatementForm, StatementForm
    from coalition.statements.views import Stated


class Maker(Struct, frozen=True):
    """The organisation that makes a statement: whether it only supports the text, or is bound by it, and the digest of the text it signed."""

    organisation: int
    supports: bool
    binds: bool
    digest: str | None


class Days(Struct, frozen=True):
    """The day on which a statement was made (a partial date), and that of its receipt, as far as they are known."""

    made: str | None
    received: date | None

    @classmethod
    def of_today(cls) -> Self:
        """Return the days of a statement that is made online now."""
        return cls(clock.today().isoformat(), clock.today())

    @property
    def known(self) -> date | None:
        """The day of receipt, else that on which it was made."""
        return self.received or (PartialDate(self.made).last if self.made else None)


def maker_of(history: History) -> Maker:
    """Return the party that an act on record made."""
    return Maker(history.root.party, history.supports, history.binds, history.root.digest)


def maker_with(kind: ActKind, organisation: int, digest: str | None) -> Maker:
    """Return the party that an act of a kind will make."""
    binds = kind in {*BINDING, ActKind.CONFIRMATION}
    return Maker(organisation, not binds, binds and kind is not ActKind.AD_REFERENDUM, digest)


def kinds_open_to(memorandum: Memorandum, maker: Maker) -> tuple[StatementKind, ...]:
    """Return the kinds of statements an organisation may make: a supporter only declarations, none before its signature is confirmed."""
    if maker.supports:
        return (StatementKind.DECLARATION,)
    if not maker.binds:
        return ()
    return tuple(kind for kind in StatementKind if memorandum.reservations or kind is not StatementKind.RESERVATION)


async def provision_of(memorandum: Memorandum, maker: Maker, form: StatementForm, day: date | None = None) -> str:
    """Return the key of the provision that a statement is about, if the party may make it; an objection is about that of its reservation.

    Raises:
        ConfirmFirst, ReservationsExcluded, DeclarationsOnly, NoSuchProvision, NoReservationStands: the party may not make this statement.

    """
    check_statement_kind(memorandum, maker, StatementKind(form.statement_kind))
    if form.statement_kind is StatementKind.OBJECTION:
        return (await reservation_of(memorandum, maker, form, day)).provision
    keys = {provision.key for provision in await provisions_of(memorandum.id, maker.digest)}
    if form.statement_provision and form.statement_provision not in keys:
        raise NoSuchProvision
    return form.statement_provision


def check_statement_kind(memorandum: Memorandum, maker: Maker, kind: StatementKind) -> None:
    """Refuse a kind of statement that a party may not make.

    Raises:
        ConfirmFirst, ReservationsExcluded, DeclarationsOnly: the rule that it breaks.

    """
    allowed = kinds_open_to(memorandum, maker)
    if not allowed:
        raise ConfirmFirst
    if kind not in allowed:
        raise DeclarationsOnly if maker.supports else ReservationsExcluded


async def reservation_of(memorandum: Memorandum, maker: Maker, form: StatementForm, day: date | None = None) -> Stated:
    """Return the reservation to which a form objects.

    Raises:
        NoReservationStands: no other party has such a public reservation, or it did not stand on that day.

    """
    by_number = isinstance(form.objects_to, int)
    this = Statement.number == form.objects_to if by_number else Statement.id == form.objects_to
    stated = await public_statement(memorandum, this, day) if form.objects_to else None
    if stated is None or not standing_reservations([stated], maker.organisation):
        raise NoReservationStands
    return stated


async def state(opened: Opened, form: AnsweredStatementForm) -> Statement:
    """Record a statement that a party makes today; if the party is not named, only the coordinators can read it.

    The letter of receipt with a private link belongs to it.

    Raises:
        NotAParty: no signature or support of the organisation stands, or it waits for its confirmation.
        ReservationsExcluded, DeclarationsOnly, NoSuchProvision, NoReservationStands: the party may not make this statement.
        AlreadyStated: the party has made the same statement, and it stands.
        FreshLinkNeeded: the link is that of a receipt, and older than thirty days.

    """
    check_does_everything(opened)
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        try:
            party = await acts.standing_of(row.id, opened.invitation.organisation)
        except NothingStands:
            raise NotAParty from None
        if not kinds_open_to(row, maker_of(party.history)):
            raise NotAParty
        who = Person(form.representative_name, form.representative_title)
        statement = await state_with(row, party, form, who, successor=await acting_successor(opened))
        await write_receipt(opened, party, statement.reference)
    return statement


async def state_with(  # noqa: PLR0913 -- the statement, and who makes it when
    memorandum: Memorandum, party: Standing, form: StatementForm, who: Person | None, days: Days | None = None, *, successor: int | None = None
) -> Statement:
    """Record a statement of a party inside the caller's transaction, alone or together with its act; it is made today if no days are given.

    Raises:
        InvalidForm: as `provision_of`.

    """
    statement = await _add(memorandum, party, form, days or Days.of_today(), successor)
    if who:
        await note_signer(statement, Deed.MADE, who)
    return statement


async def note_signer(statement: Statement, deed: Deed, who: Person) -> None:
    """Record the person behind a statement or its withdrawal, inside the caller's transaction."""
    await put(StatementSigner, statement=statement.id, deed=deed.value, name=who.name, title=who.title, signed_at=clock.now())


async def record_statement(memorandum: Memorandum, form: RecordedStatementForm) -> Statement:
    """Record, for a coordinator, a statement that a party made; its act may have ended since.

    Raises:
        InvalidForm: the organisation never was a party, or as `state`.

    """
    ids = await organisations.ids_by_slug([form.organisation])
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        own = await acts.own_record(row.id, ids.get(form.organisation, 0))
        if own is None or own.root is None or own.history is None or not kinds_open_to(row, maker_of(own.history)):
            raise InvalidForm({"organisation": Message("This organisation is not a party.")})
        statement = await _add(row, acts.Standing(own.root, own.history), form, Days(form.made, form.received))
        await trail.record(TrailAct.STATEMENT_RECORDED, f"statement:{statement.id}", row.id)
        return statement


async def _add(memorandum: Memorandum, party: Standing, form: StatementForm, days: Days, successor: int | None = None) -> Statement:
    maker = maker_of(party.history)
    columns: dict[str, Any] = {
        "provision": await provision_of(memorandum, maker, form, days.known),
        "objects_to": (await reservation_of(memorandum, maker, form, days.known)).id if form.statement_kind is StatementKind.OBJECTION else None,
        "precludes": form.precludes,
        "language": form.statement_language,
        "text": form.statement_text,
        "made": days.made,
        "received": days.received,
        "successor": successor,
    }
    row = Statement(
        act=party.root.id,
        memorandum=memorandum.id,
        organisation=party.root.organisation,
        kind=StatementKind(form.statement_kind).value,
        reference=new_reference(),
        recorded_at=clock.now(),
        **columns,
    )
    if await is_stated(row):
        raise AlreadyStated
    await Statement.insert(row)
    await let_statement_be_found(row.id)
    await number_statements(memorandum.id)
    await happened(memorandum.id)
    return await _announced(memorandum, row)


async def _announced(memorandum: Memorandum, row: Statement) -> Statement:
    """Announce a statement that is public now, and return it with its number; an entry in a record of the past is not announced."""
    statement = await statement_of(memorandum.id, row.id) or row
    named = statement.number is not None and not memorandum.historical
    await announce(memorandum, row.organisation, NoticeKind.STATEMENT, named=named, detail=f"{row.kind} {statement.number}")
    return statement
