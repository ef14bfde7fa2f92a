"""A proxy that is not trusted makes everybody one network; the log says so, once and without an address."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import httpx
import pytest

from coalition import serving
from coalition.logs import LEVELS
from coalition.web import proxies
from coalition.web.headers import Headers

if TYPE_CHECKING:
    from litestar.types import ASGIApp

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
FORWARDED = {"X-Forwarded-For": "203.0.113.7"}


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == proxies.__name__]


async def test_the_first_forwarded_request_of_an_unknown_proxy_is_said_once(app: ASGIApp, cleo: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    await cleo.get("/en/")
    assert said(caplog) == []
    for _ in range(3):
        await cleo.get("/en/", headers=FORWARDED)
    [sentence] = said(caplog)
    assert "COALITION_TRUSTED_PROXIES" in sentence
    assert "203.0.113" not in sentence
    assert "127.0.0.1" not in sentence
    assert isinstance(app, Headers)


async def test_nothing_is_said_of_a_trusted_proxy(cleo, caplog, monkeypatch):
    monkeypatch.setenv("COALITION_TRUSTED_PROXIES", "127.0.0.1")
    await cleo.get("/en/", headers=FORWARDED)
    assert said(caplog) == []


async def test_the_story_fails_on_a_build_that_trusts_every_proxy(cleo, caplog, monkeypatch):
    monkeypatch.setattr(proxies, "is_trusted", lambda _: True)
    await cleo.get("/en/", headers=FORWARDED)
    assert said(caplog) == []


@pytest.mark.parametrize(
    ("address", "trusted", "lines"), [("http://127.0.0.1:8000", "", 0), ("https://a.example", "", 1), ("https://a.example", "10.0.0.1", 0)]
)
def test_a_site_with_https_and_no_trusted_proxy_says_so_at_the_start(environment, monkeypatch, capsys, address, trusted, lines):
    monkeypatch.setenv("COALITION_BASE_URL", address)
    monkeypatch.setenv("COALITION_TRUSTED_PROXIES", trusted)
    every = [logging.getLogger(name) for name in LEVELS]
    before = [(logs.handlers, logs.propagate, logs.level) for logs in every]
    try:
        serving.app()
    finally:
        for logs, (handlers, propagate, level) in zip(every, before, strict=True):
            logs.handlers, logs.propagate, logs.level = handlers, propagate, level
    assert environment
    assert capsys.readouterr().out.count("proxy_not_trusted") == lines
