"""The outgoing tray."""

from enum import StrEnum

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from coalition.keys import encrypted_columns


class LetterState(StrEnum):
    """The state of a letter; `uncertain` means that the connection broke after the text was sent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    GAVE_UP = "gave_up"


class Letter(Table):
    """A letter to one address; `content` holds its text, subject and addresses, encrypted while it waits and erased when it is sent."""

    id: Serial
    language = Varchar(35, null=False)
    content = Text(null=False, default="")
    message_id = Varchar(200, null=False, unique=True)
    about = Varchar(120, null=False, default="", index=True)
    state = Varchar(20, null=False, default=LetterState.WAITING.value)
    attempts = Integer(null=False, default=0)
    error = Varchar(300, null=False, default="")
    written_at = Timestamptz(null=False)
    sent_at = Timestamptz(null=True, default=None)


[CONTENT] = encrypted_columns(Letter, Letter.content, row=Letter.message_id)
