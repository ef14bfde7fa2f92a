"""The draft that a seat was sent, and the receipt of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from coalition import database
from coalition.amendments.seat_overviews import own_amendments, seat_overview
from coalition.amendments.seat_texts import read_apart
from coalition.rounds.frozen_texts import blocks_in, rendered_text
from coalition.rounds.seat_scenes import scene_of_seat
from coalition.signing.rounds.seat_visits import enter_seat
from coalition.signing.signing_pages import signing_page
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.rounds.seat_scenes import SeatScene


@route("signing.drafting.show")
async def show_draft(request: AnyRequest, language: NamedDependency[str], text: FromQuery[str | None] = None) -> Response[bytes]:
    """Show the frozen draft, what is asked until when, the own answer, and what others let this organisation read."""
    async with database.reading():
        visit = await enter_seat(request)
        scene = await scene_of_seat(visit.opened, whole_answer=False)
        overview = await seat_overview(visit.opened)
    if text is not None and text not in {frozen.language for frozen in scene.texts}:
        raise NotFoundException
    shown = scene.text(text or language)
    sent = overview.sent.of(shown.language)
    await read_apart(sent)
    rendered = await rendered_text(shown)
    context: dict[str, Any] = {"scene": scene, "shown": shown, "rendered": rendered, "overview": overview, "sent": sent}
    return signing_page(request, "rounds/draft", **context, labels=labels_of(scene, language))


@route("signing.drafting_receipt.show")
async def show_seat_receipt(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the answer on record and the amendments that were handed in, with their numbers; before that, redirect to the draft."""
    async with database.reading():
        visit = await enter_seat(request)
        scene = await scene_of_seat(visit.opened)
        own = await own_amendments(visit.opened)
    if scene.own.answer is None and scene.own.late is None and not own.page.lines:
        return redirect("signing.drafting.show", lang=language)
    return signing_page(request, "rounds/receipt", scene=scene, own=own.page, sent=own.sent.of(language), labels=labels_of(scene, language))


def labels_of(scene: SeatScene, language: str) -> dict[str, str]:
    """Return by its key what each provision is called: its number, else its first words."""
    return {block.key: block.name for block in blocks_in(scene.text(language))}
