"""One provision: its text with a preview beside it, the provisions before and after it, and adding or removing one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.characters import clean
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.drafting.refused_changes import refused
from coalition.desk.memoranda.workbench import workbench_page
from coalition.drafting import unsaved_queries
from coalition.drafting.arranging_provisions import add_provision, with_below
from coalition.drafting.dividing_provisions import following_of
from coalition.drafting.draft_views import draft_view
from coalition.drafting.errors import ProvisionChanged, ProvisionRemoved
from coalition.drafting.forms import NewProvisionForm, ProvisionForm, UnsavedForm
from coalition.drafting.provision_texts import TITLE, texts_of
from coalition.drafting.saving_provisions import save_provision
from coalition.drafting.unsaved_texts import store_typed
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import is_language
from coalition.memoranda import queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of_draft
from coalition.memoranda.tables import Memorandum
from coalition.text import html, provisions
from coalition.text.word_differences import pieces_of
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATE, _NEW = "desk/drafting/provision.html", "desk/drafting/new_provision.html"


@route("desk.provision.edit")
async def edit_provision(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """Show a provision in one language, as the person typed it where they did not save that."""
    row = await own_memorandum(request, memorandum)
    scene = await provision_scene(request, row, text, provision)
    if scene["unsaved"]:
        scene |= _as_typed(request, scene)
    return workbench_page(request, scene.pop("view"), _TEMPLATE, **scene)


def _as_typed(request: AnyRequest, scene: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a provision shows of what was typed and not saved, beside what somebody saved since."""
    typed, saved, key = scene["unsaved"], scene["own"], scene["key"]
    shown: dict[str, Any] = {"values": {"text": typed.text, "base": typed.base}, "preview": _preview(typed.text, scene["code"], key)}
    if scene["gone"]:
        return shown | refused(request, ProvisionRemoved()) | {"status": HTTPStatus.OK}
    if saved and typed.base != saved.digest:
        shown["values"]["base"] = saved.digest
        shown |= {"saved": saved, "difference": pieces_of(saved.source, typed.text)}
    return shown


