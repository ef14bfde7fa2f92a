"""What a letter says and to whom, encrypted while it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coalition.mail.tables import CONTENT

if TYPE_CHECKING:
    from coalition.mail.tables import Letter


class Content(msgspec.Struct, frozen=True):
    """The parts of a letter that nobody but its recipient reads.

    `unsubscribe` is the address for one-click unsubscribing, or empty; `text_only` says that the letter has no part in HTML.
    `sender` is the name of the sender; if it is empty, the name in the settings holds. Answers go to `reply_to` with the name
    `reply_name`; if it is empty, to the sender.
    """

    address: str
    subject: str
    text: str
    unsubscribe: str = ""
    text_only: bool = False
    sender: str = ""
    reply_to: str = ""
    reply_name: str = ""


def content_of(letter: Letter) -> Content:
    """Return the content of a letter that waits.

    Raises:
        KeyringUnusable: the keyring lacks the key, or the row was altered.

    """
    return msgspec.json.decode(CONTENT.decrypt(letter.content, letter.message_id), type=Content)
