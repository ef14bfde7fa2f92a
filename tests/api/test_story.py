"""From nothing to ten signatures, as a coordinator's script and ten representatives do it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.text.digests import edition_digest
from tests import factories
from tests.conftest import visitor
from tests.signing.walking import check_page

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

pytestmark = pytest.mark.anyio
BASE = "/api/v1/memoranda/cooperation-2026"


async def _posted(script: httpx.AsyncClient, address: str, body: Any = None) -> dict[str, Any]:
    answer = await script.post(f"/api/v1/{address}", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"].startswith("/api/v1/")
    made: dict[str, Any] = answer.json()
    return made


async def _prepare(script: httpx.AsyncClient) -> list[str]:
    """Enter ten organisations, their forum, and the memorandum in two languages."""
    slugs = [f"organisation-{at:02}" for at in range(10)]
    for slug in slugs:
        names = [{"language": "en", "name": slug.title(), "primary": True}, {"language": "ru", "name": f"Организация {slug[-2:]}"}]
        contacts = [{"name": "Ben", "email": f"ben@{slug}.example.org", "language": "ru"}]
        await _posted(script, "organisations", {"slug": slug, "kind": "ngo", "country": "KG", "names": names, "contacts": contacts})
    texts = [{"language": "en", "title": "Forum", "summary": "They met."}]
    convener = [{"organisation": slugs[0], "role": "convener"}]
    await _posted(script, "forums", {"slug": "tbilisi-2026", "starts": "2026-11", "texts": texts, "countries": ["KG"], "organisations": convener})
    await _posted(script, "memoranda", {"slug": "cooperation-2026", "forum": "tbilisi-2026", "authentic_languages": ["en", "ru"]})
    for language in ("en", "ru"):
        title, body = factories.TEXTS[language]
        saved = await script.put(f"{BASE}/wordings/{language}", json={"title": title, "body": body})
        assert (saved.status_code, saved.json()["body"]) == (200, body)
    return slugs


async def _sign(app: ASGIApp, link: str, *, disclosure: str) -> None:
    """Follow a private link as a browser without scripts does, and sign."""
    async with visitor(app) as ben:
        path = "/" + link.split("/", 3)[3]
        assert (await ben.get(path)).status_code == 200
        assert (await ben.post(f"{path}/session")).headers["Location"] == "/en/signing"
        page = (await ben.get("/en/signing/signature/new")).text
        answers = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        answers |= {"kind": "signature", "representative_name": "Ben", "representative_title": "Director", "disclosure": disclosure}
        assert (await check_page(ben, answers)).status_code == 200
        done = await ben.post("/en/signing/signature", data=answers | {"typed_name": "Ben", "authority": "1"})
        assert (done.status_code, done.headers["Location"]) == (303, "/en/signing/receipt")
        assert (await ben.get("/en/signing/receipt")).status_code == 200


async def test_a_script_takes_a_memorandum_from_nothing_to_ten_signatures(app: ASGIApp, script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    slugs = await _prepare(script)
    assert (await cleo.get(BASE)).status_code == 404
    today = clock.today().isoformat()
    adopted = await _posted(script, "memoranda/cooperation-2026/adoption", {"rule": "consensus", "on": today})
    assert (adopted["edition"], adopted["digest"]) == (1, edition_digest({code: factories.TEXTS[code] for code in ("en", "ru")}))
    window = {"opens": today, "closes": (clock.today() + timedelta(days=70)).isoformat()}
    opened = await _posted(script, "memoranda/cooperation-2026/opening", window)
    assert opened["state"] == {"text": "authenticated", "signing": "open", "effect": "none", "publicity": "public"}
    assert (await cleo.get(BASE)).json() == opened
    invited = await _posted(script, "memoranda/cooperation-2026/invitations", {"organisations": slugs, "send": False})
    assert [invitation["organisation"] for invitation in invited["invitations"]] == slugs
    for at, invitation in enumerate(invited["invitations"]):
        await _sign(app, invitation["link"], disclosure="public" if at else "counted")
    counts = {
        "parties": 9,
        "signed": 9,
        "acceded": 0,
        "supported": 0,
        "withdrawn": 0,
        "names_withheld": None,
        "supporters_withheld": None,
        "ad_referendum": 0,
    }
    assert (await cleo.get(BASE)).json() == opened | {"counts": counts}
    status = (await cleo.get(f"{BASE}/signatories")).json()
    assert [line["organisation"] for line in status["signatories"]] == slugs[1:]
    assert {(line["act"], line["date"], line["representative"]) for line in status["signatories"]} == {("signature", today, "Ben, Director")}
    states = (await script.get(f"{BASE}/invitations")).json()["items"]
    assert {row["state"] for row in states} == {"signed"}
    notifications = (await cleo.get("/api/v1/notifications")).json()["items"]
    assert [announcement["kind"] for announcement in notifications] == ["adopted", "opened", *["signature"] * 9]
    closed = await _posted(script, "memoranda/cooperation-2026/closing")
    assert closed["state"]["signing"] == "closed"