@route("desk.provision.update")
async def update_provision(request: AnyRequest, memorandum: FromPath[str], provision: FromPath[str]) -> Response[bytes]:
    """Preview or save a provision, and perhaps go on to the next one."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    code = str(given.get("code", ""))
    given["code"] = code
    if given.get("step") == "preview":
        return await typed_page(request, row, provision, given)
    if "-" in str(given.get("step", "")):
        return await _go_on(request, row, provision, given)
    try:
        await save_provision(row, code, provision, ProvisionForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await typed_page(request, row, provision, given, problem)
    goes_on = given.get("step") == "next" and (await provision_scene(request, row, code, provision))["after"]
    return done(request, "desk.provision.edit", "saved", memorandum=row.slug, provision=goes_on or provision, text=code)


async def _go_on(request: AnyRequest, row: Memorandum, key: str, given: Mapping[str, Any]) -> Response[bytes]:
    """Store what was typed for the person; go to another provision ("to-…"), its text in a language ("in-…") or a change of its place ("place-…")."""
    kind, _, goal = str(given["step"]).partition("-")
    try:
        await store_typed(
            row, person_of(request).id, UnsavedForm.parse(dict(given) | {"language": given["code"], "provision": key}, ignore_unknown=True)
        )
    except (InvalidForm, MemorandumRule) as problem:
        return await typed_page(request, row, key, given, problem)
    place = {"lang": language_of(request), "memorandum": row.slug, "provision": goal if kind == "to" else key}
    if kind == "place":
        return redirect("desk.arrangement.edit", **place, act=goal, text=given["code"])
    return redirect("desk.provision.edit", **place, text=goal if kind == "in" else given["code"])


async def typed_page(
    request: AnyRequest, row: Memorandum, key: str, given: Mapping[str, Any], problem: CoalitionError | None = None
) -> Response[bytes]:
    """Show what was typed, and why it is not saved; both texts where somebody else saved the provision."""
    code = str(given["code"])
    scene = await provision_scene(request, row, code, key, lost=isinstance(problem, ProvisionRemoved))
    typed, _ = clean(str(given.get("text", "")))
    scene |= {"values": {"text": typed, "base": str(given.get("base", ""))}, "preview": _preview(typed, code, key), "unsaved": None}
    if problem is not None:
        scene |= refused(request, problem)
    if isinstance(problem, ProvisionChanged):
        scene["values"]["base"] = problem.saved.digest
        scene |= {"saved": problem.saved, "difference": pieces_of(problem.saved.source, typed)}
    return workbench_page(request, scene.pop("view"), _TEMPLATE, **scene)


async def provision_scene(request: AnyRequest, row: Memorandum, code: str, key: str, *, lost: bool = False) -> dict[str, Any]:
    """Return what the pages of a provision show; a provision that is not there answers 404, unless it was `lost` while somebody wrote."""
    if code and not is_language(code):
        raise NotFoundException
    async with database.reading():
        draft = await draft_view(row, code, person_of(request).id)
        view = await queries.view(row)
        if draft is None:
            raise NotFoundException
        labels = await labels_of_draft(draft.edition.id, draft.wordings, language_of(request), {draft.wording.id: draft.blocks})
        unsaved = await unsaved_queries.unsaved(draft.edition.id, person_of(request).id, draft.wording.language, key)
    texts = texts_of(draft.wording.title, draft.wording.body, draft.blocks)
    gone = key not in texts and key not in labels.shared
    if gone and not lost and unsaved is None:
        raise NotFoundException
    saved = texts.get(key)
    values = {"text": saved.source if saved else "", "base": saved.digest if saved else ""}
    order = [*texts]
    at = order.index(key) if key in texts else len(order)
    around: dict[str, Any] = {"before": order[at - 1] if 0 < at < len(order) else "", "after": order[at + 1] if at + 1 < len(order) else ""}
    around |= {
        "place": at + 1,
        "number_of_all": len(order),
        "lost": saved is None,
        "gone": gone,
        "own": saved,
        "below": len(with_below(draft.blocks, key)) - 1 if key in texts and key != TITLE else 0,
    }
    around |= {
        "following": following_of(draft.blocks, key),
        "order": order[1:],
        "unsaved": unsaved if unsaved and unsaved.text != values["text"] else None,
    }
    shown: dict[str, Any] = {"view": view, "part": "text", "draft": draft, "code": draft.wording.language, "key": key, "labels": labels}
    preview = _preview(values["text"], draft.wording.language, key)
    return shown | around | {"values": values, "preview": preview, "saved": None, "difference": ()}


def _preview(source: str, code: str, key: str) -> html.RenderedText:
    if key == TITLE:
        return html.RenderedText(code, (), ())
    blocks = provisions.parse(source)
    return html.render(blocks, [f"passage-{number}" for number in range(1, len(blocks) + 1)], code, heading_level=3, id_prefix="t-")


@route("desk.provision.new")
async def new_provision(
    request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", beside: FromQuery[str] = "", place: FromQuery[str] = "after"
) -> Response[bytes]:
    """Show the form of a provision that is added beside another one."""
    row = await own_memorandum(request, memorandum)
    return await _new_page(request, row, {"language": text, "beside": beside, "place": place, "text": ""})


@route("desk.provision.create")
async def create_provision(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Add a provision."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        arranged = await add_provision(row, NewProvisionForm.parse(given, ignore_unknown=True))
    except (InvalidForm, MemorandumRule) as problem:
        return await _new_page(request, row, given, **refused(request, problem))
    return redirect("desk.arranged.show", lang=language_of(request), memorandum=row.slug, change=arranged.change)


async def _new_page(request: AnyRequest, row: Memorandum, values: Mapping[str, Any], **context: Any) -> Response[bytes]:
    code, beside = str(values.get("language", "")), str(values.get("beside", ""))
    scene = await provision_scene(request, row, code, beside or TITLE, lost=True)
    scene |= {"values": dict(values) | {"language": scene["code"]}}
    return workbench_page(request, scene.pop("view"), _NEW, **(scene | context))
