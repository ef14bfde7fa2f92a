"""Responses stored under idempotency keys, for requests that are sent again."""

from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.keys import encrypted_columns
from coalition.people.tables import ApiToken


class KeptAnswer(Table):
    """The answer given to a request with an `Idempotency-Key`, given again when the request comes again.

    `body` is encrypted: it may hold what is encrypted elsewhere, such as a private note.
    """

    id: Serial
    token = ForeignKey(ApiToken, null=False, on_delete=OnDelete.cascade)
    key = Varchar(255, null=False)
    request_digest = Varchar(64, null=False)
    status = Integer(null=False)
    headers = Text(null=False, default="{}")
    body = Text(null=False)
    created_at = Timestamptz(null=False)


[ANSWER_BODY] = encrypted_columns(KeptAnswer, KeptAnswer.body, row=KeptAnswer.key)
