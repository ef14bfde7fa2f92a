"""Reading statements: for the public as at a day, for a party, and for those who work on the memorandum."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from coalition import clock
from coalition.acts.queries import acts_on
from coalition.acts.status import histories_as_at
from coalition.acts.status_lines import Ending, ending_of
from coalition.database import one_row, prepared, whole
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import Edition, Provision
from coalition.organisations.views import OrganisationView
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.partial_dates import PartialDate
from coalition.statements.tables import Statement, StatementKind, StatementTranslation
from coalition.text.provisions import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from piccolo.query import Select

    from coalition.acts.histories import History
    from coalition.memoranda.tables import Memorandum


_NUMBERED = {
    StatementKind.DECLARATION: Message("Declaration {number}"),
    StatementKind.RESERVATION: Message("Reservation {number}"),
}


class Stated(Struct, frozen=True):
    """A statement of a party.

    `provision` is a key ("" for the whole text) and `label` its label in the text; `ended` says how the party's act ended, if it
    did; `named` says whether everybody may know the party; `number` is its number on the public page, 0 for an objection.
    """

    id: UUID
    organisation: OrganisationView
    kind: StatementKind
    provision: str
    label: str
    language: str
    text: str
    made: PartialDate | None
    withdrawn: PartialDate | None
    ended: Ending | None
    named: bool
    objects_to: UUID | None
    translations: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    objections: tuple[Stated, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is in force: it was not withdrawn, and the act of its party has not ended."""
        return self.withdrawn is None and self.ended is None

    @property
    def title(self) -> Message:
        """Its kind, with its number if it has one."""
        return title_of(self.kind, self.number)

    @property
    def about(self) -> Message:
        """The name of the provision that it is about."""
        return subject_of(self.provision, self.label)

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of its text."""
        return _paragraphs(self.text)

    def translated(self, language: str) -> tuple[str, list[str]] | None:
        """Return (language, paragraphs) of the translation into the reader's language, or else into English."""
        if self.language == language:
            return None
        code = next((code for code in (language, "en") if code in self.translations), None)
        return (code, _paragraphs(self.translations[code])) if code else None


def title_of(kind: StatementKind, number: int) -> Message:
    """Return the kind of a statement, with its number if it has one."""
    return Message(_NUMBERED[kind].msgid, number=number) if number else kind.word


def subject_of(provision: str, label: str) -> Message:
    """Return the name of the provision that a statement is about; `provision` is a key, "" for the whole text."""
    if not provision:
        return Message("The whole text")
    return name_of(label) if label else Message("A provision of another edition")


def _paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text)


async def statements_of(memorandum: Memorandum, as_at: date | None = None) -> list[Stated]:
    """Return the public statements as at a day (today when None), in the order made; objections stand under their reservation.

    Statements of parties that are not named today are left out, and so are objections to them.
    """
    today = clock.today()
    return _threaded([statement for statement in await _statements(memorandum.id, min(as_at or today, today)) if statement.named])


async def statement_of(memorandum_id: int, statement_id: UUID) -> Statement | None:
    """Return the row of one statement on a memorandum (for its party and for those who work on the memorandum)."""
    return await one_row(Statement, (Statement.id == statement_id) & (Statement.memorandum == memorandum_id))


async def all_statements(memorandum_id: int) -> list[Stated]:
    """Return every statement, also of parties that are not named (for those who work on the memorandum only)."""
    return _threaded(await _statements(memorandum_id, clock.today()))


async def own_statements(memorandum_id: int, organisation_id: int) -> list[Stated]:
    """Return the statements of an organisation, for its own pages."""
    return [statement for statement in await _statements(memorandum_id, clock.today()) if statement.organisation.id == organisation_id]


def with_objections(statements: Iterable[Stated]) -> list[Stated]:
    """Return statements, each followed by its objections, in one list."""
    return [listed for statement in statements for listed in (statement, *statement.objections)]


def standing_reservations(statements: Iterable[Stated], organisation_id: int) -> list[Stated]:
    """Return the reservations to which an organisation may object: the standing reservations of other parties."""
    return [
        statement
        for statement in statements
        if statement.kind is StatementKind.RESERVATION and statement.stands and statement.organisation.id != organisation_id
    ]


async def parties_of(memorandum_id: int) -> list[OrganisationView]:
    """Return every organisation that signed or supported, also those not named (for those who work on the memorandum only)."""
    today = clock.today()
    acts = (await acts_on([memorandum_id]))[memorandum_id]
    ids = {history.root.party for history in histories_as_at(acts, today, today=today)}
    parties = await visible_organisations(Viewer.COORDINATOR).by_ids(ids)
    return sorted(parties.values(), key=lambda party: (party.name_key, party.slug))


