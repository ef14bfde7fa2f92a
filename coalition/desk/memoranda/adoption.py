"""Adopting a text: on a page that shows every language, what changed and what stands in the way; and confirming that languages agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath, FromQuery

from coalition.desk.desk_pages import DONE, checked, done, own_memorandum
from coalition.desk.memoranda.adoption_pages import adoption_page, languages_changed, to_be_seen
from coalition.desk.memoranda.wordings import NOT_CONFIRMED
from coalition.desk.memoranda.workbench import refused_step
from coalition.desk.refusals import refusal
from coalition.editions import adopting
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.confirming_wordings import confirm_wording
from coalition.memoranda.errors import ChangedMeanwhile, MemorandumRule
from coalition.memoranda.forms import AdoptionForm
from coalition.rounds.round_results import adopted_by_silence
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

_READ = Message("Read every language, then tick the box.")
_SEEN = Message("Look at what stands in the way, and tick all of it.")


@route("desk.adoption.new")
async def new_adoption(request: AnyRequest, memorandum: FromPath[str], show: FromQuery[str] = "") -> Response[bytes]:
    """Show what would be adopted; with `show=marked` only the provisions that have to be looked at.

    With `round`, the number of a silence procedure that agreed, its rule and its day are filled in.
    """
    row = await own_memorandum(request, memorandum)
    try:
        return await adoption_page(request, row, only_marked=show == "marked", values=await _agreed_in_round(request, row))
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)


async def _agreed_in_round(request: AnyRequest, row: Memorandum) -> dict[str, str]:
    return await adopted_by_silence(row.id, number_or_zero(request.query_params.get("round", "")))


@route("desk.adoption.create")
async def create_adoption(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Adopt the text and fix it, once the person has read every language and seen what stands in the way."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("obstacles",))
    try:
        return await _adopt(request, row, given)
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)


async def _adopt(request: AnyRequest, row: Memorandum, given: dict[str, Any]) -> Response[bytes]:
    try:
        await adopting.adopt_edition(row, await _form(row, given))
    except InvalidForm as problems:
        return await adoption_page(request, row, values=given, **refusal(request, problems))
    except ChangedMeanwhile as broken:
        sentences: dict[type[CoalitionError], Message] = {ChangedMeanwhile: await languages_changed(row, str(given.get("versions", "")))}
        return await adoption_page(request, row, values=given, **refusal(request, broken, sentences))
    except MemorandumRule as broken:
        return await adoption_page(request, row, values=given, **refusal(request, broken))
    return done(request, "desk.memorandum.show", "adopted", memorandum=row.slug)


async def _form(row: Memorandum, given: Mapping[str, Any]) -> AdoptionForm:
    """Return the form of a page that was read to its end.

    Raises:
        InvalidForm: a field is not valid, or a tick or the digest is missing.
        ChangedMeanwhile, CoalitionError: as `to_be_seen`.

    """
    unseen = await to_be_seen(row, str(given.get("digest", ""))) - set(given["obstacles"])
    problems = {"obstacles": _SEEN} if unseen else {}
    problems |= {} if given.get("read") == "yes" and given.get("digest") else {"read": _READ}
    try:
        form = AdoptionForm.parse(given, ignore_unknown=True)
    except InvalidForm as invalid:
        raise InvalidForm(invalid.problems | problems) from None
    if problems:
        raise InvalidForm(problems)
    return form


@route("desk.wording_confirmation.create")
async def create_confirmation(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Record that the person compared a language with the authentic texts, and that it says the same; what was typed to adopt it stays."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("obstacles",))
    code = str(given.get("text", ""))
    typed: dict[str, Any] = {"values": given} if "digest" in given else {}
    try:
        await confirm_wording(row, code, str(given.get(f"seen-{code}", "")))
    except ChangedMeanwhile as broken:
        return await adoption_page(request, row, **typed, **refusal(request, broken, {ChangedMeanwhile: NOT_CONFIRMED}))
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)
    if given.get("back") == "text":
        return done(request, "desk.wording.edit", "language_confirmed", memorandum=row.slug, text=code)
    if typed:
        return await adoption_page(request, row, **typed, notice=DONE["language_confirmed"].text(language_of(request)))
    return done(request, "desk.adoption.new", "language_confirmed", memorandum=row.slug)
