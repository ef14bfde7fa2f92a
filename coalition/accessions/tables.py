"""Requests to accede."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation


class AccessionRequest(Table):
    """The request of an organisation to accede; only the coordinators of the memorandum may see it."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation_name = Varchar(300, null=False)
    name_language = Varchar(35, null=False)
    country = Varchar(2, null=True, default=None)
    website = Varchar(500, null=False, default="")
    person = Varchar(300, null=False)
    email = Varchar(254, null=False)
    language = Varchar(35, null=False)
    message = Varchar(2000, null=False, default="")
    token_hash = Varchar(64, null=False, unique=True)
    requested_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    organisation = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.set_null)
    reason = Varchar(2000, null=False, default="")
