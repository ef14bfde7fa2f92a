"""What readers of a long list of signatories can choose: words of a name, a country, a kind of act, its state, and the letter to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts.edition_parts import editions_of
from coalition.acts.line_filters import LineFilter, LineKind, LineState
from coalition.acts.line_queries import letters_of, lines_by_country
from coalition.acts.status_pages import LETTERS_BEGIN, LINES, written
from coalition.languages import countries_by_name, number_text
from coalition.public.list_filters import choice_in, country_in, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.acts.status import Page, Status
    from coalition.acts.status_lines import StatusLine

FEW = 10  # parties to earlier editions, or lines that may have changed, among which nothing is looked for
NAMES = ("q", "country", "kind", "state")  # of the parameters


class LineChoices(Struct, frozen=True):
    """The menus above a list with what is chosen: (value, label); and the letters: (letter, the place before its first name)."""

    only: LineFilter
    countries: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    letters: Sequence[tuple[str, str]]


def chosen_lines(query: Mapping[str, str]) -> LineFilter:
    """Return which lines an address asks for.

    Raises:
        NotFoundException: a value is no country, kind or state.

    """
    kind, state = choice_in(query, "kind", LineKind), choice_in(query, "state", LineState)
    return LineFilter(words=words_in(query).query, country=country_in(query), kind=kind, state=state)


async def line_choices(memorandum_id: int, status: Status, only: LineFilter, language: str, *, is_compared: bool = False) -> LineChoices | None:
    """Return the choices above a list that has several pages or was narrowed; None above a short list.

    They choose among the parties to earlier editions too, and among what changed between two days (`is_compared`).

    The numbers beside the countries are those of today, so they stand on the list of today only.
    """
    most = FEW if is_compared else LINES
    if not only and not (_is_long(status.page, status.lines, most) or _is_long(status.earlier_page, status.earlier, FEW)):
        return None
    by_country = await lines_by_country(memorandum_id, await editions_of(memorandum_id))
    is_today = status.as_at == clock.today()
    letters = () if only else await letters_of(memorandum_id, language)
    return LineChoices(
        only,
        [(code, f"{name} ({number_text(by_country[code])})" if is_today else name) for code, name in countries_by_name(by_country, language)],
        [(kind.value, kind.word.text(language)) for kind in LineKind],
        [(state.value, state.word.text(language)) for state in LineState],
        [(letter.label, written(LETTERS_BEGIN + letter.key)) for letter in letters],
    )


def _is_long(page: Page | None, lines: Sequence[StatusLine], most: int) -> bool:
    return len(lines) > most or (page is not None and page.is_part)
