"""A mail server for the tests of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mail.sink import in_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mail.sink import Sink


@pytest.fixture
def sink(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Run a mail server and point the settings at it."""
    assert store
    monkeypatch.setenv("COALITION_MAIL_FROM", "Coalition <letters@memo.example.org>")
    with in_use(monkeypatch) as server:
        yield server
