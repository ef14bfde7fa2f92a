"""In which languages pages are looked at: each in English and Arabic in `make whole`, otherwise in one of the two, the states of a page by turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.pages import PAGES
from tests.budget import WHOLE, turn_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.browser.pages import Shown

LANGUAGES = ("en", "ar")  # one for each direction


def by_turns(pages: Sequence[Shown]) -> Iterator[tuple[Shown, str]]:
    """Yield each page with one language; a digest of its address decides which direction is the first, so that a new page turns no others."""
    turns: dict[str, int] = {}
    for shown in pages:
        turn = turns.get(shown.route, turn_of(shown.route))
        turns[shown.route] = turn + 1
        yield shown, LANGUAGES[turn % len(LANGUAGES)]


LOOKED_AT = [(shown, language) for shown in PAGES for language in LANGUAGES] if WHOLE else list(by_turns(PAGES))
