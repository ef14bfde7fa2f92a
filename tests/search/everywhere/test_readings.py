"""Whatever is read first, and however words are compared: all entries with the words of a query are found, as long as they are few."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coalition.database import transaction
from coalition.search.candidate_queries import MOST
from coalition.search.everywhere import search_everywhere
from coalition.search.query_terms import Level
from coalition.search.search_entries import Entry, write_entries
from coalition.search.spellings import latin_forms, spellings
from coalition.search.tables import Section

LETTERS = "abcéøxhijsz дежзёйыщюя أبتةظهويل კფშթəңү '’-.3 ßşđ"
# The first are in most entries, the last in few; some are parts of others, or near to them.
WORDS = "harbour river watch гавань реки вахта ميناء أنهار harbourside rivers watches гавани harbuor".split()  # noqa: SIM905 -- words


@given(some.text(LETTERS, min_size=1, max_size=12))
def test_what_has_a_word_in_its_script_has_it_in_latin_letters(text: str) -> None:
    for token in text.split():
        every = spellings(token)
        assert all(latin_forms(word) <= every for word in every)


async def _write(texts: list[list[str]]) -> None:
    async with transaction():
        await write_entries(
            Section.ORGANISATION, {at: [Entry(text, frozenset({"en" if at % 3 else "ru"}))] for at, text in enumerate(texts, start=1)}
        )


@pytest.mark.anyio
async def test_all_entries_with_the_words_of_a_query_are_found(store: str) -> None:
    chance = Random(5)
    texts = [[word for at, word in enumerate(WORDS) if chance.random() < 0.8 / (at + 1)] or ["quay"] for _ in range(150)]
    await _write(texts)
    for _ in range(60):
        asked, language = chance.sample(WORDS, chance.choice((1, 2, 2, 3))), chance.choice(("", "en"))
        matches = (await search_everywhere(" ".join(asked), [Section.ORGANISATION], language=language)).matches
        whole = {match.subject for match in matches if match.rank[0] is Level.WHOLE}
        assert whole == {at for at, text in enumerate(texts, start=1) if set(asked) <= set(text) and (at % 3 or not language)}, asked
        begun = {at for at, text in enumerate(texts, start=1) if all(any(word.startswith(part) for word in text) for part in asked)}
        if len(whole) < MOST // 2:
            assert {match.subject for match in matches} >= {at for at in begun if at % 3 or not language}, asked


@pytest.mark.anyio
async def test_one_reading_returns_a_bounded_number(store: str) -> None:
    await _write([["harbour", "river"]] * (MOST + 20) + [["harbourside", "quay"]])
    for query in ("harbour", "river harbour", "harb", "harbuor"):
        assert len((await search_everywhere(query, [Section.ORGANISATION])).matches) == MOST
    assert [match.subject for match in (await search_everywhere("quay harb", [Section.ORGANISATION])).matches] == [MOST + 21]
