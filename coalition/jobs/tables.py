"""The queue."""

from piccolo.columns import Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from coalition.keys import encrypted_columns


class Job(Table):
    """A job; a finished job is deleted, a job that was given up stays with the class of its error. `secret` is the encrypted part of the payload."""

    id: Serial
    kind = Varchar(60, null=False)
    payload = Text(null=False, default="{}")
    secret = Text(null=False, default="")
    dedupe_key = Varchar(200, null=True, default=None, unique=True)
    run_at = Timestamptz(null=False, index=True)
    attempts = Integer(null=False, default=0)
    leased_until = Timestamptz(null=True, default=None)
    lease = Varchar(40, null=True, default=None)
    gave_up_at = Timestamptz(null=True, default=None)
    last_error = Varchar(500, null=False, default="")


[SECRET] = encrypted_columns(Job, Job.secret, row=Job.dedupe_key)
