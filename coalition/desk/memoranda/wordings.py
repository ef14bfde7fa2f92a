"""The text in each language: write, preview, save. Fixed texts are read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.characters import clean
from coalition.desk.choices import language_options
from coalition.desk.desk_pages import DONE, checked, done, own_memorandum, person_of
from coalition.desk.drafting.outline import outline_page
from coalition.desk.memoranda import pasted_texts, unsaved_wordings
from coalition.desk.memoranda.word_uploads import text_in, upload_page
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import SENTENCES
from coalition.drafting import unsaved_queries
from coalition.drafting.unsaved_texts import forget_saved
from coalition.fields import InvalidForm
from coalition.languages import Message, is_language
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.confirmation_queries import confirmations_of
from coalition.memoranda.confirming_wordings import confirm_wording
from coalition.memoranda.errors import ChangedMeanwhile, MemorandumRule, TextFrozen, WasAbandoned
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.queries import MemorandumView
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import Memorandum, RevisionKind, Wording
from coalition.memoranda.wording import is_editable, save_wording
from coalition.memoranda.wording_agreement import digest_compared, to_confirm
from coalition.shown_again import is_only_shown
from coalition.text import html, provisions
from coalition.text.apart import apart_if_long
from coalition.text.pasted_lines import applied
from coalition.web.forms import said, stopped
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route
from coalition.word_files.reading_markdown import WordText
from coalition.word_files.reading_packages import UnreadableWordFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.text.blocks import Block


_TEMPLATE = "desk/wordings/edit.html"
_FROM_FILE = "file"  # the text of the form was read from a file
_FROZEN = Message("The text was adopted meanwhile; it cannot be changed any more.")

_CHANGED = Message(
    "Somebody saved this text while you were writing. What you wrote is kept below and not saved; what is saved now stands under it. "
    "Bring the two together, then save."
)
NOT_CONFIRMED = Message("Nothing was confirmed: a text was saved while you were reading. Compare the languages again.")
_SAVE_FIRST = Message("Nothing was confirmed: what you typed here is not saved yet. Save it, then compare the languages.")
_TOO_LATE: Mapping[type[Exception], Message] = {ChangedMeanwhile: _CHANGED, TextFrozen: _FROZEN, WasAbandoned: SENTENCES[WasAbandoned]}


@route("desk.wording.edit")
async def edit_wording(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", of: FromQuery[str] = "") -> Response[bytes]:
    """Show the outline of the draft in the language `of`, the page with the provision `at` of a long one; with `text` the whole text, as typed."""
    row = await own_memorandum(request, memorandum)
    if not text and (outline := await outline_page(request, row, of, request.query_params.get("at", ""))):
        return outline
    scene = await _scene(row, text or row.authentic_languages.split(",")[0])
    typed = await unsaved_queries.unsaved(scene["edition"].id, person_of(request).id, scene["code"])
    saved = _saved_values(scene["wording"])
    if typed is None or (typed.title, typed.text) == (saved["title"], saved["body"]):
        return await _page(request, scene)
    return await _page(request, scene, values=saved | {"title": typed.title, "body": typed.text, "version": typed.base}, typed_before=typed)


@route("desk.wording.update")
async def update_wording(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Preview or save one language."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("offers",))
    code = str(given.get("text", ""))
    scene = await _scene(row, code)
    if given.get("step"):
        return await _take_step(request, row, scene, given)
    try:
        with changing(RevisionKind.READ_FROM_FILE if given.get("origin") == _FROM_FILE else RevisionKind.SAVED):
            await save_wording(row, code, WordingForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _invalid(request, scene, given, problems)
    except (ChangedMeanwhile, TextFrozen, WasAbandoned) as broken:
        return await _too_late(request, row, given, broken)
    return await _saved(request, row, code, unsaved_wordings.unsaved_in(given))


@route("desk.word_file.new")
async def new_word_file(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """Ask for a Word file with the text in one language."""
    row = await own_memorandum(request, memorandum)
    return _upload(request, await _scene(row, text or row.authentic_languages.split(",")[0]), {})


@route("desk.word_file.create")
async def read_word_file(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the text of a Word file as it will look, with what became of it; nothing is saved."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    scene = await _scene(row, str(given.get("text", "")))
    if not scene["editable"] or is_only_shown():
        return _upload(request, scene, given)
    try:
        brought = await text_in(given)
    except UnreadableWordFile as unreadable:
        return upload_page(request, scene, given, unreadable)
    return await _brought_in(request, scene, given, brought)


def _upload(request: AnyRequest, scene: dict[str, Any], given: Mapping[str, Any]) -> Response[bytes]:
    """Ask for a Word file, unless the text cannot be changed."""
    if not scene["editable"]:
        return redirect("desk.wording.edit", lang=language_of(request), memorandum=scene["view"].slug, text=scene["code"])
    return upload_page(request, scene, given)


async def _brought_in(request: AnyRequest, scene: dict[str, Any], given: dict[str, Any], brought: WordText) -> Response[bytes]:
    """Show the form of the text with that of a file, beside what is saved and what was typed before."""
    unsaved, saved = unsaved_wordings.unsaved_in(given), _saved_values(scene["wording"])
    typed = unsaved.pop(scene["code"], None)
    values = saved | {"title": brought.title or saved["title"], "body": brought.body, "origin": _FROM_FILE, "step": "preview"}
    values[unsaved_wordings.FIELD] = unsaved_wordings.carried(unsaved)
    return await _preview(request, scene, values, brought=brought, put_aside=typed, saved_now=scene["wording"])


async def _take_step(request: AnyRequest, row: Memorandum, scene: dict[str, Any], given: dict[str, Any]) -> Response[bytes]:
    """Show the text anew, or another one; nothing is saved."""
    step = str(given["step"])
    if step.startswith("go"):
        return await _go(request, row, scene, given)
    if step == "word":
        unsaved = unsaved_wordings.with_typed(unsaved_wordings.unsaved_in(given), scene["code"], given, scene["wording"])
        return _upload(request, scene, {unsaved_wordings.FIELD: unsaved_wordings.carried(unsaved)})
    if step == "confirm":
        return await _confirm(request, row, scene, given)
    return await _preview(request, scene, given | {"body": await _answered(str(given.get("body", "")), step)})


async def _saved(request: AnyRequest, row: Memorandum, code: str, unsaved: unsaved_wordings.Unsaved) -> Response[bytes]:
    """Say that a text is saved; offer the first of those in other languages that are not."""
    await forget_saved(row, code)
    if unsaved:
        return await _other_language(request, row, next(iter(unsaved)), unsaved, notice=unsaved_wordings.still_unsaved(unsaved))
    return done(request, "desk.wording.edit", "saved", memorandum=row.slug, text=code)


async def _go(request: AnyRequest, row: Memorandum, scene: dict[str, Any], given: dict[str, Any]) -> Response[bytes]:
    """Go to the text in another language ("go-ru", or "go" to the one chosen in the menu); what was typed goes along, unsaved."""
    to = str(given["step"]).partition("-")[2] or str(given.get("into", ""))
    unsaved = unsaved_wordings.unsaved_in(given)
    if scene["editable"]:
        unsaved = unsaved_wordings.with_typed(unsaved, scene["code"], given, scene["wording"])
    if not unsaved:
        return redirect("desk.wording.edit", lang=language_of(request), memorandum=row.slug, text=to)
    return await _other_language(request, row, to, unsaved)


async def _confirm(request: AnyRequest, row: Memorandum, scene: dict[str, Any], given: dict[str, Any]) -> Response[bytes]:
    """Record that the saved text says the same as the other authentic ones; what was typed in other languages goes along, unsaved."""
    code, unsaved = scene["code"], unsaved_wordings.unsaved_in(given)
    if scene["editable"] and code in unsaved_wordings.with_typed(unsaved, code, given, scene["wording"]):
        return await _not_confirmed(request, scene, given, _SAVE_FIRST)
    try:
        await confirm_wording(row, code, str(given.get("seen", "")))
    except (ChangedMeanwhile, MemorandumRule):
        return await _not_confirmed(request, scene, given, NOT_CONFIRMED)
    if unsaved:
        return await _other_language(request, row, code, unsaved, notice=DONE["language_confirmed"])
    return done(request, "desk.wording.edit", "language_confirmed", memorandum=row.slug, text=code)


async def _not_confirmed(request: AnyRequest, scene: dict[str, Any], given: dict[str, Any], message: Message) -> Response[bytes]:
    errors, summary = stopped("body", message, language_of(request))
    return await _page(request, scene, status=409, values=given, errors=errors, summary=summary, has_errors=True)


async def _other_language(
    request: AnyRequest, row: Memorandum, code: str, unsaved: unsaved_wordings.Unsaved, *, notice: Message | None = None
) -> Response[bytes]:
    """Show the text in a language as it was typed, else as it is saved; the other texts that are not saved are carried along."""
    scene, language = await _scene(row, code), language_of(request)
    others = {other: typed for other, typed in unsaved.items() if other != code}
    values = (unsaved.get(code) or _saved_values(scene["wording"])) | {unsaved_wordings.FIELD: unsaved_wordings.carried(others)}
    said_now: dict[str, Any] = {"notice": notice.text(language)} if notice else {}
    return await _page(request, scene, values=values, **said_now)


async def _answered(body: str, step: str) -> str:
    """Return the text with what the person said of an uncertain line ("number-3", "text-3"), or of all of them ("text-all")."""
    answer, _, line = step.partition("-")
    if answer not in {"number", "text"} or not (line == "all" or (line.isascii() and line.isdecimal() and len(line) < len("100000"))):
        return body
    at = None if line == "all" else int(line)
    return await apart_if_long(body, provisions.answered, body, at, is_number=answer == "number")


async def _scene(row: Memorandum, code: str) -> dict[str, Any]:
    if not is_language(code):
        raise NotFoundException
    async with database.reading():
        view = await queries.view(row)
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = await edition_queries.wordings(edition.id)
        wording = next((written for written in wordings if written.language == code), None)
        stored = await edition_queries.blocks_of(wording.id) if wording else []
        confirmations = await confirmations_of(edition.id)
    authentic = code in view.authentic_languages
    return {
        "view": view,
        "edition": edition,
        "code": code,
        "wording": wording,
        "stored": stored,
        "authentic": authentic,
        "editable": is_editable(row, edition, code),
        "versions": languages_of(view, wordings, code),
        "stale": to_confirm(edition, wordings, confirmations),
        "compared": digest_compared(wording, wordings) if wording else "",
    }


def languages_of(view: MemorandumView, wordings: Sequence[Wording], code: str = "") -> list[tuple[str, str]]:
    """Return (language, status) for the tabs, authentic languages first; the status is "" while there is no text."""
    written = {wording.language: wording.status for wording in wordings}
    codes = dict.fromkeys([*view.authentic_languages, *written, *([code] if code else [])])
    return [(language, written.get(language, "")) for language in codes]


async def _page(request: AnyRequest, scene: dict[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    language, wording = language_of(request), scene["wording"]
    values = _saved_values(wording)
    shown = {name: scene[name] for name in ("code", "wording", "authentic", "versions", "stale", "compared", "editable")}
    if not scene["editable"] and wording:
        blocks, keys = [each.block for each in scene["stored"]], [each.key for each in scene["stored"]]
        shown["fixed"] = await apart_if_long(wording.body, _rendered, blocks, keys, scene["code"])
    offered = [pair for pair in language_options(language) if pair[0] not in dict(scene["versions"])]
    shown |= {"values": values, "offered": offered, "part": "text", "preview": None, "uncertain": [], "cleaned": []} | context
    shown = {"saved_now": None, "brought": None, "put_aside": None, "typed_before": None} | shown
    shown["unsaved"] = set(unsaved_wordings.unsaved_in(shown["values"]))
    shown["pasted"] = await pasted_texts.offered(str(shown["values"].get("body", "")), scene["code"]) if shown["editable"] else None
    return workbench_page(request, scene["view"], _TEMPLATE, status=status, **shown)


def _saved_values(wording: Wording | None) -> dict[str, Any]:
    if wording is None:
        return {"title": "", "body": "", "status": "unofficial", "version": 0}
    return {"title": wording.title, "body": wording.body, "status": wording.status, "version": wording.version}


async def _preview(request: AnyRequest, scene: dict[str, Any], given: dict[str, Any], **more: Any) -> Response[bytes]:
    """Show the text as it will look, with the offers that were ticked; it is not saved."""
    values, body = _cleaned(given)
    if given["step"] == "apply":
        values["body"] = body = applied(body, pasted_texts.ticked(given["offers"]))
    summary = await apart_if_long(body, _lines, body, language_of(request))
    shown: dict[str, Any] = {"values": values, "summary": summary, "errors": dict(summary[:1]), "has_errors": bool(summary)}
    shown["preview"] = await apart_if_long(body, _previewed, body, scene["code"])
    shown["uncertain"] = await apart_if_long(body, provisions.uncertain_lines, body)
    return await _page(request, scene, cleaned=pasted_texts.notes(given, language_of(request)), **shown, **more)


def _cleaned(given: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return what was typed with the text as it is cleaned, so that the lines of its problems are those that the editor sees."""
    body, _ = clean(str(given.get("body", "")))
    return given | {"body": body}, body


