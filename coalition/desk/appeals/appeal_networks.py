"""The second page of an appeal: the networks whose members get a letter, how many they are, and the letters in each language."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.appeals.errors import AppealSent
from coalition.appeals.forms import NetworksForm
from coalition.appeals.sending_appeals import appeal_to_send, letters_to_send, networks_to_ask
from coalition.appeals.writing_appeals import choose_networks
from coalition.database import one_of
from coalition.desk.appeals.appeal_pages import SENTENCES, STEPS, own_appeal
from coalition.desk.desk_pages import checked
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.memoranda import queries as memoranda
from coalition.networks.queries import IS_NETWORK
from coalition.networks.reach_queries import reach_of
from coalition.organisations.queries import among_entries, page_by_name
from coalition.organisations.tables import Organisation
from coalition.settings import load
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.appeals.sending_appeals import LettersToSend
    from coalition.appeals.tables import Appeal
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.views import OrganisationView

_OFFERED = 50
_FIND, _LETTERS = "find", "letters"  # the values of `step` of the buttons that show networks by name, and the letters


@route("desk.appeal_networks.edit")
async def edit_networks(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the networks with their members and languages, and the letters to those that are chosen."""
    row, appeal = await own_appeal(request, memorandum)
    if appeal.sent_at:
        return redirect("desk.appeal.show", lang=language_of(request), memorandum=row.slug)
    chosen = [network.slug for network in await networks_to_ask(appeal.id)]
    return await _page(request, row, appeal, chosen, {})


@route("desk.appeal_networks.update")
async def update_networks(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Choose networks and go on to check and send; two other buttons find networks by name, and show the letters."""
    given = await checked(request, lists=("networks",))
    row, appeal = await own_appeal(request, memorandum)
    chosen = [str(slug) for slug in given["networks"]]
    if given.get("step") == _FIND:
        return await _page(request, row, appeal, chosen, given)
    try:
        await choose_networks(row, NetworksForm.parse(given, ignore_unknown=True))
    except (InvalidForm, AppealSent) as problem:
        return await _page(request, row, appeal, chosen, given, **refusal(request, problem, SENTENCES))
    onward = "desk.appeal_networks.edit" if given.get("step") == _LETTERS else "desk.appeal_sending.new"
    return redirect(onward, lang=language_of(request), memorandum=row.slug)


async def _page(
    request: AnyRequest, row: Memorandum, appeal: Appeal, chosen: Sequence[str], given: Mapping[str, Any], **context: Any
) -> Response[bytes]:
    text = str(given.get("find", "")).strip()
    async with database.reading():
        view, to_send = await memoranda.view(row), await appeal_to_send(row, appeal)
        networks, more = await _networks(language_of(request), text, chosen)
        reach = await reach_of([network.id for network in networks])
    letters = await _letters(row, chosen) if chosen and not given else None
    shown: dict[str, Any] = {"part": "overview", "steps": STEPS, "at": 2, "networks": networks, "more": more, "reach": reach, "letters": letters}
    shown |= {"chosen": chosen, "find": text, "risks": to_send.risks, "forum": to_send.forum, "sender": parseaddr(load().mail_from)[1]}
    return workbench_page(request, view, "desk/appeals/networks.html", **shown | context)


async def _networks(language: str, text: str, chosen: Sequence[str]) -> tuple[list[OrganisationView], bool]:
    """Return networks by name, those that are chosen first, and whether there are more than a page shows."""
    these = among_entries(IS_NETWORK)
    of_choice = await page_by_name(language=language, limit=_OFFERED * 4, visible=these & one_of(Organisation.slug, chosen)) if chosen else None
    page = await page_by_name(text, language=language, limit=_OFFERED, visible=these)
    first = of_choice.organisations if of_choice else []
    known = {network.id for network in first}
    return [*first, *(network for network in page.organisations if network.id not in known)], bool(page.after)


async def _letters(row: Memorandum, chosen: Sequence[str]) -> LettersToSend | None:
    """Return the letters to the members; None where the text cannot be adopted as it is: the next page says why."""
    try:
        return await letters_to_send(row, Choice("network", tuple(chosen)))
    except CoalitionError:
        return None
