"""Entering an amendment for an organisation that gave it by letter or in a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition.amendments.entering import enter_for
from coalition.amendments.errors import AmendmentRule
from coalition.amendments.forms import EnteredAmendmentForm
from coalition.amendments.tables import Operation, PublicAnswer
from coalition.desk import rows
from coalition.desk.amendments.amendment_texts import options_of, refused
from coalition.desk.amendments.entering_forms import entering_page
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.tables import Memorandum
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.drafting.current_texts import EditionTexts

_FIELDS = ("operation", "language", "provision", "text", "reason", "organisation", "disclosure", "published")


@route("desk.amendment.new")
async def new_amendment(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Ask for an amendment; an address may name the provision and the language."""
    row, asked = await own_memorandum(request, memorandum), request.query_params
    return await _page(request, row, {"provision": asked.get("provision", ""), "language": asked.get("text", ""), "operation": "replace"})


@route("desk.amendment.create")
async def create_amendment(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Enter an amendment for an organisation."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if given.get("step") == "show":
        return await _page(request, row, given | {"text": ""})
    try:
        typed = {name: given[name] for name in _FIELDS if given.get(name)}
        form = EnteredAmendmentForm.parse(typed | {"organisation": await rows.slug_in(given)})
        async with sent_once(request):
            number = await enter_for(row, form, language_of(request))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _page(request, row, given, **refused(request, problem))
    return done(request, "desk.amendment.show", "amendment_entered", memorandum=row.slug, number=number)


async def _page(request: AnyRequest, row: Memorandum, values: dict[str, Any], **context: Any) -> Response[bytes]:
    """Show the form; where no text is typed, that of the provision stands in it."""

    def shown(texts: EditionTexts) -> dict[str, Any]:
        code = str(values.get("language") or next(iter(texts.languages), ""))
        provision = texts.provision(code, str(values.get("provision", "")))
        text = {"text": provision.source} if provision and not values.get("text") else {}
        beside = {"order": ["title", *texts.order], "operations": Operation, "public_answers": options_of(PublicAnswer, language_of(request))}
        return beside | {"values": values | text | {"language": code}, "code": code}

    return await entering_page(request, row, "desk/amendments/new.html", shown, **context)
