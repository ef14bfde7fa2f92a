"""Changes that need two coordinators in some cases: each is made at once, or asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from coalition import clock
from coalition.acts.tables import Channel
from coalition.acts.unlisting import amend_organisation, list_with_parts
from coalition.appeals import sending_appeals
from coalition.appeals.errors import AppealNeedsApproval
from coalition.approvals.asking import values_of
from coalition.approvals.errors import AlreadyAsked
from coalition.approvals.made import Made, ask_or_make
from coalition.approvals.queries import DISABLED_COUNTS, waiting_about
from coalition.approvals.tables import ApprovalKind
from coalition.articles.errors import ArticleNeedsApproval
from coalition.articles.linked_record_queries import base_of_row
from coalition.articles.publishing_articles import publish_article
from coalition.articles.writing_articles import change_article
from coalition.database import savepoint, transaction
from coalition.deliveries import publishing_entries
from coalition.deliveries.asked_entries import as_read
from coalition.deliveries.errors import EntryChanged
from coalition.deliveries.publishing_entries import correct, digest_of, preview
from coalition.drafting_record.publishing import publish_lines
from coalition.duplicates import merging
from coalition.duplicates.errors import ChangeWaits, MergingNeedsApproval
from coalition.forums import queries as forums
from coalition.memoranda.edition_queries import latest_digest
from coalition.organisations.contact_changes import ContactChange, change_contacts
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.queries import contacts_of
from coalition.people import revoking
from coalition.people.accounts import invite_colleague
from coalition.people.tables import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.articles.forms import ArticleForm
    from coalition.articles.tables import Article
    from coalition.deliveries.forms import EntryForm
    from coalition.drafting_record.forms import PublicationForm
    from coalition.memoranda.tables import Memorandum
    from coalition.memoranda.taking_forms import ReasonedForm
    from coalition.organisations.forms import ContactForm, OrganisationChange
    from coalition.organisations.tables import Organisation
    from coalition.people.forms import CoordinatorForm
    from coalition.people.tables import Coordinator
    from coalition.signatures.on_behalf_forms import EnteredActForm, RecordCorrectionForm


class CorrectedAct(NamedTuple):
    """An act that is corrected: its id, and that of its organisation."""

    id: UUID
    organisation: int


async def add_contact(organisation: Organisation, form: ContactForm, by: Coordinator) -> Made:
    """Add a contact; that of an organisation at risk needs approval.

    Raises:
        ContactKnown: the organisation has a contact with this address.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    if not await is_one_at_risk([organisation.id]):
        await change_contacts(organisation, ContactChange(add=form))
        return Made.AT_ONCE
    return await ask_or_make(ApprovalKind.CONTACT_ADDED, _reference(organisation), by, form.model_dump(mode="json"))


async def remove_contact(organisation: Organisation, contact_id: int, by: Coordinator) -> Made:
    """Remove a contact; that of an organisation at risk needs approval. Without such a contact nothing changes.

    Raises:
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    if not await is_one_at_risk([organisation.id]):
        await change_contacts(organisation, ContactChange(remove=contact_id))
        return Made.AT_ONCE
    contacts = (await contacts_of([organisation.id])).get(organisation.id, [])
    contact = next((contact for contact in contacts if contact.id == contact_id), None)
    if contact is None:
        return Made.AT_ONCE
    values = {"contact": contact.id, "name": contact.name, "email": contact.email}
    return await ask_or_make(ApprovalKind.CONTACT_REMOVED, _reference(organisation), by, values)


async def amend(organisation: Organisation, change: OrganisationChange, by: Coordinator) -> Made:
    """Change an organisation; that it is no longer at risk needs approval, everything else is saved at once.

    Raises:
        NobodyToApprove: as `ask`.
        NamesOnRecord: as `change_names`.

    """
    if not (organisation.at_risk and change.at_risk is False):
        await amend_organisation(organisation, change)
        return Made.AT_ONCE
    async with transaction():
        await amend_organisation(organisation, change.model_copy(update={"at_risk": None}))
        try:
            return await ask_or_make(ApprovalKind.RISK_REMOVED, _reference(organisation), by)
        except AlreadyAsked:
            return Made.ASKED


async def list_publicly(organisation: Organisation, reason: str, by: Coordinator, forums: Collection[int] = ()) -> Made:
    """List an organisation in the public register, with the reason, and show its parts in some forums; one at risk needs approval.

    The parts of an organisation at risk are not shown by this.

    Raises:
        IsMerged, InvalidForm: as `list_with_parts`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    if organisation.listed or not await is_one_at_risk([organisation.id]):
        await list_with_parts(organisation, reason, forums)
        return Made.AT_ONCE
    return await ask_or_make(ApprovalKind.RISK_LISTED, _reference(organisation), by, {"reason": reason})


