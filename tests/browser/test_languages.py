"""In `make test` each page is looked at in one direction; both directions have their share of every audience and of every kind of state."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.browser.languages import LANGUAGES, LOOKED_AT, by_turns
from tests.browser.pages import PAGES


def test_every_page_is_looked_at_in_one_language_at_least():
    assert {shown.name for shown, _ in LOOKED_AT} == {shown.name for shown in PAGES}


@pytest.mark.parametrize("kind", ["public.", "signing.", "desk.", "error.", ".wrong"])
def test_neither_direction_has_less_than_two_fifths_of_a_kind(kind):
    seen = Counter(language for shown, language in by_turns(PAGES) if kind in shown.name)
    assert all(seen[language] >= seen.total() * 0.4 for language in LANGUAGES)


def test_the_states_of_a_page_are_seen_in_both_directions():
    seen = defaultdict(list)
    for shown, language in by_turns(PAGES):
        seen[shown.route].append(language)
    assert [route for route, languages in seen.items() if len(languages) > 1 and len(set(languages)) == 1] == []
