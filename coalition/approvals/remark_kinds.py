"""Recording and correcting acts in an impossible order, with a remark and two coordinators: what is checked, carried out and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from coalition import clock
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.memorandum_kinds import memorandum_asked_about, memorandum_facts
from coalition.errors import CoalitionError
from coalition.languages import Message, date_text
from coalition.memoranda.edition_queries import latest_digest
from coalition.memoranda.queries import locked
from coalition.organisations import queries as organisations
from coalition.partial_dates import PartialDate
from coalition.people import queries as people
from coalition.signatures.correcting_record import Remark, correct, corrected_act, impossible_correction
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from coalition.signatures.recording_on_behalf import enter, impossible_order
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from coalition.approvals.facts import Facts, Values
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

_ORGANISATION = Message("Organisation")
_NOT_SHOWN = Message("An organisation whose name the public does not read")


def _entered(values: Values) -> EnteredActForm:
    return EnteredActForm.parse(dict(values["form"]))


async def record_with_remark(about: str, values: Values, _: Coordinator) -> None:
    """Record the act as it was asked for: not about another text, and not with a remark that its days do not need any more."""
    entering = await _who_entered(values)
    await locked((await memorandum_asked_about(about)).id)
    await order_is_impossible(about, values)
    await enter(await memorandum_asked_about(about), _entered(values), by=entering, remark=values["remark"])


async def order_is_impossible(about: str, values: Values) -> None:
    """Refuse an act about another text, and one whose days are possible."""
    memorandum, entering = await memorandum_asked_about(about), await _who_entered(values)
    is_about_text_in_force = values.get("digest") == await latest_digest(memorandum.id)
    if not is_about_text_in_force or await impossible_order(memorandum, _entered(values), by=entering) is None:
        raise CannotBeDone


async def _who_entered(values: Values) -> Coordinator:
    account = await people.active(int(values["account"]))
    if account is None:
        raise CannotBeDone
    return account


async def _why_impossible(memorandum: Memorandum, values: Values) -> Message | None:
    """Return why the order is impossible; None if it is possible now, or if the act cannot be recorded any more for another reason."""
    try:
        return await impossible_order(memorandum, _entered(values), by=await _who_entered(values))
    except CoalitionError:
        return None


async def remark_facts(about: str, values: Values, language: str) -> Facts:
    """Show the act and why its order is impossible; an organisation that the public will not read is named to nobody here."""
    form, memorandum = _entered(values), await memorandum_asked_about(about)
    impossible = await _why_impossible(memorandum, values)
    [organisation] = (await organisations.views_by_slug([form.organisation])).values()
    facts = [
        *await memorandum_facts(about, values, language),
        (_ORGANISATION, organisation.primary.name if form.level.named else _NOT_SHOWN.text(language)),
        (Message("Act"), form.kind.word.text(language)),
        (Message("Date"), date_text(PartialDate(form.acted), language) if form.acted else ""),
        (Message("Received"), date_text(form.received, language) if form.received else ""),
        (Message("How it reached you"), form.channel.word.text(language)),
        (Message("Why the order is impossible"), impossible.text(language) if impossible else ""),
    ]
    return [*facts, *_statement_facts(form, language), (Message("Remark"), values["remark"])]


def _statement_facts(form: EnteredActForm, language: str) -> Facts:
    """Return the kind of the statement made with an act; its words only if the public will read them too, as they may name the organisation."""
    if form.statement is None:
        return []
    kind = (Message("The statement with it"), StatementKind(form.statement.statement_kind).word.text(language))
    return [kind, (Message("Statement"), form.statement.statement_text)] if form.level.named else [kind]


class _Correction(NamedTuple):
    """A correction to days in an impossible order, as it was asked for."""

    memorandum: Memorandum
    organisation: int
    act: UUID
    form: RecordCorrectionForm


async def _asked_correction(about: str, values: Values) -> _Correction:
    form = RecordCorrectionForm.parse(dict(values["form"]))
    return _Correction(await memorandum_asked_about(about), int(values["organisation"]), UUID(values["act"]), form)


async def correct_with_remark(about: str, values: Values, _: Coordinator) -> None:
    """Correct the record, unless the order has become possible."""
    entering = await _who_entered(values)
    await locked((await memorandum_asked_about(about)).id)
    await correction_is_impossible(about, values)
    await correct(*await _asked_correction(about, values), Remark(values["remark"], entering.id))


async def correction_is_impossible(about: str, values: Values) -> None:
    """Refuse a correction to days that are possible."""
    await _who_entered(values)
    if await impossible_correction(*await _asked_correction(about, values)) is None:
        raise CannotBeDone


async def correction_facts(about: str, values: Values, language: str) -> Facts:
    """Show the act, its days before and after, and why their order is impossible; a hidden organisation is named to nobody here."""
    asked = await _asked_correction(about, values)
    form = asked.form
    try:
        impossible = await impossible_correction(*asked)
        history, act = await corrected_act(*asked[:3])
    except CoalitionError:
        return [*await memorandum_facts(about, values, language), (Message("Remark"), values["remark"])]
    organisation = (await organisations.views_by_id([asked.organisation]))[asked.organisation]
    return [
        *await memorandum_facts(about, values, language),
        (_ORGANISATION, organisation.primary.name if history.named(clock.today()) else _NOT_SHOWN.text(language)),
        (Message("Act"), act.kind.word.text(language)),
        (Message("Day on which it was done, before"), date_text(act.acted, language) if act.acted else "–"),
        (Message("Day on which it was done"), date_text(form.acted, language) if form.acted else "–"),
        (Message("Day on which it reached you, before"), date_text(act.received, language) if act.received else "–"),
        (Message("Day on which it reached you"), date_text(form.received, language) if form.received else "–"),
        (Message("Why the order is impossible"), impossible.text(language) if impossible else ""),
        (Message("Reason"), form.reason),
        (Message("Remark"), values["remark"]),
    ]
