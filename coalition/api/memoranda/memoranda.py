"""Memoranda: everybody reads the public ones; their members create, change, adopt, open and close them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.changing_rules import change_rules
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, ok, page
from coalition.api.bearer_tokens import acting, acting_coordinator, holder_of, own_memorandum, readable_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import AmendedMemorandum, NewMemorandum, Paging
from coalition.api.idempotency import carry_out, once
from coalition.api.memoranda import views
from coalition.approvals.changing_care import change_memorandum
from coalition.approvals.made import Made
from coalition.editions.adopting import adopt_edition
from coalition.forums.queries import views_of
from coalition.invitations import window_letters
from coalition.memoranda import queries
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.opening import open_for_signature
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm, WindowForm
from coalition.memoranda.tables import Memorandum
from coalition.memoranda.terminating import terminate
from coalition.published.json_memorandum import MemorandumInList, memorandum_in_list_json
from coalition.web.routing import AnyRequest, route


@route("api.memoranda.list")
async def list_memoranda(request: AnyRequest) -> Response[bytes]:
    """List memoranda: what is public, and with a token also what its holder works on."""
    asked = queried(request, Paging)
    holder = holder_of(request)
    async with database.reading():
        rows = await queries.in_slug_order(after=asked.after, limit=asked.limit + 1, coordinator_id=holder.coordinator if holder else None)
        forums = await views_of(row.forum for row in rows if row.forum)

    def show(row: queries.MemorandumView) -> MemorandumInList:
        return memorandum_in_list_json(row, forums[row.forum].slug if row.forum else None)

    return page(request, rows, asked.limit, cursor=lambda row: row.slug, show=show, name="api.memoranda.list")


@route("api.memorandum.show")
async def show_memorandum(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show a memorandum."""
    async with database.reading():
        return ok(request, await views.memorandum(await readable_memorandum(request, slug)))


@route("api.memorandum.create", status=201)
async def create_memorandum(request: AnyRequest) -> Response[bytes]:
    """Begin a memorandum."""
    form = await posted(request, NewMemorandum)

    async def act() -> Response[bytes]:
        row = await begin(form, acting(request).coordinator)
        await change_rules(row, form)
        return created(await views.memorandum(await own_memorandum(request, row.slug)), url_for("api.memorandum.show", slug=row.slug))

    return await once(request, act)


@route("api.memorandum.update")
async def update_memorandum(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Change a memorandum's particulars; another coordinator is asked to agree that it leaves a more careful forum."""
    form = await posted(request, AmendedMemorandum)

    async def act() -> Response[bytes]:
        made = await change_memorandum(await own_memorandum(request, slug), form, await acting_coordinator(request), form)
        return (accepted if made is Made.ASKED else changed)(await views.memorandum(await own_memorandum(request, slug)))

    return await carry_out(act)


@route("api.adoption.create", status=201)
async def create_adoption(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Adopt and authenticate a memorandum."""
    form = await posted(request, AdoptionForm)
    return await take_step(request, slug, lambda memorandum: adopt_edition(memorandum, form))


@route("api.opening.create", status=201)
async def create_opening(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Open a memorandum for signature."""
    form = await posted(request, OpeningForm)
    return await take_step(request, slug, lambda memorandum: open_for_signature(memorandum, form))


@route("api.closing.create", status=201)
async def create_closing(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Close a memorandum for signature."""
    form = await posted(request, WindowForm, optional=True)
    return await take_step(request, slug, lambda memorandum: window_letters.close(memorandum, form))


@route("api.extension.create", status=201)
async def create_extension(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Choose a later last day for signature, or the first one."""
    form = await posted(request, ExtensionForm)
    return await take_step(request, slug, lambda memorandum: window_letters.extend(memorandum, form))


@route("api.accession_opening.create", status=201)
async def create_accession_opening(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Open a closed memorandum for accession."""
    form = await posted(request, WindowForm, optional=True)
    return await take_step(request, slug, lambda memorandum: window_letters.open_for_accession(memorandum, form))


@route("api.termination.create", status=201)
async def create_termination(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Terminate a memorandum."""
    form = await posted(request, TerminationForm)
    return await take_step(request, slug, lambda memorandum: terminate(memorandum, form))


async def take_step(request: AnyRequest, slug: str, take: Callable[[Memorandum], Awaitable[object]]) -> Response[bytes]:
    """Take a step with a memorandum, once, and return the changed memorandum."""

    async def act() -> Response[bytes]:
        await take(await own_memorandum(request, slug))
        return created(await views.memorandum(await own_memorandum(request, slug)), url_for("api.memorandum.show", slug=slug))

    return await once(request, act)
