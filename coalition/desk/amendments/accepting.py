"""Accepting several amendments at once: those that do not collide are ticked on a page, and a last page asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.amendments.accepting_several import accept_several, open_amendments
from coalition.amendments.errors import AmendmentRule
from coalition.amendments.queries import numbers_open
from coalition.amendments.readers import coordinators_of
from coalition.desk.amendments.amendment_texts import ACCEPTING, TONES, refused
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import final_page, is_sure, try_out, typed_in, wants_form
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.sent_once import sent_once
from coalition.desk.ticks import in_address, only_shows, show_list, ticks_in
from coalition.fields import InvalidForm
from coalition.languages import Message, comma
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.memoranda.tables import Memorandum


@route("desk.acceptances.new")
async def new_acceptances(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the open amendments; those that collide with no other can be ticked, and ticks of other pages go along."""
    return await _page(request, await own_memorandum(request, memorandum), {int(tick) for tick in ticks_in(request) if tick.isdecimal()})


@route("desk.acceptances.create")
async def create_acceptances(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Accept the amendments that were ticked, after asking. Some buttons only show another page."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("chosen",))
    numbers = {number for text in given["chosen"] if (number := number_or_zero(str(text)))}
    if only_shows(given):
        return show_list(request, "desk.acceptances.new", given, sorted(numbers), memorandum=row.slug)
    if wants_form(given):
        return await _page(request, row, numbers)
    try:
        if not is_sure(given):
            return await _asked(request, row, numbers, given)
        async with sent_once(request):
            await accept_several(row, numbers)
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _page(request, row, numbers, **refused(request, problem))
    return done(request, "desk.amendments.list", "amendments_accepted", memorandum=row.slug, n=len(numbers))


async def _asked(request: AnyRequest, row: Memorandum, numbers: Collection[int], given: dict[str, Any]) -> Response[bytes]:
    """Try the acceptance out, and ask whether it is meant.

    Raises:
        InvalidForm, AmendmentRule, MemorandumRule: as `accept_several`.

    """
    await try_out(lambda: accept_several(row, numbers))
    language, chosen = language_of(request), [str(number) for number in sorted(numbers)]
    typed = [*typed_in(given.items()), *(("chosen", number) for number in chosen)]
    about = [(Message("Amendments").text(language), comma(language).join(chosen))]
    back = url_for("desk.acceptances.new", lang=language, memorandum=row.slug, chosen=in_address(chosen))
    return await final_page(request, row, ACCEPTING, given, part="text", about=about, typed=typed, back=back)


async def _page(request: AnyRequest, row: Memorandum, ticked: Collection[int], *, status: int = 200, **context: Any) -> Response[bytes]:
    """Show the form; nothing is ticked beforehand, because each is to be read."""
    asked = asked_in(request)
    async with database.reading():
        view = await queries.view(row)
        page = await open_amendments(row, number_or_zero(asked.after), PAGE)
        edition = await edition_queries.edition_worked_on(row.id)
        labels = await labels_of([edition.id])
        lines = [line for line in page.lines if not line.collisions]
        elsewhere = sorted(await numbers_open(coordinators_of(row.id), {*ticked} - {line.number for line in lines}))
    shown: dict[str, Any] = {"part": "text", "lines": lines, "labels": labels, "asked": asked, "more": page.after, "elsewhere": elsewhere}
    shown |= {"colliding": [line for line in page.lines if line.collisions], "ticked": ticked, "tones": TONES}
    return workbench_page(request, view, "desk/amendments/accepting.html", status=status, **shown, **context)
