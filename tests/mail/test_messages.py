"""Letters as bytes: nothing that somebody typed begins another header, and no line is longer than mail servers take."""

from __future__ import annotations

from email import message_from_bytes, policy
from types import SimpleNamespace
from typing import Any

import pytest

from coalition.mail import message
from coalition.mail.message import BrokenHeader, as_bytes
from tests.mutants import mutated

LETTER = SimpleNamespace(message_id="c0ffee", language="en")
GIVEN = {
    "address": "ben@example.org",
    "subject": "An invitation",
    "text": "Hello.\n",
    "sender": "Ada",
    "reply_to": "ada@example.org",
    "reply_name": "Ada",
    "unsubscribe": "https://example.org/stop",
    "text_only": False,
}
INJECTED = "x\r\nBcc: eve@example.org"


def written(build: Any = as_bytes, **more: Any) -> bytes:
    raw: bytes = build(LETTER, SimpleNamespace(**GIVEN | more), "Coalition <letters@example.org>")
    return raw


@pytest.mark.parametrize("text_only", [True, False])
@pytest.mark.parametrize("field", ["address", "reply_to", "unsubscribe"])
def test_a_line_end_in_a_header_is_refused(field: str, *, text_only: bool) -> None:
    for ending in ("\r\n", "\n", "\r"):
        with pytest.raises(BrokenHeader):
            written(text_only=text_only, **{field: INJECTED.replace("\r\n", ending)})


@pytest.mark.parametrize("field", ["subject", "sender", "reply_name"])
def test_a_line_end_in_words_begins_no_header(field: str) -> None:
    read = message_from_bytes(written(**{field: INJECTED}), policy=policy.default)
    assert read["Bcc"] is None
    assert read["To"] == "ben@example.org"


def test_a_build_that_lets_a_line_end_through_is_caught() -> None:
    build = mutated(message, "if any(map(_ENDS_HEADER.search, headers)):", "if False:")["as_bytes"]
    assert message_from_bytes(written(build, address=INJECTED))["Bcc"]


@pytest.mark.parametrize("text_only", [True, False])
@pytest.mark.parametrize("text", ["Hello.\n", "Привет.\r\nКак дела?", "word " * 400, "."])
def test_a_text_is_read_as_it_was_written_and_no_line_is_too_long(text: str, *, text_only: bool) -> None:
    raw = written(text=text, text_only=text_only)
    part = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert part is not None
    assert part.get_content().splitlines() == text.splitlines()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
