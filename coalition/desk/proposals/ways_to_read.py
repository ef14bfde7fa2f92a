"""A draft to read: as it was sent, with all proposals, with what changed, as it is now, and both texts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath
from msgspec import Struct

from coalition import database, trail
from coalition.amendments.compared_drafts import ComparedDraft, Passage, WayToRead, compared_draft
from coalition.amendments.open_proposals import open_proposals
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.drafting.outline import divided
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.drafting.provision_texts import ProvisionText, shown
from coalition.memoranda import queries
from coalition.text.apart import apart_if_long
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.amendments.open_proposals import OpenProposal
    from coalition.desk.drafting.outline import Part
    from coalition.text.differences import DifferencePart

_END = ""  # the key of what would stand at the end


class Shown(Struct, frozen=True):
    """A provision of a page: one text or the difference, and beside it a second one where two are shown."""

    key: str
    parts: Sequence[DifferencePart]
    beside: Sequence[DifferencePart] = ()


@route("desk.proposals.show")
async def show_proposals(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of a draft in one way; that names were read is recorded where organisations are named."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "view", "language", "at")
    way = next((each for each in WayToRead if each == asked.chosen("view")), WayToRead.PROPOSALS)
    async with database.reading():
        view = await queries.view(row)
        draft = await compared_draft(row.id, asked.chosen("language"))
        part = _part(draft.passages, asked.chosen("at")) if draft else None
        proposals = await _proposals(row.id, draft, part) if draft and part and way is WayToRead.PROPOSALS else {}
    if proposals:
        await trail.record_reading(TrailAct.NAMES_READ, "page:proposals", row.id)
    context: dict[str, Any] = {"part": "text", "way": way, "ways": WayToRead, "draft": draft, "page": part, "proposals": proposals}
    context["passages"] = await _shown(draft, part, way) if draft and part else []
    return workbench_page(request, view, "desk/proposals/show.html", **context)


def _part(passages: Sequence[Passage], at: str) -> Part:
    """Return the part of a draft in which a provision stands, else the first."""
    keys = [passage.key for passage in passages]
    place = keys.index(at) if at in keys else 0
    return next(part for part in divided([passage.is_heading for passage in passages], keys) if part.first <= place < part.end)


async def _proposals(memorandum: int, draft: ComparedDraft, part: Part) -> Mapping[str, Sequence[OpenProposal]]:
    """Return the open amendments of a part of a draft in its language; those for the end stand on the last page."""
    keys = [passage.key for passage in draft.passages[part.first : part.end]]
    return await open_proposals(coordinators_of(memorandum), keys if part.following else [*keys, _END], draft.language)


async def _shown(draft: ComparedDraft, part: Part, way: WayToRead) -> list[Shown]:
    some = draft.passages[part.first : part.end]
    length = "".join(passage.now.source for passage in some if passage.now)
    return await apart_if_long(length, lambda: [each for each in (_one(passage, way) for passage in some) if each.parts or each.beside])


def _one(passage: Passage, way: WayToRead) -> Shown:
    before, now = passage.before, passage.now
    if way is WayToRead.ORIGINAL:
        return Shown(passage.key, shown(before))
    if way is WayToRead.DIFFERENCE:
        return Shown(passage.key, shown(now, before or _nothing(passage.key)))
    if way is WayToRead.SIDE_BY_SIDE:
        return Shown(passage.key, shown(before), shown(now, before or _nothing(passage.key)) if now else ())
    return Shown(passage.key, shown(now))


def _nothing(key: str) -> ProvisionText:
    return ProvisionText(key, "")
