"""The first tables, as they were on this day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

ID = "2026-11-22T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "tables"


class Job(Table, tablename="job"):
    kind = Varchar(60, null=False)
    payload = Text(null=False, default="{}")
    dedupe_key = Varchar(200, null=True, default=None, unique=True)
    run_at = Timestamptz(null=False, index=True)
    attempts = Integer(null=False, default=0)
    leased_until = Timestamptz(null=True, default=None)
    lease = Varchar(40, null=True, default=None)
    gave_up_at = Timestamptz(null=True, default=None)
    last_error = Varchar(500, null=False, default="")


class Letter(Table, tablename="letter"):
    address = Varchar(254, null=False)
    language = Varchar(35, null=False)
    subject = Text(null=False)
    text = Text(null=False)
    message_id = Varchar(200, null=False, unique=True)
    about = Varchar(120, null=False, default="", index=True)
    state = Varchar(20, null=False, default="waiting")
    attempts = Integer(null=False, default=0)
    error = Varchar(300, null=False, default="")
    written_at = Timestamptz(null=False)
    sent_at = Timestamptz(null=True, default=None)


class Notification(Table, tablename="notification"):
    year = Integer(null=False)
    number = Integer(null=False)
    kind = Varchar(40, null=False)
    memorandum = Varchar(80, null=False, index=True)
    organisation = Varchar(80, null=True, default=None)
    happened_on = Date(null=False)
    issued_at = Timestamptz(null=False)


class Publication(Table, tablename="publication"):
    version = Integer(null=False, default=0)


class Coordinator(Table, tablename="coordinator"):
    email = Varchar(254, null=False, unique=True)
    name = Varchar(300, null=False)
    role = Varchar(20, null=False, default="coordinator")
    language = Varchar(35, null=False, default="en")
    password_hash = Varchar(200, null=False, default="")
    created_at = Timestamptz(null=False)
    disabled_at = Timestamptz(null=True, default=None)


class SignInLink(Table, tablename="sign_in_link"):
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=False)
    used_at = Timestamptz(null=True, default=None)


class Login(Table, tablename="login"):
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    created_at = Timestamptz(null=False)
    seen_at = Timestamptz(null=False)
    ended_at = Timestamptz(null=True, default=None)


class ApiToken(Table, tablename="api_token"):
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    scope = Varchar(10, null=False)
    created_at = Timestamptz(null=False)
    revoked_at = Timestamptz(null=True, default=None)


class KeptAnswer(Table, tablename="kept_answer"):
    token = ForeignKey(ApiToken, null=False, on_delete=OnDelete.cascade)
    key = Varchar(255, null=False)
    request_digest = Varchar(64, null=False)
    status = Integer(null=False)
    headers = Text(null=False, default="{}")
    body = Text(null=False)
    created_at = Timestamptz(null=False)


class Organisation(Table, tablename="organisation"):
    slug = Varchar(80, null=False, unique=True)
    kind = Varchar(30, null=False)
    scope = Varchar(20, null=False)
    status = Varchar(20, null=False, default="active")
    country = Varchar(2, null=True, default=None)
    seat_country = Varchar(2, null=True, default=None)
    website = Varchar(500, null=False, default="")
    at_risk = Boolean(null=False, default=False)
    name_key = Varchar(400, null=False, default="", index=True)
    search_key = Varchar(4000, null=False, default="")
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class OrganisationName(Table, tablename="organisation_name"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)
    short_name = Varchar(60, null=False, default="")
    is_primary = Boolean(null=False, default=False)


class Contact(Table, tablename="contact"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    name = Varchar(300, null=False, default="")
    email = Varchar(254, null=False)
    language = Varchar(35, null=False, default="en")
    created_at = Timestamptz(null=False)


class Programme(Table, tablename="programme"):
    slug = Varchar(80, null=False, unique=True)


class ProgrammeText(Table, tablename="programme_text"):
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    name = Varchar(300, null=False)


class ProgrammeOrganisation(Table, tablename="programme_organisation"):
    programme = ForeignKey(Programme, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict)
    role = Varchar(20, null=False)


class Forum(Table, tablename="forum"):
    slug = Varchar(80, null=False, unique=True)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.set_null)
    starts = Varchar(10, null=True, default=None, index=True)
    ends = Varchar(10, null=True, default=None)
    city = Varchar(120, null=False, default="")
    place_country = Varchar(2, null=True, default=None)
    place_public = Boolean(null=False, default=True)
    risk_profile = Varchar(10, null=False, default="open")
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class ForumText(Table, tablename="forum_text"):
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False)
    summary = Text(null=False, default="")
    city = Varchar(120, null=False, default="")


class ForumCountry(Table, tablename="forum_country"):
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    country = Varchar(2, null=False)
    position = Integer(null=False)


class ForumOrganisation(Table, tablename="forum_organisation"):
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    role = Varchar(20, null=False)


class Memorandum(Table, tablename="memorandum"):
    slug = Varchar(80, null=False, unique=True)
    forum = ForeignKey(Forum, null=True, default=None, on_delete=OnDelete.restrict)
    kind = Varchar(40, null=False)
    symbol = Varchar(60, null=False, default="")
    authentic_languages = Varchar(200, null=False)
    text_state = Varchar(20, null=False, default="draft")
    signing_state = Varchar(20, null=False, default="not_open")
    effect_state = Varchar(20, null=False, default="none")
    publicity = Varchar(30, null=False, default="coordinators")
    signature_rule = Varchar(20, null=False, default="invited")
    opens_on = Date(null=True, default=None)
    closes_on = Date(null=True, default=None)
    historical = Boolean(null=False, default=False)
    announced = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class MemorandumNote(Table, tablename="memorandum_note"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False, default="")
    text = Text(null=False, default="")


class MemorandumMember(Table, tablename="memorandum_member"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=True)


class Edition(Table, tablename="edition"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    digest = Varchar(80, null=True, default=None)
    adoption_rule = Varchar(20, null=True, default=None)
    adopted = Varchar(10, null=True, default=None)
    authenticated_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(null=False)


class Wording(Table, tablename="wording"):
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    status = Varchar(20, null=False)
    title = Varchar(300, null=False)
    body = Text(null=False)
    version = Integer(null=False, default=1)
    updated_at = Timestamptz(null=False)


class Provision(Table, tablename="provision"):
    edition = ForeignKey(Edition, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(80, null=False)
    label = Varchar(80, null=False, default="")
    position = Integer(null=False)


class Placement(Table, tablename="placement"):
    wording = ForeignKey(Wording, null=False, on_delete=OnDelete.cascade, index=True)
    position = Integer(null=False)
    key = Varchar(80, null=False)


class Invitation(Table, tablename="invitation"):
    id = UUID(primary_key=True, default=UUID4())
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    contact = ForeignKey(Contact, null=True, default=None, on_delete=OnDelete.set_null)
    digest = Varchar(80, null=False)
    invited_at = Timestamptz(null=False)
    reminded_on = Date(null=True, default=None)
    reminders = Integer(null=False, default=0)
    visited_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class Link(Table, tablename="link"):
    invitation = ForeignKey(Invitation, null=False, on_delete=OnDelete.cascade, index=True)
    purpose = Varchar(10, null=False)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=True, default=None)


class SigningSession(Table, tablename="signing_session"):
    link = ForeignKey(Link, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=False, index=True)


class Act(Table, tablename="act"):
    id = UUID(primary_key=True, default=UUID4())
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(20, null=False)
    digest = Varchar(80, null=True, default=None)
    disclosure = Varchar(30, null=False)
    reference = Varchar(20, null=False, unique=True)
    channel = Varchar(20, null=False)
    acted = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False, default="")
    recorded_at = Timestamptz(null=False)


class Signer(Table, tablename="signer"):
    act = UUID(null=False, unique=True)
    name = Varchar(300, null=False)
    title = Varchar(300, null=False, default="")
    reason = Varchar(2000, null=False, default="")


class RecordedCount(Table, tablename="recorded_count"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(20, null=False)
    at_least = Integer(null=False)
    source = Varchar(500, null=False, default="")


class Import(Table, tablename="import"):
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    file_name = Varchar(200, null=False)
    content = Text(null=False)
    rows = Integer(null=False, default=0)
    done = Integer(null=False, default=0)
    outcome = Text(null=False, default="")
    created_at = Timestamptz(null=False)
    confirmed_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)


TABLES: tuple[type[Table], ...] = (
    Job,
    Letter,
    Notification,
    Publication,
    Coordinator,
    SignInLink,
    Login,
    ApiToken,
    KeptAnswer,
    Organisation,
    OrganisationName,
    Contact,
    Programme,
    ProgrammeText,
    ProgrammeOrganisation,
    Forum,
    ForumText,
    ForumCountry,
    ForumOrganisation,
    Memorandum,
    MemorandumNote,
    MemorandumMember,
    Edition,
    Wording,
    Provision,
    Placement,
    Invitation,
    Link,
    SigningSession,
    Act,
    Signer,
    RecordedCount,
    Import,
)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in TABLES:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
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
