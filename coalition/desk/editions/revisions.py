"""The draft of the next edition of a fixed text, and the memorandum that replaces this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.params import FromPath

from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.editions.corrections import corrections_page
from coalition.desk.final_steps import final_page, is_sure, possible_step
from coalition.desk.memoranda.final_texts import GIVING_UP
from coalition.desk.refusals import refusal
from coalition.editions import drafting
from coalition.fields import InvalidForm
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import SuccessorForm
from coalition.memoranda.succeeding import succeed
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.desk.final_steps import FinalStep
    from coalition.memoranda.tables import Memorandum


@route("desk.revision.create")
async def create_revision(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Begin a draft of the next edition."""
    return await _take(request, memorandum, drafting.revise, "desk.wording.edit", "begun")


@route("desk.revision.remove")
async def remove_revision(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Delete the draft of the next edition."""
    return await _take(request, memorandum, drafting.give_up, "desk.memorandum.show", "removed", final=GIVING_UP)


async def _take(  # noqa: PLR0913 -- what a step is
    request: AnyRequest, slug: str, operation: Callable[[Memorandum], Awaitable[object]], name: str, code: str, *, final: FinalStep | None = None
) -> Response[bytes]:
    """Run an operation and redirect to a page; if a rule forbids it, show the corrections with that rule."""
    row, given = await own_memorandum(request, slug), await checked(request)
    try:
        if final and not is_sure(given):
            return await final_page(request, row, await possible_step(row, [final]), given)
        await operation(row)
    except MemorandumRule as broken:
        return await corrections_page(request, row, **refusal(request, broken))
    return done(request, name, code, memorandum=row.slug)


@route("desk.successor.update")
async def update_successor(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Set which memorandum replaces this one."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await succeed(row, SuccessorForm.parse(given, ignore_unknown=True), person_of(request).id)
    except MemorandumRule as broken:
        return await corrections_page(request, row, **refusal(request, broken))
    except InvalidForm as problems:
        return await corrections_page(request, row, values=given, **refusal(request, problems))
    return done(request, "desk.corrections.list", "saved", memorandum=row.slug)
