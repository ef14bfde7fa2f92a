"""A proxy that is not trusted makes everybody one network; the log says so, once and without an address."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from coalition import serving
from coalition.logs import LEVELS
from coalition.web import proxies
from coalition.web.headers import Headers
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.types import ASGIApp

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]
FORWARDED = {"X-Forwarded-For": "203.0.113.7"}
FORWARDED_BYTES = [(b"x-forwarded-for", b"203.0.113.7")]
STARTS = [("http://127.0.0.1:8000", "", 0), ("https://a.example", "", 1), ("https://a.example", "10.0.0.1", 0)]


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


def an_unknown_proxy_is_said_once(build: Mapping[str, Any], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build look at requests: direct ones, of a trusted proxy, and of others; and at its settings when it starts."""
    monkeypatch.setenv("COALITION_TRUSTED_PROXIES", "10.0.0.1")
    watch = build["ProxyWatch"]()
    lines = []
    for peer, headers in (("192.0.2.7", []), ("10.0.0.1", FORWARDED_BYTES), ("192.0.2.7", FORWARDED_BYTES), ("192.0.2.8", FORWARDED_BYTES)):
        if not watch.said:
            watch.look({"headers": headers, "client": (peer, 1)})
        lines.append(len(said(caplog)))
    assert lines == [0, 0, 1, 1]
    assert not any(part in said(caplog)[0] for part in ("192.0.2", "203.0.113"))
    caplog.clear()
    for address, trusted, count in STARTS:
        monkeypatch.setenv("COALITION_BASE_URL", address)
        monkeypatch.setenv("COALITION_TRUSTED_PROXIES", trusted)
        build["warn_at_start"]()
        assert (address, len(said(caplog))) == (address, count)
        caplog.clear()


async def test_an_unknown_proxy_is_said_once(caplog, monkeypatch):
    an_unknown_proxy_is_said_once(vars(proxies), caplog, monkeypatch)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("self.said = True", "pass"),
        ('b"x-forwarded-for" in dict(scope["headers"]) and not', "not"),
        ("and not is_trusted(scope", "and bool(scope"),
        ('dict(scope["headers"]) and not is_trusted(scope', 'dict(scope["headers"]) and is_trusted(scope'),
        ('            log.warning("proxy_not_trusted %s", _SENTENCE)', '            log.warning("%s %s", scope["client"][0], _SENTENCE)'),
        ("if load().secure and not load().trusted_proxies", "if not load().trusted_proxies"),
        ("if load().secure and not load().trusted_proxies", "if load().secure"),
    ],
)
async def test_the_story_fails_on_a_mutated_build(caplog, monkeypatch, right, wrong):
    with pytest.raises(AssertionError):
        an_unknown_proxy_is_said_once(mutated(proxies, right, wrong), caplog, monkeypatch)


@pytest.mark.parametrize(("address", "trusted", "lines"), STARTS)
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
