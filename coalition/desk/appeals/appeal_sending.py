"""The third page of an appeal: everything in all languages as it will be read, and sending it; afterwards how far its letters are."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.appeals import queries
from coalition.appeals.errors import AppealRule
from coalition.appeals.person_consents import record_reading, take_consent_back
from coalition.appeals.sending_appeals import appeal_to_send, check_sending, letters_to_send
from coalition.appeals.sent_letter_queries import letters_of_appeal
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.approvals.made import Made
from coalition.approvals.queries import waiting_about
from coalition.approvals.tables import ApprovalKind
from coalition.desk.appeals.appeal_pages import SENTENCES, STEPS, own_appeal
from coalition.desk.desk_pages import checked, done, person_of
from coalition.desk.final_steps import FinalStep, final_page, is_sure, refusal_of_tick
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.errors import MemorandumRule
from coalition.settings import load
from coalition.text.html import render
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.appeals.sending_appeals import AppealToSend
    from coalition.appeals.tables import Appeal
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.text.html import RenderedText

_SENDING = FinalStep(
    Message("Send the appeal"),
    [
        Message("The text is fixed in all its languages, and can be signed from now on until its hour."),
        Message("Each member of the networks gets a letter with a private link, in its language."),
    ],
    Message("Letters that left cannot be called back, and the text cannot be changed."),
    Message("Send it"),
)
NAME_OF_PERSON = Message("Name of the person")
_TAKING_BACK = FinalStep(
    Message("Take the name of a person out"),
    [
        Message("Everybody reads the description instead, at once. The name is deleted here too."),
        Message("The text, the description and all signatures stay."),
    ],
    Message("Who read the name before may have a copy, and it cannot be shown again."),
    Message("Take the name out"),
)


@route("desk.appeal_sending.new")
async def new_sending(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show everything that an appeal says and does in each language."""
    row, appeal = await own_appeal(request, memorandum)
    if appeal.sent_at:
        return redirect("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
    return await _check_page(request, row, appeal)


@route("desk.appeal_sending.create")
async def create_sending(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Send an appeal as it was shown, or ask another coordinator to agree to it."""
    given = await checked(request)
    row, appeal = await own_appeal(request, memorandum)
    if appeal.sent_at:
        return redirect("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
    if not is_sure(given):
        return await _check_page(request, row, appeal, **refusal_of_tick(request, given | {"asked": "yes"}))
    try:
        async with sent_once(request):
            made = await changing.send_appeal(row, str(given.get("seen") or "-"), person_of(request))
    except (AppealRule, MemorandumRule, InvalidForm, AlreadyAsked, NobodyToApprove) as problem:
        return await _check_page(request, row, appeal, **refusal(request, problem, SENTENCES))
    code = {Made.AT_ONCE: "appeal_sent", Made.UNCHECKED: "unchecked", Made.ASKED: "approval_asked"}[made]
    return done(request, "desk.appeal_sending.new" if made is Made.ASKED else "desk.appeal.show", code, memorandum=row.slug)


async def _check_page(request: AnyRequest, row: Memorandum, appeal: Appeal, **context: Any) -> Response[bytes]:
    async with database.reading():
        view, to_send = await memoranda.view(row), await appeal_to_send(row, appeal)
        texts = [(wording, await _rendered(wording)) for wording in to_send.wordings]
        asked = [each for each in await waiting_about(f"memorandum:{row.id}") if each.kind == ApprovalKind.APPEAL_SENT]
    await record_reading(appeal, to_send.people)
    problem, letters = await _tried(row, to_send)
    if problem and "summary" not in context:
        context |= {key: value for key, value in refusal(request, problem, SENTENCES).items() if key != "status"}
    shown: dict[str, Any] = {"part": "overview", "steps": STEPS, "at": 3, "step": _SENDING, "to_send": to_send, "texts": texts, "letters": letters}
    shown |= {"asked": asked, "typed": [("seen", to_send.seen)], "sender": parseaddr(load().mail_from)[1]}
    shown["address"] = url_for("desk.appeal_sending.create", lang=language_of(request), memorandum=row.slug)
    return workbench_page(request, view, "desk/appeals/sending.html", **shown | context)


async def _tried(row: Memorandum, to_send: AppealToSend) -> tuple[CoalitionError | None, Any]:
    """Return why the appeal cannot be sent now, and the letters that would leave."""
    try:
        async with database.reading():
            await check_sending(row, to_send)
        return None, await letters_to_send(row, to_send.choice)
    except (AppealRule, MemorandumRule, InvalidForm) as problem:
        return problem, None


async def _rendered(wording: Wording) -> RenderedText:
    blocks = await edition_queries.blocks_of(wording.id)
    return render([each.block for each in blocks], [f"{wording.language}-{each.key}" for each in blocks], wording.language, heading_level=4)


@route("desk.appeal.show")
async def show_appeal(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show how many letters of an appeal left, came back and were answered; the page renews itself while letters wait."""
    row, appeal = await own_appeal(request, memorandum)
    if not appeal.sent_at:
        return redirect("desk.appeal.edit", lang=language_of(request), memorandum=row.slug)
    async with database.reading():
        view, said, letters = await memoranda.view(row), await queries.view_of(appeal), await letters_of_appeal(row.id)
        people = await queries.named_people(appeal.id)
    return workbench_page(request, view, "desk/appeals/progress.html", part="overview", appeal=said, letters=letters, people=people)


@route("desk.appeal_person.remove")
async def remove_person(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Take the name of a person out of an appeal; a page asks first."""
    given: Mapping[str, Any] = await checked(request)
    row, appeal = await own_appeal(request, memorandum)
    person = {each.number: each for each in await queries.named_people(appeal.id)}.get(number_in(number))
    if person is None:
        raise NotFoundException
    if not is_sure(given):
        back = url_for("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
        about = [(NAME_OF_PERSON.text(language_of(request)), " · ".join(person.names.values()))]
        return await final_page(request, row, _TAKING_BACK, given, back=back, about=about)
    await take_consent_back(row, person.number)
    return done(request, "desk.appeal.show", "name_taken_out", memorandum=row.slug)
