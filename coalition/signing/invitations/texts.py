"""The text before it is signed; afterwards, the recorded answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from msgspec.structs import replace

from coalition import database
from coalition.deliveries.timeline_subscribing import own_letters
from coalition.memoranda import edition_queries
from coalition.memoranda.summaries import summary_for
from coalition.memoranda.summary_queries import summaries_of
from coalition.signatures.raising import waiting_for
from coalition.signatures.saving_answers import Saving, saving_in
from coalition.signing.corrections.since import Since, since_answer, since_edition
from coalition.signing.invitations.scenes import Scene, record_of, scene_of
from coalition.signing.signing_pages import signing_page
from coalition.signing.visits import Visit, enter
from coalition.text.apart import apart_if_long
from coalition.text.html import render
from coalition.text.text_contents import contents_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Wording


@route("signing.text.show")
async def show_text(request: AnyRequest, language: NamedDependency[str], text: FromQuery[str | None] = None) -> Response[bytes]:
    """Show the text with its digest and what was saved to go on later, or, after an answer, the recorded answer."""
    async with database.reading():
        visit = await enter(request)
        scene = await scene_of(visit.opened)
        if visit.own_record and text is None:
            return signing_page(request, "status", **await _status(visit, scene))
        saving = await _saving(visit, scene)
        scene = replace(scene, digest=_digest(visit, scene))
        wordings = await edition_queries.wordings_under(visit.opened.memorandum.id, scene.digest)
        wording = _chosen(wordings, text, language)
        shown: dict[str, Any] = {"wordings": wordings, "wording": wording, "saving": saving} | await _text(wording, visit, language)
        since = Since() if visit.own_record else await since_edition(visit.opened, wording)
    return signing_page(request, "text", scene=scene, answered=visit.own_record is not None, since=since, step=2, **shown)


async def _saving(visit: Visit, scene: Scene) -> Saving:
    """Return what was saved to go on later; nothing where it cannot be signed now."""
    if visit.own_record or scene.window != "open":
        return Saving()
    return await saving_in(visit.session, visit.opened, is_careful=scene.discreet)


async def _status(visit: Visit, scene: Scene) -> dict[str, Any]:
    """Return the context of the page with the recorded answer."""
    record = await record_of(scene, visit.opened.memorandum, visit.on_record)
    shown = {
        "since": await since_answer(visit.opened),
        "waiting": await waiting_for(visit.opened.memorandum, visit.opened.invitation.organisation),
        "letters": await own_letters(visit.opened),
    }
    return {"scene": scene, "record": record, "form_token": visit.form_token, **shown}


def _digest(visit: Visit, scene: Scene) -> str:
    """Return the digest of the text to show: the signed text, else the text that can be signed."""
    return str(visit.own_record.root.digest) if visit.own_record and visit.own_record.root and visit.own_record.root.digest else scene.digest


async def _text(wording: Wording, visit: Visit, language: str) -> dict[str, Any]:
    """Return the rendered text, its contents, the summary that stands above it, and the token of the page's form."""
    above = summary_for(await summaries_of(visit.opened.memorandum.id), language)
    stored = await edition_queries.blocks_of(wording.id)
    blocks, keys = [each.block for each in stored], [each.key for each in stored]
    rendered = await apart_if_long(wording.body, render, blocks, keys, wording.language)
    return {"rendered": rendered, "contents": contents_of(blocks, keys), "above_text": above, "form_token": visit.form_token}


def _chosen(wordings: Sequence[Wording], asked: str | None, language: str) -> Wording:
    by_language = {wording.language: wording for wording in wordings}
    if asked is None:
        return by_language.get(language) or wordings[0]
    if asked not in by_language:
        raise NotFoundException
    return by_language[asked]
