"""Two languages side by side: which passages are the same provision; those that differ are moved up and down by buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from msgspec import Struct

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
from coalition.memoranda.label_queries import labels_of
from coalition.memoranda.tables import Memorandum, Wording
from coalition.memoranda.wording import is_alignable, realign
from coalition.text.alignment import moved, places
from coalition.text.differences import shortened_parts
from coalition.text.html import passage_parts
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.label_queries import Labels
    from coalition.text.differences import DifferencePart
    from coalition.text.sources import StoredBlock


_TEMPLATE = "desk/alignment/edit.html"
_FROZEN = InvalidForm({"": Message("The text is adopted and fixed; it cannot be changed any more.")})
_STEPS = {"up": -1, "down": 1}


class Line(Struct, frozen=True):
    """A provision on the page: its name, the passage of the language (its index, or None) and that of the first authentic text."""

    key: str
    name: Message
    at: int | None
    passage: Sequence[DifferencePart]
    beside: Sequence[DifferencePart]
    differs: bool
    moved: bool


@route("desk.alignment.edit")
async def edit_alignment(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "", show: FromQuery[str] = "") -> Response[bytes]:
    """Show the passages of a language beside the first authentic text: those that differ, with `show=all` all of them."""
    view, _, context = await _scene(await own_memorandum(request, memorandum), text)
    return workbench_page(request, view, _TEMPLATE, show=show, **context)


@route("desk.alignment.update")
async def update_alignment(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Move a passage to the provision before or after, which saves nothing; or save the provision of each passage."""
    row, given = await own_memorandum(request, memorandum), await checked(request, lists=("passages",))
    text, show, typed = str(given.get("text", "")), str(given.get("show", "")), [str(key).strip() for key in given["passages"]]
    view, wording, context = await _scene(row, text, typed, str(given.get("move", "")))
    if "move" in given:
        return workbench_page(request, view, _TEMPLATE, show=show, **context)
    try:
        await _realign(wording, typed)
    except InvalidForm as problems:
        return workbench_page(request, view, _TEMPLATE, show=show, **context, **refusal(request, problems))
    return done(request, "desk.alignment.edit", "saved", memorandum=row.slug, text=text)


async def _realign(wording: Wording, keys: Sequence[str]) -> None:
    try:
        await realign(wording, keys)
    except TextFrozen:
        raise _FROZEN from None
    except WasAbandoned:
        raise InvalidForm({"": SENTENCES[WasAbandoned]}) from None


async def _scene(row: Memorandum, text: str, typed: Sequence[str] = (), move: str = "") -> tuple[Any, Wording, dict[str, Any]]:
    async with database.reading():
        view = await queries.view(row)
        edition = await edition_queries.edition_worked_on(row.id)
        wordings = await edition_queries.wordings(edition.id)
        known = await edition_queries.provisions(edition.id)
        wording = next((written for written in wordings if written.language == text), wordings[-1] if wordings and not text else None)
        if wording is None:
            raise NotFoundException
        base = wordings[0]
        blocks, beside = await edition_queries.blocks_of(wording.id), await edition_queries.blocks_of(base.id)
    order = [passage.key for passage in known]
    at, step = _move_in(move)
    keys = moved(order, typed if len(set(typed)) == len(blocks) and set(typed) <= set(order) else [stored.key for stored in blocks], at, step)
    lines = _lines(order, keys, blocks, beside, await labels_of([edition.id]))
    context = {
        "part": "text",
        "base": base,
        "code": wording.language,
        "versions": languages_of(view, wordings),
        "editable": is_alignable(wording, edition) and is_possible(Action.TRANSLATE, Situation(row)),
        "keys": keys,
        "lines": lines,
        "differing": [line for line in lines if line.differs or line.moved],
        "moved": (at, move.rpartition("-")[2]) if step else (None, ""),
        "unsaved": any(line.moved for line in lines),
    }
    return view, wording, context


def _move_in(move: str) -> tuple[int, int]:
    """Return the index and the step of "3-up" or "3-down"; no step for anything else."""
    number, _, way = move.partition("-")
    if way not in _STEPS or not (number.isascii() and number.isdecimal() and len(number) < len("100000")):
        return 0, 0
    return int(number), _STEPS[way]


def _lines(order: Sequence[str], keys: Sequence[str], blocks: Sequence[StoredBlock], beside: Sequence[StoredBlock], labels: Labels) -> list[Line]:
    """Return a line for each provision that either language has."""
    others = {stored.key: stored for stored in beside}
    found = places(
        order,
        keys,
        [stored.block.label for stored in blocks],
        [stored.key for stored in blocks],
        {key: stored.block.label for key, stored in others.items()},
    )
    return [
        Line(
            place.key,
            labels.name(place.key),
            place.at,
            _shown(blocks[place.at]) if place.at is not None else (),
            _shown(others[place.key]) if place.key in others else (),
            place.differs,
            place.moved,
        )
        for place in found
    ]


def _shown(stored: StoredBlock) -> Sequence[DifferencePart]:
    return shortened_parts(passage_parts(stored.block))
