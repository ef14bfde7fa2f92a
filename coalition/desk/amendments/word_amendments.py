"""A Word file that came back with tracked changes: what it proposes is shown, and entered as amendments of an organisation."""

from __future__ import annotations

import asyncio
import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from coalition import database
from coalition.amendments.entering_several import draft_in, enter_several, is_current
from coalition.amendments.errors import AmendmentRule
from coalition.amendments.forms import WordAmendmentsForm
from coalition.amendments.shown_texts import proposal_shown
from coalition.amendments.word_proposals import ChangeLeftOut, LeftOut, WordChanges, changes_in
from coalition.desk import rows
from coalition.desk.amendments.amendment_texts import refused, renamed
from coalition.desk.amendments.entering_forms import entering_page
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.word_uploads import LARGEST_UPLOAD, TOO_LARGE
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.tables import Memorandum
from coalition.shown_again import is_only_shown
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from coalition.drafting.current_texts import EditionTexts, TextInLanguage

_READ = "read"  # the hidden field with what was read from the file
_TICKS = dict.fromkeys(("operation", "provision", "text"), "chosen")  # the fields that a proposal has in a form of its own


@route("desk.amendment_file.new")
async def new_file(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Ask for a Word file with tracked changes, and for the organisation that sent it."""
    return await _page(request, await own_memorandum(request, memorandum), {})


@route("desk.amendment_file.create")
async def create_from_file(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show what a Word file proposes, or enter what was ticked of it."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("chosen",))
    changes, ticked = _carried_in(given), {number for text in given["chosen"] if (number := number_or_zero(str(text)))}
    if changes is None and is_only_shown():
        return await _page(request, row, given)
    try:
        form = await _form_in(given)
        if changes is None:
            return await _page(request, row, given, await _read(row, given, form.language))
        proposals = [proposal for number, proposal in enumerate(changes.proposals, start=1) if number in ticked]
        async with sent_once(request):
            numbers = await enter_several(row, form, proposals, language_of(request))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _page(request, row, given, changes, ticked, **refused(request, renamed(problem, _TICKS)))
    return done(request, "desk.amendments.list", "amendments_entered", memorandum=row.slug, n=len(numbers))


async def _form_in(given: Mapping[str, Any]) -> WordAmendmentsForm:
    typed = {name: given[name] for name in ("language", "disclosure") if given.get(name)}
    return WordAmendmentsForm.parse(typed | {"organisation": await rows.slug_in(given)})


async def _read(row: Memorandum, given: Mapping[str, Any], language: str) -> WordChanges:
    """Return what the file of a form proposes.

    Raises:
        InvalidForm: there is none, it cannot be read, or has no tracked changes of the text.

    """
    upload = given.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InvalidForm({"file": Message("Choose a file.")})
    content = await upload.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise InvalidForm({"file": TOO_LARGE})
    async with database.reading():
        draft = await draft_in(row, language)
    return await asyncio.to_thread(changes_in, content, draft)


def _carried_in(given: Mapping[str, Any]) -> WordChanges | None:
    """Return what a form says was read from a file; None if nothing was."""
    value = str(given.get(_READ, ""))
    try:
        return msgspec.json.decode(urlsafe_b64decode(value), type=WordChanges) if value else None
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None


def _current(changes: WordChanges, draft: TextInLanguage) -> WordChanges:
    """Return what can still be entered of what was read; the rest is left out."""
    gone = [each for each in changes.proposals if not is_current(each, draft)]
    left_out = [*changes.left_out, *(ChangeLeftOut("", LeftOut.CHANGED_SINCE, each.provision) for each in gone)]
    return WordChanges(changes.language, [each for each in changes.proposals if each not in gone], left_out, changes.comments)


async def _page(
    request: AnyRequest,
    row: Memorandum,
    values: dict[str, Any],
    changes: WordChanges | None = None,
    ticked: Collection[int] | None = None,
    **context: Any,
) -> Response[bytes]:
    """Ask for a file, or show what was read from it; without ticks of the person, everything is ticked."""

    def shown(texts: EditionTexts) -> dict[str, Any]:
        draft = texts.languages.get(changes.language) if changes else None
        if not changes or not draft:
            return {"values": values, "changes": None, "proposals": []}
        current = _current(changes, draft)
        still = {number: each for number, each in enumerate(changes.proposals, start=1) if each in current.proposals}
        proposals = [(each, proposal_shown(each, draft), ticked is None or number in ticked) for number, each in still.items()]
        carried = urlsafe_b64encode(msgspec.json.encode(current)).decode()
        return {"values": values, "changes": current, "proposals": proposals, "carried": carried}

    return await entering_page(request, row, "desk/amendments/word_file.html", shown, **context)
