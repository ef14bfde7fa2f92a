"""The table of the kinds of approval: what is checked before asking, what is carried out, and what the second coordinator reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.addresses import url_for
from coalition.approvals import appeal_kinds, article_kinds, care_kinds, memorandum_kinds, remark_kinds
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.facts import Facts, PictureFact, Values
from coalition.approvals.memorandum_kinds import memorandum_asked_about, memorandum_facts
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
from coalition.duplicates.merging import check_undoing, merge, undo_merging
from coalition.languages import Message, language_name
from coalition.organisations import queries as organisations
from coalition.organisations import registering
from coalition.organisations.contact_changes import ContactChange, ContactKnown, change_contacts
from coalition.organisations.forms import ContactForm, OrganisationChange
from coalition.organisations.listing import list_organisation
from coalition.people import queries as people
from coalition.people import revoking
from coalition.people.accounts import invite_colleague
from coalition.people.forms import CoordinatorForm
from coalition.words import for_each

if TYPE_CHECKING:
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


async def _undo_merging(about: str, _: Values, by: Coordinator) -> None:
    await undo_merging(await _organisation(about), by.id, approved=True)


async def _can_be_undone(about: str, _: Values) -> None:
    await check_undoing(await _organisation(about))


async def _undoing_facts(about: str, values: Values, language: str) -> Facts:
    merged = await _organisation_facts(about, values, language)
    if not (remaining := (await _organisation(about)).merged_into):
        return merged
    return [*merged, (_REMAINS, ""), *await _organisation_facts(f"organisation:{remaining}", values, language)]


# Accounts


async def _invite(_: str, values: Values, by: Coordinator) -> None:
    await invite_colleague(CoordinatorForm.parse(dict(values)), by)


async def _account_facts(_: str, values: Values, __: str) -> Facts:
    return [(_NAME, values.get("name", "")), (_ADDRESS, values.get("email", ""))]


async def _enable(about: str, _: Values, by: Coordinator) -> None:
    account = await people.account(_number(about))
    if account is None:
        raise CannotBeDone
    await revoking.enable(account, by)


# The record of drafting


def _lines_asked_for(values: Values) -> PublicationForm:
    return PublicationForm.parse(dict(values["form"]))


async def _publish_lines(about: str, values: Values, _: Coordinator) -> None:
    await publish_lines(await memorandum_asked_about(about), _lines_asked_for(values), values["seen"])


async def _lines_can_be_published(about: str, values: Values) -> None:
    form = _lines_asked_for(values)
    if len(await to_be_published(_number(about), form.amendments)) != len({*form.amendments}):
        raise LinesChanged


async def _lines_facts(about: str, values: Values, language: str) -> Facts:
    """Show each line with what everybody would read of it; of those that cannot be published any more, nothing."""
    facts = [*await memorandum_facts(about, values, language)]
    for line in await asked_lines(_number(about), _lines_asked_for(values)):
        said = (line.provision_number, line.operation.word.text(language), line.original, line.text, line.reason, *line.names)
        facts.append((_PROPOSAL, " · ".join(filter(None, said))))
        if line.decision_reason:
            facts.append((_DECISION_REASON, line.decision_reason))
    return facts


# The timeline


async def _publish_entry(about: str, values: Values, _: Coordinator) -> None:
    memorandum, key, seen = await memorandum_asked_about(about), values["entry"], values["seen"]
    if values["form"]:
        await correct_entry(memorandum, key, EntryForm.parse(dict(values["form"])), seen)
    else:
        await publish_entry(memorandum, key, seen)


async def _entry_facts(about: str, values: Values, language: str) -> Facts:
    facts = [*await memorandum_facts(about, values, language), *facts_of(values["read"], language)]
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
        ApprovalKind.MERGING_UNDONE: Kind(_undo_merging, _undoing_facts, _can_be_undone),
        ApprovalKind.COORDINATOR_INVITED: Kind(_invite, _account_facts, _nothing_to_check),
        ApprovalKind.COORDINATOR_ENABLED: Kind(_enable, _account_facts, _nothing_to_check),
        ApprovalKind.MEMORANDUM_RETURNED: Kind(memorandum_kinds.return_memorandum, memorandum_kinds.return_facts, memorandum_kinds.is_withdrawn),
        ApprovalKind.ACT_REMARKED: Kind(remark_kinds.record_with_remark, remark_kinds.remark_facts, remark_kinds.order_is_impossible, alone=False),
        ApprovalKind.CORRECTION_REMARKED: Kind(
            remark_kinds.correct_with_remark, remark_kinds.correction_facts, remark_kinds.correction_is_impossible, alone=False
        ),
        ApprovalKind.PROPOSALS_PUBLISHED: Kind(_publish_lines, _lines_facts, _lines_can_be_published),
        ApprovalKind.ARTICLE_PUBLISHED: Kind(article_kinds.publish_article, article_kinds.article_facts, article_kinds.is_as_it_was_read),
        ApprovalKind.ARTICLE_CHANGED: Kind(article_kinds.change_article, article_kinds.article_facts, article_kinds.is_as_it_was_read),
        ApprovalKind.ENTRY_PUBLISHED: Kind(_publish_entry, _entry_facts, _nothing_to_check),
        ApprovalKind.APPEAL_SENT: Kind(appeal_kinds.send_appeal, appeal_kinds.appeal_facts, appeal_kinds.is_as_it_was_read),
        ApprovalKind.FORUM_LESS_CAREFUL: Kind(care_kinds.make_forum_less_careful, care_kinds.forum_facts, care_kinds.is_as_careful_as_before),
        ApprovalKind.MEMORANDUM_LESS_CAREFUL: Kind(care_kinds.move_memorandum, care_kinds.moving_facts, care_kinds.can_be_moved),
        ApprovalKind.MEMORANDUM_TAKEN_OVER: Kind(memorandum_kinds.take_over_memorandum, memorandum_facts, memorandum_kinds.nobody_coordinates),
    },
)
