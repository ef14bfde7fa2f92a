"""Provisions of a draft: saving one, adding, moving, dividing, joining and removing them, and undoing a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.api.answering import changed, created
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted
from coalition.api.drafting import models
from coalition.api.idempotency import carry_out, once
from coalition.drafting.arranging_provisions import Arranged, add_provision, move_provision, remove_provision
from coalition.drafting.dividing_provisions import divide_provision, join_provisions
from coalition.drafting.draft_views import saved_provision
from coalition.drafting.errors import NoSuchRevision
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm, NewProvisionForm, ProvisionForm
from coalition.drafting.returning import undo_change
from coalition.drafting.saving_provisions import save_provision
from coalition.languages import is_language
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


def checked_language(language: str) -> str:
    """Return a language of an address; what is none answers 404."""
    if not language.isascii() or not is_language(language):
        raise NotFoundException
    return language


@route("api.provision.update")
async def update_provision(request: AnyRequest, slug: FromPath[str], language: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Save one provision in one language."""
    form = await posted(request, ProvisionForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        await save_provision(memorandum, checked_language(language), provision, form)
        return changed(await _saved(memorandum, language, provision))

    return await carry_out(act)


async def _saved(memorandum: Memorandum, language: str, key: str) -> models.SavedProvision:
    text = await saved_provision(memorandum, language, key)
    if text is None:
        raise NotFoundException
    return models.SavedProvision(id=key, language=language, number=text.number, text=text.source, base=text.digest)


def _arranged(arranged: Arranged) -> models.ProvisionChange:
    numbers = [
        models.NewNumber(language=language, before=before, after=after)
        for language, numbers in arranged.numbers.items()
        for before, after in numbers.items()
    ]
    return models.ProvisionChange(change=arranged.change, id=arranged.key, numbers=numbers)


@route("api.provision.create", status=201)
async def create_provision(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Add a provision in one language."""
    form = await posted(request, NewProvisionForm)

    async def act() -> Response[bytes]:
        arranged = await add_provision(await own_memorandum(request, slug), form)
        return created(_arranged(arranged), url_for("api.wording.show", slug=slug, language=form.language))

    return await once(request, act)


@route("api.provision.remove")
async def delete_provision(request: AnyRequest, slug: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Remove a provision from every language."""

    async def act() -> Response[bytes]:
        return changed(_arranged(await remove_provision(await own_memorandum(request, slug), provision)))

    return await carry_out(act)


@route("api.provision_move.create")
async def create_move(request: AnyRequest, slug: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Move a provision in every language."""
    form = await posted(request, MoveForm)

    async def act() -> Response[bytes]:
        return changed(_arranged(await move_provision(await own_memorandum(request, slug), provision, form)))

    return await once(request, act)


@route("api.provision_division.create")
async def create_division(request: AnyRequest, slug: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Divide a provision of one language into two."""
    form = await posted(request, DivisionForm)

    async def act() -> Response[bytes]:
        return changed(_arranged(await divide_provision(await own_memorandum(request, slug), provision, form)))

    return await once(request, act)


@route("api.provision_join.create")
async def create_join(request: AnyRequest, slug: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Join a provision with the next one in every language."""
    form = await posted(request, JoinForm)

    async def act() -> Response[bytes]:
        return changed(_arranged(await join_provisions(await own_memorandum(request, slug), provision, form)))

    return await once(request, act)


@route("api.change_undoing.create")
async def create_undoing(request: AnyRequest, slug: FromPath[str], change: FromPath[str]) -> Response[bytes]:
    """Undo a change in all its languages."""

    async def act() -> Response[bytes]:
        try:
            undone = await undo_change(await own_memorandum(request, slug), change)
        except NoSuchRevision:
            raise NotFoundException from None
        return changed(models.ProvisionChange(change=undone, id="", numbers=[]))

    return await carry_out(act)
