"""The table of the kinds of approval: what is checked before asking, what is carried out, and what the second coordinator reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from msgspec import Struct

from coalition import clock
from coalition.addresses import url_for
from coalition.approvals import appeal_kinds, article_kinds
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.facts import Facts, PictureFact, Values
from coalition.approvals.tables import ApprovalKind
from coalition.deliveries.asked_entries import facts_of, scan_text_in
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.publishing_entries import correct as correct_entry
from coalition.deliveries.publishing_entries import publish as publish_entry
from coalition.drafting_record.errors import LinesChanged
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.publishing import publish_lines
from coalition.drafting_record.queries import to_be_published
from coalition.drafting_record.record_candidates import asked_lines
from coalition.duplicates.merging import merge
from coalition.errors import CoalitionError
from coalition.languages import Message, date_text, language_name
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.edition_queries import latest_digest
from coalition.memoranda.membership import take_over
from coalition.memoranda.queries import by_id, coordinators_of, locked, view
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.withdrawing_from_public import return_to_public
from coalition.organisations import queries as organisations
from coalition.organisations import registering
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.forms import ContactForm, OrganisationChange
from coalition.organisations.listing import list_organisation
from coalition.partial_dates import PartialDate
from coalition.people import queries as people
from coalition.people import revoking
from coalition.people.accounts import invite_colleague
from coalition.people.forms import CoordinatorForm
from coalition.signatures.correcting_record import Remark, correct, corrected_act, impossible_correction
from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm
from coalition.signatures.recording_on_behalf import enter, impossible_order
from coalition.statements.tables import StatementKind
from coalition.words import for_each

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Organisation
    from coalition.people.tables import Coordinator


_SLUG, _CONTACTS = Message("Address name"), Message("Contacts on record")
_ORGANISATION, _NAME, _ADDRESS = Message("Organisation"), Message("Name"), Message("E-mail address")
_LANGUAGE, _MEMORANDUM, _REASON = Message("Language of letters"), Message("Memorandum"), Message("Reason")
_PROPOSAL, _DECISION_REASON = Message("Proposal"), Message("Reason of the decision")
_REMAINS = Message("The entry that remains")
_NOT_SHOWN = Message("An organisation whose name the public does not read")


class Kind(Struct, frozen=True):
    """One kind: `check` refuses what cannot be done, `facts` returns the lines that the second coordinator reads.

    `alone` says that the only coordinator makes the change without an approval.
    """

    carry_out: Callable[[str, Values, Coordinator], Awaitable[None]]
    facts: Callable[[str, Values, str], Awaitable[Facts]]
    check: Callable[[str, Values], Awaitable[None]]
    alone: bool = True


async def _organisation(about: str) -> Organisation:
    row = await organisations.by_id(_number(about))
    if row is None:
        raise CannotBeDone
    return row


def _number(about: str) -> int:
    return int(about.partition(":")[2])


async def _nothing_to_check(_: str, __: Values) -> None:
    """Check nothing."""


async def _organisation_facts(about: str, _: Values, __: str) -> Facts:
    """Name the organisation by all its names and the address name, which never changes: a name may have been changed for this purpose."""
    row = await _organisation(about)
    shown = await organisations.view_of(row)
    known = [contact.email for contact in await organisations.contacts_of_one(row.id)]
    facts = [(_ORGANISATION, " · ".join(name.name for name in shown.names)), (_SLUG, shown.slug)]
    return [*facts, (_CONTACTS, " · ".join(known) or "–")]


# Contacts


async def _add_contact(about: str, values: Values, _: Coordinator) -> None:
    await change_contacts(await _organisation(about), ContactChange(add=ContactForm.parse(dict(values))))


async def _contact_is_new(about: str, values: Values) -> None:
    contacts = (await organisations.contacts_of([_number(about)])).get(_number(about), [])
    if values["email"] in {contact.email for contact in contacts}:
        raise ContactKnown


async def _remove_contact(about: str, values: Values, _: Coordinator) -> None:
    await change_contacts(await _organisation(about), ContactChange(remove=int(values["contact"])))


async def _contact_facts(about: str, values: Values, language: str) -> Facts:
    facts = [*await _organisation_facts(about, values, language), (_NAME, values.get("name", "")), (_ADDRESS, values.get("email", ""))]
    if values.get("language"):
        facts.append((_LANGUAGE, language_name(values["language"], language)))
    return facts


async def _remove_risk(about: str, _: Values, __: Coordinator) -> None:
    await registering.amend(await _organisation(about), OrganisationChange(at_risk=False), approved=True)


async def _list_at_risk(about: str, values: Values, _: Coordinator) -> None:
    await list_organisation(await _organisation(about), values["reason"], approved=True)


async def _listing_facts(about: str, values: Values, language: str) -> Facts:
    return [*await _organisation_facts(about, values, language), (_REASON, values.get("reason", ""))]


async def _merge(about: str, values: Values, by: Coordinator) -> None:
    await merge(await _organisation(about), await _organisation(f"organisation:{values['remaining']}"), by.id, approved=True)


async def _merging_facts(about: str, values: Values, language: str) -> Facts:
    remaining = await _organisation_facts(f"organisation:{values['remaining']}", values, language)
    return [*await _organisation_facts(about, values, language), (_REMAINS, ""), *remaining]


# Accounts and memoranda


async def _invite(_: str, values: Values, by: Coordinator) -> None:
    await invite_colleague(CoordinatorForm.parse(dict(values)), by)


async def _account_facts(_: str, values: Values, __: str) -> Facts:
    return [(_NAME, values.get("name", "")), (_ADDRESS, values.get("email", ""))]


async def _enable(about: str, _: Values, by: Coordinator) -> None:
    account = await people.account(_number(about))
    if account is None:
        raise CannotBeDone
    await revoking.enable(account, by)


async def _memorandum(about: str) -> Memorandum:
    row = await by_id(_number(about))
    if row is None:
        raise CannotBeDone
    return row


async def _take_over(about: str, values: Values, _: Coordinator) -> None:
    await _nobody_coordinates(about, values)
    account = await people.active(int(values["account"]))
    if account is None:
        raise CannotBeDone
    await take_over(await _memorandum(about), account)


async def _nobody_coordinates(about: str, _: Values) -> None:
    if await coordinators_of((await _memorandum(about)).id):
        raise CannotBeDone


async def _memorandum_facts(about: str, _: Values, language: str) -> Facts:
    return [(_MEMORANDUM, (await view(await _memorandum(about))).title(language)[1])]


async def _return(about: str, values: Values, _: Coordinator) -> None:
    await return_to_public(await _memorandum(about), ReasonedForm(reason=values["reason"]), int(values["account"]))


async def _is_withdrawn(about: str, _: Values) -> None:
    check(Action.RETURN, Situation(await _memorandum(about)))


async def _return_facts(about: str, values: Values, language: str) -> Facts:
    return [*await _memorandum_facts(about, values, language), (_REASON, values.get("reason", ""))]


# Acts in an impossible order


def _entered(values: Values) -> EnteredActForm:
    return EnteredActForm.parse(dict(values["form"]))


async def _record_with_remark(about: str, values: Values, _: Coordinator) -> None:
    """Record the act as it was asked for: not about another text, and not with a remark that its days do not need any more."""
    entering = await _who_entered(values)
    await locked(_number(about))
    await _order_is_impossible(about, values)
    await enter(await _memorandum(about), _entered(values), by=entering, remark=values["remark"])


async def _order_is_impossible(about: str, values: Values) -> None:
    memorandum, entering = await _memorandum(about), await _who_entered(values)
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


async def _remark_facts(about: str, values: Values, language: str) -> Facts:
    """Show the act and why its order is impossible; an organisation that the public will not read is named to nobody here."""
    form, memorandum = _entered(values), await _memorandum(about)
    impossible = await _why_impossible(memorandum, values)
    [organisation] = (await organisations.views_by_slug([form.organisation])).values()
    facts = [
        *await _memorandum_facts(about, values, language),
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
    return _Correction(await _memorandum(about), int(values["organisation"]), UUID(values["act"]), form)


async def _correct_with_remark(about: str, values: Values, _: Coordinator) -> None:
    """Correct the record, unless the order has become possible."""
    entering = await _who_entered(values)
    await locked(_number(about))
    await _correction_is_impossible(about, values)
    await correct(*await _asked_correction(about, values), Remark(values["remark"], entering.id))


async def _correction_is_impossible(about: str, values: Values) -> None:
    await _who_entered(values)
    if await impossible_correction(*await _asked_correction(about, values)) is None:
        raise CannotBeDone


async def _correction_facts(about: str, values: Values, language: str) -> Facts:
    """Show the act, its days before and after, and why their order is impossible; a hidden organisation is named to nobody here."""
    asked = await _asked_correction(about, values)
    form = asked.form
    try:
        impossible = await impossible_correction(*asked)
        history, act = await corrected_act(*asked[:3])
    except CoalitionError:
        return [*await _memorandum_facts(about, values, language), (Message("Remark"), values["remark"])]
    organisation = (await organisations.views_by_id([asked.organisation]))[asked.organisation]
    return [
        *await _memorandum_facts(about, values, language),
        (_ORGANISATION, organisation.primary.name if history.named(clock.today()) else _NOT_SHOWN.text(language)),
        (Message("Act"), act.kind.word.text(language)),
        (Message("Day on which it was done, before"), date_text(act.acted, language) if act.acted else "–"),
        (Message("Day on which it was done"), date_text(form.acted, language) if form.acted else "–"),
        (Message("Day on which it reached you, before"), date_text(act.received, language) if act.received else "–"),
        (Message("Day on which it reached you"), date_text(form.received, language) if form.received else "–"),
        (Message("Why the order is impossible"), impossible.text(language) if impossible else ""),
        (_REASON, form.reason),
        (Message("Remark"), values["remark"]),
    ]


# The record of drafting


def _lines_asked_for(values: Values) -> PublicationForm:
    return PublicationForm.parse(dict(values["form"]))


async def _publish_lines(about: str, values: Values, _: Coordinator) -> None:
    await publish_lines(await _memorandum(about), _lines_asked_for(values), values["seen"])


async def _lines_can_be_published(about: str, values: Values) -> None:
    form = _lines_asked_for(values)
    if len(await to_be_published(_number(about), form.amendments)) != len({*form.amendments}):
        raise LinesChanged


async def _lines_facts(about: str, values: Values, language: str) -> Facts:
    """Show each line with what everybody would read of it; of those that cannot be published any more, nothing."""
    facts = [*await _memorandum_facts(about, values, language)]
    for line in await asked_lines(_number(about), _lines_asked_for(values)):
        said = (line.provision_number, line.operation.word.text(language), line.original, line.text, line.reason, *line.names)
        facts.append((_PROPOSAL, " · ".join(filter(None, said))))
        if line.decision_reason:
            facts.append((_DECISION_REASON, line.decision_reason))
    return facts


# The timeline


async def _publish_entry(about: str, values: Values, _: Coordinator) -> None:
    memorandum, key, seen = await _memorandum(about), values["entry"], values["seen"]
    if values["form"]:
        await correct_entry(memorandum, key, EntryForm.parse(dict(values["form"])), seen)
    else:
        await publish_entry(memorandum, key, seen)


async def _entry_facts(about: str, values: Values, language: str) -> Facts:
    facts = [*await _memorandum_facts(about, values, language), *facts_of(values["read"], language)]
    if digest := values["read"].get("scan"):
        address = url_for("desk.entry_scan.show", lang=language, entry=values["entry"], picture=f"{digest}.jpg")
        facts.append((Message("Scan that everybody sees"), PictureFact(address, scan_text_in(values["read"], language))))
    return facts


KINDS: Mapping[ApprovalKind, Kind] = for_each(
    ApprovalKind,
    {
        ApprovalKind.CONTACT_ADDED: Kind(_add_contact, _contact_facts, _contact_is_new),
        ApprovalKind.CONTACT_REMOVED: Kind(_remove_contact, _contact_facts, _nothing_to_check),
        ApprovalKind.RISK_REMOVED: Kind(_remove_risk, _organisation_facts, _nothing_to_check),
        ApprovalKind.RISK_LISTED: Kind(_list_at_risk, _listing_facts, _nothing_to_check),
        ApprovalKind.ENTRIES_MERGED: Kind(_merge, _merging_facts, _nothing_to_check),
        ApprovalKind.COORDINATOR_INVITED: Kind(_invite, _account_facts, _nothing_to_check),
        ApprovalKind.COORDINATOR_ENABLED: Kind(_enable, _account_facts, _nothing_to_check),
        ApprovalKind.MEMORANDUM_RETURNED: Kind(_return, _return_facts, _is_withdrawn),
        ApprovalKind.ACT_REMARKED: Kind(_record_with_remark, _remark_facts, _order_is_impossible, alone=False),
        ApprovalKind.CORRECTION_REMARKED: Kind(_correct_with_remark, _correction_facts, _correction_is_impossible, alone=False),
        ApprovalKind.PROPOSALS_PUBLISHED: Kind(_publish_lines, _lines_facts, _lines_can_be_published),
        ApprovalKind.ARTICLE_PUBLISHED: Kind(article_kinds.publish_article, article_kinds.article_facts, article_kinds.is_as_it_was_read),
        ApprovalKind.ARTICLE_CHANGED: Kind(article_kinds.change_article, article_kinds.article_facts, article_kinds.is_as_it_was_read),
        ApprovalKind.ENTRY_PUBLISHED: Kind(_publish_entry, _entry_facts, _nothing_to_check),
        ApprovalKind.APPEAL_SENT: Kind(appeal_kinds.send_appeal, appeal_kinds.appeal_facts, appeal_kinds.is_as_it_was_read),
        ApprovalKind.MEMORANDUM_TAKEN_OVER: Kind(_take_over, _memorandum_facts, _nobody_coordinates),
    },
)
