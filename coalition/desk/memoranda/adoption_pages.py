"""The page of an adoption: the authentic languages side by side, with marks where they changed or do not match."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, database
from coalition.desk.languages.adoption_counts import counts_of_languages
from coalition.desk.memoranda.workbench import workbench_page
from coalition.languages import Message, NameOfLanguage
from coalition.memoranda import authenticating, edition_queries, queries
from coalition.memoranda.actions import Action, check, situation_in
from coalition.memoranda.concordance import changes_since
from coalition.memoranda.confirmation_queries import texts_compared
from coalition.memoranda.errors import ChangedMeanwhile, WordingMissing
from coalition.memoranda.label_queries import labels_of_draft
from coalition.memoranda.obstacles import TextToAdopt, obstacles, text_to_adopt
from coalition.memoranda.wording_agreement import digest_compared, to_confirm
from coalition.text import html
from coalition.text.apart import apart_if_long
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from litestar import Response

    from coalition.memoranda.label_queries import Labels
    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.memoranda.wording_agreement import Confirmation
    from coalition.text.differences import Change
    from coalition.text.html import RenderedBlock, RenderedText
    from coalition.web.routing import AnyRequest

_CHANGED = Message("Nothing was adopted: the text is not the one that you were shown. Read it again below.")
_TITLE = "title"


class Side(Struct, frozen=True):
    """One authentic language: its text, who confirmed it, which languages changed since, and what changed in it since others were confirmed.

    `seen` is the digest of everything that is compared when it is confirmed.
    """

    wording: Wording
    text: RenderedText
    blocks: Mapping[str, RenderedBlock]
    confirmation: Confirmation | None
    outdated: Sequence[str]
    changes: Mapping[str, Change]
    seen: str


class Row(Struct, frozen=True):
    """A provision in all languages: its name, the languages that lack it, those in which it changed, and whether its numbers differ."""

    key: str
    name: Message
    missing: Sequence[str]
    changed: Sequence[str]
    numbers_differ: bool

    @property
    def is_marked(self) -> bool:
        """Whether it has to be looked at."""
        return bool(self.missing or self.changed or self.numbers_differ)


async def adoption_page(request: AnyRequest, row: Memorandum, *, status: int = 200, only_marked: bool = False, **context: Any) -> Response[bytes]:
    """Show what would be adopted; ticks for a text that is another one now are taken away.

    Raises:
        MemorandumRule: no text is being written.

    """
    async with database.reading():
        view, about = await _about(row)
        obstacles_now = await obstacles.ask(about)
        compared = await texts_compared(about.edition.id)
        digest = await _digest(about)
        known = {wording.id: about.blocks[wording.language] for wording in about.authentic}
        labels = await labels_of_draft(about.edition.id, about.wordings, language_of(request), known)
        counts = await counts_of_languages(row, about.edition)
    sides = await _sides(about, compared)
    rows = _rows(about, sides, labels)
    values = {"rule": "consensus", "on": clock.today().isoformat(), "read": "", "obstacles": []} | context.pop("values", {})
    if values.get("digest", digest) != digest:
        values |= {"read": "", "obstacles": []}
    shown: dict[str, Any] = {"part": "text", "sides": sides, "rows": rows, "marked": [each for each in rows if each.is_marked]}
    shown |= {"only_marked": only_marked, "obstacles": obstacles_now, "digest_now": digest, "values": values}
    shown["forbidden"] = any(obstacle.error for obstacle in obstacles_now)
    shown["versions"], shown["counts"] = _versions(about), counts
    shown["lagging"] = sorted(to_confirm(about.edition, about.wordings, about.confirmations) - {side.wording.language for side in sides})
    return workbench_page(request, view, "desk/adoption/new.html", status=status, **shown, **context)


async def _about(row: Memorandum) -> tuple[MemorandumView, TextToAdopt]:
    view = await queries.view(row)
    check(Action.WRITE, situation_in(view))
    return view, await text_to_adopt(row, await edition_queries.edition_worked_on(row.id))


async def _digest(about: TextToAdopt) -> str:
    try:
        return await authenticating.digest_of(about.memorandum, about.edition)
    except WordingMissing:
        return ""


async def to_be_seen(row: Memorandum, digest: str) -> set[str]:
    """Return the codes of the obstacles that have to be ticked; `digest` is that of the text that was read, empty if none was.

    Raises:
        ChangedMeanwhile: the text is another one now.
        MemorandumRule: no text is being written.
        CoalitionError: the error of an obstacle that forbids the adoption.

    """
    async with database.reading():
        _, about = await _about(row)
        obstacles_now = await obstacles.ask(about)
        if digest and digest != await _digest(about):
            raise ChangedMeanwhile
    if error := next((obstacle.error for obstacle in obstacles_now if obstacle.error), None):
        raise error
    return {obstacle.code for obstacle in obstacles_now}


def _versions(about: TextToAdopt) -> str:
    """Return the number of the last saving of each language, to say later which changed: "en:3 ru:5"."""
    return " ".join(f"{wording.language}:{wording.version}" for wording in about.authentic)


async def languages_changed(row: Memorandum, versions: str) -> Message:
    """Say which languages were saved after a page was shown that held these versions."""
    async with database.reading():
        about = await text_to_adopt(row, await edition_queries.edition_worked_on(row.id))
    shown = set(versions.split())
    changed = [NameOfLanguage(wording.language) for wording in about.authentic if f"{wording.language}:{wording.version}" not in shown]
    if not changed or not shown:
        return _CHANGED
    return Message("Nothing was adopted: a text was saved while you were reading. Changed: {languages}. Read it again below.", languages=changed)


async def _sides(about: TextToAdopt, compared: Mapping[int, Any]) -> list[Side]:
    longest = max((wording.body for wording in about.authentic), key=len, default="")
    changes = await apart_if_long(longest, changes_since, about.authentic, about.blocks, about.outdated, compared)
    return [await _side(about, wording, {change.key: change for change in changes.get(wording.language, ())}) for wording in about.authentic]


async def _side(about: TextToAdopt, wording: Wording, changes: Mapping[str, Change]) -> Side:
    stored = about.blocks[wording.language]
    blocks, keys = [each.block for each in stored], [each.key for each in stored]
    text = await apart_if_long(wording.body, html.render, blocks, keys, wording.language, heading_level=4, id_prefix=f"{wording.language}-")
    outdated, seen = about.outdated.get(wording.language, []), digest_compared(wording, about.wordings)
    by_key = {block.key: block for block in text.blocks}
    return Side(wording, text, by_key, about.confirmations.get(wording.id), outdated, changes, seen)


def _rows(about: TextToAdopt, sides: Sequence[Side], labels: Labels) -> list[Row]:
    """Return the title and the provisions in order."""
    places = about.concordance
    title = Row(_TITLE, Message("Title"), [], _changed(_TITLE, sides), numbers_differ=False)
    return [title] + [Row(key, labels.name(key), places.missing(key), _changed(key, sides), places.numbers_differ(key)) for key in places.labels]


def _changed(key: str, sides: Sequence[Side]) -> list[str]:
    return [side.wording.language for side in sides if key in side.changes]
