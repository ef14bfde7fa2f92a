"""Moving, dividing and joining provisions, what that changed, and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.drafting.outline import outline_page
from coalition.desk.drafting.provision_pages import provision_scene
from coalition.desk.drafting.refused_changes import refused
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting.arranged_views import arranged_view
from coalition.drafting.arranging_provisions import move_provision
from coalition.drafting.dividing_provisions import divide_provision, join_provisions
from coalition.drafting.errors import NoSuchRevision
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm
from coalition.drafting.returning import undo_change
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.errors import MemorandumRule
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum

_TEMPLATE = "desk/drafting/provision.html"


@route("desk.provision.move")
async def move(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Move a provision up, down or after another one; asks first where numbers would stay as they are."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await move_provision(row, provision, MoveForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given, problem)
    return _arranged(request, row, arranged.change)


@route("desk.provision.divide")
async def divide(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Divide a provision into two."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await divide_provision(row, provision, DivisionForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given, problem)
    return _arranged(request, row, arranged.change)


@route("desk.provision.join")
async def join(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Join a provision with the next one."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await join_provisions(row, provision, JoinForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given, problem)
    return _arranged(request, row, arranged.change)


@route("desk.arranged.show")
async def show_arranged(request: AnyRequest, memorandum: FromPath[str], change: FromPath[str]) -> Response[bytes]:
    """Show what a change did: numbers that are others now, and sentences that name them as they were."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view, arranged = await queries.view(row), await arranged_view(row, change)
    if arranged is None:
        raise NotFoundException
    return workbench_page(request, view, "desk/drafting/arranged.html", part="text", arranged=arranged, change=change)


@route("desk.change.undo")
async def undo(request: AnyRequest, memorandum: FromPath[str], change: FromPath[str]) -> Response[bytes]:
    """Undo a change in all languages that it changed."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    try:
        await undo_change(row, change)
    except NoSuchRevision:
        raise NotFoundException from None
    except MemorandumRule as problem:
        return await outline_page(request, row, "", **refused(request, problem)) or _outline(request, row)
    return done(request, "desk.wording.edit", "change_undone", memorandum=row.slug)


def _arranged(request: AnyRequest, row: Memorandum, change: str) -> Response[bytes]:
    return redirect("desk.arranged.show", lang=language_of(request), memorandum=row.slug, change=change)


def _outline(request: AnyRequest, row: Memorandum) -> Response[bytes]:
    return redirect("desk.wording.edit", lang=language_of(request), memorandum=row.slug)


async def _again(request: AnyRequest, row: Memorandum, key: str, given: Mapping[str, Any], problem: CoalitionError) -> Response[bytes]:
    """Show the page of the provision with what was typed or chosen, and why it was not done."""
    scene = await provision_scene(request, row, str(given.get("language", "")), key, lost=True)
    scene["values"] = scene["values"] | dict(given) | {"text": scene["values"]["text"], "base": scene["values"]["base"]}
    return workbench_page(request, scene.pop("view"), _TEMPLATE, **(scene | {"unsaved": None} | refused(request, problem)), asked=_name(problem))


def _name(problem: CoalitionError) -> str:
    return type(problem).__name__
