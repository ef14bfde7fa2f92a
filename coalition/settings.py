"""All settings in one frozen model, read from the environment variables `COALITION_*`."""

from __future__ import annotations

import os
import secrets
from email.utils import parseaddr
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from coalition.errors import CoalitionError

# The languages of the interface: the one list, of which CONTRIBUTING says what each needs. English comes first.
SUPPORTED_LANGUAGES = ("en", "ru", "ar", "nb")
_PREFIX = "COALITION_"
_SECRETS = ("database_url", "secret_key", "smtp_url", "bounce_url")
LONGEST_LOCAL_PART = 23
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class BadSettings(CoalitionError):
    """A setting has a value that cannot be used; the message says which and why."""


class Environment(StrEnum):
    """In development, secrets may be missing; in production they must be set."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseModel):
    """Settings of one installation; field names are those of `docs/operations.md`."""

    model_config = ConfigDict(frozen=True)

    database_url: str = Field("sqlite:///var/coalition.sqlite", description="SQLite file or PostgreSQL server that holds the records.")
    base_url: str = Field("http://127.0.0.1:8000", description="Address under which people reach the site, without a final slash.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="At least 32 characters, from which links in letters to subscribers and envelope senders are computed."
    )
    data_dir: Path = Field(Path("var"), description="Folder for the database file, letters written to files and the keyring.")
    keyring_file: Path | None = Field(
        None,
        description="File with the keys that encrypt waiting letters, consents and private notes; by default `keyring` in the data folder.",
    )
    smtp_url: str = Field("file:var/mail", description="Where letters go: `file:FOLDER`, `smtp://user:password@host:port` or `smtps://…`.")
    mail_from: str = Field("Coalition <coalition@localhost>", description="Sender of every letter.")
    bounce_url: str = Field("", description="Mailbox for reports of letters that came back: `imaps://user:password@host:port/folder`.")
    bounce_address: str = Field("", description="Address of that mailbox, by default that of `MAIL_FROM`; letters leave with an extension of it.")
    languages: tuple[str, ...] = Field(SUPPORTED_LANGUAGES, description="Interface languages offered, first is the fallback.")
    trusted_proxies: tuple[str, ...] = Field((), description="Addresses of reverse proxies whose forwarded headers are believed.")
    environment: Environment = Field(Environment.DEVELOPMENT, description="`development` or `production`.")

    @model_validator(mode="before")
    @classmethod
    def within_data_dir(cls, given: dict[str, Any]) -> dict[str, Any]:
        """By default, put the database file and the letters into the data folder."""
        folder = given.get("data_dir") or "var"
        defaults = {"database_url": f"sqlite:///{folder}/coalition.sqlite", "smtp_url": f"file:{folder}/mail"}
        return defaults | given

    @field_validator("languages", "trusted_proxies", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        """Split a comma-separated list of the environment."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def known_languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Allow only languages that have a catalog."""
        unknown = [code for code in value if code not in SUPPORTED_LANGUAGES]
        if unknown or not value:
            msg = f"LANGUAGES takes some of {', '.join(SUPPORTED_LANGUAGES)}, not {', '.join(unknown) or 'nothing'}."
            raise ValueError(msg)
        return value

    @field_validator("base_url")
    @classmethod
    def plain_base_url(cls, value: str) -> str:
        """Keep only scheme and host, so that a link is this address plus a path."""
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.path not in {"", "/"}:
            msg = "BASE_URL must look like https://memo.example.org, without a path."
            raise ValueError(msg)
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        """Allow only the two engines that are tested."""
        if not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            msg = "DATABASE_URL must begin with sqlite:/// or postgresql://."
            raise ValueError(msg)
        return value

    @field_validator("smtp_url")
    @classmethod
    def known_transport(cls, value: str) -> str:
        """Allow only transports that exist."""
        if not value.startswith(("file:", "smtp://", "smtps://")):
            msg = "SMTP_URL must begin with file:, smtp:// or smtps://."
            raise ValueError(msg)
        return value

    @field_validator("bounce_url")
    @classmethod
    def known_mailbox(cls, value: str) -> str:
        """Allow only IMAP, with a user and a password."""
        parts = urlsplit(value)
        if value and not (parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username and parts.password and value.isascii()):
            msg = "BOUNCE_URL must look like imaps://user:password@mail.example.org/INBOX."
            raise ValueError(msg)
        return value

    @model_validator(mode="after")
    def usable_bounce_address(self) -> Self:
        """Require an address that has room for the extension of a letter: an address has 64 characters before the @."""
        local, _, domain = self.bounce_sender.rpartition("@")
        if self.bounce_url and not (domain and self.bounce_sender.isascii() and 0 < len(local) <= LONGEST_LOCAL_PART):
            msg = f"BOUNCE_ADDRESS (else MAIL_FROM) needs an address in ASCII with at most {LONGEST_LOCAL_PART} characters before the @."
            raise ValueError(msg)
        if self.bounce_url and not self.secret_key.get_secret_value():
            msg = "BOUNCE_URL needs SECRET_KEY, from which the addresses of letters are computed."
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def safe_in_production(self) -> Self:
        """In production, require a secret, https and a mail server."""
        if self.environment is not Environment.PRODUCTION:
            return self
        missing = []
        if len(self.secret_key.get_secret_value()) < 32:  # noqa: PLR2004 -- the length named in the setting's description
            missing.append("SECRET_KEY of at least 32 characters")
        if not self.base_url.startswith("https://"):
            missing.append("BASE_URL with https")
        if self.smtp_url.startswith("file:"):
            missing.append("SMTP_URL of a mail server")
        if self.bounce_url.startswith("imap:") and urlsplit(self.bounce_url).hostname not in LOOPBACK:
            missing.append("BOUNCE_URL with imaps")
        if missing:
            msg = f"Production needs {', '.join(missing)}."
            raise ValueError(msg)
        return self

    @property
    def bounce_sender(self) -> str:
        """The address to which mail servers report, without the extension of a letter."""
        return self.bounce_address or parseaddr(self.mail_from)[1]

    @cached_property
    def keyring(self) -> Path:
        """The file of the keys."""
        return self.keyring_file or self.data_dir / "keyring"

    @property
    def secure(self) -> bool:
        """Whether the site has https, so that cookies may be marked Secure."""
        return self.base_url.startswith("https://")


_NAMES = (*Settings.model_fields, *(f"{name}_file" for name in _SECRETS))


@cache
def load() -> Settings:
    """Read the environment, once in a process; `COALITION_<NAME>_FILE` names a file that holds the secret.

    Raises:
        BadSettings: with one sentence for each value that cannot be used.

    """
    given = {name: value for name in _NAMES if (value := os.environ.get(_PREFIX + name.upper())) is not None}
    for name in _SECRETS:
        path = given.get(f"{name}_file")
        if path:
            try:
                given[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                msg = f"COALITION_{name.upper()}_FILE cannot be read: {error.strerror}."
                raise BadSettings(msg) from error
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise BadSettings(_sentences(error)) from error
    return settings if settings.secret_key.get_secret_value() else settings.model_copy(update={"secret_key": _temporary_secret()})


@cache
def _temporary_secret() -> SecretStr:
    """Return a secret for development, valid until the process ends."""
    return SecretStr(secrets.token_hex(32))


def _sentences(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = f"COALITION_{problem['loc'][0]}".upper() if problem["loc"] else "Settings"
        lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
