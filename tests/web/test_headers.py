"""Every answer carries the same protections; forms from other sites are refused; visitors get no cookie."""

from __future__ import annotations

import pytest

from tests import factories

EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture
async def link(ada_account) -> str:
    memorandum = await factories.opened(ada_account)
    return await factories.invitation_link(memorandum, await factories.organisation())


@pytest.mark.parametrize("path", ["/en/", "/en/nowhere", "/en/sign-in", "/robots.txt", "/api/v1/memoranda", "/en/invitations/forged"])
async def test_every_answer_is_protected(path, cleo):
    headers = (await cleo.get(path)).headers

    assert {name: headers[name] for name in EXPECTED} == EXPECTED
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "server" not in headers


async def test_production_binds_browsers_to_https(store, monkeypatch):
    from coalition.app import create_app
    from tests.conftest import visitor

    monkeypatch.setenv("COALITION_BASE_URL", "https://memo.example.org")
    async with visitor(create_app(with_worker=False)) as browser:
        assert (await browser.get("/en/")).headers["strict-transport-security"].startswith("max-age=63072000")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({}, 303),
    ],
)
async def test_form_from_another_site_is_refused(headers, status, link, cleo):
    answer = await cleo.post(f"{link}/session", headers=headers)

    assert answer.status_code == status


async def test_request_to_the_api_from_another_site_is_refused_by_its_lack_of_a_token(ada, ada_account):
    answer = await ada.post("/api/v1/organisations", json={}, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})

    assert ada_account
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_visitor_gets_no_cookie_and_signer_a_strict_one(link, cleo):
    for path in ("/en/", "/en/memoranda", "/en/memoranda/cooperation", link, "/en/sign-in"):
        assert "set-cookie" not in (await cleo.get(path)).headers, path

    cookie = (await cleo.post(f"{link}/session")).headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/", "max-age=7200"))


async def test_cookies_are_bound_to_the_host_under_https(link, cleo, monkeypatch):
    monkeypatch.setenv("COALITION_BASE_URL", "https://memo.example.org")

    cookie = (await cleo.post(f"{link}/session")).headers["set-cookie"]
    assert cookie.startswith("__Host-signing=")
    assert "Secure" in cookie
