"""Reads of what everybody reads of memoranda, whole, for the search; memoranda that are not public are left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import among, prepared
from coalition.memoranda.edition_queries import block_in
from coalition.memoranda.tables import Edition, Memorandum, MemorandumNote, Placement, Publicity, Wording

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from piccolo.query import Select

    from coalition.text.blocks import Block


class ShownText(Struct, frozen=True):
    """What everybody reads of a memorandum: its address name and symbol, and by language its title and blocks, each with its key."""

    names: Sequence[str]
    titles: dict[str, str]
    blocks: Mapping[str, list[tuple[str, Block]]]


async def public_texts(ids: Sequence[int]) -> dict[int, ShownText]:
    """Return what everybody reads of those memoranda that are public: the edition in force, or the titles of the record."""
    public = among(Memorandum.id, ids) & (Memorandum.publicity == Publicity.PUBLIC.value)
    rows = await Memorandum.select(Memorandum.id, Memorandum.slug, Memorandum.symbol).where(public)
    shown = {row["id"]: ShownText([row["slug"], row["symbol"]], {}, defaultdict(list)) for row in rows}
    for row in await MemorandumNote.select(MemorandumNote.memorandum, MemorandumNote.language, MemorandumNote.title).where(
        among(MemorandumNote.memorandum, shown)
    ):
        if row["title"]:
            shown[row["memorandum"]].titles[row["language"]] = row["title"]
    editions = await editions_in_force(shown)
    columns = (Wording.id, Wording.edition, Wording.language, Wording.title)
    wordings = {row["id"]: row for row in await Wording.select(*columns).where(among(Wording.edition, editions)).order_by(Wording.id)}
    for row in wordings.values():
        shown[editions[row["edition"]]].titles[row["language"]] = row["title"]
    of_wording = (Placement.wording, Placement.key, Placement.kind, Placement.number, Placement.label, Placement.level)
    blocks = Placement.select(*of_wording, Placement.markdown, Placement.rules).where(among(Placement.wording, wordings))
    for row in await blocks.order_by(Placement.wording).order_by(Placement.position):
        wording = wordings[row["wording"]]
        shown[editions[wording["edition"]]].blocks[wording["language"]].append((row["key"], block_in(row)))
    return shown


async def editions_in_force(memoranda: Iterable[int]) -> dict[int, int]:
    """Return by the id of the edition that is in force its memorandum: the last edition with a digest, else the first."""
    in_force: dict[int, int] = {}
    for row in await _editions([*memoranda]):
        if row["digest"] or row["memorandum"] not in in_force:
            in_force[row["memorandum"]] = row["id"]
    return {edition: memorandum for memorandum, edition in in_force.items()}


@prepared
def _editions(memoranda: Collection[int]) -> Select[Edition]:
    columns = (Edition.id, Edition.memorandum, Edition.digest)
    return Edition.select(*columns).where(among(Edition.memorandum, memoranda)).order_by(Edition.number)
