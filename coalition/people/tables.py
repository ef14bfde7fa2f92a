"""Accounts, sign-in links, sessions and API tokens; of every secret only the SHA-256 is stored."""

from piccolo.columns import Date, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.languages import Message
from coalition.search.tables import PlaceColumns
from coalition.words import Word


class Role(Word):
    """What the holder of an account does."""

    COORDINATOR = "coordinator", Message("coordinator")
    EDITOR = "editor", Message("editor")


class Scope(Word):
    """What an API token may do."""

    READ = "read", Message("read")
    WRITE = "write", Message("read and write")


class Coordinator(Table):
    """A person with an account. `disabled_by` is the id of the coordinator who disabled it; null for a command on the server."""

    id: Serial
    email = Varchar(254, null=False, unique=True)
    name = Varchar(300, null=False)
    role = Varchar(20, null=False, default=Role.COORDINATOR.value)
    language = Varchar(35, null=False, default="en")
    password_hash = Varchar(200, null=False, default="")
    created_at = Timestamptz(null=False)
    disabled_at = Timestamptz(null=True, default=None)
    disabled_by = Integer(null=True, default=None)
    enabled_at = Timestamptz(null=True, default=None)


class AccountPlace(PlaceColumns, Table):
    """The place of an account, by its name, in lists for readers of a language: those that are disabled stand last."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=False)


class SignInLink(Table):
    """A link that signs a person in once."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    expires_at = Timestamptz(null=False)
    used_at = Timestamptz(null=True, default=None)


class Login(Table):
    """A session at the desk."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Varchar(64, null=False, unique=True)
    created_at = Timestamptz(null=False)
    seen_at = Timestamptz(null=False)
    ended_at = Timestamptz(null=True, default=None)


class SentForm(Table):
    """A form of the desk that was carried out, so that the same form, sent again, is not carried out twice; forgotten after a day or two."""

    id: Serial
    digest = Varchar(64, null=False, unique=True)
    sent_on = Date(null=False)


class ApiToken(Table):
    """A token with which a program acts for a coordinator; its id is the number by which people name it."""

    id: Serial
    coordinator = ForeignKey(Coordinator, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(64, null=False, unique=True)
    name = Varchar(80, null=False, default="")
    scope = Varchar(10, null=False)
    created_at = Timestamptz(null=False)
    revoked_at = Timestamptz(null=True, default=None)
    last_used_on = Date(null=True, default=None)
