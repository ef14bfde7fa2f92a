"""The steps of a memorandum: opening, publication, embargo, extension, closing, opening for accession, termination."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import final_page, is_sure, possible_step, try_out, wants_form
from coalition.desk.memoranda.final_texts import ACCESSION, CLOSING, END_OF_ACCESSION, EXTENSION, FIRST_LAST_DAY, OPENING, PUBLICATION, TERMINATION
from coalition.desk.memoranda.workbench import overview, refused_step
from coalition.desk.public_previews import preview_of_publication
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.invitations import window_letters
from coalition.languages import Message, date_text
from coalition.memoranda import embargoing, opening, queries, terminating
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm, WindowForm
from coalition.memoranda.tables import Publicity
from coalition.memoranda.taking_forms import EmbargoForm
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from coalition.desk.final_steps import FinalStep
    from coalition.fields import Form
    from coalition.memoranda.tables import Memorandum


_LAST_DAY = Message("New last day")


@route("desk.opening.create")
async def create_opening(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Open it for signature, once the person has seen what everybody will see."""
    return await _take(request, memorandum, "opened", opening.open_for_signature, OpeningForm, ticks=("closing_letters",), final=[OPENING])


@route("desk.closing.create")
async def create_closing(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Close it for signature."""
    return await _take(request, memorandum, "closed", window_letters.close, WindowForm, ticks=("send",), final=[CLOSING, END_OF_ACCESSION])


@route("desk.publication.create")
async def create_publication(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Publish it, once the person has seen what everybody will see."""
    return await _take(request, memorandum, "published", opening.publish, final=[PUBLICATION])


@route("desk.embargo.create")
async def create_embargo(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Choose the day on which it is published, or another day."""
    return await _take(request, memorandum, "embargoed", embargoing.set_embargo, EmbargoForm)


@route("desk.embargo.remove")
async def remove_embargo(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Remove the day; it stays unpublished."""
    return await _take(request, memorandum, "embargo_lifted", embargoing.lift_embargo)


@route("desk.extension.create")
async def create_extension(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Move its last day to a later day, or set the first one."""
    row, ticks = await own_memorandum(request, memorandum), ("send", "closing_letters")
    final, code = (EXTENSION, "extended") if row.closes_on else (FIRST_LAST_DAY, "last_day_set")
    return await _take(request, memorandum, code, window_letters.extend, ExtensionForm, ticks=ticks, final=[final])


@route("desk.accession_opening.create")
async def create_accession_opening(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Open it for accession: organisations may join after it closed for signature."""
    step = window_letters.open_for_accession
    return await _take(request, memorandum, "accession_opened", step, WindowForm, ticks=("send",), final=[ACCESSION])


@route("desk.termination.create")
async def create_termination(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Terminate it."""
    return await _take(request, memorandum, "terminated", terminating.terminate, TerminationForm, final=[TERMINATION])


def _then_public(take: Callable[[], Awaitable[object]], row: Memorandum) -> Callable[[], Awaitable[object]]:
    """Return a step that publishes at once what an embargo publishes on its day: to show now what everybody will see then."""

    async def change() -> None:
        await take()
        if (await queries.locked(row.id)).publicity == Publicity.EMBARGOED:
            await opening.make_public(row)

    return change


async def _take(  # noqa: PLR0913 -- what a step is
    request: AnyRequest,
    slug: str,
    code: str,
    step: Callable[..., Awaitable[object]],
    form: type[Form] | None = None,
    *,
    ticks: Sequence[str] = (),
    final: Sequence[FinalStep] = (),
) -> Response[bytes]:
    """Take a step with the values of its form; if something forbids it, show the memorandum with the reason.

    `ticks` are the fields of the form that are true only if they are ticked. A step that cannot be undone is asked about first, with the
    page of the first of `final` that is possible; one that can publish the memorandum shows what everybody will see.
    """
    row, given = await own_memorandum(request, slug), await checked(request)
    typed = given | {name: given.get(name) == "yes" for name in ticks}
    if wants_form(given):
        return await overview(request, row, values=typed)
    try:
        take = partial(step, row, *([form.parse(typed, ignore_unknown=True)] if form else []))
        shown = given if is_sure(given) or not final else {}  # what was shown counts as seen together with the tick
        preview = await preview_of_publication(shown, row, _then_public(take, row), language_of(request)) if _publishes(step) else None
        if final and (preview or not is_sure(given)):
            await try_out(take)
            about = _days_in(typed, language_of(request)) if form is ExtensionForm else ()
            return await final_page(request, row, await possible_step(row, final), given, preview=preview, about=about)
        if preview:
            return await overview(request, row, values=typed, embargo_preview=preview)
        async with sent_once(request):
            await take()
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, typed, problem)
    return done(request, "desk.memorandum.show", code, memorandum=row.slug)


def _days_in(typed: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Return the last day that was chosen, for the page that asks about it."""
    return [(_LAST_DAY.text(language), date_text(ExtensionForm.parse(typed, ignore_unknown=True).closes, language))]


def _publishes(step: Callable[..., Awaitable[object]]) -> bool:
    return step in {opening.open_for_signature, opening.publish, embargoing.set_embargo}
