"""What the signing page says of an answer without a name: when anything changes, and with how many organisations readers could confuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.signing.walking import NEW, a_case, enter, words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

SENTENCE = "The shortest list has {} organisations that this text does not name"


@pytest.mark.parametrize(("shown", "number"), [(0, 5), (3, 3)])
async def test_the_number_is_that_of_the_shorter_list(ben: httpx.AsyncClient, ada_account: Coordinator, shown: int, number: int) -> None:
    """Five organisations are listed, and some of them are shown at the forum; one that is not listed signs."""
    slugs = [(await factories.organisation(f"listed-{at}")).slug for at in range(5)]
    await factories.forum(organisations=[{"organisation": slug, "public": True} for slug in slugs[:shown]])
    case = await a_case(ada_account, memorandum=await factories.opened(ada_account, forum="kyiv-2013"), listed=False)
    await enter(ben, case)
    page = words((await ben.get(NEW)).text)
    assert SENTENCE.format(number) in page
    assert "Yours is not in the public register" in page