async def _invalid(request: AnyRequest, scene: dict[str, Any], given: dict[str, Any], problems: InvalidForm) -> Response[bytes]:
    errors, summary = said(problems, language_of(request))
    values, body = _cleaned(given)
    lines = await apart_if_long(body, _lines, body, language_of(request)) if "body" in errors else []
    summary = [line for line in summary if line[0] != "body"] + lines if lines else summary
    shown = {"values": values, "errors": errors, "summary": summary, "has_errors": True}
    shown["uncertain"] = await apart_if_long(body, provisions.uncertain_lines, body)
    return await _page(request, scene, status=422, cleaned=pasted_texts.notes(given, language_of(request)), **shown)


async def _too_late(request: AnyRequest, row: Memorandum, given: dict[str, Any], broken: Exception) -> Response[bytes]:
    scene = await _scene(row, str(given["text"]))
    message = _TOO_LATE[type(broken)]
    errors, summary = stopped("body", message, language_of(request))
    now = scene["wording"]
    values = given | {"version": now.version if now else 0}
    shown = {"editable": True, "saved_now": now, "values": values, "errors": errors, "summary": summary, "has_errors": True}
    return await _page(request, scene, status=409, **shown)


def _lines(body: str, language: str) -> list[tuple[str, str]]:
    """Return every problem of a text with its line."""
    problems = provisions.problems(body)
    return [("body", Message("Line {line}: {problem}", line=problem.line, problem=problem.message).text(language)) for problem in problems]


def _previewed(body: str, code: str) -> html.RenderedText:
    """Render a text that is not saved, with numbers instead of provisions."""
    blocks = provisions.parse(body)
    return _rendered(blocks, [f"passage-{number}" for number in range(1, len(blocks) + 1)], code)


def _rendered(blocks: Sequence[Block], keys: Sequence[str], code: str) -> html.RenderedText:
    return html.render(blocks, keys, code, heading_level=3, id_prefix="t-")
