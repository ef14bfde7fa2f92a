"""How often a person gets letters about what happened, and how far the letters have come."""

from piccolo.columns import ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.people.tables import Coordinator
from coalition.words import Word


class NewsRhythm(Word):
    """How often letters about what happened come."""

    AT_ONCE = "at_once", Message("at once")
    DAILY = "daily", Message("once a day")
    WEEKLY = "weekly", Message("once a week")
    NEVER = "never", Message("never")


class NewsChoice(Table):
    """The rhythm of a person, and what was written: events until `events_until`, notifications up to the id `last_notice`.

    A person without a row gets letters once a day. `letter` is the id of the last letter, written at `written_at`; `earlier_until` and
    `earlier_notice` are where it began, so that a letter that has not left can be written anew.
    """

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, unique=True, on_delete=OnDelete.cascade)
    rhythm = Varchar(10, null=False, default=NewsRhythm.DAILY.value)
    events_until = Timestamptz(null=False)
    last_notice = Integer(null=False, default=0)
    letter = Integer(null=True, default=None)
    written_at = Timestamptz(null=True, default=None)
    earlier_until = Timestamptz(null=True, default=None)
    earlier_notice = Integer(null=True, default=None)
