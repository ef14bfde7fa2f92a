"""Every error under /api is a problem a program can read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from coalition.addresses import ROUTES
from coalition.api.organisations import organisations
from coalition.api.router import LARGEST_BODY

if TYPE_CHECKING:
    import httpx

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
JSON = {"Content-Type": "application/json"}
UNREADABLE: list[tuple[bytes, dict[str, str], tuple[int, str]]] = [
    (b"{", JSON, (400, "malformed")),
    (b"", JSON, (400, "malformed")),
    (b"\xff", JSON, (400, "malformed")),
    (b'{"slug": NaN}', JSON, (400, "malformed")),
    (b"[" * 100_000, JSON, (400, "malformed")),
    (b"1" * 10_000, JSON, (400, "malformed")),
    (b"[]", JSON, (422, "invalid-fields")),
    (b"null", JSON, (422, "invalid-fields")),
    (b'{"\\ud800": 1}', JSON, (422, "invalid-fields")),
    (b'{"slug": "\\ud800"}', JSON, (422, "invalid-fields")),
    (b"{}", {}, (415, "not-json")),
    (b"slug=a", {"Content-Type": "application/x-www-form-urlencoded"}, (415, "not-json")),
    (b"{}", {"Content-Type": "application/json; charset=utf-8"}, (422, "invalid-fields")),
    (b" " * (LARGEST_BODY + 1), JSON, (413, "too-large")),
]


def _type_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["status"] == answer.status_code
    assert answer.json()["title"]
    assert answer.json()["detail"]
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_what_does_not_exist(cleo: httpx.AsyncClient) -> None:
    for path in ("/api", "/api/", "/api/v2/forums", "/api/v1/nothing", "/api/v1/forums/a/b", "/api/v1/forums/missing", "/api/v1/forums/%00"):
        assert (path, *_type_of(await cleo.get(path))) == (path, 404, "not-found")


async def test_outside_the_api_an_error_stays_a_page(cleo: httpx.AsyncClient) -> None:
    for path in ("/en/nothing", "/apis"):
        assert (await cleo.get(path)).headers["Content-Type"].startswith("text/html")


async def test_a_method_that_is_not_there(cleo: httpx.AsyncClient) -> None:
    for path in {row.path for name, row in ROUTES.items() if name.startswith("api.")}:
        given = {"slug": "a", "other": "b", "language": "en", "number": 1, "provision": "p1", "change": "c", "comment": "1", "entry": "e"}
        address = path.format(statement=UUID(int=1), **given)
        has = {row.method for row in ROUTES.values() if row.path == path}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "QUERY", "TRACE"} - has:
            answer = await cleo.request(method, address)
            assert (path, method, *_type_of(answer)) == (path, method, 405, "method-not-allowed")
            assert {method.strip() for method in answer.headers["Allow"].split(",")} >= has
        options = await cleo.options(address)
        assert (options.status_code, set(options.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"}) == (204, has)


async def test_a_body_that_cannot_be_taken(script: httpx.AsyncClient) -> None:
    for content, headers, expected in UNREADABLE:
        answer = await script.post("/api/v1/organisations", content=content, headers=headers)
        assert (content[:20], *_type_of(answer)) == (content[:20], *expected)


async def test_sentences_follow_the_language_asked_for(script: httpx.AsyncClient) -> None:
    for asked, given in (("ru", "ru"), ("no", "nb"), ("fr", "en"), ("ar;q=0.9, en;q=0.1", "ar")):
        answer = await script.get("/api/v1/forums/missing", headers={"Accept-Language": asked})
        assert answer.headers["Content-Language"] == given


async def test_a_fault_of_ours_tells_nothing_and_does_nothing(script: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(_: object) -> None:
        message = "secret"
        raise RuntimeError(message)

    monkeypatch.setattr(organisations.views, "organisation", breaks)
    body = {"slug": "kibhr", "names": [{"language": "en", "name": "KIBHR"}]}
    answer = await script.post("/api/v1/organisations", json=body)
    assert _type_of(answer) == (500, "fault")
    assert "secret" not in answer.text
    monkeypatch.undo()
    assert (await script.get("/api/v1/organisations/kibhr")).status_code == 404
