"""Reads of what memoranda are called: for those who work on them, and as everybody may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import among, prepared
from coalition.memoranda.public_text_queries import editions_in_force
from coalition.memoranda.tables import Edition, Memorandum, MemorandumNote, Publicity, Wording
from coalition.search.queries import with_names
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


async def memoranda_called(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what memoranda are found by: their slugs and symbols, and the titles of all their editions in every language."""
    names = {row["id"]: [row["slug"], row["symbol"] or ""] for row in await _symbols(ids)}
    editions = {row["id"]: row["memorandum"] for row in await _editions(ids)}
    for row in await _titles([*editions]):
        names[editions[row["edition"]]].append(row["title"])
    for row in await _note_titles(ids):
        names[row["memorandum"]].append(row["title"])
    return names


async def memoranda_titled(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what everybody finds memoranda by once they are public: their symbols, and the titles of the edition in force or of the record.

    Drafts and earlier editions have titles that no list shows.
    """
    names = {row["id"]: [row["symbol"] or ""] for row in await _symbols(ids)}
    shown = await editions_in_force(ids)
    for row in await _titles([*shown]):
        names[shown[row["edition"]]].append(row["title"])
    for row in await _note_titles(ids):
        names[row["memorandum"]].append(row["title"])
    return names


@prepared
def _symbols(ids: Collection[int]) -> Select[Memorandum]:
    return Memorandum.select(Memorandum.id, Memorandum.slug, Memorandum.symbol).where(among(Memorandum.id, ids))


@prepared
def _editions(ids: Collection[int]) -> Select[Edition]:
    return Edition.select(Edition.id, Edition.memorandum).where(among(Edition.memorandum, ids))


@prepared
def _titles(editions: Collection[int]) -> Select[Wording]:
    return Wording.select(Wording.edition, Wording.title).where(among(Wording.edition, editions)).order_by(Wording.id)


@prepared
def _note_titles(ids: Collection[int]) -> Select[MemorandumNote]:
    return MemorandumNote.select(MemorandumNote.memorandum, MemorandumNote.title).where(among(MemorandumNote.memorandum, ids))


async def public_slugs_called(name: str) -> list[str]:
    """Return the slug that is written, if a public memorandum has it; else the slugs of public memoranda with a title, in any script."""
    public: Combinable = Memorandum.publicity == Publicity.PUBLIC.value
    if await Memorandum.exists().where(public & (Memorandum.slug == name)):
        return [name]
    these = public & among(Memorandum.id, await with_names(Kind.PUBLIC_MEMORANDUM, [name]))
    return sorted(await Memorandum.select(Memorandum.slug).where(these).output(as_list=True))


async def memoranda_from(after: int, limit: int) -> list[int]:
    """Return the ids of memoranda that follow one, for what is rebuilt for one after the other."""
    return await Memorandum.select(Memorandum.id).where(Memorandum.id > after).order_by(Memorandum.id).limit(limit).output(as_list=True)


async def number_of_memoranda() -> int:
    """Return how many memoranda there are (for checks of what is computed from them)."""
    return int(await Memorandum.count())
