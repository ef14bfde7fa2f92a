"""The steps of a memorandum: adoption, opening, publication, embargo, extension, closing, opening for accession, termination."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath

from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import overview, refused_step
from coalition.desk.public_previews import preview_of_publication
from coalition.editions import adopting
from coalition.fields import InvalidForm
from coalition.invitations import window_letters
from coalition.memoranda import embargoing, opening, queries, terminating
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm, WindowForm
from coalition.memoranda.tables import Publicity
from coalition.memoranda.taking_forms import EmbargoForm
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from coalition.fields import Form
    from coalition.memoranda.tables import Memorandum


@route("desk.adoption.create")
async def create_adoption(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Adopt the text and fix it."""
    return await _take(request, memorandum, "adopted", adopting.adopt_edition, AdoptionForm)


@route("desk.opening.create")
async def create_opening(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Open it for signature, once the person has seen what everybody will see."""
    return await _take(request, memorandum, "opened", opening.open_for_signature, OpeningForm, shown_as="preview", ticks=("closing_letters",))


@route("desk.closing.create")
async def create_closing(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Close it for signature."""
    return await _take(request, memorandum, "closed", window_letters.close, WindowForm, ticks=("send",))


@route("desk.publication.create")
async def create_publication(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Publish it, once the person has seen what everybody will see."""
    return await _take(request, memorandum, "published", opening.publish, shown_as="publication_preview")


@route("desk.embargo.create")
async def create_embargo(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Choose the day on which it is published, or another day."""
    return await _take(request, memorandum, "embargoed", embargoing.set_embargo, EmbargoForm, shown_as="embargo_preview")


@route("desk.embargo.remove")
async def remove_embargo(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Remove the day; it stays unpublished."""
    return await _take(request, memorandum, "embargo_lifted", embargoing.lift_embargo)


@route("desk.extension.create")
async def create_extension(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Move its last day to a later day."""
    return await _take(request, memorandum, "extended", window_letters.extend, ExtensionForm, ticks=("send", "closing_letters"))


@route("desk.accession_opening.create")
async def create_accession_opening(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Open it for accession: organisations may join after it closed for signature."""
    return await _take(request, memorandum, "accession_opened", window_letters.open_for_accession, WindowForm, ticks=("send",))


@route("desk.termination.create")
async def create_termination(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Terminate it."""
    return await _take(request, memorandum, "terminated", terminating.terminate, TerminationForm)


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
    shown_as: str = "",
    ticks: Sequence[str] = (),
) -> Response[bytes]:
    """Take a step with the values of its form; if something forbids it, show the memorandum with the reason.

    `ticks` are the fields of the form that are true only if they are ticked. `shown_as` is the name of the preview in the context of the
    page, for a step that can publish the memorandum.
    """
    row, given = await own_memorandum(request, slug), await checked(request)
    given |= {name: given.get(name) == "yes" for name in ticks}
    try:
        take = partial(step, row, *([form.parse(given, ignore_unknown=True)] if form else []))
        if shown_as and (preview := await preview_of_publication(given, row, _then_public(take, row), language_of(request))):
            shown: dict[str, Any] = {shown_as: preview}
            return await overview(request, row, values=given, **shown)
        await take()
    except (InvalidForm, MemorandumRule) as problem:
        return await refused_step(request, row, given, problem)
    return done(request, "desk.memorandum.show", code, memorandum=row.slug)
