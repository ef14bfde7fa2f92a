"""The mailbox to which mail servers report, over IMAP (RFC 3501) with the standard library; every function waits for the server.

They run in a thread. An answer of the server may hold addresses, so that of an error only the class may be logged.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

TIMEOUT = 20  # seconds for each answer
LARGEST_HEADER = 64 * 1024
LARGEST_MESSAGE = 256 * 1024  # a report stands before the letter that it returns; the rest is not read
SET_ASIDE = "coalition-set-aside"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\d{1,10}")
_VALIDITY = re.compile(rb"(\d{1,20})")

Failed = (imaplib.IMAP4.error, OSError)


class MailboxRefuses(imaplib.IMAP4.error):
    """The server does not do what it was asked."""


class Mailbox:
    """An open mailbox; messages are named by their UID."""

    def __init__(self, client: imaplib.IMAP4, folder: str) -> None:
        """Choose the folder.

        Raises:
            MailboxRefuses: there is none.

        """
        self._client = client
        self._removes_one = b"UIDPLUS" in _line(client.capability()).upper().split()
        _check(client.select(_quoted(folder)))
        self.validity = _number(client.response("UIDVALIDITY")[1])

    def uids_after(self, last: int) -> list[int]:
        """Return the messages after one, oldest first."""
        return [uid for uid in self._search("UID", f"{last + 1}:*") if uid > last]  # the server always names the last message

    def header(self, uid: int) -> bytes:
        """Return the header of a message, without marking it as read; empty if the message is gone."""
        return self._fetch(uid, f"BODY.PEEK[HEADER]<0.{LARGEST_HEADER}>")

    def message(self, uid: int) -> bytes:
        """Return a message, or the beginning of one that is very large; empty if it is gone."""
        return self._fetch(uid, f"BODY.PEEK[]<0.{LARGEST_MESSAGE}>")

    def delete(self, uids: Iterable[int]) -> None:
        """Delete messages for good."""
        for uid in uids:
            self._uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            self._expunge(uid)

    def set_aside(self, uid: int) -> None:
        """Move a message into the folder for those that nobody could read."""
        for folder in (SET_ASIDE, f"INBOX.{SET_ASIDE}"):  # some servers have all folders below INBOX
            self._client.create(folder)
            if self._client.uid("COPY", str(uid), folder)[0] == "OK":
                self.delete([uid])
                return
        raise MailboxRefuses

    def forget(self, before: date) -> None:
        """Delete what was set aside before a day."""
        for folder in (SET_ASIDE, f"INBOX.{SET_ASIDE}"):
            if self._client.select(folder)[0] == "OK":
                self.delete(self._search("BEFORE", f"{before.day}-{_MONTHS[before.month - 1]}-{before.year}"))

    def close(self) -> None:
        """End the connection; an error of the server changes nothing any more."""
        try:
            self._client.logout()
        except Failed:
            _disconnect(self._client)

    def _expunge(self, uid: int) -> None:
        """Remove a deleted message: only this one where the server can (UIDPLUS), so that nobody's other deleted mail disappears."""
        if self._removes_one:
            self._uid("EXPUNGE", str(uid))
        else:
            _check(self._client.expunge())

    def _search(self, *criteria: str) -> list[int]:
        found = self._uid("SEARCH", *criteria)
        return sorted(int(uid) for line in found if isinstance(line, bytes) for uid in _UID.findall(line))

    def _fetch(self, uid: int, part: str) -> bytes:
        answer = self._uid("FETCH", str(uid), f"({part})")
        return next((item[1] for item in answer if isinstance(item, tuple) and isinstance(item[1], bytes)), b"")

    def _uid(self, command: str, *arguments: str) -> Sequence[object]:
        return _check(self._client.uid(command, *arguments))


def open_mailbox(url: str) -> Mailbox:
    """Open the mailbox of a URL, which the settings have checked.

    Raises:
        one of `Failed`: it cannot be opened.

    """
    parts = urlsplit(url)
    client = _connected(parts.scheme, parts.hostname or "", parts.port)
    try:
        _sign_in(client, unquote(parts.username or ""), unquote(parts.password or ""))
        return Mailbox(client, unquote(parts.path.strip("/")) or "INBOX")
    except BaseException:
        _disconnect(client)
        raise


def _disconnect(client: imaplib.IMAP4) -> None:
    with suppress(OSError):
        client.shutdown()


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
    return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)


def _sign_in(client: imaplib.IMAP4, user: str, password: str) -> None:
    """Sign in with a way that takes every character, else with the old one."""
    if "AUTH=PLAIN" in client.capabilities:
        _check(client.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode()))
    else:
        _check(client.login(user, password))


def _check(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    if answer[0] != "OK":
        raise MailboxRefuses
    return answer[1]


def _line(answer: tuple[str, Sequence[object]]) -> bytes:
    """Return the first line of an answer."""
    return next((line for line in _check(answer) if isinstance(line, bytes)), b"")


def _number(lines: Sequence[object]) -> int:
    """Return the number in an answer; 0 if the server gave none."""
    match = next((_VALIDITY.search(line) for line in lines if isinstance(line, bytes)), None)
    return int(match[1]) if match else 0


def _quoted(folder: str) -> str:
    """Return the name of a folder as IMAP writes it, without characters that would end it."""
    plain = "".join(character for character in folder if character.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
