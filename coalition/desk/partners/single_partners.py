"""One partner: what is known of the work together, its end, and removing what was added by mistake."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out, typed_in
from coalition.desk.partners.partners import page_of_removed
from coalition.desk.partners.whose_partners import OF_HOST
from coalition.desk.saved_meanwhile import MARK, both_versions, with_mark
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.organisations.queries import views_by_id
from coalition.partners.forms import PartnerFacts
from coalition.partners.queries import partner_by_id, partnership
from coalition.partners.recording_partners import change_partner, remove_partner
from coalition.saved_states import RemovedMeanwhile, SavedMeanwhile
from coalition.web.address_numbers import number_in
from coalition.web.forms import form_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.partners.tables import Partner
    from coalition.partners.views import Partnership

_EDIT = "desk/partners/edit.html"
_LISTS = ("countries", "themes")
_REMOVAL = FinalStep(
    Message("Remove the partner"),
    [
        Message("The organisation stays in the register."),
        Message("If they do not work together any more, write that on its page instead: it then stays among the former partners."),
    ],
    Message("What is written of their work together is deleted. That it was removed, by whom and when, stays on record."),
    Message("Remove it"),
)


@route("desk.partner.edit")
async def edit_partner(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Show what is known of a partner."""
    context = await _context(await _partner(number))
    return desk_page(request, _EDIT, **context)


@route("desk.partner.update")
async def update_partner(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Change what is known of a partner."""
    given = await checked(request, lists=_LISTS)
    try:
        row = await _partner(number, given)
        await change_partner(row, PartnerFacts.parse(given, ignore_unknown=True), str(given.get(MARK, "")))
    except (SavedMeanwhile, RemovedMeanwhile):
        return await _as_it_is_now(request, number, given)
    except InvalidForm as problems:
        return invalid_page(request, _EDIT, problems, **await _context(row) | {"values": given})
    return done(request, "desk.partner.edit", "saved", number=row.id)


async def _as_it_is_now(request: AnyRequest, number: str, given: dict[str, Any]) -> Response[bytes]:
    """Show what was typed, and what another person saved meanwhile (409); of a partner that was removed, as a new one."""
    row = await partner_by_id(number_in(number))
    if row is None:
        return await page_of_removed(request, given)
    context = await _context(row)
    return desk_page(request, _EDIT, **context | both_versions(request, given, context["values"]))


@route("desk.partner.remove")
async def remove_mistaken_partner(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Remove a partner that was added by mistake, as it was shown; a page asks first."""
    given, row = await checked(request, lists=_LISTS), await _partner(number)
    shown, change = await _context(row), partial(remove_partner, row, str(given.get(MARK, "")))
    try:
        if not is_sure(given):
            await try_out(change)
            typed = typed_in((await form_of(request)).items()) if MARK in given else []
            return record_page(request, _subject(request, row, shown), _REMOVAL, given, typed=typed)
        await change()
    except (SavedMeanwhile, RemovedMeanwhile):
        return await _as_it_is_now(request, number, given)
    return done(request, "desk.partners.list", "removed", programme=shown["owner"])


def _subject(request: AnyRequest, row: Partner, shown: Mapping[str, Any]) -> Subject:
    own, here = shown["organisation"].primary, {"lang": language_of(request), "number": row.id}
    return Subject(own.language, own.name, "organisations", url_for("desk.partner.edit", **here), url_for("desk.partner.update", **here))


async def _partner(number: str, given: Mapping[str, Any] | None = None) -> Partner:
    """Return a partner.

    Raises:
        NotFoundException: there is none.
        RemovedMeanwhile: there is none any more; `given` is the form in which it was shown.

    """
    row = await partner_by_id(number_in(number))
    if row is None:
        raise RemovedMeanwhile if given and given.get("organisation") else NotFoundException
    return row


async def _context(row: Partner) -> dict[str, Any]:
    async with database.reading():
        shown = await partnership(row)
        organisation = (await views_by_id([row.organisation]))[row.organisation]
    owner = shown.programme.slug if shown.programme else OF_HOST
    return {"section": "organisations", "partner": shown, "organisation": organisation, "owner": owner} | {
        "values": with_mark(_values_of(shown), shown.base)
    }


def _values_of(shown: Partnership) -> dict[str, Any]:
    return {
        "since": str(shown.since or ""),
        "until": str(shown.until or ""),
        "ended": "yes" if shown.ended else "",
        "countries": list(shown.countries),
        "themes": [theme.value for theme in shown.themes],
        "source": shown.source,
        "note": shown.note,
        "public": "true" if shown.public else "false",
    }
