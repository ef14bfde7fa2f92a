"""Statements from their rows: who made them, under which name, and what had become of them on a day (for other queries only)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts.queries import acts_on
from coalition.acts.status_lines import ending_of
from coalition.acts.visible_histories import histories_as_at
from coalition.database import one_of, whole
from coalition.memoranda.label_queries import Labels, written_in
from coalition.memoranda.tables import Provision
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import PartialDate
from coalition.statements.tables import PartialWithdrawal, Statement, StatementKind, StatementTranslation
from coalition.statements.views import EarlierText, Objected, Stated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from coalition.acts.histories import History
    from coalition.organisations.views import OrganisationView

    Row = Mapping[str, Any]


async def stated_on(memorandum_id: int, rows: Sequence[Row], as_at: date) -> list[Stated]:
    """Return those of some statements that were on record on a day, in the same order.

    An objection has the reservation that it is to, if that was on record and everybody may know its party. Only the acts of the parties
    of these statements are read.
    """
    if not rows:
        return []
    given = {row["id"] for row in rows}
    known = await _on_record(memorandum_id, [*rows, *await _reservations_of(rows, given)], as_at)
    return [statement for statement in _against(known) if statement.id in given]


async def _reservations_of(rows: Sequence[Row], given: set[UUID]) -> list[dict[str, Any]]:
    """Return the reservations that objections are to, as far as they are not given."""
    missing = {row["objects_to"] for row in rows if row["objects_to"]} - given
    return await Statement.select(whole(Statement)).where(one_of(Statement.id, missing)) if missing else []


async def _on_record(memorandum_id: int, rows: Sequence[Row], as_at: date) -> list[Stated]:
    today = clock.today()
    acts = (await acts_on([memorandum_id], {row["organisation"] for row in rows}))[memorandum_id]
    histories = {history.root.id: history for history in histories_as_at(acts, as_at, today=today)}
    rows = [row for row in rows if row["act"] in histories and _was_on_record(row, histories[row["act"]], as_at, today)]
    if not rows:
        return []
    facts = await _facts(memorandum_id, rows, as_at)
    return [_stated(row, histories[row["act"]], facts) for row in rows]


def _was_on_record(row: Row, history: History, as_at: date, today: date) -> bool:
    """Whether a statement was on record on a day: from that of its receipt, if it is known; of the past only the public day counts."""
    received = row["received"] if as_at == today else _public_receipt(row, history)
    return _had_come(PartialDate(received.isoformat()) if received else _date(row["made"]), as_at, today)


def _public_receipt(row: Row, history: History) -> date | None:
    """Return the day of receipt for readers: the last day of the period if the act was recorded without a name in the same period."""
    received: date | None = row["received"]
    hidden_until = history.root.counted_on if history.root.was_hidden else None
    return max(received, hidden_until) if received and hidden_until else received


class _Facts(Struct, frozen=True):
    """What belongs to some statements on a day: organisations by id, labels by provision, partial withdrawals and translations by statement."""

    today: date
    as_at: date
    organisations: Mapping[int, OrganisationView]
    labels: Labels
    parts: Mapping[UUID, Sequence[Row]]
    translations: Mapping[tuple[UUID, int | None], Mapping[str, str]]

    def had_come(self, day: PartialDate | None) -> bool:
        """Whether a day had come."""
        return _had_come(day, self.as_at, self.today)


async def _facts(memorandum_id: int, rows: Sequence[Row], as_at: date) -> _Facts:
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


def _stated(row: Row, history: History, facts: _Facts) -> Stated:
    day_withdrawn, made = _date(row["withdrawn"]), _date(row["made"])
    parts = [part for part in facts.parts.get(row["id"], ()) if facts.had_come(_date(part["day"]))]
    texts = [row["text"], *(part["text"] for part in parts)]
    kind = StatementKind(row["kind"])
    return Stated(
        id=row["id"],
        organisation=facts.organisations[row["organisation"]],
        kind=kind,
        provision=row["provision"],
        label=facts.labels.shared.get(row["provision"], ""),
        written_labels=facts.labels.written.get(row["provision"], {}),
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


async def _parts(ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Row]]:
    """Return the partial withdrawals by statement, in their order."""
    wanted = one_of(PartialWithdrawal.statement, ids)
    parts: dict[UUID, list[Row]] = defaultdict(list)
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


async def _labels(memorandum_id: int, keys: set[str]) -> Labels:
    """Return the labels of provisions in the newest fixed edition that has them."""
    edition: Any = Provision.edition
    columns = (Provision.key, Provision.label, edition, edition.number.as_alias("number"), edition.digest.as_alias("digest"))
    rows = await Provision.select(*columns).where((Provision.edition.memorandum == memorandum_id) & one_of(Provision.key, keys))
    newest = {row["key"]: row for row in sorted(rows, key=lambda row: (row["digest"] is not None, row["number"]))}
    written = await written_in({row["edition"] for row in newest.values()})
    return Labels({key: row["label"] for key, row in newest.items()}, written)
