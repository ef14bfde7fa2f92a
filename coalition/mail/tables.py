"""The outgoing tray."""

from enum import StrEnum

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class LetterState(StrEnum):
    """The state of a letter; `uncertain` means that the connection broke after the text was sent."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    GAVE_UP = "gave_up"


class Letter(Table):
    """A letter to one address; subject, text and addresses are erased when it is sent. `unsubscribe` is the address for one-click unsubscribing."""

    id: Serial
    address = Varchar(254, null=False)
    language = Varchar(35, null=False)
    subject = Text(null=False)
    text = Text(null=False)
    message_id = Varchar(200, null=False, unique=True)
    about = Varchar(120, null=False, default="", index=True)
    unsubscribe = Varchar(500, null=False, default="")
    state = Varchar(20, null=False, default=LetterState.WAITING.value)
    attempts = Integer(null=False, default=0)
    error = Varchar(300, null=False, default="")
    written_at = Timestamptz(null=False)
    sent_at = Timestamptz(null=True, default=None)
