"""The invitations of a memorandum and their answers: the chase list, reminders, revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import clock, database, trail
from coalition.acts.errors import WindowClosed
from coalition.acts.situations import actions_of
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import final_page, is_sure, typed_in
from coalition.desk.invitations.chosen_rows import ticked_in
from coalition.desk.invitations.letter_pages import LOOK, is_about_words, letters_page, to_remind, typed_words
from coalition.desk.memoranda.final_texts import REVOCATION
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import EVERYTHING, PAGE, Asked, asked_in
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.desk.ticks import MOST_TICKED, TICKED, in_address, ticks_in
from coalition.duplicates.double_entries import double_entries_on
from coalition.fields import InvalidForm
from coalition.invitations import chase_queries, inviting, reminding
from coalition.invitations import queries as invitations
from coalition.invitations.chase_list import chase_page
from coalition.invitations.chosen_row_queries import Chosen, number_with_saved_answers
from coalition.invitations.chosen_rows import Measure
from coalition.invitations.forms import RemindingForm, words_by_language
from coalition.invitations.last_answers import Answer
from coalition.jobs.work_queries import work_on
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action
from coalition.organisations import queries as organisations
from coalition.signatures.queries import number_without_receipt
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView


_PLACE = ("q", "state", "country", "sort")
_REMINDED = {"", "silent", Answer.INVITED, Answer.VISITED}
_CLOSED = Message("Reminders go out only while it is open for signature or for accession.")
_UNKNOWN = Message("Choose organisations from the list.")


@route("desk.signatories.list")
async def list_signatories(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the invitations, filtered by state (`?state=`), country (`?country=`) and words (`?q=`), by name or by waiting, in pages (`?after=`)."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "state", "country", sorts=("name_last", "waiting"))
    await trail.record_reading(TrailAct.NAMES_READ, "page:signatories", row.id)
    ticked = await organisations.views_by_id(int(tick) for tick in ticks_in(request) if tick.isdecimal())
    return await _page(request, row, asked, [party.slug for party in ticked.values()])


@route("desk.reminders.create")
async def create_reminders(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Remind every organisation that has not answered, or the chosen ones."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("organisations", "chosen"))
    try:
        form = RemindingForm.parse({"organisations": given["organisations"] or None, "words": typed_words(given)})
        if given.get("step") == LOOK:
            return await letters_page(request, row, given, to_remind(row, form.organisations), words_by_language(form.words))
        async with sent_once(request):
            reminded = await reminding.remind(row, form.organisations, words_by_language(form.words))
    except WindowClosed as closed:
        return await _page(request, row, ticked=given["chosen"], **refusal(request, closed, {WindowClosed: _CLOSED}))
    except InvalidForm as problem:
        if is_about_words(problem):
            return await letters_page(request, row, given, to_remind(row, given["organisations"] or None), problem=problem)
        return await _page(request, row, ticked=given["chosen"], **refusal(request, InvalidForm({"": _UNKNOWN})))
    return done(request, "desk.signatories.list", "reminded", memorandum=row.slug, n=len(reminded), **await _place_in(given))


@route("desk.invitation.revoke")
async def revoke_invitation(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Take back an invitation that waits for an answer, then show the list as it was; of any other nothing is asked, and it does not change."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("chosen",))
    try:
        invitation = UUID(str(given.get("invitation", "")))
    except ValueError:
        raise NotFoundException from None
    party = await _waiting_party(row, invitation)
    if party and not is_sure(given):
        return await _asked_to_revoke(request, row, party, given)
    await inviting.revoke(row, invitation)
    return done(request, "desk.signatories.list", "revoked", memorandum=row.slug, **await _place_in(given))


async def _waiting_party(row: Memorandum, invitation_id: UUID) -> OrganisationView | None:
    """Return the organisation of an invitation that waits for an answer."""
    invited = await invitations.invitation_by_id(invitation_id)
    if invited is None or invited.memorandum != row.id or invited.answered_at or invited.revoked_at:
        return None
    return (await organisations.views_by_id([invited.organisation]))[invited.organisation]


async def _asked_to_revoke(request: AnyRequest, row: Memorandum, party: OrganisationView, given: Mapping[str, Any]) -> Response[bytes]:
    """Ask about an invitation that is to be taken back; the way back leads to the list as it was filtered, put in order and ticked."""
    place = await _place_in(given)
    back = url_for("desk.signatories.list", lang=language_of(request), memorandum=row.slug, **place)
    typed = {name: str(given[name]) for name in (*_PLACE, "invitation", "asked") if given.get(name)}
    ticks = [("chosen", str(slug)) for slug in given["chosen"]]
    context: dict[str, Any] = {"part": "signatories", "party": party, "back": back, "can_change": False}
    return await final_page(request, row, REVOCATION, typed, **context, typed=[*typed_in(typed.items()), *ticks])


async def _place_in(given: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the parameters of the list from which a form was sent: its filters, its order and its ticked rows."""
    filters = {name: str(given[name]) for name in _PLACE if given.get(name)}
    return {**filters, TICKED: in_address((await ticked_in(given))[:MOST_TICKED])}


async def _page(
    request: AnyRequest, row: Memorandum, asked: Asked = EVERYTHING, ticked: Sequence[str] = (), *, status: int = 200, **context: Any
) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        actions = await actions_of(view, person_of(request))
        works = await work_on(row.id)
        counts = await chase_queries.counts_on(row.id)
        wanted = chase_queries.Wanted(**asked.filters, after=asked.after, q=asked.q, sort=asked.sort)
        page = await chase_page(row, wanted, language_of(request), PAGE)
        matching = await chase_queries.number_with_words(row.id, wanted) if wanted.q else counts.number_of(wanted)
        unlinked = await number_without_receipt(row.id)
        saved = await number_with_saved_answers(row.id, Chosen())
        doubles = await double_entries_on(row.id)
    here = {listed.organisation.slug for listed in page.rows}
    shown: dict[str, Any] = {
        "part": "signatories",
        "ticked": ticked,
        "elsewhere": [slug for slug in ticked if slug not in here],
        "asked": asked,
        "countries": counts.countries,
        "matching": matching,
        "measures": Measure,
        "today": clock.today(),
        "total": counts.total,
        "works": works,
        "doubles": doubles,
        "page": page,
        "counts": counts.by_state,
        "silent": counts.silent,
        "actions": actions,
        "due": counts.due if actions[Action.REMIND] else 0,
        "unlinked": unlinked,
        "saved": saved,
        "shows_reminders": asked.chosen("state") in _REMINDED,
    }
    return workbench_page(request, view, "desk/signatories/list.html", status=status, **(shown | context))
