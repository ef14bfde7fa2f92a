"""Publishing lines of the record of drafting after the adoption, and taking them back. Everybody reads copies of what the organisations agreed to.

Publishing evaluates the answers of the organisations again. What was published before stays as it is until it is taken back or erased.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.amendments.public_queries import named_among
from coalition.amendments.queries import sponsors_of
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT
from coalition.amendments.text_order import TextOrder
from coalition.database import among, as_if, put, put_rows, transaction
from coalition.drafting.current_texts import texts_of_edition
from coalition.drafting_record import (
    erasing_lines,  # noqa: F401 -- its step erases what is not agreed to any more
    named_authors,  # noqa: F401 -- its source answers which names readers can compare with
    queries,
)
from coalition.drafting_record.errors import LinesChanged, NoSuchLine
from coalition.drafting_record.public_proposals import digest_of_lines, public_lines_of
from coalition.drafting_record.published_letters import inform_authors
from coalition.drafting_record.searched_proposals import let_nothing_find, let_proposals_be_found
from coalition.drafting_record.tables import ProposalAuthor, PublishedProposal
from coalition.memoranda import queries as memoranda
from coalition.memoranda.edition_queries import fixed_editions
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from piccolo.columns import Column

    from coalition.amendments.tables import Amendment, CoSponsor
    from coalition.drafting_record.forms import PublicationForm
    from coalition.drafting_record.public_proposals import PublicProposal
    from coalition.memoranda.tables import Memorandum


_ERASED: Mapping[Column | str, Any] = {
    PublishedProposal.base: "",
    PublishedProposal.text: "",
    PublishedProposal.reason: "",
    PublishedProposal.decision_reason: "",
    PublishedProposal.provision_number: "",
    PublishedProposal.named: False,
    PublishedProposal.shown: False,
}


async def publish_lines(memorandum: Memorandum, form: PublicationForm, seen: str = "") -> list[PublicProposal]:
    """Publish the lines of some amendments, all or none, and return them. Those that are published already stay as they are.

    `seen` is the digest of the lines as the person read them (`digest_of_lines`); programs omit it.

    Raises:
        LinesChanged: one of them cannot be published: not all organisations agree, one is hidden or at risk, or its words are erased. Or it
            says something else than what the person read.
        InvalidForm: a number of withheld names was published, and the names would single out hidden ones.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        async with names_stay_hidden("amendments"):
            ids = await _publish(row, form)
        lines = await public_lines_of(row.id, ids)
        if seen and seen != digest_of_lines(lines):
            raise LinesChanged
    return lines


async def _publish(memorandum: Memorandum, form: PublicationForm) -> list[int]:
    """Publish what is not published yet, inside the caller's transaction; return the ids of all amendments. The memorandum is locked."""
    amendments = await _with_authors_locked(memorandum.id, form.amendments)
    if {amendment.number for amendment in amendments} != {*form.amendments}:
        raise LinesChanged
    before = await queries.published_of([amendment.id for amendment in amendments])
    fresh = [amendment for amendment in amendments if amendment.id not in before or not before[amendment.id].shown]
    await PublishedProposal.delete().where(among(PublishedProposal.id, [line.id for line in before.values() if not line.shown]))
    await _put_lines(memorandum, fresh, reasons=form.reasons)
    if fresh:
        await inform_authors(memorandum.id, secrets.token_hex(8))
    await trail.record(TrailAct.PROPOSALS_PUBLISHED, "page:drafting", memorandum.id)
    await record_changes(memorandum)
    return [amendment.id for amendment in amendments]


async def _with_authors_locked(memorandum_id: int, numbers: Collection[int]) -> list[Amendment]:
    """Return what can be published of some amendments; nobody marks their authors as at risk, or unlists them, before the transaction ends."""
    amendments = await queries.to_be_published(memorandum_id, numbers)
    sponsors = await sponsors_of(amendment.id for amendment in amendments)
    authors = {amendment.organisation for amendment in amendments} | {sponsor.organisation for sponsor in sponsors}
    await organisations.lock(authors)
    return await queries.to_be_published(memorandum_id, numbers)


async def preview_lines(memorandum: Memorandum, form: PublicationForm) -> list[PublicProposal]:
    """Return the lines of some amendments as everybody would read them; nothing is published. Not inside a transaction of the caller.

    Raises:
        LinesChanged, InvalidForm: as `publish_lines`.

    """
    lines: list[PublicProposal] = []

    async def publish() -> None:
        lines.extend(await publish_lines(memorandum, form))

    await as_if(publish, _nothing)
    return lines


async def _nothing() -> None:
    """Read nothing more of the outcome."""


async def _put_lines(memorandum: Memorandum, amendments: Sequence[Amendment], *, reasons: bool) -> None:
    ids = [amendment.id for amendment in amendments]
    orders = {edition.number: TextOrder.of(await texts_of_edition(edition)) for edition in await fixed_editions(memorandum.id)}
    named, supporters = await named_among(memorandum.id, ids), await _supporters(ids)
    for amendment in amendments:
        line = await put(
            PublishedProposal,
            memorandum=memorandum.id,
            amendment=amendment.id,
            edition=amendment.edition,
            place=_place(amendment, orders[amendment.edition]),
            provision=amendment.provision,
            provision_number=amendment.provision_number,
            operation=amendment.operation,
            language=amendment.language,
            outcome=amendment.state,
            base=amendment.base,
            text=AMENDMENT_TEXT.decrypt(amendment.text, amendment.key),
            reason=AMENDMENT_REASON.decrypt(amendment.reason, amendment.key) if amendment.seat else "",
            decision_reason=amendment.decision_reason if reasons else "",
            named=amendment.id in named,
        )
        authors = [{"organisation": amendment.organisation}]
        authors += [{"organisation": each.organisation, "supports": True} for each in supporters.get(amendment.id, ())]
        await put_rows(ProposalAuthor, [{"proposal": line.id, "supports": False} | author for author in authors])
        await let_proposals_be_found([line])


def _place(amendment: Amendment, order: TextOrder) -> str:
    """Return where a line stands: by edition and provision, then by a digest of the random key of the amendment."""
    at, _ = order.place(amendment.provision)
    return f"{amendment.edition:04d}.{at:06d}.{hashlib.sha256(amendment.key.encode()).hexdigest()[:32]}"


async def _supporters(amendment_ids: Collection[int]) -> Mapping[int, list[CoSponsor]]:
    supporters: dict[int, list[CoSponsor]] = {}
    for sponsor in await sponsors_of(amendment_ids):
        supporters.setdefault(sponsor.amendment, []).append(sponsor)
    return supporters


async def take_back(memorandum: Memorandum, number: int | None = None) -> None:
    """Take the record of a memorandum back, or the line of the amendment with a number; the words of these copies are erased.

    Raises:
        NoSuchLine: nothing of this is published.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        lines = await queries.lines_shown(row.id, number=number)
        if not lines:
            raise NoSuchLine
        await PublishedProposal.update(dict(_ERASED)).where(among(PublishedProposal.id, lines))
        await ProposalAuthor.delete().where(among(ProposalAuthor.proposal, lines))
        await let_nothing_find(lines)
        await trail.record(TrailAct.PROPOSALS_TAKEN_BACK, "page:drafting" if number is None else f"amendment:{number}", row.id)
        await less_is_shown(row)
