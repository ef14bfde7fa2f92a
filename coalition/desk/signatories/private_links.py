"""Sending private links to organisations whose acts were entered on their behalf: to one of them, or to all that have none yet."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.acts.errors import NothingStands
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.desk.signatories.signatory import party_page, party_with
from coalition.signatures.errors import NoContact, NoSuccessorKnown, ReceiptSentToday, SignedOnline
from coalition.signatures.receipt_letters import send_missing_receipts, send_receipt
from coalition.signatures.successor_links import send_to_successor
from coalition.web.routing import AnyRequest, route


@route("desk.receipt.create")
async def create_receipt(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Send one organisation its private link."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    await checked(request)
    try:
        async with sent_once(request):
            await send_receipt(row, party.id)
    except (NothingStands, NoContact, ReceiptSentToday, SignedOnline) as problem:
        return await party_page(request, row, party, **refusal(request, problem))
    return done(request, "desk.signatory.show", "receipt_sent", memorandum=row.slug, organisation=party.slug)


@route("desk.successor_link.create")
async def create_successor_link(request: AnyRequest, memorandum: FromPath[str], organisation: FromPath[str]) -> Response[bytes]:
    """Send the successor of an organisation a private link to its act."""
    row, party = await own_memorandum(request, memorandum), await party_with(organisation)
    await checked(request)
    try:
        async with sent_once(request):
            await send_to_successor(row, party.id)
    except (NothingStands, NoContact, NoSuccessorKnown) as problem:
        return await party_page(request, row, party, **refusal(request, problem))
    return done(request, "desk.signatory.show", "receipt_sent", memorandum=row.slug, organisation=party.slug)


@route("desk.receipts.create")
async def create_receipts(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Send their private links to all organisations that have none yet and have a contact who gets letters."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    async with sent_once(request):
        sent = await send_missing_receipts(row)
    return done(request, "desk.signatories.list", "receipts_sent", memorandum=row.slug, n=sent)
