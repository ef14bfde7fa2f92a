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


class LongWork(Table):
    """Work on many rows that is not done yet: `task` says what is to be done, `place` where the last step ended.

    `memorandum` is the id of the memorandum that it is about; tables of packages above are not referred to. The actor is whoever asked for it.
    """

    id: Serial
    kind = Varchar(60, null=False)
    memorandum = Integer(null=False, index=True)
    task = Text(null=False, default="{}")
    place = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    total = Integer(null=False, default=0)
    steps = Integer(null=False, default=1)
    begun_at = Timestamptz(null=False)
    actor_kind = Varchar(20, null=False, default="")
    coordinator = Integer(null=True, default=None)
    token = Integer(null=True, default=None)
