"""What people typed and have not saved."""

from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Edition
from coalition.people.tables import Coordinator


class UnsavedText(Table):
    """What one person typed in a form and has not saved: a provision, or the whole text where `provision` is "".

    `base` says what the person began from, as the form does: the digest of a provision, or the version of the whole text.
    """

    id: Serial
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    provision = Varchar(80, null=False, default="")
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    title = Text(null=False, default="")
    text = Text(null=False, default="")
    base = Varchar(80, null=False, default="")
    saved_at = Timestamptz(null=False)
