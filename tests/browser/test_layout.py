"""Pages fit a narrow and a wide window, and right-to-left pages keep their numbers."""

from __future__ import annotations

import pytest

from tests.browser.languages import LOOKED_AT
from tests.browser.pages import PAGES

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize(("shown", "language"), [pytest.param(*page, id=f"{page[0].name}-{page[1]}") for page in LOOKED_AT])
def test_a_page_fits_its_window_and_runs_the_right_way(seen, shown, language):
    page = seen(shown, language)

    assert page.too_wide == {320: [], 1280: []}
    assert page.direction == {"en": "ltr", "ar": "rtl"}[language]
    assert page.turned == []


def test_the_pages_with_numbers_have_some(seen):
    texts = [shown for shown in PAGES if shown.name in {"public.memorandum.show", "signing.text.arabic", "public.comparison.show"}]
    assert [shown.name for shown in texts if 'class="provision' not in seen(shown, "ar").source] == []
