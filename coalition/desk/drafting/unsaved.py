"""What a page stores of what is typed in it, and discarding it."""

from __future__ import annotations

from http import HTTPStatus

from litestar import Response
from litestar.params import FromPath

from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.refusals import FORBIDDEN
from coalition.drafting.forms import UnsavedForm
from coalition.drafting.unsaved_texts import discard_unsaved, store_unsaved
from coalition.memoranda.errors import MemorandumRule
from coalition.shown_again import is_only_shown
from coalition.web.pages import PRIVATE
from coalition.web.routing import AnyRequest, route

_PLAIN = "text/plain"


@route("desk.unsaved_text.update")
async def update_unsaved(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Store what is typed in a form (204); a page of another session stores nothing (403)."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if is_only_shown():
        return _answer(HTTPStatus.FORBIDDEN)
    try:
        await store_unsaved(row, person_of(request).id, UnsavedForm.parse(given, ignore_unknown=True))
    except MemorandumRule:
        return _answer(FORBIDDEN)
    return _answer(HTTPStatus.NO_CONTENT)


def _answer(status: int) -> Response[bytes]:
    return Response(b"", status_code=status, media_type=_PLAIN, headers={"Cache-Control": PRIVATE})


@route("desk.unsaved_text.remove")
async def discard(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Erase what was typed and not saved, and show what is saved."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    language, key = str(given.get("language", "")), str(given.get("provision", ""))
    await discard_unsaved(row, person_of(request).id, language, key)
    if "from" in given:  # the page of two languages
        beside = {"from": str(given["from"])}
        return done(request, "desk.translation.edit", "discarded", memorandum=row.slug, target=language, provision=key, **beside)
    if key:
        return done(request, "desk.provision.edit", "discarded", memorandum=row.slug, provision=key, text=language)
    return done(request, "desk.wording.edit", "discarded", memorandum=row.slug, text=language)
