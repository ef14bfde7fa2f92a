"""How much of statements stands in a list: of a long one an excerpt, which leads to the whole, and as many as a phone shows on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.public.memoranda.phone_pages import A_PAGE, FEW, STATEMENTS, height_of_statement
from coalition.published.list_heights import fitting
from coalition.search.excerpts import excerpt
from coalition.search.match_marks import Words
from coalition.statements.public_statement_queries import Place, StatementPage
from coalition.statements.views import paragraphs_of, threaded, with_objections

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from coalition.statements.views import Stated

_WHOLE = 500  # characters of a statement, with its translation and earlier texts, that stands whole in a list
_PART = 280  # of an excerpt of one text


class StatementPart(Struct, frozen=True):
    """What a list shows of a long statement: an excerpt of its words, of the translation (language, paragraphs), and of an earlier text."""

    paragraphs: list[str]
    translated: tuple[str, list[str]] | None
    earlier: list[str]


def statement_parts(page: StatementPage, language: str, words: Words | None = None, *, whole: int | None = None) -> Mapping[UUID, StatementPart]:
    """Return the excerpts of those statements that are long, by id; the one with the number `whole` has none, nor has one without a number."""
    listed = with_objections(page.shown)
    return {each.id: _part(each, language, words) for each in listed if _is_long(each, language) and each.number not in {None, whole}}


def few_on_phones(page: StatementPage, parts: Mapping[UUID, StatementPart], language: str) -> int:
    """Return how many statements a phone shows beside a list."""
    return fitting([_height(each, parts, language) for each in with_objections(page.shown)[:FEW]], STATEMENTS)


def fitted(page: StatementPage, parts: Mapping[UUID, StatementPart], language: str, words: Words) -> StatementPage:
    """Return the page with those statements that fit on a phone, at least one; the next page begins after them.

    What words find is in the order of numbers, else objections follow their reservation. A page with a statement without a number stays.
    """
    listed = with_objections(page.shown)
    if any(each.number is None for each in listed):
        return page
    if words:
        listed.sort(key=lambda each: each.number or 0)
    end = fitting([_height(each, parts, language) for each in listed], A_PAGE)
    if end == len(listed):
        return page
    last = listed[end - 1]
    return StatementPage(threaded(listed[:end]), str(_place(last, is_flat=bool(words))))


def _place(last: Stated, *, is_flat: bool) -> Place:
    if last.objects_to is None or last.against is None or is_flat:
        return Place(last.number or 0)
    return Place(last.against.number or 0, last.number or 0)


def _texts(stated: Stated, language: str) -> list[str]:
    """Return what a whole statement shows: its words, its translation, and earlier texts."""
    second = stated.translated(language)
    return [stated.text, *(["\n\n".join(second[1])] if second else []), *(each.text for each in stated.earlier)]


def _is_long(stated: Stated, language: str) -> bool:
    return sum(map(len, _texts(stated, language))) > _WHOLE


def _part(stated: Stated, language: str, words: Words | None) -> StatementPart:
    second = stated.translated(language)
    shown = [stated.text, "\n\n".join(second[1]) if second else ""]
    earlier = words.other(shown, [("", each.text) for each in reversed(stated.earlier)]) if words else None
    return StatementPart(
        paragraphs_of(excerpt(stated.text, _PART, words)),
        (second[0], paragraphs_of(excerpt(shown[1], _PART, words))) if second else None,
        paragraphs_of(excerpt(earlier[1], _PART, words)) if earlier else [],
    )


def _height(stated: Stated, parts: Mapping[UUID, StatementPart], language: str) -> int:
    part = parts.get(stated.id)
    if part is None:
        texts = _texts(stated, language)
    else:
        texts = ["\n\n".join(each) for each in (part.paragraphs, part.translated[1] if part.translated else [], part.earlier)]
    remarks = [remark.text(language) for remark in (*stated.remarks, *stated.ending)]
    return height_of_statement(stated.then.shown_names(language), texts, remarks)
