"""The glossary of a forum: adding, changing and removing terms, one at a time or from a table that is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from pydantic import Field, field_validator

from coalition import clock, trail
from coalition.database import put, put_rows, transaction
from coalition.drafting.glossary_queries import number_of_terms, term_of, terms_by_rendering
from coalition.drafting.tables import Rendering, Term
from coalition.fields import Form, InvalidForm, LanguageTag, Line, Refused
from coalition.languages import Message
from coalition.search_keys import search_key
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.forums.tables import Forum

MOST_TERMS = 3000
MOST_LINES = 1000
_LONGEST = 200
_FULL = Message("A glossary has at most {limit} terms.", limit=MOST_TERMS)


class RenderingForm(Form):
    """A term in one language; several words for it stand with semicolons between them."""

    language: LanguageTag
    text: Annotated[Line, Field(min_length=1, max_length=_LONGEST)]


class TermForm(Form):
    """A term: its renderings, one in each language, and a note on its use."""

    renderings: Annotated[list[RenderingForm], Field(min_length=1, max_length=20)]
    note: Annotated[Line, Field(max_length=500)] = ""

    @field_validator("renderings")
    @classmethod
    def _once_each(cls, value: list[RenderingForm]) -> list[RenderingForm]:
        if len({rendering.language for rendering in value}) < len(value):
            raise Refused(Message("Write one rendering in each language."))
        return value


class PastedTermsForm(Form):
    """A table with a line for each term, and the languages of its two columns."""

    own: LanguageTag
    other: LanguageTag
    table: Annotated[str, Field(max_length=200_000)] = ""


class PastedTerms(Struct, frozen=True):
    """What became of a pasted table: how many terms are new and changed, and the lines that are no pair."""

    added: int
    changed: int
    left_out: Sequence[str]


async def add_term(forum: Forum, form: TermForm) -> int:
    """Add a term to the glossary of a forum, and return its id.

    Raises:
        InvalidForm: the glossary is full.

    """
    async with transaction():
        if await number_of_terms(forum.id) >= MOST_TERMS:
            raise InvalidForm({"renderings": _FULL})
        term_id = await _add(forum, _by_language(form), form.note)
        await trail.record(TrailAct.GLOSSARY_CHANGED, f"forum:{forum.id}")
    return term_id


async def change_term(forum: Forum, term_id: int, form: TermForm) -> None:
    """Change a term; renderings that are not given are removed. A term that is gone stays so."""
    async with transaction():
        if await term_of(forum.id, term_id):
            await _write(term_id, _by_language(form), form.note)
            await trail.record(TrailAct.GLOSSARY_CHANGED, f"forum:{forum.id}")


async def remove_term(forum: Forum, term_id: int) -> None:
    """Remove a term from the glossary of a forum."""
    async with transaction():
        if await Term.delete().where((Term.forum == forum.id) & (Term.id == term_id)).returning(Term.id):
            await trail.record(TrailAct.GLOSSARY_CHANGED, f"forum:{forum.id}")


async def paste_terms(forum: Forum, form: PastedTermsForm) -> PastedTerms:
    """Add the terms of a table with a line for each: its words in one language, a tab, those in another, perhaps a tab and a note.

    A term that has these words in the first language already gets the others. Lines that are no pair are left out and returned.

    Raises:
        InvalidForm: there are too many lines or terms, or the languages are the same.

    """
    own, other = form.own, form.other
    if own == other:
        raise InvalidForm({"other": Message("Choose two different languages.")})
    lines = [line for line in form.table.splitlines() if line.strip()]
    if not lines or len(lines) > MOST_LINES:
        raise InvalidForm({"table": Message("Paste between one and {limit} lines.", limit=MOST_LINES)})
    pairs, left_out = _pairs(lines)
    async with transaction():
        known = await terms_by_rendering(forum.id, own)
        new = [pair for pair in pairs if search_key(pair[0]) not in known]
        if await number_of_terms(forum.id) + len(new) > MOST_TERMS:
            raise InvalidForm({"table": _FULL})
        added = 0
        for words, translation, note in pairs:
            if term_id := known.get(search_key(words)):
                await _add_rendering(forum, term_id, other, translation, note)
            else:
                known[search_key(words)] = await _add(forum, {own: words, other: translation}, note)
                added += 1
        await trail.record(TrailAct.GLOSSARY_CHANGED, f"forum:{forum.id}")
    return PastedTerms(added, len(pairs) - added, left_out)


def _pairs(lines: Sequence[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the pairs with their notes, and the lines that are none."""
    pairs: list[tuple[str, str, str]] = []
    left_out: list[str] = []
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        try:
            words, translation = (RenderingForm(language="en", text=cell).text for cell in cells[:2])
            pairs.append((words, translation, cells[2][:500] if len(cells) > 2 else ""))  # noqa: PLR2004 -- the third column
        except ValueError:
            left_out.append(line)
    return pairs, left_out


def _by_language(form: TermForm) -> dict[str, str]:
    return {rendering.language: rendering.text for rendering in form.renderings}


async def _add(forum: Forum, renderings: Mapping[str, str], note: str) -> int:
    row = await put(Term, forum=forum.id, changed_at=clock.now())
    await _write(row.id, renderings, note)
    return int(row.id)


async def _add_rendering(forum: Forum, term_id: int, language: str, text: str, note: str) -> None:
    term = await term_of(forum.id, term_id)
    if term:
        await _write(term_id, {**term.renderings, language: text}, note or term.note)


async def _write(term_id: int, renderings: Mapping[str, str], note: str) -> None:
    key = " ".join(search_key(text) for text in (*renderings.values(), note))
    await Term.update({Term.note: note, Term.key: key, Term.changed_at: clock.now()}).where(Term.id == term_id)
    await Rendering.delete().where(Rendering.term == term_id)
    await put_rows(Rendering, [{"term": term_id, "language": language, "text": text} for language, text in renderings.items()])
