"""Attempts are counted by network, and no address is kept."""

from __future__ import annotations

import time
from typing import Any

import pytest
from litestar import Request
from litestar.exceptions import TooManyRequestsException

from coalition.web import limits, proxies
from coalition.web.limits import Limit, network_of
from tests.mutants import mutated


def request(host: str | None, forwarded: str = "") -> Request[Any, Any, Any]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers, "client": (host, 1) if host else None})  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2ff::7", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("a-socket", "elsewhere"),
        (None, "elsewhere"),
    ],
)
def test_a_network_is_known_by_its_prefix(host: str | None, network: str) -> None:
    assert network_of(request(host)) == network


FORWARDED = (
    # trusted proxies, peer, X-Forwarded-For, network
    ("10.0.0.1", "192.0.2.7", "198.51.100.1", "192.0.2.0/24"),  # anybody may write that header
    ("10.0.0.1", "10.0.0.1", "198.51.100.1", "198.51.100.0/24"),
    ("10.0.0.1", "10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.0/24"),  # the right-most is what our proxy saw
    ("10.0.0.1", "10.0.0.1", "198.51.100.1, 10.0.0.1", "198.51.100.0/24"),
    ("10.0.0.1,10.0.9.9", "10.0.0.1", "198.51.100.1, 10.0.9.9,", "198.51.100.0/24"),
    ("10.0.0.1", "10.0.0.1", "", "10.0.0.0/24"),
    ("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.0/24"),
    ("10.0.0.1", None, "198.51.100.1", "198.51.100.0/24"),  # a Unix socket
    ("", None, "198.51.100.1", "elsewhere"),
    ("", "10.0.0.1", "198.51.100.1", "10.0.0.0/24"),
)


def forwarded_addresses_are_believed_only_from_our_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for proxies_, host, forwarded, network in FORWARDED:
        monkeypatch.setenv("COALITION_TRUSTED_PROXIES", proxies_)
        assert (proxies_, host, forwarded, network_of(request(host, forwarded))) == (proxies_, host, forwarded, network)


def test_a_forwarded_address_is_believed_only_from_our_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    forwarded_addresses_are_believed_only_from_our_proxies(monkeypatch)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("address in proxies or", "bool(proxies) or"),
        ("address in proxies or", "True or"),
        ("address in proxies or", "False or"),
        ("(not address and bool(proxies))", "not address"),
        ("(not address and bool(proxies))", "False"),
        ("if not is_trusted(peer)", "if not peer"),
        ("reversed(addresses)", "addresses"),
        ("if address and address not in", "if address not in"),
        ("if address and address not in load().trusted_proxies", "if address"),
    ],
)
def test_a_mutated_build_believes_others(monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    monkeypatch.setattr(limits, "address_of", mutated(proxies, right, wrong)["address_of"])
    with pytest.raises(AssertionError):
        forwarded_addresses_are_believed_only_from_our_proxies(monkeypatch)


def test_too_many_from_one_network_are_refused_and_another_is_not() -> None:
    limit = Limit(3, 60)
    for last in range(3):
        limit.check(request(f"192.0.2.{last}"))
    with pytest.raises(TooManyRequestsException):
        limit.check(request("192.0.2.200"))
    limit.check(request("198.51.100.1"))


def test_time_heals(monkeypatch: pytest.MonkeyPatch) -> None:
    limit, now = Limit(1, 60), time.monotonic()
    limit.check(request("192.0.2.1"))
    monkeypatch.setattr(time, "monotonic", lambda: now + 59)
    with pytest.raises(TooManyRequestsException):
        limit.check(request("192.0.2.1"))
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    limit.check(request("192.0.2.1"))


def test_no_address_is_kept_and_what_is_kept_is_bounded() -> None:
    limit = Limit(3, 60)
    for at in range(25_000):
        limit.check(request(f"10.{at // 250}.{at % 250}.1"))
    assert len(limit._seen) == 20_000
    assert all(len(key) == 8 for key in limit._seen)
    assert b"10." not in b"".join(limit._seen)