async def merge_entries(organisation: Organisation, other: Organisation, by: Coordinator) -> Made:
    """Merge an entry into another one; if either is at risk, that needs approval.

    Raises:
        ChangeWaits: a change of one of them waits for approval.
        IsMerged, SameEntry, WouldBeHidden, BothActed, BothInvited, BothSeated, InvalidForm: as `merge`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    await check_nothing_waits(organisation, other)
    if not await merging.needs_approval(organisation, other):
        await merging.merge(organisation, other, by.id)
        return Made.AT_ONCE
    async with transaction():
        await merging.check_merging(organisation, other, by.id)
        return await ask_or_make(ApprovalKind.ENTRIES_MERGED, _reference(organisation), by, {"remaining": other.id})


async def undo_merging(organisation: Organisation, by: Coordinator) -> Made:
    """Undo the merging of an entry; if one of those that are merged is at risk, that needs approval.

    Raises:
        NotMerged, UndoingOver: as `merging.undo_merging`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    try:
        await merging.undo_merging(organisation, by.id)
    except MergingNeedsApproval:
        return await ask_or_make(ApprovalKind.MERGING_UNDONE, _reference(organisation), by)
    return Made.AT_ONCE


async def check_nothing_waits(organisation: Organisation, other: Organisation) -> None:
    """Refuse to merge two entries while a change of one of them waits; of a request for the same merging `ask` says so.

    Raises:
        ChangeWaits: a change waits for approval.

    """
    same = {"remaining": other.id}
    for row in [*await waiting_about(_reference(organisation)), *await waiting_about(_reference(other))]:
        if row.kind != ApprovalKind.ENTRIES_MERGED or values_of(row) != same:
            raise ChangeWaits


async def invite(form: CoordinatorForm, by: Coordinator) -> Made:
    """Invite a colleague; a coordinator could approve what the inviting one asks for, so that needs approval itself.

    Raises:
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    if form.role is not Role.COORDINATOR:
        await invite_colleague(form, by)
        return Made.AT_ONCE
    return await ask_or_make(ApprovalKind.COORDINATOR_INVITED, "", by, form.model_dump(mode="json"))


async def enable(account: Coordinator, by: Coordinator) -> Made:
    """Enable a disabled account; that of a coordinator needs approval, as inviting one does.

    Whoever disabled it during the last days can undo that alone.

    Raises:
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    if account.role != Role.COORDINATOR or account.disabled_at is None or _can_undo(account, by):
        await revoking.enable(account, by)
        return Made.AT_ONCE
    values = {"name": account.name, "email": account.email}
    return await ask_or_make(ApprovalKind.COORDINATOR_ENABLED, f"coordinator:{account.id}", by, values)


def _can_undo(account: Coordinator, by: Coordinator) -> bool:
    return account.disabled_by == by.id and account.disabled_at > clock.now() - DISABLED_COUNTS