async def provisions_of(memorandum_id: int, digest: str | None) -> list[Provision]:
    """Return the provisions of the edition with this digest, in order; if none has it, those of the edition in force."""
    fixed = await one_row(Edition, (Edition.memorandum == memorandum_id) & (Edition.digest == digest)) if digest else None
    return await edition_queries.provisions((fixed or await edition_queries.latest_edition(memorandum_id)).id)


async def _statements(memorandum_id: int, as_at: date) -> list[Stated]:
    """Return all statements as they were on a day, in the order made; those of unknown date come first."""
    today = clock.today()
    rows = await _rows(memorandum_id)
    if not rows:
        return []
    acts = (await acts_on([memorandum_id]))[memorandum_id]
    histories = {history.root.id: history for history in histories_as_at(acts, as_at, today=today)}
    rows = [row for row in rows if row["act"] in histories and _had_come(_date(row["made"]), as_at, today)]
    if not rows:
        return []
    organisations = await visible_organisations(Viewer.COORDINATOR).by_ids(row["organisation"] for row in rows)  # the caller leaves unnamed ones out
    translations = await _translations(row["id"] for row in rows)
    labels = await _labels(memorandum_id, {row["provision"] for row in rows})
    statements = []
    for row in sorted(rows, key=lambda row: row["made"] or ""):
        history = histories[row["act"]]
        day_withdrawn = _date(row["withdrawn"])
        withdrawn = day_withdrawn if _had_come(day_withdrawn, as_at, today) else None
        statement = _stated(row, organisations[row["organisation"]], history, withdrawn=withdrawn, label=labels.get(row["provision"], ""))
        statements.append(replace(statement, named=history.named(today), translations=translations.get(statement.id, {})))
    return statements


@prepared
def _rows(memorandum_id: int) -> Select[Statement]:
    return Statement.select(whole(Statement)).where(Statement.memorandum == memorandum_id).order_by(Statement.recorded_at)


def _stated(row: Mapping[str, Any], organisation: OrganisationView, history: History, *, withdrawn: PartialDate | None, label: str) -> Stated:
    return Stated(
        id=row["id"],
        organisation=organisation,
        kind=StatementKind(row["kind"]),
        provision=row["provision"],
        label=label,
        language=row["language"],
        text=row["text"],
        made=_date(row["made"]),
        withdrawn=withdrawn,
        ended=ending_of(history),
        named=False,
        objects_to=row["objects_to"],
    )


def _date(iso: str | None) -> PartialDate | None:
    return PartialDate(iso) if iso else None


def _had_come(day: PartialDate | None, as_at: date, today: date) -> bool:
    """Whether a day had come; a month or year comes with its last day, and an unknown day is always past."""
    return day is None or day.last <= as_at or (as_at == today and day.first <= today)


async def _translations(ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    wanted = StatementTranslation.statement.is_in(list(ids))
    rows = await StatementTranslation.select(whole(StatementTranslation)).where(wanted).order_by(StatementTranslation.language)
    translations: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in rows:
        translations[row["statement"]][row["language"]] = row["text"]
    return translations


async def _labels(memorandum_id: int, keys: Iterable[str]) -> Mapping[str, str]:
    """Return the label of each provision in the newest fixed edition that has it."""
    columns = (Provision.key, Provision.label, Provision.edition.number.as_alias("number"), Provision.edition.digest.as_alias("digest"))
    rows = await Provision.select(*columns).where((Provision.edition.memorandum == memorandum_id) & Provision.key.is_in(sorted(keys)))
    return {row["key"]: row["label"] for row in sorted(rows, key=lambda row: (row["digest"] is not None, row["number"]))}


def _threaded(statements: Sequence[Stated]) -> list[Stated]:
    """Put objections under their reservation, and number the other statements if they are public.

    Only public statements have numbers, so that a number is the same for every reader. An objection without its reservation is
    left out.
    """
    objections: dict[UUID, list[Stated]] = defaultdict(list)
    for statement in statements:
        if statement.objects_to:
            objections[statement.objects_to].append(statement)
    others = [statement for statement in statements if statement.objects_to is None]
    numbers = {statement.id: at for at, statement in enumerate((statement for statement in others if statement.named), start=1)}
    return [replace(statement, number=numbers.get(statement.id, 0), objections=tuple(objections[statement.id])) for statement in others]
