"""Ben proposes another text on his phone, in Arabic, without an account and without scripts, and hands it in for his organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.amendments import proposed
from tests.drafting.conftest import key_of
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


async def links(memorandum: Memorandum, *slugs: str, **more: object) -> dict[str, str]:
    """Send a round of comments; return the tokens of its links by organisation."""
    await seated.sent(memorandum, *(slugs or proposed.SLUGS), **{"kind": "comments"} | more)
    return await seated.deliver()


async def enter(browser: httpx.AsyncClient, token: str, language: str = "en") -> httpx.Response:
    """Open the link of a seat and go on to the draft."""
    return await browser.post(f"/{language}/invitations/{token}/session", follow_redirects=True)


def hidden(page: httpx.Response, *names: str) -> dict[str, str]:
    """Return the hidden fields of the form of a page."""
    form = page.text[page.text.index('id="form"') :]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")]))
    return {name: fields[name] for name in names or fields}


async def test_ben_writes_another_text_and_hands_it_in(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, consulted: Memorandum) -> None:
    tokens = await links(consulted)
    draft = await enter(ben, tokens["ben"], "ar")
    two = await key_of(consulted, "2")
    assert f'/ar/drafting/provisions/{two}?text=en"' in draft.text
    page = await ben.get(f"/ar/drafting/provisions/{two}?text=en")
    assert page.status_code == 200
    assert "The parties report:</textarea>" in page.text
    typed = hidden(page) | {"text": "The parties report in public:", "reason": "Nobody reads it.", "comment": "Too weak."}
    saved = await ben.post(f"/ar/drafting/provisions/{two}", data=typed, follow_redirects=True)
    assert "<ins>" in saved.text
    assert "Too weak." in saved.text
    await enter(cleo, tokens["cleo"])
    assert "in public" not in (await cleo.get(f"/en/drafting/provisions/{two}")).text
    assert "not handed in" in (await ben.get("/en/drafting")).text
    check = await ben.get("/en/drafting/hand-in")
    ticks = re.findall(r'type="checkbox" id="[^"]+" name="(notes|comments)" value="([^"]+)" checked', check.text)
    assert len(ticks) == 2
    given = hidden(check) | dict(ticks)
    refused = await ben.post("/en/drafting/hand-in", data=given)
    assert refused.status_code == 422
    receipt = await ben.post("/en/drafting/hand-in", data=given | {"disclosure": "named", "name": "Ben"}, follow_redirects=True)
    assert receipt.url.path == "/en/drafting/receipt"
    assert "Amendment No. 1" in receipt.text
    read = await cleo.get(f"/en/drafting/provisions/{two}")
    assert "Party ben" in read.text
    assert "in public" in read.text
    assert "Too weak." in read.text
    assert "Open amendment No. 1" in read.text
