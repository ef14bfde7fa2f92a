"""The outgoing tray."""

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.words import Word


class LetterState(Word):
    """The state of a letter; `uncertain` means that the connection broke after the text was sent."""

    WAITING = "waiting", Message("queued")
    SENDING = "sending", Message("being sent")
    SENT = "sent", Message("sent")
    BOUNCED = "bounced", Message("came back")
    UNCERTAIN = "uncertain", Message("uncertain")
    GAVE_UP = "gave_up", Message("given up")


class Remark(Word):
    """What a report says of a letter that did not come back."""

    DELAYED = "delayed", Message("delayed: mail servers keep trying")
    PARTLY = "partly", Message("reached only some of the mailboxes behind the address")


class Letter(Table):
    """A letter to one address; `content` holds its text, subject and addresses, encrypted while it waits and erased when it is sent.

    `kind` is the name of its template. `memorandum` and `organisation` are the ids of what it is about, if it is about one; tables of
    packages above are not referred to. `error` holds the codes of the last failure, never the text of a server.
    """

    id: Serial
    language = Varchar(35, null=False)
    content = Text(null=False, default="")
    message_id = Varchar(200, null=False, unique=True)
    about = Varchar(120, null=False, default="", index=True)
    kind = Varchar(40, null=False, default="")
    memorandum = Integer(null=True, default=None)
    organisation = Integer(null=True, default=None)
    state = Varchar(20, null=False, default=LetterState.WAITING.value)
    attempts = Integer(null=False, default=0)
    error = Varchar(300, null=False, default="")
    written_at = Timestamptz(null=False)
    sent_at = Timestamptz(null=True, default=None)
    remark = Varchar(20, null=False, default="")
    reported_at = Timestamptz(null=True, default=None)


[CONTENT] = encrypted_columns(Letter, Letter.content, row=Letter.message_id)
