"""Only one module reads pages of others; everything else would go past its guard."""

from __future__ import annotations

import ast

import pytest

from tests.house.imports import nodes_of
from tests.house.tree import PACKAGE, modules, name_of

ALONE = PACKAGE / "fetching" / "client.py"
INSIDE = PACKAGE / "web" / "forwarding.py"  # connects processes of one server
CLIENTS = {
    "httpx",
    "httpcore",
    "requests",
    "aiohttp",
    "urllib3",
    "niquests",
    "pycurl",
    "websockets",
    "h11",
    "http.client",
    "urllib.request",
    "ftplib",
}
CALLS = {"urlopen", "urlretrieve", "open_connection", "create_connection"}


def _is_client(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:length]) in CLIENTS for length in range(1, len(parts) + 1))


def ways_out(source: str) -> set[str]:
    """Return the clients a module imports, and the calls by which it would connect without one."""
    findings: set[str] = set()
    for node in nodes_of(source):
        if isinstance(node, ast.Import):
            findings |= {alias.name for alias in node.names if _is_client(alias.name)}
        elif isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            findings |= {name for name in names if _is_client(name)}
        elif isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            findings |= {name} & CALLS
            if name in {"import_module", "__import__"} and node.args and isinstance(node.args[0], ast.Constant):
                findings |= {str(node.args[0].value)} & CLIENTS
    return findings


def test_only_the_guarded_client_reads_pages_of_others() -> None:
    findings = {name_of(path): ways_out(path.read_text()) for path in modules() if path not in {ALONE, INSIDE}}
    assert {name: ways for name, ways in findings.items() if ways} == {}
    assert ways_out(ALONE.read_text()) == {"httpx", "httpcore"}


def off_the_socket(source: str) -> set[str]:
    """Return how a module connects otherwise than to a Unix socket: clients, pools without `uds`, and calls of httpcore that need no pool."""
    ways = ways_out(source) - {"httpcore"}
    for node in nodes_of(source):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name) or called.value.id != "httpcore":
            continue
        is_inside = called.attr in {"Request", "Response", "URL"} or (
            called.attr == "AsyncConnectionPool" and "uds" in {each.arg for each in node.keywords}
        )
        ways |= set() if is_inside else {called.attr}
    return ways


def test_processes_of_a_server_connect_by_a_unix_socket_only() -> None:
    source = INSIDE.read_text()
    assert (ways_out(source), off_the_socket(source)) == ({"httpcore"}, set())
    assert off_the_socket(source.replace("uds=path, ", "")) == {"AsyncConnectionPool"}
    assert off_the_socket("import httpcore\nhttpcore.request('GET', 'https://example.org')") == {"request"}


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "import httpx as quiet",
        "from httpx import get",
        "import httpcore._backends.anyio",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import urllib.request",
        "import http.client",
        "from http import client",
        "def late():\n    import requests",
        "asyncio.open_connection('127.0.0.1', 80)",
        "import_module('aiohttp')",
    ],
)
def test_another_way_out_is_found(source: str) -> None:
    assert ways_out(source)


def test_taking_addresses_apart_is_no_way_out() -> None:
    assert ways_out("from urllib.parse import urlsplit\nfrom http import HTTPStatus") == set()
