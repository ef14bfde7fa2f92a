"""Moving, dividing, joining and removing provisions, each on a page of its own; what that changed, and undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.drafting.outline import outline_page
from coalition.desk.drafting.provision_pages import provision_scene
from coalition.desk.drafting.refused_changes import refused
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting import unsaved_queries
from coalition.drafting.arranged_views import arranged_view
from coalition.drafting.arranging_provisions import move_provision, remove_provision
from coalition.drafting.dividing_provisions import divide_provision, join_provisions
from coalition.drafting.errors import NoSuchRevision, ProvisionChanged
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm
from coalition.drafting.provision_texts import TITLE, digest_of
from coalition.drafting.returning import undo_change
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.memoranda.tables import Memorandum

_ACTS = ("move", "divide", "join", "remove")


@route("desk.provision.move")
async def move(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Move a provision up, down or after another one; asks first where numbers would stay as they are."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await move_provision(row, provision, MoveForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given | {"act": "move"}, problem)
    return _arranged(request, row, arranged.change)


@route("desk.provision.divide")
async def divide(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Divide a provision into two."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await divide_provision(row, provision, DivisionForm.parse(given, ignore_unknown=True), typed=str(given.get("typed", "")))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given | {"act": "divide"}, problem)
    return _arranged(request, row, arranged.change)


@route("desk.provision.join")
async def join(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Join a provision with the next one."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await join_provisions(row, provision, JoinForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _again(request, row, provision, given | {"act": "join"}, problem)
    return _arranged(request, row, arranged.change)


@route("desk.provision.remove")
async def remove(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Remove a provision; the page that follows offers to undo it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await remove_provision(row, provision)
    except MemorandumRule as problem:
        return await _again(request, row, provision, given | {"act": "remove"}, problem)
    return _arranged(request, row, arranged.change)


@route("desk.arranged.show")
async def show_arranged(request: AnyRequest, memorandum: FromPath[str], change: FromPath[str]) -> Response[bytes]:
    """Show what a change did: numbers that are others now, and sentences that name them as they were."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view, arranged = await queries.view(row), await arranged_view(row, change)
        left = await _typed_beside(request, row, arranged.line.provision) if arranged else []
    if arranged is None:
        raise NotFoundException
    return workbench_page(request, view, "desk/drafting/arranged.html", part="text", arranged=arranged, change=change, left=left)


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


async def _typed_beside(request: AnyRequest, row: Memorandum, key: str) -> list[tuple[str, str]]:
    """Return the (language, key) of what the person typed and did not save in a provision that was changed, and in any that is no longer there."""
    edition = await edition_queries.edition_worked_on(row.id)
    places, labels = await unsaved_queries.places_unsaved(edition.id, person_of(request).id), await labels_of([edition.id])
    return sorted(place for place in places if place[1] == key or place[1] not in {"", TITLE, *labels.shared})


@route("desk.arrangement.edit")
async def edit_arrangement(
    request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str], act: FromQuery[str] = "move", text: FromQuery[str] = ""
) -> Response[bytes]:
    """Ask where a provision goes, how it is divided, or whether it is joined with the next one or removed; what is typed in it stays stored."""
    row = await own_memorandum(request, memorandum)
    scene = await provision_scene(request, row, text, provision)
    if scene["lost"] or provision == TITLE or act not in _ACTS or (act == "join" and not scene["following"]):
        raise NotFoundException
    return _arrangement(request, scene, act, _divided(scene) if act == "divide" else {})


def _divided(scene: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form for dividing begins with: what the person typed and did not save, else what is saved."""
    typed = scene["unsaved"]
    if typed is None:
        return {"first": scene["values"]["text"], "base": scene["values"]["base"]}
    return {"first": typed.text, "base": typed.base, "typed": digest_of(typed.text)}


def _arrangement(request: AnyRequest, scene: dict[str, Any], act: str, values: Mapping[str, Any], **context: Any) -> Response[bytes]:
    shown = scene | {"act": act, "asked": ""} | context | {"values": values}
    return workbench_page(request, shown.pop("view"), "desk/drafting/arrangement.html", **shown)


async def _again(request: AnyRequest, row: Memorandum, key: str, given: Mapping[str, Any], problem: CoalitionError) -> Response[bytes]:
    """Show the page of an act with what was typed or chosen, and why it was not done."""
    scene = await provision_scene(request, row, str(given.get("language", "")), key, lost=True)
    values = dict(given)
    if isinstance(problem, ProvisionChanged):
        values["base"], scene["saved"] = problem.saved.digest, problem.saved
    return _arrangement(request, scene, given["act"], values, asked=type(problem).__name__, **refused(request, problem, "form"))
