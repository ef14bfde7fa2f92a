"""Requests to sign or accede."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation, OrganisationKind


class SigningRequest(Table):
    """The request of an organisation to sign or accede; only the coordinators of the memorandum may see it.

    The address of the person is deleted by the decision, the whole row some time later.
    """

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation_name = Varchar(300, null=False)
    name_language = Varchar(35, null=False)
    english_name = Varchar(300, null=False, default="")
    kind = Varchar(30, null=False, default=OrganisationKind.NGO.value)
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
