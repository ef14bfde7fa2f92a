"""Reading the glossaries of forums: for coordinators, and for those who work on a memorandum of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.database import among, one_of, one_row
from coalition.drafting.tables import Rendering, Term
from coalition.drafting.term_matches import TermPair
from coalition.search_keys import search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable


class TermView(Struct, frozen=True):
    """A term with its renderings by language."""

    id: int
    note: str
    renderings: dict[str, str]


class TermsPage(Struct, frozen=True):
    """A page of terms; `after` is the last of them if there are more, else 0."""

    terms: Sequence[TermView]
    after: int


async def terms_page(forum_id: int, text: str = "", *, after: int = 0, limit: int) -> TermsPage:
    """Return a page of a glossary in the order of its first words; `text` finds words in any rendering or note, in any script."""
    these: Combinable = Term.forum == forum_id
    for word in search_key(text).split():
        these &= Term.key.like(f"%{word}%")
    if last := await one_row(Term, Term.id == after) if after else None:
        these &= (Term.key > last.key) | ((Term.key == last.key) & (Term.id > last.id))
    rows = await Term.select(Term.id, Term.note).where(these).order_by(Term.key).order_by(Term.id).limit(limit + 1)
    views = await _views(rows[:limit])
    return TermsPage(views, views[-1].id if len(rows) > limit else 0)


async def _views(rows: Sequence[dict[str, Any]]) -> list[TermView]:
    renderings: dict[int, dict[str, str]] = {row["id"]: {} for row in rows}
    for row in await Rendering.select().where(among(Rendering.term, list(renderings))).order_by(Rendering.id):
        renderings[row["term"]][row["language"]] = row["text"]
    return [TermView(row["id"], row["note"], renderings[row["id"]]) for row in rows]


async def term_of(forum_id: int, term_id: int) -> TermView | None:
    """Return a term of a glossary."""
    rows = await Term.select(Term.id, Term.note).where((Term.forum == forum_id) & (Term.id == term_id))
    return (await _views(rows))[0] if rows else None


async def number_of_terms(forum_id: int) -> int:
    """Return how many terms a glossary has."""
    return int(await Term.count().where(Term.forum == forum_id))


async def languages_in(forum_id: int) -> list[str]:
    """Return the languages in which a glossary has renderings."""
    term: Any = Rendering.term
    rows = await Rendering.select(Rendering.language).where(term.forum == forum_id).group_by(Rendering.language).order_by(Rendering.language)
    return [row["language"] for row in rows]


async def renderings_in(forum_id: int, own: str, beside: str) -> list[TermPair]:
    """Return the terms that have renderings in both of two languages."""
    term: Any = Rendering.term
    both = (term.forum == forum_id) & one_of(Rendering.language, [own, beside])
    columns = (Rendering.term, Rendering.language, Rendering.text, term.note.as_alias("note"))
    found: dict[int, dict[str, Any]] = {}
    for row in await Rendering.select(*columns).where(both).order_by(Rendering.id):
        found.setdefault(row["term"], {"note": row["note"]})[row["language"]] = row["text"]
    return [TermPair(texts[own], texts[beside], texts["note"]) for texts in found.values() if own in texts and beside in texts]


async def terms_by_rendering(forum_id: int, language: str) -> dict[str, int]:
    """Return the ids of the terms by their folded rendering in a language (for a table that is pasted)."""
    term: Any = Rendering.term
    rows = await Rendering.select(Rendering.term, Rendering.text).where((term.forum == forum_id) & (Rendering.language == language))
    return {search_key(row["text"]): row["term"] for row in rows}
