"""What a depositary keeps: every kind of act, statements, corrections, rules, the lives of organisations, subscriptions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-25T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "depositary"


class Coordinator(Table, tablename="coordinator"):
    pass


class Organisation(Table, tablename="organisation"):
    pass


class Contact(Table, tablename="contact"):
    pass


class Invitation(Table, tablename="invitation"):
    id = UUID(primary_key=True, default=UUID4())


class Letter(Table, tablename="letter"):
    unsubscribe = Varchar(500, null=False, default="")


class Notification(Table, tablename="notification"):
    detail = Varchar(200, null=False, default="")


class Memorandum(Table, tablename="memorandum"):
    rule_until = Date(null=True, default=None)
    later_rule = Varchar(20, null=True, default=None)
    effect_rule = Varchar(20, null=False, default="none")
    effect_number = Integer(null=True, default=None)
    effect_on = Date(null=True, default=None)
    in_effect_on = Date(null=True, default=None)
    terminated_on = Date(null=True, default=None)
    publish_at_least = Integer(null=True, default=None)
    reservations = Boolean(null=False, default=True)
    confirmation_days = Integer(null=False, default=60)
    objection_days = Integer(null=False, default=30)
    termination_reason = Varchar(2000, null=False, default="")
    termination_language = Varchar(35, null=False, default="")
    successor = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)


class Edition(Table, tablename="edition"):
    corrects = Integer(null=True, default=None)


class Act(Table, tablename="act"):
    about = UUID(null=True, default=None)
    release_on = Date(null=True, default=None)
    description = Varchar(300, null=False, default="")
    ground = Varchar(30, null=False, default="")


class Subscription(Table, tablename="subscription"):
    email = Varchar(254, null=False)
    language = Varchar(35, null=False)
    memorandum = Varchar(80, null=False, default="")
    rhythm = Varchar(10, null=False)
    token_hash = Varchar(64, null=False, unique=True)
    asked_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    last = Integer(null=False, default=0)


class FormerName(Table, tablename="former_name"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    short_name = Varchar(60, null=False, default="")
    is_primary = Boolean(null=False, default=False)
    until = Varchar(10, null=False)


class OrganisationEvent(Table, tablename="organisation_event"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    happened = Varchar(10, null=True, default=None)
    other = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    source = Varchar(500, null=False, default="")


class DomainProof(Table, tablename="domain_proof"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    method = Varchar(20, null=False)
    domain = Varchar(253, null=False)
    token_hash = Varchar(64, null=False, default="")
    token = Varchar(64, null=False, default="")
    asked_at = Timestamptz(null=False)
    proved_at = Timestamptz(null=True, default=None)


class Correction(Table, tablename="correction"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    kind = Varchar(20, null=False)
    language = Varchar(35, null=False)
    provision = Varchar(80, null=False)
    before = Text(null=False)
    after = Text(null=False)
    reason = Varchar(2000, null=False, default="")
    state = Varchar(20, null=False, default="proposed")
    proposed_on = Date(null=False)
    objections_until = Date(null=False)
    decided_on = Date(null=True, default=None)
    edition = ForeignKey(Edition, null=True, default=None, on_delete=OnDelete.set_null)


class Mandate(Table, tablename="mandate"):
    act = UUID(null=False, index=True)
    basis = Varchar(20, null=False)
    note = Varchar(2000, null=False, default="")
    seen_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.set_null)
    seen_at = Timestamptz(null=False)


class Delegation(Table, tablename="delegation"):
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    delegated_at = Timestamptz(null=False)


class AccessionRequest(Table, tablename="accession_request"):
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


class Statement(Table, tablename="statement"):
    id = UUID(primary_key=True, default=UUID4())
    act = UUID(null=False, index=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    kind = Varchar(20, null=False)
    provision = Varchar(80, null=False, default="")
    objects_to = UUID(null=True, default=None)
    language = Varchar(35, null=False)
    text = Text(null=False)
    made = Varchar(10, null=True, default=None)
    withdrawn = Varchar(10, null=True, default=None)
    recorded_at = Timestamptz(null=False)


class StatementTranslation(Table, tablename="statement_translation"):
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    text = Text(null=False)


class EffectParty(Table, tablename="effect_party"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)


class CorrectionObjection(Table, tablename="correction_objection"):
    correction = ForeignKey(Correction, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    reason = Varchar(2000, null=False, default="")
    made_at = Timestamptz(null=False)


class AnnulmentBatch(Table, tablename="annulment_batch"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    ground = Varchar(30, null=False)
    conditions = Text(null=False, default="{}")
    acts = Text(null=False, default="[]")
    quiet = Boolean(null=False, default=False)
    prepared_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


WIDENED = (Letter, Notification, Memorandum, Edition, Act)
NEW = (
    Subscription,
    FormerName,
    OrganisationEvent,
    DomainProof,
    Correction,
    Mandate,
    Delegation,
    AccessionRequest,
    Statement,
    StatementTranslation,
    EffectParty,
    CorrectionObjection,
    AnnulmentBatch,
)


async def forwards() -> MigrationManager:
    """Widen the tables that are there, and add the new ones."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in NEW:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (*WIDENED, *NEW):
        for column in table._meta.non_default_columns:
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
