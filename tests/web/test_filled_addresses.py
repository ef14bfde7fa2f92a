"""Addresses are filled with any value: what has to be quoted is."""

from __future__ import annotations

import pytest

from coalition.addresses import url_for


@pytest.mark.parametrize(
    ("value", "in_path", "in_query"),
    [
        ("help-2.1_a~", "help-2.1_a~", "help-2.1_a~"),
        ("a b/c", "a%20b%2Fc", "a+b%2Fc"),
        ("50%&x=y", "50%25%26x%3Dy", "50%25%26x%3Dy"),
        ("ل\n", "%D9%84%0A", "%D9%84%0A"),
        (7, "7", "7"),
    ],
)
def test_values_are_quoted_as_their_place_asks(value: object, in_path: str, in_query: str) -> None:
    assert url_for("public.memorandum.show", lang="en", memorandum=value) == f"/en/memoranda/{in_path}"
    assert url_for("public.memoranda.list", lang="en", text=value, of=None) == f"/en/memoranda?text={in_query}"


def test_without_a_value_for_a_place_there_is_no_address() -> None:
    assert url_for("public.memoranda.list", lang="en", text=None) == "/en/memoranda"
    with pytest.raises(KeyError):
        url_for("public.memorandum.show", lang="en")
