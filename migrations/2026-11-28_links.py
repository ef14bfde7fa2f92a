"""Links that end, contacts that confirm, recipients of an invitation, and requests to let the public know more."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-28T11:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "links"


class Memorandum(Table, tablename="memorandum"):
    pass


class Organisation(Table, tablename="organisation"):
    pass


class Contact(Table, tablename="contact"):
    confirmed_at = Timestamptz(null=True, default=None)
    confirmation_hash = Varchar(64, null=True, default=None)
    registered = Boolean(null=False, default=True)


class Invitation(Table, tablename="invitation"):
    id = UUID(primary_key=True, default=UUID4())
    fresh_links_on = Date(null=True, default=None)
    fresh_links = Integer(null=False, default=0)


class InvitationRecipient(Table, tablename="invitation_recipient"):
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=False, on_delete=OnDelete.cascade, index=True)


class Link(Table, tablename="link"):
    recipient = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    made_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class DisclosureRequest(Table, tablename="disclosure_request"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    act = UUID(null=False)
    before = Varchar(30, null=False)
    disclosure = Varchar(30, null=False)
    description = Varchar(300, null=False, default="")
    release_on = Date(null=True, default=None)
    stop_hash = Varchar(64, null=False, unique=True)
    requested_at = Timestamptz(null=False)
    due_at = Timestamptz(null=False)
    stopped_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)


WIDENED = (Contact, Invitation, Link)
NEW = (InvitationRecipient, DisclosureRequest)


async def forwards() -> MigrationManager:
    """Widen the tables that are there, and add the new ones."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in NEW:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (*WIDENED, *NEW):
        for column in table._meta.non_default_columns:
            if column._meta.name == "id":
                continue
            manager.add_column(
                table_class_name=table.__name__,
                tablename=table._meta.tablename,
                column_name=column._meta.name,
                db_column_name=column._meta.db_column_name,
                column_class_name=type(column).__name__,
                column_class=type(column),
                params=column._meta.params,
            )
    return manager
