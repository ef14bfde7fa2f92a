"""What a letter says and to whom, encrypted while it waits."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from coalition.host.descriptions import Person
from coalition.mail.tables import CONTENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.mail.tables import Letter


class Facts(msgspec.Struct, frozen=True):
    """What a letter says that is rendered when it is sent: values of JSON and moments by their names in the template, and who answers for it."""

    answering: Person | None
    values: dict[str, str | bool | tuple[str, ...]]
    moments: dict[str, datetime]


def facts_of(answering: Person | None, context: Mapping[str, Any]) -> Facts:
    """Return the facts for a template; ValueError names those that are neither texts, pairs of them, yes or no, nor moments."""
    moments = {name: value for name, value in context.items() if isinstance(value, datetime)}
    values = {name: value for name, value in context.items() if name not in moments}
    if unknown := [name for name, value in values.items() if not isinstance(value, str | bool | tuple)]:
        msg = f"no facts of a letter: {unknown}"
        raise ValueError(msg)
    return Facts(answering, values, moments)


class Content(msgspec.Struct, frozen=True):
    """The parts of a letter that nobody but its recipient reads.

    `unsubscribe` is the address for one-click unsubscribing, or empty; `text_only` says that the letter has no part in HTML.
    `sender` is the name of the sender; if it is empty, the name in the settings holds. Answers go to `reply_to` with the name
    `reply_name`; if it is empty, to the sender. A letter that has `facts` says nothing else yet than its address.
    """

    address: str
    subject: str = ""
    text: str = ""
    unsubscribe: str = ""
    text_only: bool = False
    sender: str = ""
    reply_to: str = ""
    reply_name: str = ""
    facts: Facts | None = None


def content_of(letter: Letter) -> Content:
    """Return the content of a letter that waits, as it is stored.

    Raises:
        KeyringUnusable: the keyring lacks the key, or the row was altered.

    """
    return msgspec.json.decode(CONTENT.decrypt(letter.content, letter.message_id), type=Content)
