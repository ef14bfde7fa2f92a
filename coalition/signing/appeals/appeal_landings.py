"""The first of the two pages on which an appeal is signed; nothing is recorded and no session begins before its form is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.default_disclosure import preselected_level
from coalition.acts.tables import ActKind
from coalition.appeals.queries import appeal_of, view_of
from coalition.deliveries.timelines import addressee_views, public_timeline
from coalition.memoranda import edition_queries
from coalition.memoranda.tables import Publicity
from coalition.organisations.visible_queries import Viewer
from coalition.signing.signatures.example_lines import examples_before_signing
from coalition.signing.signatures.hidden_answers import hidden_answer
from coalition.text.apart import apart_if_long
from coalition.text.html import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Wording
    from coalition.signing.invitations.scenes import Scene
    from coalition.text.html import RenderedText

NEWEST = 5  # entries of the timeline


async def appeal_context(opened: Opened, scene: Scene, language: str) -> dict[str, Any] | None:
    """Return what the first page shows of an appeal that can be signed now: updates, the text, the questions; None where it cannot, or is none."""
    appeal = await appeal_of(opened.memorandum.id)
    if appeal is None or not appeal.sent_at or scene.window != "open" or scene.memorandum.is_open_for_accession:
        return None
    memorandum = opened.memorandum
    is_public = memorandum.publicity == Publicity.PUBLIC
    wordings = await edition_queries.wordings_under(memorandum.id, scene.digest)
    first = next((wording for wording in wordings if wording.language == language), wordings[0])
    preselected = preselected_level(scene.organisation, scene.forum)
    values = {"kind": ActKind.SIGNATURE.value, "disclosure": preselected.value if preselected else ""}
    return {
        "appeal": await view_of(appeal),
        "timeline_entries": (await public_timeline(memorandum.id, limit=NEWEST)).entries if is_public else [],
        "addressees": await addressee_views(memorandum.id, Viewer.EVERYBODY),
        "texts": await _texts([first, *(wording for wording in wordings if wording is not first)]),
        "hidden": await hidden_answer(opened),
        "values": values,
        "examples": examples_before_signing(scene, values, language),
    }


async def _texts(wordings: Sequence[Wording]) -> list[tuple[Wording, RenderedText]]:
    """Return the texts of all languages, rendered."""
    rendered = []
    for wording in wordings:
        stored = await edition_queries.blocks_of(wording.id)
        blocks, keys = [each.block for each in stored], [f"{wording.language}-{each.key}" for each in stored]
        rendered.append((wording, await apart_if_long(wording.body, render, blocks, keys, wording.language)))
    return rendered
