"""Every signing page names the coordinator who answers for the text, and the host with its ways of contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Seen
    from tests.browser.pages import Shown

pytestmark = pytest.mark.xdist_group("browser")

SIGNING = [shown for shown in PAGES if shown.name.startswith("signing.")]
ABOUT_THE_REGISTER = ("signing.contact.", "signing.proof.")  # letters signed by the host, about no text
COORDINATOR = "<bdi>Ada Example</bdi>"
HOST = ('href="mailto:host@example.org"', 'href="tel:+4722000000"')


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_signing_page_names_who_answers(seen: Callable[[Shown, str], Seen], language: str) -> None:
    """The texts of the site belong to a careful forum, or to none; there pages give the name and no address (decision 50)."""
    without = [shown.name for shown in SIGNING if COORDINATOR not in seen(shown, language).source.partition("<footer")[2]]
    assert [name for name in without if not name.startswith(ABOUT_THE_REGISTER)] == []
    assert all(way in seen(shown, language).source for shown in SIGNING for way in HOST)
