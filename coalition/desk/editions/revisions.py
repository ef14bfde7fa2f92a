"""The next edition of a fixed text, begun or given up; and the memorandum that replaces it."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.desk.editions.corrections import corrections_page, stopped_page
from coalition.desk.memoranda.workbench import rule_sentence
from coalition.desk.pages import checked, done, own_memorandum, person_of
from coalition.editions import drafting
from coalition.fields import InvalidForm
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import SuccessorForm
from coalition.memoranda.succeeding import succeed
from coalition.web.forms import said
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route


@route("desk.revision.create")
async def create_revision(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Begin the next edition."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    try:
        await drafting.revise(row)
    except MemorandumRule as broken:
        return await stopped_page(request, row, rule_sentence(broken))
    return done(request, "desk.wording.edit", "begun", memorandum=row.slug)


@route("desk.revision.remove")
async def remove_revision(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Give the draft of the next edition up."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    try:
        await drafting.give_up(row)
    except MemorandumRule as broken:
        return await stopped_page(request, row, rule_sentence(broken))
    return done(request, "desk.memorandum.show", "removed", memorandum=row.slug)


@route("desk.successor.update")
async def update_successor(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Say which memorandum replaces it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await succeed(row, SuccessorForm.parse(given, ignore_unknown=True), person_of(request).id)
    except MemorandumRule as broken:
        return await stopped_page(request, row, rule_sentence(broken))
    except InvalidForm as problems:
        errors, summary = said(problems, language_of(request))
        return await corrections_page(request, row, status=422, errors=errors, summary=summary, values=given, has_errors=True)
    return done(request, "desk.corrections.list", "saved", memorandum=row.slug)
