"""Two languages side by side: set by hand which passages are the same provision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.wordings import languages_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import SENTENCES, refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.memoranda.tables import Memorandum, Wording
from coalition.memoranda.wording import is_alignable, realign
from coalition.text import provisions
from coalition.text.differences import shortened_parts
from coalition.text.html import passage_parts
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.text.differences import DifferencePart
    from coalition.text.sources import StoredBlock


_TEMPLATE = "desk/alignment/edit.html"
_FROZEN = InvalidForm({"": Message("The text is adopted and fixed; it cannot be changed any more.")})


@route("desk.alignment.edit")
async def edit_alignment(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """Show the passages of a language beside the provisions of the first authentic text."""
    view, _, context = await _scene(await own_memorandum(request, memorandum), text)
    return workbench_page(request, view, _TEMPLATE, **context)


@route("desk.alignment.update")
async def update_alignment(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Set the provision of each passage."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("passages",))
    text = str(given.get("text", ""))
    view, wording, context = await _scene(row, text, [str(key).strip() for key in given["passages"]])
    try:
        await _realign(wording, [key for _, key, _ in context["passages"]])
    except InvalidForm as problems:
        return workbench_page(request, view, _TEMPLATE, **context, **refusal(request, problems))
    return done(request, "desk.alignment.edit", "saved", memorandum=row.slug, text=text)


async def _realign(wording: Wording, keys: Sequence[str]) -> None:
    try:
        await realign(wording, keys)
    except TextFrozen:
        raise _FROZEN from None
    except WasAbandoned:
        raise InvalidForm({"": SENTENCES[WasAbandoned]}) from None


async def _scene(row: Memorandum, text: str, typed: Sequence[str] | None = None) -> tuple[Any, Wording, dict[str, Any]]:
    async with database.reading():
        view = await queries.view(row)
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = await edition_queries.wordings(edition.id)
        known = await edition_queries.provisions(edition.id)
        wording = next((written for written in wordings if written.language == text), wordings[-1] if wordings and not text else None)
        if wording is None:
            raise NotFoundException
        base = wordings[0]
        blocks = await edition_queries.blocks_of(wording.id)
        beside = {stored.key: shortened_parts(passage_parts(stored.block)) for stored in await edition_queries.blocks_of(base.id)}
    context = {
        "part": "text",
        "base": base,
        "code": wording.language,
        "versions": languages_of(view, wordings),
        "editable": is_alignable(wording, edition) and is_possible(Action.TRANSLATE, Situation(row)),
        "offered": [(passage.key, provisions.name_of(passage.label)) for passage in known],
        "passages": _passages(blocks, beside, typed),
    }
    return view, wording, context


def _passages(
    blocks: Sequence[StoredBlock], beside: Mapping[str, Sequence[DifferencePart]], typed: Sequence[str] | None
) -> list[tuple[Sequence[DifferencePart], str, Sequence[DifferencePart]]]:
    """Return (passage, id, passage in the first authentic language) for each passage."""
    chosen = typed if typed is not None and len(typed) == len(blocks) else [stored.key for stored in blocks]
    return [(shortened_parts(passage_parts(stored.block)), key, beside.get(key, ())) for stored, key in zip(blocks, chosen, strict=True)]
