"""Objections to corrections."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Correction
from coalition.organisations.tables import Organisation


class CorrectionObjection(Table):
    """A party's objection to a correction of the text."""

    id: Serial
    correction = ForeignKey(Correction, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    reason = Varchar(2000, null=False, default="")
    made_at = Timestamptz(null=False)
