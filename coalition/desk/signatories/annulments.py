"""Annulling several acts together: conditions, a preview of the acts, then confirmation or undo."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import final_page, is_sure
from coalition.desk.memoranda.final_texts import ANNULMENTS
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.jobs.work_queries import work_on
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.signatures import batches
from coalition.signatures.errors import BatchDecided
from coalition.signatures.on_behalf_forms import BatchForm
from coalition.signatures.queries import batch_of, batches_of
from coalition.signatures.tables import AnnulmentBatch
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route


@route("desk.annulments.new")
async def new_annulments(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for the conditions, and the earlier batches."""
    return await _ask(request, await own_memorandum(request, memorandum))


@route("desk.annulments.create")
async def create_annulments(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Prepare a batch: nothing is annulled yet."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        batch = await batches.prepare(row, BatchForm.parse(given, ignore_unknown=True), language_of(request), by=person_of(request))
    except InvalidForm as problems:
        return await _ask(request, row, values=given, **refusal(request, problems))
    return done(request, "desk.annulments.show", "prepared", memorandum=row.slug, batch=batch.id)


@route("desk.annulments.show")
async def show_annulments(request: AnyRequest, memorandum: FromPath[str], batch: FromPath[int]) -> Response[bytes]:
    """Show which acts a batch would annul."""
    row = await own_memorandum(request, memorandum)
    return await _show(request, row, await _batch(row, batch))


@route("desk.annulments.confirm")
async def confirm_annulments(request: AnyRequest, memorandum: FromPath[str], batch: FromPath[int]) -> Response[bytes]:
    """Annul every act of a batch."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    prepared = await _batch(row, batch)
    if not is_sure(given) and not (prepared.confirmed_at or prepared.undone_at):
        return await final_page(request, row, ANNULMENTS, given, part="signatories")
    try:
        await batches.confirm(row, prepared, by=person_of(request))
    except BatchDecided as decided:
        return await _show(request, row, prepared, **refusal(request, decided))
    return done(request, "desk.annulments.show", "annulled", memorandum=row.slug, batch=prepared.id)


@route("desk.annulments.undo")
async def undo_annulments(request: AnyRequest, memorandum: FromPath[str], batch: FromPath[int]) -> Response[bytes]:
    """Undo a batch that is not confirmed."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    prepared = await _batch(row, batch)
    try:
        await batches.undo(prepared)
    except BatchDecided as decided:
        return await _show(request, row, prepared, **refusal(request, decided))
    return done(request, "desk.annulments.new", "removed", memorandum=row.slug)


PAGE = 100
_LARGEST = 2**31 - 1
_NUMBER = re.compile(r"[0-9]{1,6}")  # anything else in the address shows the first page


async def _batch(row: Memorandum, number: int) -> AnnulmentBatch:
    prepared = await batch_of(row.id, number) if 0 < number <= _LARGEST else None
    if prepared is None:
        raise NotFoundException
    return prepared


async def _ask(request: AnyRequest, row: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        prepared = await batches_of(row.id)
    return workbench_page(request, view, "desk/annulments/new.html", status=status, part="signatories", prepared=prepared, **context)


async def _show(request: AnyRequest, row: Memorandum, batch: AnnulmentBatch, *, status: int = 200, **context: Any) -> Response[bytes]:
    start = request.query_params.get("start", "")
    first = int(start) if _NUMBER.fullmatch(start) else 0
    async with database.reading():
        view = await queries.view(row)
        parties = await batches.members(batch, first, PAGE)
        works = await work_on(row.id)
    size = batches.size_of(batch)
    shown = {"parties": parties, "first": first, "following": first + PAGE if first + PAGE < size else 0, "works": works}
    shown["number"] = size if size > PAGE else len(parties)
    return workbench_page(request, view, "desk/annulments/show.html", status=status, part="signatories", batch=batch, **shown, **context)
