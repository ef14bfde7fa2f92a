"""A mail server on loopback that stores accepted letters and can be set to fail."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    import pytest
    from aiosmtpd.smtp import SMTP, Envelope, Session


def text_of(arrived: EmailMessage) -> str:
    """Return what a mail program shows that shows no HTML."""
    part = arrived.get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class Sink:
    """What arrived, and what to answer; `mail`, `rcpt` and `data` are lists of answers to give, one for each request, before it accepts."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    greetings: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    cut: bool = False
    cut_at_quit: bool = False
    at_rcpt: Callable[[], None] | None = None
    at_data: Callable[[], None] | None = None

    @property
    def letters(self) -> list[EmailMessage]:
        """What was accepted, read."""
        return [message_from_bytes(raw, policy=default) for raw in self.raw]  # type: ignore[misc]


class _Handler:
    """The commands of a session; a class of its own, because aiosmtpd reads each attribute of its handler whenever a client connects."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802 -- as aiosmtpd calls it
        """Note how the client calls itself._sink."""
        assert server
        assert envelope
        self._sink.greetings.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]) -> str:  # noqa: N802 -- as aiosmtpd calls it
        """Accept the sender, unless an answer is set."""
        assert server
        assert session
        assert options is not None
        if self._sink.mail:
            return self._sink.mail.pop(0)
        envelope.mail_from = address
        self._sink.senders.append(address)
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]) -> str:  # noqa: N802 -- as aiosmtpd calls it
        """Accept the recipient, unless an answer is set."""
        assert server
        assert session
        assert options is not None
        if self._sink.at_rcpt:
            self._sink.at_rcpt()
        if self._sink.rcpt:
            return self._sink.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        self._sink.recipients.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as aiosmtpd calls it
        """Store the letter, unless an answer is set."""
        assert session
        if self._sink.data:
            return self._sink.data.pop(0)
        assert isinstance(envelope.content, bytes)
        self._sink.raw.append(envelope.content)
        if self._sink.at_data:
            self._sink.at_data()
        if self._sink.cut:
            assert server.transport
            server.transport.abort()  # type: ignore[attr-defined] -- a socket's transport
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as aiosmtpd calls it
        """End the session, unless an answer is set."""
        assert session
        assert envelope
        if self._sink.cut_at_quit:
            assert server.transport
            server.transport.abort()  # type: ignore[attr-defined] -- a socket's transport
        return "221 Bye"


@contextmanager
def running() -> Iterator[Sink]:
    """Run a sink on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sink = Sink(port=free.getsockname()[1])
    controller = Controller(_Handler(sink), hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def in_use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Run a sink to which the settings point."""
    with running() as sink:
        monkeypatch.setenv("COALITION_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
        yield sink
