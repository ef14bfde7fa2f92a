"""Every signing page names the coordinator who answers for the text, and the host with its ways of contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.languages import LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Seen
    from tests.browser.pages import Shown

pytestmark = pytest.mark.xdist_group("browser")

SIGNING = [(shown, language) for shown, language in LOOKED_AT if shown.name.startswith("signing.")]
ABOUT_THE_REGISTER = ("signing.contact.", "signing.proof.", "signing.timeline_letters.nothing")  # about no text, or about one that is not known
COORDINATOR = "<bdi>Ada Example</bdi>"
HOST = ('href="mailto:host@example.org"', 'href="tel:+4722000000"')


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_signing_page_names_who_answers(seen: Callable[[Shown, str], Seen], language: str) -> None:
    """The texts of the site belong to a careful forum, or to none; there pages give the name and no address (decision 50)."""
    pages = [(shown.name, seen(shown, language).source) for shown, looked_at in SIGNING if looked_at == language]
    without = [name for name, source in pages if COORDINATOR not in source.partition("<footer")[2]]
    assert pages
    assert [name for name in without if not name.startswith(ABOUT_THE_REGISTER)] == []
    assert all(way in source for _, source in pages for way in HOST)
