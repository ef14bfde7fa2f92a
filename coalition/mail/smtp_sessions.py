"""A connection to the mail server that several letters share."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from coalition import settings
from coalition.mail.message import domain_of

if TYPE_CHECKING:
    from types import TracebackType


class MailSession:
    """Opens a connection for the first letter; opens another one if the server ended it, or takes no more letters over it."""

    def __init__(self, chosen: settings.Settings) -> None:
        """Remember the settings; nothing is opened yet."""
        self._chosen = chosen
        self._client: aiosmtplib.SMTP | None = None

    async def __aenter__(self) -> Self:
        """Return the session."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Say goodbye; every letter is with the server already, so that an error here changes nothing."""
        client, self._client = self._client, None
        if client:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit()
            client.close()

    async def begin(self, sender: str) -> None:
        """Begin a letter with its envelope sender.

        Raises:
            SMTPException, OSError: the server cannot be reached, or refuses the sender.

        """
        if self._client:
            try:
                await self._client.mail(sender)
            except (aiosmtplib.SMTPException, OSError):
                self.drop()
            else:
                return
        client = _client(self._chosen)
        try:
            await client.connect()
            await client.mail(sender)
        except BaseException:
            client.close()
            raise
        self._client = client

    async def address(self, recipient: str) -> None:
        """Name the recipient of the letter that was begun.

        Raises:
            SMTPResponseException: the server refuses the recipient; the next letter can begin.
            SMTPException, OSError: the connection broke.

        """
        try:
            await self._opened.rcpt(recipient)
        except aiosmtplib.SMTPResponseException:
            await self.forget_letter()
            raise
        except (aiosmtplib.SMTPException, OSError):
            self.drop()
            raise

    async def finish(self, message: bytes) -> None:
        """Send the text of the letter.

        Raises:
            SMTPResponseException: the server refuses the letter; the next one can begin.
            SMTPException, OSError: the connection broke, and nobody knows whether the letter arrived.

        """
        try:
            await self._opened.data(message)
        except aiosmtplib.SMTPResponseException:
            raise
        except (aiosmtplib.SMTPException, OSError):
            self.drop()
            raise

    async def forget_letter(self) -> None:
        """Give up the letter that was begun, so that the next one can begin."""
        try:
            await self._opened.rset()
        except (aiosmtplib.SMTPException, OSError):
            self.drop()

    def drop(self) -> None:
        """Close the connection; the next letter opens another one."""
        client, self._client = self._client, None
        if client:
            client.close()

    @property
    def _opened(self) -> aiosmtplib.SMTP:
        if self._client is None:
            raise aiosmtplib.SMTPServerDisconnected("no letter was begun")
        return self._client


def _client(chosen: settings.Settings) -> aiosmtplib.SMTP:
    """Return the client; in production a connection to another machine must be encrypted."""
    parts = urlsplit(chosen.smtp_url)
    needs_tls = chosen.environment is settings.Environment.PRODUCTION and parts.scheme == "smtp" and parts.hostname not in settings.LOOPBACK
    return aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        local_hostname=domain_of(chosen.mail_from),
        use_tls=parts.scheme == "smtps",
        start_tls=True if needs_tls else None,
        timeout=30,
    )
