"""Reading statements: for the public as at a day, for a party, and for those who work on the memorandum."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.queries import acts_on
from coalition.acts.signer_queries import signer_text
from coalition.acts.status import histories_as_at
from coalition.acts.status_lines import ending_of
from coalition.database import one_of, one_row, prepared, whole
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import Edition, Provision
from coalition.notices import page_subjects
from coalition.notices.page_subjects import collecting_nothing, depends_on
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import PartialDate
from coalition.statements.tables import Deed, PartialWithdrawal, Statement, StatementKind, StatementSigner, StatementTranslation
from coalition.statements.views import EarlierText, Objected, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from piccolo.query import Select

    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView


async def statements_of(memorandum: Memorandum, as_at: date | None = None) -> list[Stated]:
    """Return the public statements as at a day (today when None), in the order of their numbers; objections stand under their reservation.

    Statements of parties that are not named today are left out, and so are objections to them.
    """
    depends_on(page_subjects.signatories(memorandum.id))
    today = clock.today()
    with collecting_nothing():  # of these, only the named ones are shown
        statements = await _statements(memorandum.id, min(as_at or today, today))
    shown = [_for_everybody(statement) for statement in statements if statement.named]
    depends_on(*(page_subjects.organisation(party.id) for statement in shown for party in (statement.organisation, statement.successor) if party))
    return _threaded(shown)


def _for_everybody(statement: Stated) -> Stated:
    """Return a statement with its public day of receipt, and without a successor that is not in the public register."""
    successor = statement.successor if statement.successor and statement.successor.listed else None
    return replace(statement, successor=successor, received=statement.public_receipt)


async def statement_of(memorandum_id: int, statement_id: UUID) -> Statement | None:
    """Return the row of one statement on a memorandum (for its party and for those who work on the memorandum)."""
    return await one_row(Statement, (Statement.id == statement_id) & (Statement.memorandum == memorandum_id))


async def is_stated(row: Statement) -> bool:
    """Return whether a party has made the same statement before and did not withdraw it."""
    same = (Statement.act == row.act) & (Statement.kind == row.kind) & (Statement.provision == row.provision)
    same &= (Statement.language == row.language) & (Statement.text == row.text) & Statement.withdrawn.is_null()
    return await Statement.exists().where(same & (Statement.objects_to == row.objects_to if row.objects_to else Statement.objects_to.is_null()))


async def all_statements(memorandum_id: int) -> list[Stated]:
    """Return every statement, also of parties that are not named (for those who work on the memorandum only)."""
    return _threaded(await _statements(memorandum_id, clock.today()))


async def own_statements(memorandum_id: int, organisation_id: int) -> list[Stated]:
    """Return the statements of an organisation, for its own pages; of other parties only the reservations to which it objects are read."""
    rows = await _own_rows(memorandum_id, organisation_id)
    if objected := [row["objects_to"] for row in rows if row["objects_to"]]:
        rows += await Statement.select(whole(Statement)).where(one_of(Statement.id, objected))
    return [statement for statement in await _read(memorandum_id, rows, clock.today()) if statement.organisation.id == organisation_id]


async def provisions_of(memorandum_id: int, digest: str | None) -> list[Provision]:
    """Return the provisions of the edition with this digest, in order; if none has it, those of the edition in force."""
    fixed = await one_row(Edition, (Edition.memorandum == memorandum_id) & (Edition.digest == digest)) if digest else None
    return await edition_queries.provisions((fixed or await edition_queries.latest_edition(memorandum_id)).id)


async def _statements(memorandum_id: int, as_at: date) -> list[Stated]:
    """Return all statements as they were on a day: numbered ones in the order of their numbers, then the others in the order made."""
    return await _read(memorandum_id, await _rows(memorandum_id), as_at)


async def _read(memorandum_id: int, rows: Sequence[Mapping[str, Any]], as_at: date) -> list[Stated]:
    """Return those of some statements that were on record on a day, in the same order."""
    today = clock.today()
    if not rows:
        return []
    acts = (await acts_on([memorandum_id], {row["organisation"] for row in rows}))[memorandum_id]
    histories = {history.root.id: history for history in histories_as_at(acts, as_at, today=today)}
    rows = [row for row in rows if row["act"] in histories and _was_on_record(row, histories[row["act"]], as_at, today)]
    if not rows:
        return []
    facts = await _facts(memorandum_id, rows, as_at)
    statements = [_stated(row, histories[row["act"]], facts) for row in rows]
    return sorted(_against(statements), key=_place)


def _place(statement: Stated) -> tuple[bool, int, str]:
    return (statement.number is None, statement.number or 0, statement.made.iso if statement.made else "")


def _was_on_record(row: Mapping[str, Any], history: History, as_at: date, today: date) -> bool:
    """Whether a statement was on record on a day: from that of its receipt, if it is known; of the past only the public day counts."""
    received = row["received"] if as_at == today else _public_receipt(row, history)
    return _had_come(PartialDate(received.isoformat()) if received else _date(row["made"]), as_at, today)


def _public_receipt(row: Mapping[str, Any], history: History) -> date | None:
    """Return the day of receipt for readers: the last day of the period if the act was recorded without a name in the same period."""
    received: date | None = row["received"]
    hidden_until = history.root.counted_on if history.root.was_hidden else None
    return max(received, hidden_until) if received and hidden_until else received


@prepared
def _rows(memorandum_id: int) -> Select[Statement]:
    return Statement.select(whole(Statement)).where(Statement.memorandum == memorandum_id).order_by(Statement.recorded_at)


@prepared
def _own_rows(memorandum_id: int, organisation_id: int) -> Select[Statement]:
    own = (Statement.memorandum == memorandum_id) & (Statement.organisation == organisation_id)
    return Statement.select(whole(Statement)).where(own).order_by(Statement.recorded_at)


class _Facts(Struct, frozen=True):
    """What belongs to some statements on a day: organisations by id, labels by provision, partial withdrawals and translations by statement."""

    today: date
    as_at: date
    organisations: Mapping[int, OrganisationView]
    labels: Mapping[str, str]
    parts: Mapping[UUID, Sequence[Mapping[str, Any]]]
    translations: Mapping[tuple[UUID, int | None], Mapping[str, str]]

    def had_come(self, day: PartialDate | None) -> bool:
        """Whether a day had come."""
        return _had_come(day, self.as_at, self.today)


async def _facts(memorandum_id: int, rows: Sequence[Mapping[str, Any]], as_at: date) -> _Facts:
    ids = [row["id"] for row in rows]
    organisations = {row["organisation"] for row in rows} | {row["successor"] for row in rows if row["successor"]}
    return _Facts(
        today=clock.today(),
        as_at=as_at,
        organisations=await visible_organisations(Viewer.COORDINATOR).with_events(organisations),  # the caller leaves unnamed ones out
        labels=await _labels(memorandum_id, {row["provision"] for row in rows}),
        parts=await _parts(ids),
        translations=await _translations(ids),
    )


def _stated(row: Mapping[str, Any], history: History, facts: _Facts) -> Stated:
    day_withdrawn, made = _date(row["withdrawn"]), _date(row["made"])
    parts = [part for part in facts.parts.get(row["id"], ()) if facts.had_come(_date(part["day"]))]
    texts = [row["text"], *(part["text"] for part in parts)]
    kind = StatementKind(row["kind"])
    return Stated(
        id=row["id"],
        organisation=facts.organisations[row["organisation"]],
        kind=kind,
        provision=row["provision"],
        label=facts.labels.get(row["provision"], ""),
        language=row["language"],
        text=texts[-1],
        made=made,
        received=row["received"],
        public_receipt=_public_receipt(row, history),
        withdrawn=day_withdrawn if day_withdrawn and facts.had_come(day_withdrawn) else None,
        ended=ending_of(history),
        named=history.named(facts.today),
        objects_to=row["objects_to"],
        precludes=row["precludes"],
        number=row["number"],
        reference=row["reference"] or "",
        late=history.root.kind if kind is not StatementKind.OBJECTION and _is_late(row["received"], history) else None,
        successor=facts.organisations.get(row["successor"]),
        earlier=tuple(EarlierText(text, PartialDate(part["day"])) for text, part in zip(texts, parts, strict=False)),
        translations=facts.translations.get((row["id"], parts[-1]["id"] if parts else None), {}),
    )


def _is_late(received: date | None, history: History) -> bool:
    """Whether a statement was received after the day on which the act was received that made the organisation a party."""
    act = history.confirmed or history.root
    bound = act.received or (act.acted.last if act.acted else None)
    return bool(received and bound and received > bound)


def _against(statements: Sequence[Stated]) -> list[Stated]:
    """Give objections the reservation they are to, if everybody may know its party."""
    reservations = {statement.id: statement for statement in statements if statement.kind is StatementKind.RESERVATION and statement.named}
    return [
        replace(statement, against=Objected(reservation.number, reservation.then))
        if statement.objects_to and (reservation := reservations.get(statement.objects_to))
        else statement
        for statement in statements
    ]


def _date(iso: str | None) -> PartialDate | None:
    return PartialDate(iso) if iso else None


def _had_come(day: PartialDate | None, as_at: date, today: date) -> bool:
    """Whether a day had come; a month or year comes with its last day, and an unknown day is always past."""
    return day is None or day.last <= as_at or (as_at == today and day.first <= today)


async def _parts(ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Mapping[str, Any]]]:
    """Return the partial withdrawals by statement, in their order."""
    wanted = one_of(PartialWithdrawal.statement, ids)
    parts: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await PartialWithdrawal.select(whole(PartialWithdrawal)).where(wanted).order_by(PartialWithdrawal.id):
        parts[row["statement"]].append(row)
    return parts


async def _translations(ids: Sequence[UUID]) -> Mapping[tuple[UUID, int | None], Mapping[str, str]]:
    """Return the translations by statement and by the partial withdrawal whose remaining text they translate, if any."""
    wanted = one_of(StatementTranslation.statement, ids)
    rows = await StatementTranslation.select(whole(StatementTranslation)).where(wanted).order_by(StatementTranslation.language)
    translations: dict[tuple[UUID, int | None], dict[str, str]] = defaultdict(dict)
    for row in rows:
        translations[row["statement"], row["remainder"]][row["language"]] = row["text"]
    return translations


def ids_of_statements(memorandum_id: int, organisation_id: int) -> Select[Statement]:
    """Return the query of the ids of all statements of an organisation, for changes of the rows that belong to them."""
    return Statement.select(Statement.id).where((Statement.memorandum == memorandum_id) & (Statement.organisation == organisation_id))


async def signers_of(statement_id: UUID) -> list[tuple[Deed, str]]:
    """Return what persons did about a statement, with their names, oldest first (for those who work on the memorandum)."""
    rows = await StatementSigner.objects().where(StatementSigner.statement == statement_id).order_by(StatementSigner.id)
    return [(Deed(row.deed), signer_text(row.name, row.title)) for row in rows if row.name]


async def last_part(statement_id: UUID) -> PartialWithdrawal | None:
    """Return the last partial withdrawal of a statement (for operations)."""
    parts = PartialWithdrawal.objects().where(PartialWithdrawal.statement == statement_id)
    return await parts.order_by(PartialWithdrawal.id, ascending=False).first()


async def without_number(memorandum_id: int) -> bool:
    """Whether a memorandum has a statement without a number (for operations only)."""
    return await Statement.exists().where((Statement.memorandum == memorandum_id) & Statement.number.is_null())


async def last_number(memorandum_id: int) -> int:
    """Return the last number that was given to a statement on a memorandum, 0 without one (for operations only)."""
    numbered = (Statement.memorandum == memorandum_id) & Statement.number.is_not_null()
    rows = await Statement.select(Statement.number).where(numbered).order_by(Statement.number, ascending=False).limit(1)
    return int(rows[0]["number"]) if rows else 0


async def _labels(memorandum_id: int, keys: Iterable[str]) -> Mapping[str, str]:
    """Return the label of each provision in the newest fixed edition that has it."""
    columns = (Provision.key, Provision.label, Provision.edition.number.as_alias("number"), Provision.edition.digest.as_alias("digest"))
    rows = await Provision.select(*columns).where((Provision.edition.memorandum == memorandum_id) & one_of(Provision.key, keys))
    return {row["key"]: row["label"] for row in sorted(rows, key=lambda row: (row["digest"] is not None, row["number"]))}


def _threaded(statements: Sequence[Stated]) -> list[Stated]:
    """Put objections under their reservation; an objection without its reservation is left out."""
    objections: dict[UUID, list[Stated]] = defaultdict(list)
    for statement in statements:
        if statement.objects_to:
            objections[statement.objects_to].append(statement)
    others = [statement for statement in statements if statement.objects_to is None]
    return [replace(statement, objections=tuple(objections[statement.id])) for statement in others]