async def take_over(memorandum: Memorandum, by: Coordinator) -> Made:
    """Take over a memorandum that nobody coordinates any more.

    Raises:
        CannotBeDone: somebody coordinates it.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    values = {"account": by.id}
    return await ask_or_make(ApprovalKind.MEMORANDUM_TAKEN_OVER, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def return_to_public(memorandum: Memorandum, form: ReasonedForm, by: Coordinator) -> Made:
    """Show a memorandum to the public again that was withdrawn from it; another coordinator has to agree.

    Raises:
        NotWithdrawn: it was not withdrawn from the public.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    values = {"account": by.id, "reason": form.reason}
    return await ask_or_make(ApprovalKind.MEMORANDUM_RETURNED, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def publish_drafting(memorandum: Memorandum, form: PublicationForm, seen: str, by: Coordinator) -> Made:
    """Publish lines of the record of drafting as they were `seen`; where the forum asks for care, another coordinator has to agree.

    Raises:
        LinesChanged, InvalidForm: as `publish_lines`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    forum = await forums.view_of(memorandum.forum)
    if forum is None or not forum.needs_care:
        await publish_lines(memorandum, form, seen)
        return Made.AT_ONCE
    values = {"form": form.model_dump(mode="json"), "seen": seen}
    return await ask_or_make(ApprovalKind.PROPOSALS_PUBLISHED, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def publish(article: Article, base: str, by: Coordinator) -> Made:
    """Publish an article as it was read (`base`); one about an organisation at risk, or a forum that asks for care, needs approval.

    Raises:
        IsPublished, SavedMeanwhile, ConsentMissing, ConsentEnded: as `publish_article`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    try:
        await publish_article(article, base)
    except ArticleNeedsApproval:
        return await ask_or_make(ApprovalKind.ARTICLE_PUBLISHED, f"article:{article.id}", by, {"base": base or await base_of_row(article)})
    return Made.AT_ONCE


async def change(article: Article, form: ArticleForm, base: str, by: Coordinator) -> Made:
    """Change an article; a published one about an organisation at risk, or a forum that asks for care, before or then, needs approval.

    Raises:
        SavedMeanwhile, ConsentMissing, ConsentEnded, InvalidForm: as `change_article`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    async with transaction():
        try:
            async with savepoint():  # what is refused is undone, also inside the transaction of a request
                await change_article(article, form, base)
        except ArticleNeedsApproval:
            values = {"base": base or await base_of_row(article), "form": form.model_dump(mode="json")}
            return await ask_or_make(ApprovalKind.ARTICLE_CHANGED, f"article:{article.id}", by, values)
    return Made.AT_ONCE


async def publish_entry(memorandum: Memorandum, entry: str, seen: str, by: Coordinator, form: EntryForm | None = None) -> Made:
    """Publish an entry of the timeline, or correct a public one by a form, as it was `seen`; in a forum that asks for care by two.

    Raises:
        DeliveryRule, NotPublic, InvalidForm: as `publishing_entries.publish` or `publishing_entries.correct`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    forum = await forums.view_of(memorandum.forum)
    if forum is None or not forum.needs_care:
        await (correct(memorandum, entry, form, seen) if form else publishing_entries.publish(memorandum, entry, seen))
        return Made.AT_ONCE
    view = await preview(memorandum, entry, form)
    if seen and digest_of(view) != seen:
        raise EntryChanged
    answers = form.model_dump(mode="json") if form else None
    values = {"entry": entry, "seen": digest_of(view), "form": answers, "read": as_read(view)}
    return await ask_or_make(ApprovalKind.ENTRY_PUBLISHED, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def send_appeal(memorandum: Memorandum, seen: str, by: Coordinator) -> Made:
    """Send an appeal as it was `seen`; where risk asks for it, another coordinator has to agree.

    Raises:
        AppealRule, CoalitionError: as `sending_appeals.send_appeal`.
        AlreadyAsked, NobodyToApprove: as `ask`.

    """
    try:
        await sending_appeals.send_appeal(memorandum, seen)
    except AppealNeedsApproval:
        return await ask_or_make(ApprovalKind.APPEAL_SENT, f"memorandum:{memorandum.id}", by, {"seen": seen}, memorandum.id)
    return Made.AT_ONCE


async def record_with_remark(memorandum: Memorandum, form: EnteredActForm, remark: str, by: Coordinator) -> Made:
    """Ask another coordinator to let an act be recorded whose days are in an impossible order; nobody does that alone.

    Raises:
        NeedsSecondCoordinator, AlreadyAsked, NobodyToApprove: as `ask`.
        CannotBeDone: the order is possible.
        InvalidForm: as `recording_on_behalf.enter`.

    """
    received = form.received or (None if form.channel is Channel.HISTORICAL else clock.today())
    answers = form.model_copy(update={"received": received}).model_dump(mode="json")
    values = {"account": by.id, "remark": remark, "form": answers, "digest": await latest_digest(memorandum.id)}
    return await ask_or_make(ApprovalKind.ACT_REMARKED, f"memorandum:{memorandum.id}", by, values, memorandum.id)


async def correct_with_remark(memorandum: Memorandum, act: CorrectedAct, form: RecordCorrectionForm, remark: str, by: Coordinator) -> Made:
    """Ask another coordinator to let the record be corrected to days in an impossible order; nobody does that alone.

    Raises:
        NeedsSecondCoordinator, AlreadyAsked, NobodyToApprove: as `ask`.
        CannotBeDone: the order is possible.
        NothingStands, InvalidForm: as `correcting_record.correct`.

    """
    values = {"account": by.id, "remark": remark, "form": form.model_dump(mode="json"), "organisation": act.organisation, "act": str(act.id)}
    return await ask_or_make(ApprovalKind.CORRECTION_REMARKED, f"memorandum:{memorandum.id}", by, values, memorandum.id)


def _reference(organisation: Organisation) -> str:
    return f"organisation:{organisation.id}"
