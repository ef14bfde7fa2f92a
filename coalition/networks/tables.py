"""Memberships of organisations in networks, and the invitations of all members of a network."""

from piccolo.columns import Boolean, ForeignKey, Serial, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.saved_states import base_of
from coalition.words import Word

UNKNOWN = "unknown"  # the end of a membership that ended on a day that nobody knows


class NetworkRole(Word):
    """What an organisation does in a network."""

    SECRETARIAT = "secretariat", Message("secretariat")
    MEMBER = "member", Message("member of the network")
    OBSERVER = "observer", Message("observer")


class Membership(Table):
    """That an organisation is, or was, a member of a network; who left and came back has two of them.

    `since` and `until` are partial dates: `since` is empty if it is not known, `until` if the membership did not end; an end that is not
    known is `UNKNOWN`. `public` says that everybody may know of it, `once_public` that the public could read it at some time.
    """

    id: Serial
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    member = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(20, null=False, default=NetworkRole.MEMBER.value)
    since = Varchar(10, null=True, default=None)
    until = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    public = Boolean(null=False, default=False)
    once_public = Boolean(null=False, default=False)

    @property
    def base(self) -> str:
        """The digest of what can be changed of it."""
        return base_of(self.role, self.since, self.until, self.source, self.public)


class InvitedNetwork(Table):
    """That all members of a network were invited to sign a memorandum (never public)."""

    id: Serial
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    network = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
