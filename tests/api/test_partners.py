"""Partners for programs: everybody reads those that are shown, Ada's script adds and changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.partners.forms import NumberForm
from coalition.partners.recording_partners import say_number
from tests import factories

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio

HERE = "/api/v1/partners"


async def test_a_partner_is_added_amended_and_read(script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    for slug in ("alpha", "beta"):
        await factories.organisation(slug, slug.title(), country="KZ", themes=["elections"])
    await factories.organisation("hidden", "Hidden", listed=False)
    await say_number(None, NumberForm.parse({"number": 70, "source": "A report"}))
    made = await script.post(HERE, json={"organisation": "alpha", "since": "1999", "source": "Minutes"})
    assert made.status_code == 201
    shown = made.json()
    expected = {"organisation": "alpha", "programme": None, "since": "1999", "until": None, "ended": False, "countries": ["KZ"], "public": True}
    assert shown.items() >= expected.items()
    assert (shown["themes"], made.headers["Location"]) == (["elections"], f"{HERE}/{shown['number']}")
    assert (await watcher.get(made.headers["Location"])).json() == shown
    assert (await cleo.get(made.headers["Location"])).status_code == 401
    changed = (await script.patch(made.headers["Location"], json={"until": "2010", "themes": [], "base": shown["base"]})).json()
    assert changed == shown | {"until": "2010", "ended": True, "themes": [], "base": changed["base"]}
    late = await script.patch(made.headers["Location"], json={"since": "1998", "base": shown["base"]})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/changed-meanwhile")
    again = (await script.patch(made.headers["Location"], json={"until": None, "ended": False})).json()
    assert (again["until"], again["ended"], again["since"]) == (None, False, "1999")
    await script.post(HERE, json={"organisation": "beta", "public": False, "note": "Not yet."})
    refused = await script.post(HERE, json={"organisation": "hidden", "public": True})
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (422, ["/public"])
    assert (await script.post(HERE, json={"organisation": "alpha"})).status_code == 422
    assert (await script.patch(f"{HERE}/999", json={})).status_code == 404

    everybody, coordinators = (await cleo.get(HERE)).json(), (await watcher.get(HERE)).json()
    assert [item["organisation"] for item in everybody["items"]] == ["alpha"]
    [own] = everybody["items"][0]["partnerships"]
    assert (own["number"], own["note"], own["public"], own["base"]) == (None, None, None, None)
    assert everybody["without_names"] == [{"programme": None, "counting": "about", "number": 70, "since": None, "source": "A report"}]
    assert [item["organisation"] for item in coordinators["items"]] == ["alpha", "beta"]
    assert coordinators["items"][1]["partnerships"][0]["note"] == "Not yet."
    assert (await cleo.get(f"{HERE}?country=AM")).json()["items"] == []
    assert (await cleo.get(f"{HERE}?programme=nowhere")).json()["items"] == []
    assert (await cleo.get(f"{HERE}?theme=weather")).status_code == 422
    first = await watcher.get(f"{HERE}?limit=1")
    assert [item["organisation"] for item in (await watcher.get(HERE, params={"after": first.json()["next"]})).json()["items"]] == ["beta"]
